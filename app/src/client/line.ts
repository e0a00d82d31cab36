/** Bytes of a line account before its first node: discriminator and header. */
export const LINE_HEADER_BYTES = 80;
/** Bytes of a node: the live and the committed money of its range. */
export const LINE_NODE_BYTES = 16;
/** The fewest places a line may have. */
export const MIN_LINE_CAPACITY = 16;
/** The most places a line may have. */
export const MAX_LINE_CAPACITY = 65_536;

/** Money in line, settlement base units. */
export type Money = Readonly<{
  /** Money in escrow, committed or not. */
  live: bigint;
  /** The part of it that is committed to the present offer. */
  committed: bigint;
}>;

/** Bytes of a line account with so many places, a power of two from 16 to 65,536. */
export function lineSize(capacity: number): bigint {
  const fits = capacity >= MIN_LINE_CAPACITY && capacity <= MAX_LINE_CAPACITY;
  if (!fits || !Number.isInteger(capacity) || (capacity & (capacity - 1)) !== 0) {
    throw new RangeError(
      `a line has a power of two of places, from ${MIN_LINE_CAPACITY} to ${MAX_LINE_CAPACITY}: not ${capacity}`,
    );
  }
  return BigInt(LINE_HEADER_BYTES + capacity * LINE_NODE_BYTES);
}

/** The smallest capacity with at least so many places. */
export function lineCapacityFor(places: number): number {
  let capacity = MIN_LINE_CAPACITY;
  while (capacity < places && capacity < MAX_LINE_CAPACITY) {
    capacity *= 2;
  }
  return capacity;
}

/**
 * The money ahead of a place in line, from the line account's bytes: the sum over all places before it, in O(log n)
 * steps over the Fenwick tree. `place` may equal the capacity, which gives the total.
 */
export function moneyAhead(line: Uint8Array, place: number): Money {
  const view = new DataView(line.buffer, line.byteOffset, line.byteLength);
  const capacity = Math.floor((line.length - LINE_HEADER_BYTES) / LINE_NODE_BYTES);
  if (!Number.isInteger(place) || place < 0 || place > capacity) {
    throw new RangeError(`the line has places 0 to ${capacity}, not ${place}`);
  }
  let live = 0n;
  let committed = 0n;
  for (let at = place; at > 0; at &= at - 1) {
    const offset = LINE_HEADER_BYTES + (at - 1) * LINE_NODE_BYTES;
    live += view.getBigUint64(offset, true);
    committed += view.getBigUint64(offset + 8, true);
  }
  return { live, committed };
}
