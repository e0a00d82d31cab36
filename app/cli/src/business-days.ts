import {
  businessDaysOf,
  ClientError,
  holidayOf,
  holidayTime,
  NO_BUSINESS_DAYS,
  SATURDAY_AND_SUNDAY,
  type SecurityState,
  WEEKDAYS,
  weekdaysOf,
} from "@defi-ready/securities";
import { BusinessDayRule, type Tranche, type TrancheTermsArgs } from "@defi-ready/securities/program";
import { parseMoment } from "./context.js";
import { day, table } from "./format.js";

/** Where due dates move that are no business days, by the names of the rules. */
const RULES = {
  none: BusinessDayRule.None,
  following: BusinessDayRule.Following,
  "modified-following": BusinessDayRule.ModifiedFollowing,
  preceding: BusinessDayRule.Preceding,
} as const;

/** The options of the business days of a class. */
export type BusinessDayOptions = Readonly<{
  businessDays?: string;
  weekend?: string;
  holiday?: readonly string[];
}>;

/** The business days of a class, all of them: what is left out is Saturday and Sunday, and no holiday. */
export function businessDayTerms(
  options: BusinessDayOptions,
): Pick<Partial<TrancheTermsArgs>, "businessDays"> {
  const { businessDays, weekend, holiday = [] } = options;
  if (businessDays === undefined) {
    if (weekend !== undefined || holiday.length > 0) {
      throw new ClientError("say where due dates move with --business-days");
    }
    return {};
  }
  const rule = Object.entries(RULES).find(([name]) => name === businessDays)?.[1];
  if (rule === undefined) {
    throw new ClientError(`"${businessDays}" is no rule: use one of ${Object.keys(RULES).join(", ")}`);
  }
  if (rule === BusinessDayRule.None) {
    return { businessDays: NO_BUSINESS_DAYS };
  }
  // A day that is named twice is one holiday.
  const holidays = [...new Set(holiday.map((text) => holidayOf(parseMoment(text))))];
  if (holidays.some((one) => one < 0)) {
    throw new ClientError("holidays are counted from 2021-01-01: leave out those before");
  }
  return {
    businessDays: {
      rule,
      weekend: weekend === undefined ? SATURDAY_AND_SUNDAY : weekendOf(weekend),
      holidays: holidays.toSorted((one, other) => one - other),
    },
  };
}

function weekendOf(text: string): number {
  return text === "none"
    ? 0
    : text.split(",").reduce((bits, name) => {
        const bit = (WEEKDAYS as readonly string[]).indexOf(name);
        if (bit < 0) {
          throw new ClientError(`"${name}" is no day of the week: use ${WEEKDAYS.join(", ")}, or none`);
        }
        return bits | (1 << bit);
      }, 0);
}

const nameOf = (rule: BusinessDayRule) =>
  Object.entries(RULES).find(([, one]) => one === rule)?.[0] ?? "unknown";

/** Where due dates move, for people; empty if none does. */
export function businessDaysSection({ tranches }: SecurityState): string {
  const rows = tranches.flatMap(({ tranche: { data } }) => {
    const { rule, weekend, holidays } = businessDaysOf(data);
    return rule === BusinessDayRule.None
      ? []
      : [
          [
            String(data.rank),
            nameOf(rule),
            weekdaysOf(weekend).join(", ") || "none",
            holidays.map((one) => day(holidayTime(one))).join(", ") || "none",
          ],
        ];
  });
  return rows.length === 0
    ? ""
    : table(["Business days, rank", "Due dates move", "Weekend", "Holidays"], rows);
}

/** Business days of a class, for programs. */
export function businessDaysObject(tranche: Tranche): object {
  const { rule, weekend, holidays } = businessDaysOf(tranche);
  return { rule: nameOf(rule), weekend: weekdaysOf(weekend), holidays: holidays.map(holidayTime) };
}
