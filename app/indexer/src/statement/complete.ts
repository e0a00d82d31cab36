import { ClientError, type Cluster, MOST_TOLD } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { Snapshot } from "../chain/snapshot.js";
import type { Database } from "../database/open.js";
import { countersOfBooks } from "../follow/counters.js";
import { gapsOf } from "../follow/gaps.js";
import { addressIn } from "./happenings.js";

/** A figure of the history, beside the chain's. */
export type Check = Readonly<{ what: string; history: bigint; chain: bigint; holds: boolean }>;

/** Compares a figure of the history with the chain's. */
export function check(what: string, history: bigint, chain: bigint): Check {
  return { what, history, chain, holds: history === chain };
}

/**
 * Compares a sum of the history with a total of the chain's, and what is there beside it. The chain's totals stop at 64
 * bits, which money that goes round can pass: one that has stopped says nothing of the history.
 */
export function checkTold(what: string, history: bigint, told: bigint, beside = 0n): Check {
  const compared = check(what, history, told + beside);
  return { ...compared, holds: told === MOST_TOLD || compared.holds };
}

/** The chain has gone on since the history was brought up to date: that, and another try, helps. */
export class HistoryBehind extends ClientError {}

/** What is compared for whether a history is whole. */
type Facts = Readonly<{
  cluster: Cluster;
  database: Database;
  snapshot: Snapshot;
  /** Brings the history up to a slot; left out if it is up to date. */
  bringUp?: ((slot: bigint) => Promise<void>) | undefined;
}>;

/**
 * Refuses a history that lacks events of the security or of its books up to the slot of a snapshot. The security's own
 * events name all of its books, which say themselves how many events they have had.
 *
 * @throws {ClientError} With what is missing, and what to do.
 */
export async function requireComplete(facts: Facts): Promise<void> {
  const { cluster, database, snapshot, bringUp } = facts;
  const { security, data, slot } = snapshot;
  const { from_slot: begins } = await database
    .selectFrom("progress")
    .select("from_slot")
    .executeTakeFirstOrThrow();
  await requireCounted(database, { stream: security, last: data.eventSequence, slot, begins });
  const opened = await database
    .selectFrom("events")
    .select("data")
    .where("security", "=", security)
    .where("name", "=", "BookOpened")
    .execute();
  const books = opened.map((one) => addressIn(JSON.parse(one.data), "book"));
  const counters = await countersOfBooks(cluster, books);
  const latest = [...counters.values()].reduce((most, one) => (one.slot > most ? one.slot : most), slot);
  if (latest > slot) {
    await bringUp?.(latest);
  }
  for (const [stream, counted] of counters) {
    await requireCounted(database, { stream, ...counted, begins });
  }
  const [gap] = await gapsOf(database, [security, ...books]);
  if (gap !== undefined) {
    throw new ClientError(
      `the history lacks event ${gap.from} of ${gap.stream}: \`securities index check\` fills it at a node that has it`,
    );
  }
}

/** Refuses a history that does not have a stream's events from the first to the last that the chain counted at a slot. */
async function requireCounted(
  database: Database,
  { stream, last, slot, begins }: Readonly<{ stream: Address; last: bigint; slot: bigint; begins: bigint }>,
): Promise<void> {
  const known = await database
    .selectFrom("events")
    .select(({ fn }) => [fn.min("sequence").as("first"), fn.max("sequence").as("last")])
    .where("stream", "=", stream)
    .where("slot", "<=", slot)
    .executeTakeFirst();
  const [first, newest] = [BigInt(known?.first ?? 0n), BigInt(known?.last ?? 0n)];
  if (newest !== last) {
    throw new HistoryBehind(
      `the history has ${newest} of the ${last} events of ${stream} at slot ${slot}: bring it up to date with \`securities index --once\``,
    );
  }
  if (first > 1n) {
    throw new ClientError(
      begins > 0n
        ? `the history begins at slot ${begins}, after the first events of ${stream}: make a statement from one that begins before it`
        : `the history lacks event 1 of ${stream}: \`securities index check\` fills it at a node that has it`,
    );
  }
}
