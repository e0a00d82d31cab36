import { type Credit, DAY } from "./credits.js";
import { type Earned, earnedBy, type Slice } from "./earned.js";
import { compareMoments, type Moment } from "./happenings.js";
import type { Movement } from "./movements.js";
import type { Thaw } from "./thaws.js";

const DIGIT = 64n;

/** A class's earnings in one mint, played again. */
export type Accrual = Readonly<{
  /** What a share base unit has earned, times 2^64: the program's accumulator. */
  accumulator: bigint;
  /** Credited, and not yet released. */
  streaming: bigint;
  /** What the owner earned, in order. */
  earned: readonly Earned[];
}>;

/** A part of a credit that is released. */
type Part = Readonly<{ credit: Credit; amount: bigint }>;

/** What is released while accounts are thawed, up to the last freeze. */
class Held {
  #parts: Part[] | undefined;

  /** Begins to hold, or ends, and gives what was held; does nothing otherwise. */
  turn(holds: boolean | undefined): readonly Part[] {
    if (holds === undefined) {
      return [];
    }
    const parts = this.#parts ?? [];
    this.#parts = holds ? [] : undefined;
    return parts;
  }

  /** Takes a part, if it is held. */
  takes(part: Part): boolean {
    this.#parts?.push(part);
    return this.#parts !== undefined;
  }
}

/** A step of the play at which nothing happens but that streams are released. */
const NOTHING: Readonly<{ credit: Credit | undefined; change: bigint; holds: boolean | undefined }> = {
  credit: undefined,
  change: 0n,
  holds: undefined,
};

type Stream = { left: bigint; from: bigint; until: bigint; queue: { credit: Credit; left: bigint }[] };

/**
 * Plays a class's credits in one mint again, as the program accrued them: each raises the accumulator by its amount over the
 * shares of the class, carrying the remainder, at once or over a stream's seconds. An owner earns by the shares that it
 * has, and carries fractions of a unit. What streams is released first in, first out.
 *
 * @param options.changes Changes of the class's number of shares, in order, which led to `shares` at the end.
 * @param options.thaws Times in which what is released is held, and credited at their ends.
 * @param options.smoothing Seconds over which the class releases what it receives.
 */
export function accrue(
  options: Readonly<{
    credits: readonly Credit[];
    changes: readonly (Moment & Readonly<{ shares: bigint }>)[];
    shares: bigint;
    smoothing: bigint;
    movements: readonly Movement[];
    vault: number;
    /** Moments to which streams are released besides, such as the ends of a period. */
    marks: readonly Moment[];
    thaws?: readonly Thaw[] | undefined;
  }>,
): Accrual {
  const { credits, changes, smoothing, movements, vault, marks, thaws = [] } = options;
  const slices: Slice[] = [];
  const stream: Stream = { left: 0n, from: 0n, until: 0n, queue: [] };
  let shares = options.shares - changes.reduce((sum, change) => sum + change.shares, 0n);
  let [accumulator, remainder] = [0n, 0n];
  const held = new Held();
  const raise = (at: Moment, credit: Credit, amount: bigint) => {
    if (!held.takes({ credit, amount }) && shares > 0n && amount > 0n) {
      const numerator = (amount << DIGIT) + remainder;
      const perShare = numerator / shares;
      remainder = numerator % shares;
      accumulator += perShare;
      slices.push({ ...at, credit, perShare });
    }
  };
  const steps = [
    ...credits.map((credit) => ({ ...NOTHING, at: credit as Moment, credit })),
    ...changes.map((change) => ({ ...NOTHING, at: change as Moment, change: change.shares })),
    ...[...movements, ...marks].map((at) => ({ ...NOTHING, at })),
    ...thaws.flatMap(({ from, until }) => [
      { ...NOTHING, at: from, holds: true },
      ...(until === undefined ? [] : [{ ...NOTHING, at: until, holds: false }]),
    ]),
  ].sort((a, b) => compareMoments(a.at, b.at));
  for (const { at, credit, change, holds } of steps) {
    for (const part of released(stream, at.time, shares)) {
      raise(at, part.credit, part.amount);
    }
    shares += change;
    for (const part of held.turn(holds)) {
      raise(at, part.credit, part.amount);
    }
    for (const part of credit === undefined ? [] : creditedAtOnce(stream, credit, { smoothing, shares })) {
      raise(at, part.credit, part.amount);
    }
  }
  return { accumulator, streaming: stream.left, earned: earnedBy({ movements, slices, vault, marks }) };
}

/** What of a credit reaches holders at once; the rest joins the stream, which a call ends. */
function creditedAtOnce(
  stream: Stream,
  credit: Credit,
  { smoothing, shares }: Readonly<{ smoothing: bigint; shares: bigint }>,
): Part[] {
  const { amount, letGo, seconds, redeems } = credit;
  if (redeems !== undefined) {
    return [...released(stream, stream.until, shares), { credit, amount }];
  }
  return [
    { amount: amount - letGo, seconds },
    { amount: letGo, seconds: DAY },
  ].flatMap((part) => {
    const over = part.seconds > smoothing ? part.seconds : smoothing;
    if (part.amount > 0n && over > 0n) {
      extend(stream, credit, { amount: part.amount, seconds: over });
    }
    return part.amount > 0n && over === 0n ? [{ credit, amount: part.amount }] : [];
  });
}

/** What a stream releases up to a time, by the credits in it. */
function released(stream: Stream, now: bigint, shares: bigint): Part[] {
  if (stream.left === 0n || shares === 0n || now <= stream.from) {
    return [];
  }
  const all = now >= stream.until;
  let amount = all ? stream.left : (stream.left * (now - stream.from)) / (stream.until - stream.from);
  if (amount === 0n) {
    return [];
  }
  stream.left -= amount;
  stream.from = now;
  const parts: Part[] = [];
  for (let [first] = stream.queue; first !== undefined && amount > 0n; [first] = stream.queue) {
    const part = amount < first.left ? amount : first.left;
    parts.push({ credit: first.credit, amount: part });
    first.left -= part;
    amount -= part;
    if (first.left === 0n) {
      stream.queue.shift();
    }
  }
  return parts;
}

/** Adds to a stream: it ends when the average unit in it would have been released, rounded up. */
function extend(
  stream: Stream,
  credit: Credit,
  { amount, seconds }: Readonly<{ amount: bigint; seconds: bigint }>,
): void {
  const now = credit.time;
  const remaining = stream.until > now ? stream.until - now : 0n;
  const left = stream.left + amount;
  const weighted = stream.left * remaining + amount * seconds;
  stream.left = left;
  stream.from = now;
  stream.until = now + (weighted + left - 1n) / left;
  stream.queue.push({ credit, left: amount });
}
