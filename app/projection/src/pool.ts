import { addMonths } from "@defi-ready/securities";
import type { Step } from "./codec.js";

/** A pool of loans alike, in settlement base units; rates a year in parts per million. */
export type Pool = Readonly<{
  balance: bigint;
  ratePpm: bigint;
  /** Months until the last loan is repaid. */
  months: number;
  /** Level payments of interest and principal, or all principal in the last month. */
  repays: "level" | "bullet";
  /** When the first month ends, Unix time; the others end on the same day of the month. */
  firstAt: bigint;
}>;

/** What is assumed of a pool. */
export type Assumptions = Readonly<{
  /** Prepayments a year of what is outstanding (constant prepayment rate, CPR), parts per million. */
  prepaymentPpm: bigint;
  /** Defaults a year of what is outstanding (constant default rate, CDR), parts per million. */
  defaultPpm: bigint;
  /** The part of a default that comes back, parts per million. */
  recoveryPpm: bigint;
  /** Months from a default until its recovery. */
  recoveryMonths: number;
  /** Until when what is repaid buys loans like the present ones, Unix time; 0: not at all. */
  reinvestedUntil: bigint;
}>;

/** A month of a pool, settlement base units. */
export type PoolMonth = Readonly<{
  /** When it ends, Unix time. */
  at: bigint;
  interest: bigint;
  /** Scheduled and prepaid principal. */
  principal: bigint;
  defaulted: bigint;
  /** Of earlier defaults. */
  recovered: bigint;
  /** Principal that bought new loans. */
  reinvested: bigint;
  /** Performing loans afterwards. */
  balance: bigint;
}>;

const DAY = 86_400n;
const PPM = 1_000_000n;
const MONTHS = 12;
const ONE = 1n << 80n;
const HALVINGS = 82;

/**
 * The months of a pool until it is repaid and everything has been recovered. In each, defaults come first, then interest
 * and scheduled principal of what still performs, then prepayments of the rest. Amounts are rounded down; the last month
 * repays the rest.
 *
 * The monthly rates are those of the market's conventions: `1 - (1 - annual)^(1/12)` (SIFMA, Standard Formulas for the
 * Analysis of Mortgage-Backed Securities, chapter SF, sections on SMM and CPR).
 */
export function poolMonths(pool: Pool, assumed: Assumptions): readonly PoolMonth[] {
  const months: PoolMonth[] = [];
  const prepays = monthly(assumed.prepaymentPpm);
  const defaults = monthly(assumed.defaultPpm);
  const recoveries: bigint[] = [];
  let balance = pool.balance;
  for (let month = 0; month < pool.months || months.length <= lastOf(recoveries); month += 1) {
    const at = addMonths(pool.firstAt, month) + (pool.firstAt % DAY);
    const defaulted = (balance * defaults) / ONE;
    const performing = balance - defaulted;
    recoveries[month + assumed.recoveryMonths] = (defaulted * assumed.recoveryPpm) / PPM;
    const interest = (performing * pool.ratePpm) / (PPM * BigInt(MONTHS));
    const isLast = month >= pool.months - 1;
    const scheduled = isLast ? performing : scheduledOf(pool, performing, pool.months - month);
    const prepaid = ((performing - scheduled) * prepays) / ONE;
    const principal = scheduled + prepaid;
    const reinvested = at < assumed.reinvestedUntil && !isLast ? principal : 0n;
    balance = performing - principal + reinvested;
    const recovered = recoveries[month] ?? 0n;
    months.push({ at, interest, principal, defaulted, recovered, reinvested, balance });
  }
  return months;
}

/** The steps of a pool's months: its value is reported, defaults are losses, and what comes in is paid in. */
export function stepsOfPool(months: readonly PoolMonth[]): readonly Step[] {
  return months.flatMap(({ at, interest, principal, defaulted, recovered, reinvested, balance }) => {
    const steps: Step[] = [];
    const add = (event: Step["event"], amount: bigint) => {
      if (amount > 0n) {
        steps.push({ at, event });
      }
    };
    add({ __kind: "Lose", amount: defaulted }, defaulted);
    // What was just bought is not worth anything to a report until the draw that pays for it.
    const value = balance - reinvested;
    add({ __kind: "Report", value }, value);
    add({ __kind: "Pay", amount: recovered, principal: 0n, recovery: true, clawback: null }, recovered);
    const amount = interest + principal;
    add({ __kind: "Pay", amount, principal, recovery: false, clawback: null }, amount);
    add({ __kind: "Draw", amount: reinvested, reinvestment: true }, reinvested);
    return steps;
  });
}

/** The number of the last month with a recovery. */
function lastOf(recoveries: readonly bigint[]): number {
  return recoveries.findLastIndex((amount) => amount !== undefined && amount > 0n);
}

/** Principal of a month with so many left, by level payments: `balance * i / ((1 + i)^left - 1)`. */
function scheduledOf({ repays, ratePpm }: Pool, balance: bigint, left: number): bigint {
  if (repays === "bullet") {
    return 0n;
  }
  const rate = (ratePpm * ONE) / (PPM * BigInt(MONTHS));
  return rate === 0n ? balance / BigInt(left) : (balance * rate) / (power(ONE + rate, left) - ONE);
}

/** A monthly rate from a yearly one, in parts of `ONE`: `1 - (1 - annual)^(1/12)`, rounded up by less than 2^-79. */
function monthly(annualPpm: bigint): bigint {
  if (annualPpm >= PPM) {
    return ONE;
  }
  const stays = ONE - (annualPpm * ONE) / PPM;
  let [low, high] = [0n, ONE];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high + 1n) / 2n;
    if (power(middle, MONTHS) > stays) {
      high = middle - 1n;
    } else {
      low = middle;
    }
  }
  return ONE - low;
}

function power(factor: bigint, exponent: number): bigint {
  let result = ONE;
  for (let step = 0; step < exponent; step += 1) {
    result = (result * factor) / ONE;
  }
  return result;
}
