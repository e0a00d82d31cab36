import {
  addMonths,
  BusinessDayRule,
  type BusinessDays,
  type BusinessDayTermsArgs,
  holidayTime,
  moveOf,
  NO_BUSINESS_DAYS,
  weekdaysOf,
} from "../client.js";
import type { TrancheTerms } from "../deal/model.js";
import { BUSINESS_DAY_RULES } from "../deal/read-calendar.js";
import { DAY, formatTime } from "../deal/values.js";
import { dueDatesOf, maturityOf } from "./due-dates.js";

/**
 * The business days of a tranche as the program takes them: of the holidays of the deal's calendar only those that due
 * dates up to the maturity, or up to the last holiday, meet. They move by these as they would by all.
 */
export function businessDaysFor(terms: TrancheTerms, createdAt: bigint): BusinessDayTermsArgs {
  const { businessDays, periodMonths, debt } = terms;
  const { rule, weekend, holidays } = businessDays;
  if (rule === BusinessDayRule.None) {
    return NO_BUSINESS_DAYS;
  }
  const last = holidays.at(-1);
  const { firstDue } = dueDatesOf(terms, createdAt);
  const met = new Set<number>();
  if (last !== undefined && periodMonths > 0) {
    const maturity = debt === null ? undefined : maturityOf(terms, createdAt);
    // A date beyond the last holiday goes back to it by ten days at most.
    const beyond = holidayTime(last) + 11n * DAY;
    const until = maturity === undefined || maturity > beyond ? beyond : maturity + 11n * DAY;
    for (let at = 0, due = firstDue; due <= until; at += 1, due = addMonths(firstDue, at * periodMonths)) {
      for (const holiday of moveOf(businessDays, due).met) {
        met.add(holiday);
      }
    }
  }
  return { rule, weekend, holidays: [...met].toSorted((one, other) => one - other) };
}

/** Business days, in words. */
export function describeBusinessDays({ rule, weekend, holidays }: BusinessDays): string {
  const named = Object.entries(BUSINESS_DAY_RULES).find(([, one]) => one === rule)?.[0];
  if (named === undefined) {
    return "none";
  }
  const off = [...weekdaysOf(weekend), ...holidays.map((holiday) => formatTime(holidayTime(holiday)))];
  return `${named.replace("_", " ")}, but for ${off.join(", ") || "no day"}`;
}
