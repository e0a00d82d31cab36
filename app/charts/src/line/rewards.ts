import { type CurvePoint, rewardBetween, rewardOf } from "@defi-ready/securities";
import { acceptedOf, countedAt, type Line, moneyFor } from "./line.js";

/** A point of the curve over the line: money from its head, and the reward of all that is accepted of it. */
export type RewardPoint = Readonly<{ money: bigint; reward: bigint }>;

/** What a ticket earns of a curve, and where it stands in the picture. */
export type RewardSlice = Readonly<{
  key: string;
  /** Money in line at its beginning. */
  from: bigint;
  /** Money in line at its end. */
  to: bigint;
  /** The reward of all that is ahead. */
  before: bigint;
  /** What the ticket earns, base units of the reward. */
  reward: bigint;
  /** The curve over it, from `from` to `to`. */
  points: readonly RewardPoint[];
}>;

/** A curve over a line. */
export type RewardTrace = Readonly<{
  points: readonly RewardPoint[];
  slices: readonly RewardSlice[];
  /** The highest reward in the picture, base units of the reward. */
  most: bigint;
}>;

/** Points over a ticket of its own. */
const SLICE_POINTS = 24;

/**
 * A curve of rewards over the line as it stands: it rises with money that would be accepted and is flat over money that
 * is not, so the rise over a ticket is what the ticket earns. Behind the end of the line it goes on as promised.
 *
 * @param samples How many points there are besides the knots and the ends of marked tickets.
 */
export function rewardTrace(
  options: Readonly<{ line: Line; knots: readonly CurvePoint[]; samples: number }>,
): RewardTrace {
  const { line, knots, samples } = options;
  const rewardAt = (money: bigint) => rewardOf(knots, acceptedOf(line, countedAt(line, money)));
  const even = (from: bigint, to: bigint, count: number) =>
    Array.from({ length: count + 1 }, (_, index) => from + ((to - from) * BigInt(index)) / BigInt(count));
  const corners = knots.map(({ money }) => moneyFor(line, money)).filter((money) => money <= line.end);
  const yours = line.tickets.filter(({ isYours }) => isYours);
  const ends = yours.flatMap(({ from, value }) => [from, from + value]);
  const places = [...new Set([...even(0n, line.end, Math.max(1, samples)), ...corners, ...ends])];
  const points = places.sort((a, b) => (a < b ? -1 : 1)).map((money) => ({ money, reward: rewardAt(money) }));
  const slices = yours.map((ticket) => {
    const { key, from, value, acceptedAhead, accepted } = ticket;
    const to = from + value;
    const inside = [...even(from, to, SLICE_POINTS), ...corners.filter((one) => one > from && one < to)];
    return {
      key,
      from,
      to,
      before: rewardOf(knots, acceptedAhead),
      reward: rewardBetween({ knots, ahead: acceptedAhead, value: accepted }),
      points: inside.sort((a, b) => (a < b ? -1 : 1)).map((money) => ({ money, reward: rewardAt(money) })),
    };
  });
  const most = points.reduce((highest, { reward }) => (reward > highest ? reward : highest), 0n);
  return { points, slices, most };
}
