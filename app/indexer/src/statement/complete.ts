import { ClientError } from "@defi-ready/securities";
import type { Snapshot } from "../chain/snapshot.js";
import type { Database } from "../database/open.js";
import { gapsOf } from "../follow/gaps.js";
import type { Happening } from "./happenings.js";

/** A figure of the history, beside the chain's. */
export type Check = Readonly<{ what: string; history: bigint; chain: bigint; holds: boolean }>;

/** Compares a figure of the history with the chain's. */
export function check(what: string, history: bigint, chain: bigint): Check {
  return { what, history, chain, holds: history === chain };
}

/** The chain has gone on since the history was brought up to date: that, and another try, helps. */
export class HistoryBehind extends ClientError {}

/**
 * Refuses a history that lacks events of the security or of its books up to the slot of a snapshot.
 *
 * @throws {ClientError} With what is missing, and what to do.
 */
export async function requireComplete(
  options: Readonly<{ database: Database; snapshot: Snapshot; happenings: readonly Happening[] }>,
): Promise<void> {
  const { database, snapshot, happenings } = options;
  const { security, data, slot } = snapshot;
  const last = await database
    .selectFrom("events")
    .select(({ fn }) => fn.max("sequence").as("sequence"))
    .where("stream", "=", security)
    .where("slot", "<=", slot)
    .executeTakeFirst();
  const known = BigInt(last?.sequence ?? 0n);
  if (known !== data.eventSequence) {
    throw new HistoryBehind(
      `the history has ${known} of the security's ${data.eventSequence} events at slot ${slot}: bring it up to date with \`securities index --once\``,
    );
  }
  const books = happenings.flatMap((one) => (one.data.book === undefined ? [] : [String(one.data.book)]));
  const streams = [...new Set([security, ...books])];
  const [gap] = await gapsOf(database, streams);
  if (gap !== undefined) {
    throw new ClientError(
      `the history lacks event ${gap.from} of ${gap.stream}: \`securities index check\` fills it at a node that has it`,
    );
  }
  const { from_slot: begins } = await database
    .selectFrom("progress")
    .select("from_slot")
    .executeTakeFirstOrThrow();
  const first = await database
    .selectFrom("events")
    .select("signature")
    .where("stream", "=", security)
    .where("sequence", "=", 1n)
    .executeTakeFirst();
  if (first === undefined) {
    throw new ClientError(
      `the history begins at slot ${begins}, after the security: make a statement from one that begins before it`,
    );
  }
}
