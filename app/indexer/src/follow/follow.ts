import { setTimeout } from "node:timers/promises";
import type { Address } from "@solana/kit";
import type { EventCounters } from "./counters.js";
import { fillGap, fillTimes } from "./fill.js";
import type { Follower } from "./follower.js";
import {
  booksOpened,
  type Gap,
  gapsOf,
  knownOf,
  missingHeads,
  missingStarts,
  restOf,
  streamsOf,
} from "./gaps.js";

const EVERY_MILLISECONDS = 1_000;
const PAUSES_AFTER_ERROR = 5;

/** What is told while history is followed. */
export type FollowReport = Readonly<{
  /** Transactions that were new in the batch that was just written, and the slot that it has come back to. */
  onBatch?: ((batch: Readonly<{ added: number; slot: bigint | undefined }>) => void) | undefined;
  /** A gap that was found, and whether reading it again filled it. */
  onGap?: ((gap: Gap, isFilled: boolean) => void) | undefined;
}>;

/** What a check found. */
export type Health = Readonly<{
  /** What numbers events: securities, books, reference rates. */
  streams: number;
  /** Events that are numbered, and that are not: shares that moved. */
  events: bigint;
  /** Gaps that could not be filled. */
  gaps: readonly Gap[];
  /** Transactions whose time no node has told yet: no statement can be made of them. */
  untimed: bigint;
  /** Everything final up to this slot has been read. */
  slot: bigint;
}>;

/** Whether something of a gap is missing still, in what is left. */
const isIn = (gap: Gap, left: Gap) =>
  left.stream === gap.stream && left.from <= gap.to && left.to >= gap.from;

/** Fills the gaps of some streams, or of all with the times that are missing; returns the gaps that stay. */
export async function fillGaps(
  follower: Follower,
  options: FollowReport & Readonly<{ streams?: readonly string[] | undefined }> = {},
): Promise<Gap[]> {
  const { streams, onGap } = options;
  const tried = new Set<string>();
  const nameOf = ({ stream, to }: Gap) => `${stream} ${to}`;
  let left = await gapsOf(follower.database, streams);
  // No more than some are told at once: what was filled makes room for others.
  for (let found = left; found.length > 0; found = left.filter((gap) => !tried.has(nameOf(gap)))) {
    for (const gap of found) {
      await fillGap(follower, gap);
      tried.add(nameOf(gap));
    }
    left = await gapsOf(follower.database, streams);
    for (const gap of found) {
      onGap?.(gap, !left.some((one) => isIn(gap, one)));
    }
  }
  if (streams === undefined) {
    await fillTimes(follower);
  }
  return left;
}

/**
 * Brings a history up to date, fills its gaps, and compares its event numbers with those that the chain counts: of
 * everything that the chain has, known or not. A number that a pass did not bring is looked for at its security, book or
 * rate.
 *
 * @param counters What each security, book and rate counts on chain, as `eventCounters` tells it; read before the pass.
 */
export async function catchUp(
  follower: Follower,
  options: FollowReport & Readonly<{ counters: () => Promise<EventCounters> }>,
): Promise<Health> {
  const { database } = follower;
  const { onBatch, onGap, counters } = options;
  await follower.pass(onBatch);
  // What is counted now has all happened before the pass that follows, which therefore brings it.
  const counted = await counters();
  await follower.pass(onBatch, counted.slot);
  const ends = await fillEnds(follower, { counted, onGap });
  const gaps = [...(await fillGaps(follower, { onGap })), ...ends];
  const untimed = await fillTimes(follower);
  const { count } = await database
    .selectFrom("events")
    .select(({ fn }) => fn.countAll<bigint>().as("count"))
    .executeTakeFirstOrThrow();
  const { mark_slot: slot } = await follower.progress();
  return { streams: (await streamsOf(database)).length, events: BigInt(count), gaps, untimed, slot };
}

/** Fills the gaps before the first numbers that a history has, and after the last; returns those that stay. */
async function fillEnds(
  follower: Follower,
  { counted, onGap }: Pick<FollowReport, "onGap"> & Readonly<{ counted: EventCounters }>,
): Promise<Gap[]> {
  const { database } = follower;
  const { from_slot: fromSlot } = await follower.progress();
  const missing = async () => [
    ...(await missingStarts(database)),
    ...(await missingHeads(database, counted.counters)),
  ];
  const found = await missing();
  for (const gap of found) {
    await fillGap(follower, gap, counted.slot);
  }
  const known = await knownOf(
    database,
    found.map(({ stream }) => stream),
  );
  // Where a history begins later, what has been quiet since has nothing in it.
  const isQuiet = ({ stream }: Gap) => fromSlot > 0n && !known.has(stream);
  const left = (await missing()).filter((gap) => !isQuiet(gap));
  for (const gap of found.filter((one) => !isQuiet(one))) {
    onGap?.(gap, !left.some((one) => isIn(gap, one)));
  }
  await fillClosed(follower, { counted, onGap });
  return left;
}

/** Looks for what comes after the last number of what is closed and counts no more. */
async function fillClosed(
  follower: Follower,
  { counted, onGap }: Pick<FollowReport, "onGap"> & Readonly<{ counted: EventCounters }>,
): Promise<void> {
  const { database } = follower;
  const streams = [...new Set([...(await streamsOf(database)), ...(await booksOpened(database))])];
  const closed = streams.filter((stream) => !counted.counters.has(stream as Address)) as Address[];
  const before = await knownOf(database, closed);
  for (const stream of closed) {
    await fillGap(follower, restOf(stream, before.get(stream), 0n), counted.slot);
  }
  const after = await knownOf(database, closed);
  for (const stream of closed) {
    const { last = 0n } = after.get(stream) ?? {};
    const gap = restOf(stream, before.get(stream), last);
    if (gap.from <= gap.to) {
      onGap?.(gap, true);
    }
  }
}

/**
 * Follows history until it is told to stop. What fails, such as a node that is away, is told and tried again after a
 * while.
 */
export async function followHistory(
  follower: Follower,
  options: FollowReport &
    Readonly<{
      signal: AbortSignal;
      /** Milliseconds from the end of a pass to the next; a second if left out. */
      every?: number | undefined;
      onError?: ((error: unknown) => void) | undefined;
    }>,
): Promise<void> {
  const { signal, every = EVERY_MILLISECONDS, onBatch, onGap, onError } = options;
  // What is looked through for gaps: all of it at first, since whoever followed before may not have come to it.
  let streams: Set<string> | undefined;
  while (!signal.aborted) {
    let pause = every;
    try {
      await follower.pass((batch) => {
        onBatch?.(batch);
        for (const stream of batch.streams) {
          streams?.add(stream);
        }
        // A batch's end is where it can be left at once.
        signal.throwIfAborted();
      });
      await fillGaps(follower, { streams: streams && [...streams], onGap });
      streams = new Set();
    } catch (error) {
      if (!signal.aborted) {
        onError?.(error);
        pause = every * PAUSES_AFTER_ERROR;
      }
    }
    await setTimeout(pause, undefined, { signal }).catch(() => undefined);
  }
}
