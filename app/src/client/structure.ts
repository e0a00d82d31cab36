import type { Account, Address } from "@solana/kit";
import type { Book, Distribution, Holder, Security, Ticket, Tranche, Waterfall } from "../generated/index.js";
import {
  listBooks,
  listDistributions,
  listHolders,
  listTickets,
  readLine,
  readSecurity,
  readTranches,
  readWaterfall,
} from "./accounts.js";
import { type Cluster, clusterTime } from "./cluster.js";
import { type Phase, phaseOf } from "./phase.js";
import { escrowAsset, settlementVault } from "./settlement.js";
import { tokenBalance } from "./token.js";

/** A book with its tickets, its line and its escrow. */
export type BookState = Readonly<{
  book: Account<Book>;
  phase: Phase;
  /** By place in line. */
  tickets: readonly Account<Ticket>[];
  line: Uint8Array;
  /** What the escrow's token account holds. */
  escrow: bigint;
}>;

/** A tranche with its holders and the books that are not closed. */
export type TrancheState = Readonly<{
  tranche: Account<Tranche>;
  holders: readonly Account<Holder>[];
  books: readonly BookState[];
}>;

/** Everything of a security that is on chain. */
export type SecurityState = Readonly<{
  security: Account<Security>;
  waterfall: Account<Waterfall>;
  /** By rank. */
  tranches: readonly TrancheState[];
  distributions: readonly Account<Distribution>[];
  /** What the vault's token account holds. */
  vaultBalance: bigint;
  /** The cluster's time. */
  time: bigint;
}>;

/** Reads all of a security. Reads are many: what happens between them shows as a difference. */
export async function readSecurityState(cluster: Cluster, address: Address): Promise<SecurityState> {
  const security = await readSecurity(cluster, address);
  const time = await clusterTime(cluster);
  const [waterfall, distributions, vaultBalance, tranches] = await Promise.all([
    readWaterfall(cluster, address),
    listDistributions(cluster, address),
    tokenBalance(cluster, settlementVault(security.data).address),
    readTranches(cluster, security).then((all) =>
      Promise.all(all.map((tranche) => readTrancheState(cluster, tranche, time))),
    ),
  ]);
  return { security, waterfall, tranches, distributions, vaultBalance, time };
}

async function readTrancheState(
  cluster: Cluster,
  tranche: Account<Tranche>,
  time: bigint,
): Promise<TrancheState> {
  const [holders, books] = await Promise.all([
    listHolders(cluster, tranche.address),
    listBooks(cluster, tranche.address),
  ]);
  return {
    tranche,
    holders,
    books: await Promise.all(books.map((book) => readBookState(cluster, book, time))),
  };
}

/** Reads all of a book. */
export async function readBookState(cluster: Cluster, book: Account<Book>, time: bigint): Promise<BookState> {
  const [tickets, line, escrow] = await Promise.all([
    listTickets(cluster, book.address),
    readLine(cluster, book.data),
    tokenBalance(cluster, escrowAsset(book.data).vault),
  ]);
  return { book, phase: phaseOf(book.data, time), tickets, line, escrow };
}
