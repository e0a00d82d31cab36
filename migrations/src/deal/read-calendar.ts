import {
  BusinessDayRule,
  type BusinessDays,
  holidayOf,
  isUnbounded,
  movedTime,
  NO_BUSINESS_DAYS,
  SATURDAY_AND_SUNDAY,
  WEEKDAYS,
} from "../client.js";
import type { Field } from "./field.js";
import { wholeList } from "./field.js";
import type { StepUp } from "./model.js";
import { isZeroRate } from "./read-rates.js";
import { formatTime, parseDay } from "./values.js";

/** The rules by which due dates move. */
export const BUSINESS_DAY_RULES = {
  following: BusinessDayRule.Following,
  modified_following: BusinessDayRule.ModifiedFollowing,
  preceding: BusinessDayRule.Preceding,
} as const;
/** The most holidays of a year. */
const MOST_A_YEAR = 64;

/** The days that are no business days, for all tranches of a deal. */
export type Calendar = Omit<BusinessDays, "rule">;

/** Reads the calendar; Saturday and Sunday, and no holiday, are what it leaves out. */
export function readCalendar(field: Field, tranches: Field): Calendar | undefined {
  if (field.given && !tranches.items().some((tranche) => tranche.get("business_days").given)) {
    return field.refuse("moves nothing: give a tranche business_days, or leave this out");
  }
  const weekend = field.get("weekend").or(SATURDAY_AND_SUNDAY, (days) =>
    days.items().reduce((bits, day) => {
      const bit = (WEEKDAYS as readonly (string | undefined)[]).indexOf(day.text());
      return bit < 0 ? bits : bits | (1 << bit);
    }, 0),
  );
  const list = field.get("holidays");
  const holidays = list.or([], readHolidays);
  if (weekend === undefined || holidays === undefined) {
    return undefined;
  }
  return isUnbounded({ rule: BusinessDayRule.Following, weekend, holidays })
    ? list.refuse("leave more than ten days in a row without a business day, further than a date moves")
    : { weekend, holidays };
}

function readHolidays(list: Field): readonly number[] | undefined {
  const items = list.items();
  const days = wholeList(items.map(readHoliday));
  if (days === undefined) {
    return undefined;
  }
  const late = days.findIndex((day, at) => at > 0 && day <= (days[at - 1] ?? 0n));
  if (late > 0) {
    return items[late]?.refuse("is not after the one before: put them in order, each once");
  }
  const yearOf = (day: bigint | undefined) => new Date(Number(day ?? 0n) * 1000).getUTCFullYear();
  const beyond = days.findIndex(
    (day, at) => at >= MOST_A_YEAR && yearOf(days[at - MOST_A_YEAR]) === yearOf(day),
  );
  return beyond < 0
    ? days.map(holidayOf)
    : items[beyond]?.refuse(`is one more than ${MOST_A_YEAR} of ${yearOf(days[beyond])}, the most of a year`);
}

function readHoliday(field: Field): bigint | undefined {
  const text = field.text();
  const time = text === undefined ? undefined : parseDay(text);
  if (text === undefined) {
    return undefined;
  }
  return time === undefined || holidayOf(time) < 0
    ? field.refuse(`"${text}" is not a day from 2021-01-01 to 2200-01-01: check year, month and day`)
    : time;
}

/** Where the due dates of a tranche move, by the calendar of its deal. */
export function readBusinessDays(tranche: Field, calendar: Calendar | undefined): BusinessDays | undefined {
  const field = tranche.get("business_days");
  const hasCapital = tranche.get("kind").text() !== "equity" || tranche.get("par").given;
  if (!field.given || !hasCapital) {
    return NO_BUSINESS_DAYS;
  }
  const [period, firstDue] = [tranche.get("period"), tranche.get("first_due")];
  const isDebt = tranche.get("kind").text() === "debt";
  const rate = tranche.get("kind").text() === "equity" ? "preferred_return" : "rate";
  if (!isDebt && isZeroRate(tranche.get(rate))) {
    return field.refuse(`needs a ${rate}: without one nothing falls due; give one, or leave this out`);
  }
  if (!isDebt && (!period.given || period.text() === "none")) {
    return field.refuse("needs a period: without due dates nothing moves; give one, or leave this out");
  }
  if (!isDebt && !firstDue.given) {
    return field.refuse("needs a first_due: which holidays due dates meet depends on it; name the first one");
  }
  const named = field.choice<keyof typeof BUSINESS_DAY_RULES>();
  return named === undefined || calendar === undefined
    ? undefined
    : { ...calendar, rule: BUSINESS_DAY_RULES[named] };
}

/**
 * The increases of a rate. Each is on a business day, so that it takes effect with the due date that moves to that day, and
 * with no other.
 */
export function stepUpsOnBusinessDays(
  tranche: Field,
  stepUps: readonly StepUp[] | undefined,
  business: BusinessDays | undefined,
): readonly StepUp[] | undefined {
  if (stepUps === undefined || business === undefined) {
    return undefined;
  }
  const off = stepUps.findIndex(({ from }) => movedTime(business, from) !== from);
  const named = stepUps[off];
  return named === undefined
    ? stepUps
    : tranche
        .get("step_ups")
        .items()
        [off]?.get("from")
        .refuse(
          `is no business day: name the day that the due date moves to, such as ${formatTime(movedTime(business, named.from))}`,
        );
}
