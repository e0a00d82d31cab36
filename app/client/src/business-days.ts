import { BusinessDayRule, type BusinessDayTermsArgs, type Tranche } from "./generated/index.js";

const DAY = 86_400n;
const WEEK = 7;
/** The furthest that a date moves, in days. */
const REACH = 10;
/** The day number that holidays are counted from: 2021-01-01. */
const HOLIDAYS_FROM = 18_628;
/** What follows the last holiday of an account. */
const NO_HOLIDAY = 65_535;

/** The most holidays of a class. */
export const MOST_HOLIDAYS = 32;
/** Saturday and Sunday, as the program takes them. */
export const SATURDAY_AND_SUNDAY = 0b110_0000;
/** The terms of a class whose due dates do not move. */
export const NO_BUSINESS_DAYS: BusinessDayTermsArgs = {
  rule: BusinessDayRule.None,
  weekend: 0,
  holidays: [],
};

/** Business days, and how dates move that are none; with as many holidays as there are, each in days from 2021-01-01. */
export type BusinessDays = Readonly<{ rule: BusinessDayRule; weekend: number; holidays: readonly number[] }>;

/** A holiday as the program takes it, of any time of its day (UTC); it is not before 2021. */
export const holidayOf = (at: bigint): number => Number(at / DAY) - HOLIDAYS_FROM;

/** The beginning of a holiday, in Unix time. */
export const holidayTime = (holiday: number): bigint => BigInt(HOLIDAYS_FROM + holiday) * DAY;

/** The business days of a tranche. */
export const businessDaysOf = ({ businessDays, weekend, holidays }: Tranche): BusinessDayTermsArgs => ({
  rule: businessDays,
  weekend,
  holidays: businessDays === BusinessDayRule.None ? [] : holidays.filter((day) => day !== NO_HOLIDAY),
});

/** Where a date goes, and the holidays on its way there, or out of its month. */
export type Move = Readonly<{ to: bigint; met: readonly number[] }>;

/**
 * Where a date goes, in Unix time: to itself if it is a business day or none is within ten days. The time of the day
 * stays.
 */
export function moveOf(terms: BusinessDays, at: bigint): Move {
  const day = Number(at / DAY);
  const go = (to: number | undefined, met: readonly number[]): Move => ({
    to: to === undefined ? at : at + BigInt(to - day) * DAY,
    met,
  });
  if (terms.rule === BusinessDayRule.None) {
    return go(day, []);
  }
  const later = search(terms, day, 1);
  const earlier = search(terms, day, -1);
  if (terms.rule === BusinessDayRule.Following) {
    return go(later.found, later.met);
  }
  if (terms.rule === BusinessDayRule.Preceding) {
    return go(earlier.found, earlier.met);
  }
  return later.found !== undefined && monthOf(later.found) === monthOf(day)
    ? go(later.found, later.met)
    : go(earlier.found, [...new Set([...earlier.met, ...later.met])]);
}

/** Where a date goes, in Unix time. */
export const movedTime = (terms: BusinessDays, at: bigint): bigint => moveOf(terms, at).to;

/** Whether more than ten days in a row around a holiday or a weekend are no business days, so that dates could not move. */
export function isUnbounded(terms: BusinessDays): boolean {
  if (terms.weekend === (1 << WEEK) - 1) {
    return true;
  }
  return terms.holidays.some((holiday) => {
    const day = HOLIDAYS_FROM + holiday;
    const [before, after] = [search(terms, day, -1), search(terms, day, 1)];
    return before.steps + after.steps - 1 > REACH;
  });
}

/** The first business day from a day on in a direction, how many days are none before it, and the holidays among them. */
function search(
  terms: BusinessDays,
  day: number,
  step: 1 | -1,
): Readonly<{ found: number | undefined; steps: number; met: readonly number[] }> {
  const met: number[] = [];
  for (let steps = 0; steps <= REACH; steps += 1) {
    const at = day + steps * step;
    const isWeekend = ((terms.weekend >> ((at + 3) % WEEK)) & 1) === 1;
    if (!isWeekend && !terms.holidays.includes(at - HOLIDAYS_FROM)) {
      return { found: at, steps, met };
    }
    if (!isWeekend) {
      met.push(at - HOLIDAYS_FROM);
    }
  }
  return { found: undefined, steps: REACH + 1, met };
}

const monthOf = (day: number) => new Date(day * Number(DAY) * 1000).getUTCMonth();
