import type { Knot } from "./model.js";

/** Where the program's curves start: no reward for no money. */
const START: Knot = { money: 0n, reward: 0n, bend: 0n };

/** The faults of a point of a curve, by the program's rules: see `math/curve.rs`. */
export type CurveFault = Readonly<{ at: number; what: "money" | "reward" | "steeper" }>;

/**
 * The first point that is wrong with a curve: money rises, rewards do not fall, and no segment begins at a higher rate
 * than that at which the previous one ends.
 */
export function curveFault(knots: readonly Knot[]): CurveFault | undefined {
  let ended: Readonly<{ reward: bigint; money: bigint }> | undefined;
  for (const [at, to] of knots.entries()) {
    const from = knots[at - 1] ?? START;
    const [run, rise] = [to.money - from.money, to.reward - from.reward];
    if (run <= 0n) {
      return { at, what: "money" };
    }
    if (rise < 0n) {
      return { at, what: "reward" };
    }
    if (ended !== undefined && (rise + to.bend) * ended.money > ended.reward * run) {
      return { at, what: "steeper" };
    }
    ended = { reward: rise - to.bend, money: run };
  }
  return undefined;
}

/** The highest reward that a point may have without its segment beginning more steeply than the previous one ends. */
export function mostReward(knots: readonly Knot[], at: number): bigint {
  const [before = START, from = START, to = START] = [knots[at - 2], knots[at - 1], knots[at]];
  const rise = from.reward - before.reward - from.bend;
  return from.reward + ((to.money - from.money) * rise) / (from.money - before.money) - to.bend;
}
