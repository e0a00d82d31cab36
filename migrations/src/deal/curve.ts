import type { Knot } from "./model.js";

/** Where the program's curves start: no reward for no money. */
const START: Knot = { money: 0n, reward: 0n };

type Piece = readonly [from: Knot, to: Knot];

/** The straight pieces of a curve, from no money on. */
function pieces(knots: readonly Knot[]): readonly Piece[] {
  return knots.map((to, at) => [knots[at - 1] ?? START, to]);
}

/** What is wrong with a point of a curve, by the program's rules: see `math/curve.rs`. */
export type CurveFault = Readonly<{ at: number; what: "money" | "reward" | "steeper" }>;

/** The first point that is wrong with a curve: money rises, rewards do not fall, and no piece is steeper than before. */
export function curveFault(knots: readonly Knot[]): CurveFault | undefined {
  let before: Piece | undefined;
  for (const [at, piece] of pieces(knots).entries()) {
    const [from, to] = piece;
    if (to.money <= from.money) {
      return { at, what: "money" };
    }
    if (to.reward < from.reward) {
      return { at, what: "reward" };
    }
    if (before !== undefined && isSteeper(piece, before)) {
      return { at, what: "steeper" };
    }
    before = piece;
  }
  return undefined;
}

/** The highest reward that a point may have without its piece being steeper than the one before it. */
export function mostReward(knots: readonly Knot[], at: number): bigint {
  const [before = START, from = START, to = START] = [knots[at - 2], knots[at - 1], knots[at]];
  return (
    from.reward + ((to.money - from.money) * (from.reward - before.reward)) / (from.money - before.money)
  );
}

function isSteeper([a, b]: Piece, [c, d]: Piece): boolean {
  return (b.reward - a.reward) * (d.money - c.money) > (d.reward - c.reward) * (b.money - a.money);
}
