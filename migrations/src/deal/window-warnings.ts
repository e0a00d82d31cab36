import type { Deal, TransferTerms } from "./model.js";
import { DAY, formatTime } from "./values.js";

/**
 * The classes whose first window waits for a disclosure that is not due by then, so that it opens without: with the field that
 * says what windows wait for.
 */
export function windowWarnings({
  tranches,
  disclosures,
}: Pick<Deal, "tranches" | "disclosures">): readonly Readonly<{ field: string; message: string }>[] {
  return tranches.flatMap(({ transfers }, rank) => {
    const first = firstDay(transfers);
    return disclosures
      .filter(({ kind }) => transfers.after.includes(kind))
      .flatMap(({ name, from, dueDays }) =>
        first === undefined || from + dueDays <= first
          ? []
          : {
              field: `tranches[${rank}].transfers.windows.after`,
              message: `the first window, from ${dayText(first)}, waits for no ${name}: the first is due on ${dayText(from + dueDays)}. Let the windows begin later, or the disclosures earlier`,
            },
      );
  });
}

/** The first day of the first window, in days since 1970; `undefined` where there is none. */
function firstDay({ windows }: TransferTerms): number | undefined {
  switch (windows.kind) {
    case "periodic":
      return windows.from;
    case "custom":
      return windows.ranges[0]?.from;
    default:
      return undefined;
  }
}

const dayText = (day: number): string => formatTime(BigInt(day) * DAY);
