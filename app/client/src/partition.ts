import type { Account, Address } from "@solana/kit";
import { HOLDER, type Kind, list, OFFSET, TICKET, type Where } from "./account-kinds.js";
import type { Cluster } from "./cluster.js";
import type { Book, Holder, Ticket, Tranche } from "./generated/index.js";

/** About how many accounts are read at once. */
const AT_ONCE = 2_000;
const BYTE = 256;

/**
 * A part of a list: the accounts whose owners' addresses begin with the same bytes; all accounts if the prefix is
 * empty.
 */
export type Partition<T extends object> = Readonly<{ prefix: Uint8Array; accounts: Account<T>[] }>;

/** How a long list is read. */
export type ScanOptions = Readonly<{
  /** About how many accounts to read at once; 2,000 if left out. */
  atOnce?: number | undefined;
}>;

/**
 * The holders of a tranche, in parts that a node and a client can handle: each is dropped when the next is read. Each
 * scan starts with a random part, so that several bots do not get in each other's way.
 */
export function scanHolders(
  cluster: Cluster,
  { tranche, atOnce }: ScanOptions & Readonly<{ tranche: Account<Tranche> }>,
): AsyncGenerator<Partition<Holder>> {
  const where: Where = [OFFSET.holderTranche, tranche.address];
  return scan(cluster, HOLDER, where, OFFSET.holderOwner, tranche.data.holders, atOnce);
}

/** The open tickets of a book, in parts, all of an owner's in the same one. */
export function scanTickets(
  cluster: Cluster,
  { book, atOnce }: ScanOptions & Readonly<{ book: Account<Book> }>,
): AsyncGenerator<Partition<Ticket>> {
  const where: Where = [OFFSET.ticketBook, book.address];
  return scan(cluster, TICKET, where, OFFSET.ticketOwner, book.data.openTickets, atOnce);
}

async function* scan<T extends object>(
  cluster: Cluster,
  kind: Kind<T>,
  where: Where,
  ownerOffset: number,
  expected: number,
  atOnce = AT_ONCE,
): AsyncGenerator<Partition<T>> {
  const bytes = prefixBytes(expected, atOnce);
  const parts = BYTE ** bytes;
  const start = Math.floor(Math.random() * parts);
  for (let at = 0; at < parts; at += 1) {
    const prefix = prefixOf((start + at) % parts, bytes);
    const only: Where[] = bytes === 0 ? [where] : [where, [ownerOffset, prefix]];
    const accounts = await list(cluster, kind, only);
    yield { prefix, accounts: accounts.sort(byAddress) };
  }
}

/**
 * How many bytes of an address make up a prefix, so that no part has many more than `atOnce` accounts: addresses are
 * random.
 */
export function prefixBytes(expected: number, atOnce = AT_ONCE): 0 | 1 | 2 {
  if (expected <= atOnce) {
    return 0;
  }
  return expected <= atOnce * BYTE ? 1 : 2;
}

function prefixOf(number: number, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, at) => Math.floor(number / BYTE ** at) % BYTE);
}

function byAddress(a: { address: Address }, b: { address: Address }): number {
  return a.address < b.address ? -1 : 1;
}
