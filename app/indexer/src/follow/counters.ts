import { type Cluster, commitmentOf } from "@defi-ready/securities";
import {
  BOOK_DISCRIMINATOR,
  REFERENCE_RATE_DISCRIMINATOR,
  SECURITIES_PROGRAM_ADDRESS,
  SECURITY_DISCRIMINATOR,
} from "@defi-ready/securities/program";
import { type Address, type Base58EncodedBytes, getBase58Decoder } from "@solana/kit";

/** Accounts that a node gives at once. */
const CHUNK = 100;
const COUNTER_BYTES = 8;

/** The kinds of accounts that number events: what each begins with, and where its counter is. */
const KINDS = [
  { discriminator: SECURITY_DISCRIMINATOR, offset: 24 },
  { discriminator: BOOK_DISCRIMINATOR, offset: 24 },
  { discriminator: REFERENCE_RATE_DISCRIMINATOR, offset: 112 },
] as const;

const base58 = getBase58Decoder();

/** The numbers of the last events, and the slot that a node must have reached to list them all. */
export type EventCounters = Readonly<{ slot: bigint; counters: ReadonlyMap<Address, bigint> }>;

/**
 * The number of the last event of every security, book and reference rate that the chain has, as it counts them, whether
 * a history knows of it or not. What is closed counts no more.
 */
export async function eventCounters(cluster: Cluster): Promise<EventCounters> {
  const lists = await Promise.all(
    KINDS.map(({ discriminator, offset }) => {
      const bytes = base58.decode(discriminator) as string as Base58EncodedBytes;
      return cluster.rpc
        .getProgramAccounts(SECURITIES_PROGRAM_ADDRESS, {
          commitment: commitmentOf(cluster),
          // What numbers events is much longer than its counter.
          dataSlice: { offset, length: COUNTER_BYTES },
          encoding: "base64",
          filters: [{ memcmp: { offset: 0n, bytes, encoding: "base58" } }],
          withContext: true,
        })
        .send();
    }),
  );
  return {
    slot: lists.reduce((latest, { context }) => (context.slot > latest ? context.slot : latest), 0n),
    counters: new Map(
      lists.flatMap(({ value }) =>
        value.map(({ pubkey, account }) => [pubkey, counterAt(account.data[0], 0)] as const),
      ),
    ),
  };
}

/** The number of a stream's last event, and the slot at which it was read. */
type Counted = Readonly<{ last: bigint; slot: bigint }>;

/** The number of the last event of some books: of those that are not closed. */
export async function countersOfBooks(
  cluster: Cluster,
  books: readonly Address[],
): Promise<ReadonlyMap<Address, Counted>> {
  const [, { offset }] = KINDS;
  const counters = new Map<Address, Counted>();
  for (let at = 0; at < books.length; at += CHUNK) {
    const some = books.slice(at, at + CHUNK);
    const { context, value } = await cluster.rpc
      .getMultipleAccounts(some, { encoding: "base64", commitment: commitmentOf(cluster) })
      .send();
    for (const [index, account] of value.entries()) {
      const book = some[index];
      if (book !== undefined && account?.owner === SECURITIES_PROGRAM_ADDRESS) {
        counters.set(book, { last: counterAt(account.data[0], offset), slot: context.slot });
      }
    }
  }
  return counters;
}

const counterAt = (base64: string, offset: number) => Buffer.from(base64, "base64").readBigUInt64LE(offset);
