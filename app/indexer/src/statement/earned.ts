import type { Credit } from "./credits.js";
import { compareMoments, isBefore, type Moment } from "./happenings.js";
import type { Movement } from "./movements.js";

/** Bits of the fraction of a unit. */
const FRACTION = 64n;

/** What one share earned at a moment, out of one credit. */
export type Slice = Moment & Readonly<{ credit: Credit; perShare: bigint }>;

/** What an owner earned of one credit up to a moment, in whole base units. */
export type Earned = Moment &
  Readonly<{
    /** Of which; `undefined` for the earnings of a pot, which came with its shares. */
    credit: Credit | undefined;
    amount: bigint;
  }>;

/** The same before it is rounded: units times 2^64. */
type Gain = Readonly<{ at: Moment; credit: Credit | undefined; gain: bigint }>;

/**
 * What shares that came late earned of the slices before they came: between two marks, all of them together. Sums are kept
 * where they begin and end, so that a movement costs no more where it earned of many slices.
 */
class Late {
  readonly #shares: bigint[];
  readonly #counts: number[];
  readonly #first: (Moment | undefined)[];
  /** The next slice, from each on, that nothing has earned of yet. */
  readonly #next: number[];

  constructor(readonly slices: number) {
    this.#shares = new Array<bigint>(slices + 1).fill(0n);
    this.#counts = new Array<number>(slices + 1).fill(0);
    this.#first = new Array<Moment | undefined>(slices);
    this.#next = Array.from({ length: slices + 1 }, (_, at) => at);
  }

  /** Adds shares that earn of some slices. Movements come in their order. */
  add({ shares, ...movement }: Movement, from: number, to: number): void {
    const { time, slot, place, ordinal } = movement;
    this.#shares[from] = (this.#shares[from] ?? 0n) + shares;
    this.#shares[to] = (this.#shares[to] ?? 0n) - shares;
    this.#counts[from] = (this.#counts[from] ?? 0) + 1;
    this.#counts[to] = (this.#counts[to] ?? 0) - 1;
    for (let at = this.#free(from); at < to; at = this.#free(at)) {
      this.#first[at] = { time, slot, place, ordinal };
      this.#next[at] = at + 1;
    }
  }

  /** The shares that earned of each slice, from the first on, and when the first of them came; nothing where none did. */
  *all(): Generator<Readonly<{ shares: bigint; at: Moment }> | undefined> {
    let [shares, count] = [0n, 0];
    for (let slice = 0; slice < this.slices; slice += 1) {
      shares += this.#shares[slice] ?? 0n;
      count += this.#counts[slice] ?? 0;
      const at = this.#first[slice];
      yield count === 0 || at === undefined ? undefined : { shares, at };
    }
  }

  #free(from: number): number {
    let root = from;
    for (let next = this.#next[root] ?? root; next !== root; next = this.#next[root] ?? root) {
      root = next;
    }
    for (let at = from; at !== root; ) {
      const next = this.#next[at] ?? root;
      this.#next[at] = root;
      at = next;
    }
    return root;
  }
}

/**
 * What an owner's shares earned, in whole units: a fraction is carried to what it earns next. Slices and movements are
 * gone through once, in order: what is there when a slice comes earns of it, and what comes later with a right to it,
 * such as shares of a book that are handed over after its lock, when it comes.
 *
 * @param options.marks Moments at which sums are read, in any order: nothing of before and after one is put together.
 */
export function earnedBy(
  options: Readonly<{
    movements: readonly Movement[];
    /** In order. */
    slices: readonly Slice[];
    vault: number;
    marks: readonly Moment[];
  }>,
): Earned[] {
  const { slices, vault } = options;
  const movements = options.movements.toSorted(compareMoments);
  const marks = options.marks.toSorted(compareMoments);
  const late = new Map<number, Late>();
  const present = new Late(slices.length);
  const gains: Gain[] = [];
  for (const movement of movements) {
    const from = firstAfter(slices, movement.since);
    const there = firstAfter(slices, movement);
    if (there < slices.length) {
      present.add(movement, there, slices.length);
    }
    if (from < there) {
      const period = firstAfter(marks, movement);
      const own = late.get(period) ?? new Late(slices.length);
      late.set(period, own);
      own.add(movement, from, there);
    }
    const earned = movement.earned[vault] ?? 0n;
    if (earned > 0n) {
      gains.push({ at: movement, credit: undefined, gain: earned << FRACTION });
    }
  }
  for (const [own, isLate] of [
    [present, false],
    ...[...late.values()].map((one) => [one, true] as const),
  ] as const) {
    let slice = 0;
    for (const part of own.all()) {
      const { credit, perShare, ...at } = slices[slice] as Slice;
      slice += 1;
      if (part !== undefined) {
        gains.push({ at: isLate ? part.at : at, credit, gain: part.shares * perShare });
      }
    }
  }
  return rounded(gains.sort((a, b) => compareMoments(a.at, b.at)));
}

/** The place of the first of some moments, which are in order, that comes after another. */
function firstAfter(moments: readonly Moment[], moment: Moment): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(moment, moments[middle] as Moment)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function rounded(gains: readonly Gain[]): Earned[] {
  let total = 0n;
  return gains.map(({ at: { time, slot, place, ordinal }, credit, gain }) => {
    const before = total >> FRACTION;
    total += gain;
    return { time, slot, place, ordinal, credit, amount: (total >> FRACTION) - before };
  });
}
