import { addMonths, movedTime } from "../client.js";
import type { TermDay, TrancheTerms } from "../deal/model.js";
import { DAY } from "../deal/values.js";

/** The due dates of a tranche, in Unix time, as the program takes them. */
export type DueDates = Readonly<{
  /** The first due date; 0: a period after the start, or there are no due dates. */
  firstDue: bigint;
  /** The due date of the first instalment; 0: the first due date, or there are no instalments. */
  firstInstalment: bigint;
  /** Whether the file names no first due date, so that it is counted back from the maturity. */
  isCountedBack: boolean;
}>;

/** A day in Unix time; months are counted from the day of creation. */
function dayOf(day: TermDay, createdAt: bigint): bigint {
  return day.kind === "at" ? day.time : addMonths(createdAt - (createdAt % DAY), day.months);
}

/** The parts of a custom schedule, as the program takes them: on business days, where due dates move. */
export function customOf(
  { debt, businessDays }: TrancheTerms,
  createdAt: bigint,
): { on: bigint; bps: number }[] {
  return (debt?.instalments ?? []).map(({ on, bps }) => ({
    on: movedTime(businessDays, dayOf(on, createdAt)),
    bps,
  }));
}

/**
 * When a debt tranche matures, in Unix time: on a business day, where due dates move; 0 for equity. A term is counted from
 * the day of creation.
 */
export function maturityOf({ debt, businessDays }: TrancheTerms, createdAt: bigint): bigint {
  return debt === null ? 0n : movedTime(businessDays, dayOf(debt.maturity, createdAt));
}

/**
 * The due dates of a tranche. Those of a debt that names none are whole periods before its maturity, and the first one
 * is the earliest after the day of creation. Where that month is too short for the maturity's day, the dates are
 * anchored at an earlier one that is not, which comes before the term starts and so never counts.
 */
export function dueDatesOf(terms: TrancheTerms, createdAt: bigint): DueDates {
  const { debt, firstDue, periodMonths } = terms;
  const named = debt?.firstInstalment ?? null;
  const firstInstalment = named === null ? 0n : dayOf(named, createdAt);
  if (firstDue !== null) {
    return { firstDue: dayOf(firstDue, createdAt), firstInstalment, isCountedBack: false };
  }
  if (debt === null || periodMonths === 0) {
    return { firstDue: 0n, firstInstalment, isCountedBack: false };
  }
  // Due dates are counted back from where the maturity was before it moved, and move by themselves.
  const maturity = dayOf(debt.maturity, createdAt);
  const back = (periods: number) => addMonths(maturity, -periods * periodMonths);
  let periods = 0;
  while (back(periods + 1) > createdAt - (createdAt % DAY)) {
    periods += 1;
  }
  let anchor = periods;
  const dayOfMonth = (time: bigint) => new Date(Number(time) * 1000).getUTCDate();
  while (dayOfMonth(back(anchor)) !== dayOfMonth(maturity) && back(anchor + 1) > 0n) {
    anchor += 1;
  }
  const hasInstalments = debt.amortisation === "linear" || debt.amortisation === "level";
  return {
    firstDue: back(anchor),
    firstInstalment: hasInstalments && anchor > periods && named === null ? back(periods) : firstInstalment,
    isCountedBack: true,
  };
}

/** Whether a day is a due date of the grid that begins with the first one. */
export function isDueDate({ periodMonths }: TrancheTerms, firstDue: bigint, day: bigint): boolean {
  for (let periods = 0; periodMonths > 0; periods += 1) {
    const due = addMonths(firstDue, periods * periodMonths);
    if (due >= day) {
      return due === day;
    }
  }
  return false;
}
