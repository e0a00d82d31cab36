import { counted } from "../client.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import { refuseRepeated } from "./repeated.js";
import type { DisclosureTerms } from "./transfers.js";
import { DAY, formatTime, parseDay } from "./values.js";

/** How often something comes, and in how many months. */
const EVERY = { monthly: 1, quarterly: 3, "semi-annual": 6, annual: 12 } as const;
/** The last day, and the longest time in days, that the program keeps: days are 16 bits. */
const MAX_DAY = 65_535;

/** The most days after the end of a period by which its disclosure may be due. */
const MAX_DUE_DAYS = 366;

/** Reads the kinds of disclosures that are published of a deal. */
export function readDisclosures(list: Field): readonly DisclosureTerms[] | undefined {
  const fields = list.items();
  for (const what of ["name", "kind"]) {
    refuseRepeated(
      fields.map((field) => field.get(what)),
      "each kind of disclosure",
    );
  }
  return wholeList(
    fields.map((field) =>
      whole<DisclosureTerms>({
        name: field.get("name").shortText(64),
        kind: field.get("kind").count(),
        months: readMonths(field.get("every")),
        from: readDayNumber(field.get("from")),
        dueDays: readDays(field.get("due"), MAX_DUE_DAYS),
        attestor: field.get("attestor").party("who posts the disclosures"),
      }),
    ),
  );
}

/** How many months something takes to come again. */
export function readMonths(field: Field): number | undefined {
  const months = field.count();
  const named = field.text();
  return months ?? EVERY[named as keyof typeof EVERY];
}

/** A day, in days since 1970. */
export function readDayNumber(field: Field): number | undefined {
  const text = field.text();
  if (text === undefined) {
    return undefined;
  }
  const time = parseDay(text);
  const last = BigInt(MAX_DAY) * DAY;
  return time !== undefined && time <= last
    ? Number(time / DAY)
    : field.refuse(
        `"${text}" is not a day from 1970-01-01 to ${formatTime(last)}: check year, month and day`,
      );
}

/** A length of time in days, at least one. */
export function readDays(field: Field, most = MAX_DAY): number | undefined {
  const days = field.wholeDays();
  if (days === undefined || (days > 0 && days <= most)) {
    return days;
  }
  return field.refuse(
    days === 0 ? "is 0 days: give 1d or more" : `is ${counted(days, "day")}: the most is ${most}d`,
  );
}
