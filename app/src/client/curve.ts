import type { Knot } from "../generated/index.js";

const START: Knot = { money: 0n, reward: 0n };

/**
 * The reward of the first `money` units in line together, rounded down: a straight line from knot to knot, flat after
 * the last; nothing without knots.
 */
export function rewardOf(knots: readonly Knot[], money: bigint): bigint {
  let from = START;
  for (const to of knots) {
    if (money < to.money) {
      return from.reward + ((money - from.money) * (to.reward - from.reward)) / (to.money - from.money);
    }
    from = to;
  }
  return from.reward;
}

/** What a slice of the line earns: the reward of all money up to its end, less that of the money ahead of it. */
export function rewardBetween(knots: readonly Knot[], ahead: bigint, value: bigint): bigint {
  return rewardOf(knots, ahead + value) - rewardOf(knots, ahead);
}

/** The most that a curve ever gives. */
export function curveBudget(knots: readonly Knot[]): bigint {
  return knots.at(-1)?.reward ?? 0n;
}
