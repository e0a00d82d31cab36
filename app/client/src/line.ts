/** Bytes of a line account before its first node: discriminator and header. */
export const LINE_HEADER_BYTES = 48;
/** Bytes of a node: live money, committed money, the version of the offer that it is committed to, padding. */
export const LINE_NODE_BYTES = 24;
/** The fewest places a line may have. */
export const MIN_LINE_CAPACITY = 16;
/** The most places a line may have. */
export const MAX_LINE_CAPACITY = 65_536;
/** The most places that one instruction adds. */
export const LINE_GROWTH = 426;
/** The most places of a line that a program can create, such as a multisig for its vault. */
export const LINE_AT_FIRST = 424;

const COMMITTED_OFFSET = 8;
const VERSION_OFFSET = 16;

/** Money in line, settlement base units. */
export type Money = Readonly<{
  /** Money in escrow, committed or not. */
  live: bigint;
  /** The part of it that is committed to the current offer. */
  committed: bigint;
}>;

/** Bytes of a line account with a number of places, from 16 to 65,536. */
export function lineSize(capacity: number): bigint {
  const fits = capacity >= MIN_LINE_CAPACITY && capacity <= MAX_LINE_CAPACITY;
  if (!fits || !Number.isInteger(capacity)) {
    throw new RangeError(`a line has ${MIN_LINE_CAPACITY} to ${MAX_LINE_CAPACITY} places: not ${capacity}`);
  }
  return BigInt(LINE_HEADER_BYTES + capacity * LINE_NODE_BYTES);
}

/** The smallest capacity with at least a number of places, within the limits of a line. */
export function lineCapacityFor(places: number): number {
  return Math.min(Math.max(places, MIN_LINE_CAPACITY), MAX_LINE_CAPACITY);
}

/**
 * The fewest places of a book's line: enough that the smallest tickets cannot fill it before the cap and so keep others
 * out. More than a line may have if the tickets are too small.
 */
export function leastLineCapacity(cap: bigint, minTicket: bigint): number {
  const places = (cap + minTicket - 1n) / minTicket;
  return Math.max(Number(places), MIN_LINE_CAPACITY);
}

/** Places of a line, by its account's bytes. */
export function lineCapacity(line: Uint8Array): number {
  return Math.floor((line.length - LINE_HEADER_BYTES) / LINE_NODE_BYTES);
}

/**
 * The money ahead of a place in line, from the line account's bytes: the sum over all places before it, in O(log n)
 * steps over the Fenwick tree. `place` may equal the capacity, which gives the total.
 */
export function moneyAhead(
  options: Readonly<{
    line: Uint8Array;
    /** The book's offer version: money that a node has as committed to another version does not count. */
    version: number;
    /** From 0. */
    place: number;
  }>,
): Money {
  const { line, version, place } = options;
  const view = new DataView(line.buffer, line.byteOffset, line.byteLength);
  const capacity = lineCapacity(line);
  if (!Number.isInteger(place) || place < 0 || place > capacity) {
    throw new RangeError(`the line has places 0 to ${capacity}, not ${place}`);
  }
  let live = 0n;
  let committed = 0n;
  for (let at = place; at > 0; at &= at - 1) {
    const offset = nodeOffset(at - 1);
    live += view.getBigUint64(offset, true);
    if (view.getUint32(offset + VERSION_OFFSET, true) === version) {
      committed += view.getBigUint64(offset + COMMITTED_OFFSET, true);
    }
  }
  return { live, committed };
}

/**
 * The first place that has the first `live` units of money before it: for the line's total, the place of the next
 * ticket; for the money ahead of a ticket, the place that it may move up to.
 */
export function placeAfter(line: Uint8Array, live: bigint): number {
  if (live === 0n) {
    return 0;
  }
  const view = new DataView(line.buffer, line.byteOffset, line.byteLength);
  const capacity = lineCapacity(line);
  let places = 0;
  let left = live;
  for (let step = 2 ** Math.floor(Math.log2(capacity)); step >= 1; step /= 2) {
    const more = places + step;
    const sum = more <= capacity ? view.getBigUint64(nodeOffset(more - 1), true) : left;
    if (sum < left) {
      left -= sum;
      places = more;
    }
  }
  if (places >= capacity) {
    throw new RangeError("the line has less money than that");
  }
  return places + 1;
}

function nodeOffset(at: number): number {
  return LINE_HEADER_BYTES + at * LINE_NODE_BYTES;
}
