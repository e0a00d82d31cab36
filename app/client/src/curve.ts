/** A point that a curve goes through: see the program's `Knot`. */
export type CurvePoint = Readonly<{
  /** Money from the head of the line. */
  money: bigint;
  /** The reward of all of it. */
  reward: bigint;
  /**
   * How the rate falls on the segment that ends here: from `(rise + bend) / run` to `(rise - bend) / run`, with the
   * segment's reward and money. Constant if left out.
   */
  bend?: bigint | undefined;
}>;

const START: CurvePoint = { money: 0n, reward: 0n };

/**
 * The reward of the first `money` units in line together, rounded down: from knot to knot at a constant rate or one
 * that falls linearly, flat after the last; nothing without knots.
 */
export function rewardOf(knots: readonly CurvePoint[], money: bigint): bigint {
  let from = START;
  for (const to of knots) {
    if (money < to.money) {
      const [run, rise, at] = [to.money - from.money, to.reward - from.reward, money - from.money];
      return from.reward + (at * (rise * run + (to.bend ?? 0n) * (run - at))) / (run * run);
    }
    from = to;
  }
  return from.reward;
}

/** What a slice of the line earns: the reward of all money up to its end, less that of the money ahead of it. */
export function rewardBetween(
  options: Readonly<{ knots: readonly CurvePoint[]; ahead: bigint; value: bigint }>,
): bigint {
  const { knots, ahead, value } = options;
  return rewardOf(knots, ahead + value) - rewardOf(knots, ahead);
}

/** The most that a curve ever gives. */
export function curveBudget(knots: readonly CurvePoint[]): bigint {
  return knots.at(-1)?.reward ?? 0n;
}
