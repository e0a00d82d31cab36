import { addMonths } from "../calendar.js";
import type { Tranche, WindowTermsArgs } from "../generated/index.js";
import { LOCK_GRACE } from "../phase.js";
import { transferRulesOf } from "./rules.js";

const DAY = 86_400n;
/** The last day that the program keeps, and as many months as there are up to it. */
const LAST_DAY = 65_535n;

/** An exchange window, in Unix time: from the beginning of its first day to that of the day on which it closes. */
export type ExchangeWindow = Readonly<{ from: bigint; until: bigint }>;

/** The window of a rule that contains a time; `undefined` if none does, or where there are no windows. */
export function windowAt(rule: WindowTermsArgs, now: bigint): ExchangeWindow | undefined {
  return windowsAround(rule, now).find(({ from, until }) => from <= now && now < until);
}

/** The next window of a rule that begins after a time; `undefined` if there is none. */
export function nextWindow(rule: WindowTermsArgs, now: bigint): ExchangeWindow | undefined {
  return windowsAround(rule, now).find(({ from }) => from > now);
}

/**
 * The window that covers the week after a deadline, in which a book is locked, but for less than a day; `undefined` if a day or
 * more of it is outside windows. No book that issues shares of a class in the frozen form is locked while an account of it is
 * thawed, so the program refuses such a deadline (`NoDayToLock`).
 */
export function windowOverLock(rule: WindowTermsArgs, deadline: bigint): ExchangeWindow | undefined {
  const end = deadline + LOCK_GRACE;
  const window = windowAt(rule, (deadline + end) / 2n);
  return window !== undefined && window.from - deadline < DAY && end - window.until < DAY
    ? window
    : undefined;
}

/** The windows of a rule near a time, in order: the one that contains it or is before it, and the next. */
function windowsAround(rule: WindowTermsArgs, now: bigint): readonly ExchangeWindow[] {
  if (rule.__kind === "Custom") {
    return rule.ranges.map(({ from, until }) => ({ from: BigInt(from) * DAY, until: BigInt(until) * DAY }));
  }
  if (rule.__kind !== "Periodic") {
    return [];
  }
  const { months, anchor, days } = rule;
  const first = BigInt(anchor) * DAY;
  const at = (period: number): ExchangeWindow => {
    const from = addMonths(first, period * months);
    return { from, until: from + BigInt(days) * DAY };
  };
  const passed = Math.max(0, Math.floor(monthsBetween(first, now) / months));
  return [passed - 1, passed, passed + 1]
    .filter((period) => period >= 0)
    .map(at)
    .filter(({ from }) => from <= LAST_DAY * DAY);
}

/** Calendar months from one time to another, whatever the days. */
function monthsBetween(from: bigint, to: bigint): number {
  const [start, end] = [from, to].map((time) => new Date(Number(time) * 1_000)) as [Date, Date];
  return (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
}

/** Whether a class's shares change hands, where it has windows. */
export type WindowState = Readonly<{
  /** Until when they do; `undefined` while they do not. */
  openUntil: bigint | undefined;
  /** The window on whose days it is, and which nobody has opened. */
  due: ExchangeWindow | undefined;
  /** The next one; `undefined` after the last. */
  next: ExchangeWindow | undefined;
}>;

/** Whether a class's shares change hands at a time; `undefined` where they always do. */
export function windowState(
  options: Readonly<{ tranche: Pick<Tranche, "rules">; now: bigint }>,
): WindowState | undefined {
  const { tranche, now } = options;
  const { window } = transferRulesOf(tranche);
  if (window.__kind === "Always") {
    return undefined;
  }
  const { openUntil } = tranche.rules;
  const current = windowAt(window, now);
  return {
    openUntil: now < openUntil ? openUntil : undefined,
    due: current !== undefined && current.until !== openUntil ? current : undefined,
    next: nextWindow(window, now),
  };
}
