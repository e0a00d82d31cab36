import { ClientError } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { type Position, type Rows, rowsOf } from "./rows.js";
import type { Listed, Source } from "./source.js";

/** How many transactions are asked for at a time. */
const CONCURRENCY = 8;
/** The most that a node lists at once. */
const MOST_LISTED = 1_000;

/** A part of a list, from the newer to the older. */
export type Part = Readonly<{
  /** What is to be read, whole slots only. */
  entries: readonly Readonly<{ listed: Listed; position: Position }>[];
  /** Whether nothing older is to be read. */
  isLast: boolean;
}>;

/** Where a list is read on. */
export type Place = Readonly<{
  address: Address;
  before: string | undefined;
  beforeSlot: bigint | undefined;
  /** What is older than this slot is not read. */
  floor: bigint;
  /** The node must have reached this slot. */
  minSlot: bigint;
  limit: number;
}>;

/**
 * The next part of an address's transactions. Slots come whole, so that the place of a transaction among those of its slot
 * is known where the node does not tell it.
 *
 * @throws {ClientError} For a list that is in no order: what is missing from it could not be told.
 */
export async function readPart(source: Source, place: Place): Promise<Part> {
  const { address, floor, limit } = place;
  const entries: Listed[] = [];
  const known = new Set<string>();
  for (;;) {
    const before = entries.at(-1)?.signature ?? place.before;
    const beforeSlot = entries.at(-1)?.slot ?? place.beforeSlot;
    // A node that has not reached what the list goes on from would end it there.
    const minSlot = beforeSlot !== undefined && beforeSlot > place.minSlot ? beforeSlot : place.minSlot;
    // Beyond what was asked for, a list goes on only to the end of a slot, however much anyone puts into it.
    const list = { address, before, limit: entries.length === 0 ? limit : MOST_LISTED, minSlot };
    let page = await source.list(list);
    if (page.length === 0 && before !== undefined) {
      // Nothing is older only where the node has what it was to go on from.
      await source.transaction(before);
      page = await source.list(list);
    }
    requireOrder(page, known, { before, beforeSlot });
    entries.push(...page);
    const last = entries.at(-1);
    const reachedFloor = last !== undefined && last.slot < floor;
    if (page.length === 0 || reachedFloor) {
      return { entries: placed(entries.filter(({ slot }) => slot >= floor)), isLast: true };
    }
    const whole = entries.filter(({ slot }) => slot !== last?.slot);
    if (whole.length > 0) {
      return { entries: placed(whole), isLast: false };
    }
  }
}

function requireOrder(
  page: readonly Listed[],
  known: Set<string>,
  {
    before,
    beforeSlot = 1n << 63n,
  }: Readonly<{ before: string | undefined; beforeSlot: bigint | undefined }>,
): void {
  let slot = beforeSlot;
  for (const one of page) {
    if (one.slot > slot || one.signature === before || known.has(one.signature)) {
      throw new ClientError(
        `the node's list of transactions is in no order at ${one.signature} (slot ${one.slot} after ${slot}): use another node`,
      );
    }
    known.add(one.signature);
    slot = one.slot;
  }
}

/** Gives each transaction its place in its slot: the block's, or else among those that are listed. */
function placed(entries: readonly Listed[]): Part["entries"] {
  const counts = new Map<bigint, bigint>();
  return entries
    .toReversed()
    .map((listed) => {
      const { signature, slot, time } = listed;
      const count = counts.get(slot) ?? 0n;
      counts.set(slot, count + 1n);
      return { listed, position: { signature, slot, place: listed.place ?? count, time } };
    })
    .reverse();
}

/**
 * Reads transactions, a few at a time, and what they write into the tables. A time that the list does not tell is asked of
 * the block.
 */
export async function readRows(source: Source, positions: readonly Position[]): Promise<Rows[]> {
  const rows: Rows[] = new Array(positions.length);
  const times = new Map<bigint, Promise<bigint | null>>();
  const timeOf = async ({ slot, time }: Position) => {
    const asked = time === null ? (times.get(slot) ?? source.time(slot)) : Promise.resolve(time);
    times.set(slot, asked);
    return await asked;
  };
  let next = 0;
  const work = async () => {
    for (let at = next++; at < positions.length; at = next++) {
      const position = positions[at] as Position;
      const told = { ...position, time: await timeOf(position) };
      rows[at] = await rowsOf(told, await source.transaction(position.signature));
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, positions.length) }, work));
  return rows;
}
