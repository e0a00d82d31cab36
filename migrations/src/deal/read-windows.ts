import { counted } from "../client.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import { readDayNumber, readDays, readMonths } from "./read-disclosures.js";
import type { DisclosureTerms, Windows } from "./transfers.js";

/** The fewest days that 1 to 12 months have, from any day on. */
const SHORTEST = [28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334, 365] as const;

/** When owners may transfer and wrap. */
export function readWindows(field: Field): Windows | undefined {
  if (!field.given) {
    return { kind: "always" };
  }
  const named = field.choice<"always" | "never">();
  if (named !== undefined) {
    return { kind: named };
  }
  const [every, ranges] = [field.get("every"), field.get("ranges")];
  if (every.given && ranges.given) {
    return ranges.refuse(
      "does not go with every: windows come regularly or on days of their own, so leave one out",
    );
  }
  return ranges.given ? readCustom(field) : readPeriodic(field);
}

function readPeriodic(field: Field): Windows | undefined {
  for (const name of ["every", "from", "open"]) {
    const one = field.get(name);
    if (field.present && !one.given) {
      one.refuse("is missing: windows that come regularly have every, from and open, others have ranges");
    }
  }
  const months = readMonths(field.get("every"));
  const openDays = readDays(field.get("open"));
  const most = (SHORTEST[(months ?? 0) - 1] ?? 0) - 1;
  if (months !== undefined && openDays !== undefined && openDays > most) {
    return field
      .get("open")
      .refuse(
        `is ${counted(openDays, "day")}, as long as ${counted(months, "month")} can be: the most is ${most}d`,
      );
  }
  return whole<Windows & { kind: "periodic" }>({
    kind: "periodic",
    months,
    from: readDayNumber(field.get("from")),
    openDays,
  });
}

function readCustom(field: Field): Windows | undefined {
  for (const name of ["from", "open"]) {
    const one = field.get(name);
    if (one.given) {
      one.refuse("is of windows that come regularly: leave it out, or say every instead of ranges");
    }
  }
  const items = field.get("ranges").items();
  const ranges = wholeList(
    items.map((item) =>
      whole<{ from: number; until: number }>({
        from: readDayNumber(item.get("from")),
        until: readDayNumber(item.get("until")),
      }),
    ),
  );
  for (const [at, { from, until }] of (ranges ?? []).entries()) {
    if (until <= from) {
      items[at]?.get("until").refuse("is not after from: name the day after its last");
    } else if (at > 0 && from <= (ranges?.[at - 1]?.until ?? 0)) {
      items[at]
        ?.get("from")
        .refuse(
          "is not after the day on which the window before it closes: put them in order, a day or more apart",
        );
    }
  }
  return ranges === undefined ? undefined : { kind: "custom", ranges };
}

/** The kinds of disclosures that windows wait for. */
export function readAfter(
  list: Field,
  disclosures: readonly DisclosureTerms[] | undefined,
): readonly number[] | undefined {
  const fields = list.items();
  const kinds = fields.map((field, at) => {
    const name = field.text();
    if (name === undefined || disclosures === undefined) {
      return undefined;
    }
    if (fields.findIndex((other) => other.text() === name) < at) {
      return field.refuse("is named already: name each disclosure once");
    }
    const found = disclosures.find((one) => one.name === name);
    const names = disclosures.map((one) => `"${one.name}"`).join(", ");
    return (
      found?.kind ??
      field.refuse(
        disclosures.length === 0
          ? `no disclosure is named "${name}": say in disclosures what is published, by whom and when`
          : `no disclosure is named "${name}": the disclosures are ${names}`,
      )
    );
  });
  return wholeList(kinds);
}
