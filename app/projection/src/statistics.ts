import type { Flow } from "./flows.js";

/** What the cash flows of a class come to. Amounts are settlement base units. */
export type Statistics = Readonly<{
  invested: bigint;
  interest: bigint;
  principal: bigint;
  other: bigint;
  /** Principal written off and not made good. */
  loss: bigint;
  /** Still outstanding at the end. */
  outstanding: bigint;
  /**
   * The internal rate of return a year, parts per million, compounded daily and stated as an effective annual rate of 365
   * days; `null` if nothing was invested, if principal is still outstanding, so that it is not known yet, or if it is above
   * 1,000 % or below -99 %.
   */
  yieldPpm: bigint | null;
  /** Average time from the first flow until principal comes back, weighted by it, days; `null` without principal. */
  averageLifeDays: bigint | null;
  /** Macaulay duration at the yield from the first flow on, days; `null` without a yield. */
  durationDays: bigint | null;
}>;

const DAY = 86_400n;
const YEAR_DAYS = 365n;
const PPM = 1_000_000n;
const HALVINGS = 90;
/** Factors of a day are in parts of this. */
const ONE = 1n << 96n;
/** The factors of a day that make -99 % and 1,000 % a year. */
const LEAST = root(ONE / 100n);
const MOST = root(11n * ONE);

/** Adds up the cash flows of a class. */
export function statisticsOf(flows: readonly Flow[]): Statistics {
  const sum = (of: (flow: Flow) => bigint) => flows.reduce((all, flow) => all + of(flow), 0n);
  const last = flows.at(-1);
  const outstanding = last?.outstanding ?? 0n;
  const factor = outstanding > 0n ? null : dailyFactor(flows);
  return {
    invested: sum((flow) => flow.invested),
    interest: sum((flow) => flow.interest),
    principal: sum((flow) => flow.principal),
    other: sum((flow) => flow.other),
    loss: last?.loss ?? 0n,
    outstanding,
    yieldPpm: factor === null ? null : round(power(factor, YEAR_DAYS) * PPM, ONE) - PPM,
    averageLifeDays: weighted(flows, (flow) => flow.principal),
    durationDays:
      factor === null
        ? null
        : weighted(flows, (flow, days) => (received(flow) * ONE * ONE) / power(factor, days)),
  };
}

function received({ interest, principal, other }: Flow): bigint {
  return interest + principal + other;
}

/** Days since the first flow. */
function daysOf(flows: readonly Flow[], { at }: Flow): bigint {
  return (at - (flows[0]?.at ?? at)) / DAY;
}

/** The average of the days, by weight; `null` without any weight. */
function weighted(flows: readonly Flow[], weight: (flow: Flow, days: bigint) => bigint): bigint | null {
  let [all, days] = [0n, 0n];
  for (const flow of flows) {
    const day = daysOf(flows, flow);
    const one = weight(flow, day);
    all += one;
    days += one * day;
  }
  return all > 0n ? round(days, all) : null;
}

/** The factor of a day at which what was invested and what came back are worth the same, by halving. */
function dailyFactor(flows: readonly Flow[]): bigint | null {
  const nets = flows.map((flow) => ({ days: daysOf(flows, flow), net: received(flow) - flow.invested }));
  const end = nets.at(-1)?.days ?? 0n;
  // Worth at the end, which rises with what is invested first: at the factor 0 only the last day counts.
  const worth = (factor: bigint) =>
    nets.reduce((sum, { days, net }) => sum + net * power(factor, end - days), 0n);
  let [low, high] = [LEAST, MOST];
  const isGain = (factor: bigint) => worth(factor) > 0n;
  if (!flows.some(({ invested }) => invested > 0n) || !isGain(low) || isGain(high)) {
    return null;
  }
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2n;
    if (isGain(middle)) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** A factor to a whole power, rounded down at each multiplication. */
function power(factor: bigint, exponent: bigint): bigint {
  let [result, square, left] = [ONE, factor, exponent];
  while (left > 0n) {
    if (left % 2n === 1n) {
      result = (result * square) / ONE;
    }
    square = (square * square) / ONE;
    left /= 2n;
  }
  return result;
}

/** The factor of a day that makes a factor of a year, by halving. */
function root(year: bigint): bigint {
  let [low, high] = [0n, 2n * ONE];
  for (let step = 0; step <= HALVINGS + 6; step += 1) {
    const middle = (low + high) / 2n;
    if (power(middle, YEAR_DAYS) > year) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return low;
}

/** A quotient to the nearest whole number, halves up. */
function round(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}
