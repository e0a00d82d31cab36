import {
  ClientError,
  type Cluster,
  commitmentOf,
  eventsIn,
  type ProgramEvent,
  readSecurity,
} from "@defi-ready/securities";
import type { Address, Signature } from "@solana/kit";

/** Transactions that are looked at in one step, and how many of them are asked for at a time: public nodes limit both. */
const STEP = 20;
const AT_ONCE = 4;

/** An event of a security, and the transaction that it is from. */
export type Happened = Readonly<{
  event: ProgramEvent;
  /** Its number among the security's events, from 1. */
  sequence: bigint;
  signature: Signature;
  /** Unix time of its block; `undefined` where the node does not tell it. */
  at: bigint | undefined;
}>;

/** A security's history as far as it was read, the newest first. */
export type History = Readonly<{
  happened: readonly Happened[];
  /** The number of the newest event when reading began. */
  newest: bigint;
  /** The transaction before which the next step begins. */
  before: Signature | undefined;
  /** Whether the node has no older transactions of the security. */
  isEnd: boolean;
}>;

/** Reads a security's history from the node, or goes on from where a part of it ends. */
export async function readHistory(cluster: Cluster, security: Address, from?: History): Promise<History> {
  const commitment = commitmentOf(cluster);
  // Read before the list: an event that comes between is newer than what is looked for.
  const newest = from?.newest ?? (await readSecurity(cluster, security)).data.eventSequence;
  const before = from?.before;
  const listed = await cluster.rpc
    .getSignaturesForAddress(security, {
      limit: STEP,
      ...(commitment === "processed" ? {} : { commitment }),
      ...(before === undefined ? {} : { before }),
    })
    .send();
  const happened: Happened[] = [];
  for (let at = 0; at < listed.length; at += AT_ONCE) {
    const some = listed.slice(at, at + AT_ONCE).filter(({ err }) => err === null);
    happened.push(...(await Promise.all(some.map((one) => eventsOf(cluster, security, one)))).flat());
  }
  const all = [...(from?.happened ?? []), ...happened.filter(({ sequence }) => sequence <= newest)];
  return {
    happened: all.sort((a, b) => (a.sequence < b.sequence ? 1 : -1)),
    newest,
    before: listed.at(-1)?.signature ?? before,
    isEnd: listed.length < STEP || all.at(-1)?.sequence === 1n,
  };
}

async function eventsOf(
  { rpc }: Cluster,
  security: Address,
  { signature, blockTime }: Readonly<{ signature: Signature; blockTime: bigint | null }>,
): Promise<Happened[]> {
  const transaction = await rpc
    .getTransaction(signature, {
      commitment: "confirmed",
      encoding: "json",
      maxSupportedTransactionVersion: 0,
    })
    .send();
  if (transaction === null) {
    throw new ClientError(`the node lists the transaction ${signature}, and does not have it`);
  }
  return (await eventsIn(transaction)).flatMap((event) => {
    // What begins with its security is numbered by it; a book numbers its own.
    const [[first, owner] = []] = Object.entries(event.data);
    return first === "security" && owner === security && "sequence" in event.data
      ? [{ event, sequence: event.data.sequence, signature, at: blockTime ?? undefined }]
      : [];
  });
}

/** The numbers of events that a history should have and has not, as ranges: a node may have lost or kept back some. */
export function gapsOf({
  happened,
  newest,
  isEnd,
}: History): readonly (readonly [from: bigint, to: bigint])[] {
  const gaps: [bigint, bigint][] = [];
  let next = newest;
  for (const { sequence } of happened) {
    if (sequence < next) {
      gaps.push([sequence + 1n, next]);
    }
    next = sequence - 1n;
  }
  if (isEnd && next > 0n) {
    gaps.push([1n, next]);
  }
  return gaps;
}
