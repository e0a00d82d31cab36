import type { Account, Address } from "@solana/kit";
import {
  listBooks,
  listDistributions,
  listHolders,
  listSeries,
  listTickets,
  readLine,
  readSecurity,
  readTranches,
  readWaterfall,
} from "./accounts.js";
import { type Cluster, clusterTime } from "./cluster.js";
import { listConversionsInto } from "./conversions/read.js";
import { listPendingPayments } from "./corrections.js";
import {
  type Book,
  type Conversion,
  type Distribution,
  type Holder,
  type Loss,
  type Security,
  type Ticket,
  type Tranche,
  TrancheKind,
  type WarrantSeries,
  type Waterfall,
  type Wrapper,
} from "./generated/index.js";
import { listLosses } from "./losses.js";
import { type Phase, phaseOf } from "./phase.js";
import { listSources, type SourceState } from "./sources.js";
import { readMint, tokenBalances } from "./token.js";
import { assetsOf, vaultsOf } from "./vaults-and-assets.js";
import { findWrapper } from "./wrapper.js";

/** A book with its tickets, its line and its escrows. */
export type BookState = Readonly<{
  book: Account<Book>;
  phase: Phase;
  /** By place in line. */
  tickets: readonly Account<Ticket>[];
  line: Uint8Array;
  /** What the escrows' token accounts hold, asset by asset. */
  escrows: readonly bigint[];
}>;

/** A series of warrants with its outstanding warrants, in base units. */
export type SeriesState = Readonly<{ series: Account<WarrantSeries>; supply: bigint }>;

/** A tranche's wrapper with the units that are out, in base units: less than it counts if some were burned. */
export type WrapperState = Readonly<{ wrapper: Account<Wrapper>; supply: bigint }>;

/** A tranche with its holders, and the books and series that are not closed. */
export type TrancheState = Readonly<{
  tranche: Account<Tranche>;
  holders: readonly Account<Holder>[];
  books: readonly BookState[];
  series: readonly SeriesState[];
  /** The conversions whose classes have become shares of this one, which they hold until these are collected. */
  claims: readonly Account<Conversion>[];
  wrapper: WrapperState | undefined;
}>;

/** All of a security's state on chain. */
export type SecurityState = Readonly<{
  security: Account<Security>;
  waterfall: Account<Waterfall>;
  /** By rank. */
  tranches: readonly TrancheState[];
  distributions: readonly Account<Distribution>[];
  /** Payments that wait, the first due first. */
  pending: readonly Account<Distribution>[];
  /** By number. */
  sources: readonly SourceState[];
  /** In the order of their announcement. */
  losses: readonly Account<Loss>[];
  /** What the vaults' token accounts hold, vault by vault; the first is of the settlement mint. */
  balances: readonly bigint[];
  /** The cluster's time. */
  time: bigint;
}>;

/** Reads all of a security. It takes many reads: changes between them show up as differences. */
export async function readSecurityState(cluster: Cluster, address: Address): Promise<SecurityState> {
  const security = await readSecurity(cluster, address);
  const time = await clusterTime(cluster);
  const [waterfall, distributions, pending, sources, losses, balances, tranches] = await Promise.all([
    readWaterfall(cluster, address),
    listDistributions(cluster, address),
    listPendingPayments(cluster, address),
    listSources(cluster, address),
    listLosses(cluster, address),
    tokenBalances(
      cluster,
      vaultsOf(security.data).map((vault) => vault.address),
    ),
    readTranches(cluster, security).then((all) =>
      Promise.all(all.map((tranche) => readTrancheState(cluster, tranche, time))),
    ),
  ]);
  return { security, waterfall, tranches, distributions, pending, sources, losses, balances, time };
}

async function readTrancheState(
  cluster: Cluster,
  tranche: Account<Tranche>,
  time: bigint,
): Promise<TrancheState> {
  const [holders, books, series, conversions, wrapper] = await Promise.all([
    listHolders(cluster, tranche.address),
    listBooks(cluster, tranche.address),
    listSeries(cluster, tranche.address),
    // Nothing but equity is received.
    tranche.data.kind === TrancheKind.Equity ? listConversionsInto(cluster, tranche.address) : [],
    readWrapperState(cluster, tranche.address),
  ]);
  return {
    tranche,
    holders,
    books: await Promise.all(books.map((book) => readBookState(cluster, { book, now: time }))),
    series: await Promise.all(
      series.map(async (one) => ({ series: one, supply: (await readMint(cluster, one.data.mint)).supply })),
    ),
    claims: conversions.filter(({ data }) => data.held > 0n),
    wrapper,
  };
}

/** Reads a tranche's wrapper, if it has one, with the units that are out. */
export async function readWrapperState(
  cluster: Cluster,
  tranche: Address,
): Promise<WrapperState | undefined> {
  const wrapper = await findWrapper(cluster, tranche);
  return wrapper === undefined
    ? undefined
    : { wrapper, supply: (await readMint(cluster, wrapper.data.mint)).supply };
}

/** Reads all of a book. */
export async function readBookState(
  cluster: Cluster,
  options: Readonly<{ book: Account<Book>; now: bigint }>,
): Promise<BookState> {
  const { book, now } = options;
  const [tickets, line, escrows] = await Promise.all([
    listTickets(cluster, { book: book.address }),
    readLine(cluster, book.data),
    tokenBalances(
      cluster,
      assetsOf(book.data).map(({ escrow }) => escrow),
    ),
  ]);
  return { book, phase: phaseOf(book.data, now), tickets, line, escrows };
}
