import {
  type Account,
  type Address,
  address,
  type EncodedAccount,
  type MaybeEncodedAccount,
  type Rpc,
  type SolanaRpcApi,
} from "@solana/kit";
import {
  type Book,
  bookAddress,
  ClientError,
  type Conversion,
  type DisclosureCalendar,
  type Governance,
  getBookDecoder,
  getConversionDecoder,
  getDisclosureCalendarDecoder,
  getGovernanceDecoder,
  getHolderDecoder,
  getReferenceRateDecoder,
  getReportedRateDecoder,
  getSecurityDecoder,
  getSourceDecoder,
  getTrancheDecoder,
  getWarrantSeriesDecoder,
  getWaterfallDecoder,
  getWrapperDecoder,
  holderAddress,
  isNegotiable,
  isOpenBook,
  type ReferenceRate,
  type ReportedRate,
  rateAddress,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  type SeenAccount,
  type Source,
  seriesAddress,
  TOKEN_ACL_PROGRAM,
  TOKEN_PROGRAM,
  type Tranche,
  unitMintAddress,
  type Waterfall,
  type Wrapper,
  wrapperAddress,
} from "../client.js";
import { otherMints } from "../deal/mints.js";
import type { Deal } from "../deal/model.js";
import { peopleOf } from "../deal/people.js";
import { type DealAddresses, dealAddresses, settlementMintAddress } from "./addresses.js";
import { COMMITMENT, fetchAll, owned } from "./fetch.js";
import { findSeries, type MadeSeries, type SeriesState } from "./series.js";
import { decodePoolMint } from "./stake-pool.js";
import { type OtherTarget, readTargets } from "./targets.js";
import {
  decodeMint,
  decodeTokenAccount,
  isTokenProgram,
  type MintState,
  type TokenAccountState,
} from "./token.js";

const CLOCK = address("SysvarC1ock11111111111111111111111111111111");
const CLOCK_TIME_OFFSET = 32;
/** A size to measure rent with: it is linear in the size. */
const PROBE_BYTES = 1_000n;

/** An account that may not exist, or may be of another kind than expected. */
type Found<T> = Readonly<{ exists: boolean; lamports: bigint; value: T | undefined }>;

/** A tranche as it is on chain, with its share mint and the reported value of a share. */
export type TrancheState = Readonly<{
  tranche: Tranche;
  mint: MintState | undefined;
  value: ReportedRate | undefined;
}>;

/** The wrapper of a tranche, as it is on chain or would be created. */
export type WrapperState = Readonly<{
  /** The mint of its units. */
  mint: Address;
  wrapper: Wrapper | undefined;
  /** Its mint; `undefined` before it is created. */
  unit: MintState | undefined;
  /** Whether its holder record is there, which anybody may open in advance. */
  hasRecord: boolean;
}>;

/** A book as it is on chain. */
type BookState = Readonly<{
  book: Book | undefined;
  /** Whether it existed and has been closed. */
  closed: boolean;
  /** Lamports at the address of its line. */
  lineLamports: bigint;
  /** The series of each reward in warrants. */
  series: readonly (SeriesState | undefined)[];
}>;

/** A deal's state on chain. */
export type ChainState = Readonly<{
  addresses: DealAddresses;
  /** Whether the securities program is deployed. */
  hasProgram: boolean;
  /** Whether token-acl is there, which freezes and thaws shares in the frozen form. */
  hasTokenAcl: boolean;
  /** The cluster's Unix time. */
  time: bigint;
  /** The sponsor's lamports. */
  balance: bigint;
  settlementMint: Found<MintState>;
  security: Security | undefined;
  waterfall: Waterfall | undefined;
  /** The calendar of disclosures, and the lamports at its address. */
  calendar: Readonly<{ lamports: bigint; value: DisclosureCalendar | undefined }>;
  /** How holders decide, and the lamports at its address. */
  governance: Readonly<{ lamports: bigint; value: Governance | undefined }>;
  destinations: readonly Found<TokenAccountState>[];
  /** The accounts at the addresses of the people whom the deal names, and of the owners of its destinations. */
  people: ReadonlyMap<Address, SeenAccount | null>;
  tranches: readonly (TrancheState | undefined)[];
  /** By rank. */
  wrappers: readonly WrapperState[];
  books: readonly BookState[];
  /** Every open book of the security while its structure is negotiated, whoever opened it, by rank and number. */
  openBooks: readonly Account<Book>[];
  /** The other mints of the deal, in the order of the addresses. */
  otherMints: readonly Found<MintState>[];
  /** The rates that are reported, in the order of the addresses. */
  rates: readonly (ReportedRate | undefined)[];
  /** The reference rates that tranches name, by address; `undefined` for an account that is none. */
  references: ReadonlyMap<Address, ReferenceRate | undefined>;
  /** The conversions, in the order of the addresses; `undefined` before they are created and once they are closed. */
  conversions: readonly (Conversion | undefined)[];
  /** The class of another security that each of them is into, in the same order; `undefined` for one of this security. */
  targets: readonly (OtherTarget | undefined)[];
  /** The sources of revenue, in the order of the addresses. */
  sources: readonly (Source | undefined)[];
  /** The stake pools that assets name: the mint of each, or `undefined` for an account that is not a stake pool. */
  pools: ReadonlyMap<Address, Address | undefined>;
  /** Lamports that an account of a size needs. */
  rent(bytes: bigint): bigint;
}>;

/** The token program that owns one of the deal's other mints. */
export function tokenProgramOf({ addresses, otherMints }: ChainState, mint: Address): Address {
  const index = addresses.otherVaults.findIndex((one) => one.mint === mint);
  return otherMints[index]?.value?.tokenProgram ?? TOKEN_PROGRAM;
}

/** Reads a deal's state on chain. */
export async function readChain(rpc: Rpc<SolanaRpcApi>, deal: Deal, sponsor: Address): Promise<ChainState> {
  const mintAddress = await settlementMintAddress(deal, sponsor);
  const pools = deal.books.flatMap(({ assets }) => assets.flatMap(({ source }) => source ?? []));
  const references = deal.tranches.flatMap(
    ({ debt, capital }) => (debt ?? capital)?.floating?.reference ?? [],
  );
  const given = await fetchAll(rpc, [
    SECURITIES_PROGRAM_ADDRESS,
    CLOCK,
    sponsor,
    mintAddress,
    TOKEN_ACL_PROGRAM,
    ...otherMints(deal).map(({ mint }) => mint),
    ...pools,
    ...references,
  ]);
  const [program, clock, payer, mint] = given;
  const programs = new Map(
    given.flatMap((one) =>
      one.exists && isTokenProgram(one.programAddress) ? [[one.address, one.programAddress] as const] : [],
    ),
  );
  const addresses = await dealAddresses(deal, sponsor, mintAddress, programs);
  const values = await Promise.all(
    addresses.tranches.map((one) => rateAddress(addresses.security, one.mint)),
  );
  const wrapped = await Promise.all(addresses.tranches.map(({ tranche }) => wrapperAccounts(tranche)));
  const fetched = await fetchAll(rpc, [
    addresses.security,
    addresses.waterfall,
    addresses.calendar,
    addresses.governance,
    ...addresses.destinations,
    ...addresses.tranches.flatMap((one) => [one.tranche, one.mint]),
    ...wrapped.flatMap((one) => [one.wrapper, one.mint, one.record]),
    ...addresses.books.flatMap((one) => [one.book, one.line]),
    ...new Set([...values, ...addresses.rates.map((one) => one.rate)]),
    ...addresses.sources.map((one) => one.source),
    ...addresses.conversions,
  ]);
  const accounts = new Map([...given, ...fetched].map((account) => [account.address, account]));
  const get = (at: Address) => accounts.get(at);
  const destinations = addresses.destinations.map((at) => found(get(at), decodeTokenAccount));
  const people = [
    ...peopleOf(deal).flatMap(({ who }) => (who === "sponsor" ? [] : [who])),
    ...destinations.flatMap(({ value }) => value?.owner ?? []),
  ];
  const tranches = addresses.tranches.map((one, rank) => {
    const tranche = owned(get(one.tranche), getTrancheDecoder());
    const rate = values[rank];
    return tranche === undefined
      ? undefined
      : {
          tranche,
          mint: found(get(one.mint), decodeMint).value,
          value: rate === undefined ? undefined : owned(get(rate), getReportedRateDecoder()),
        };
  });
  const opened = addresses.books.map((one, at) => {
    const { rank = 0, number = 0 } = deal.books[at] ?? {};
    // Numbers are never used twice: a book that the tranche has counted and that does not exist was closed.
    const isClosed = (tranches[rank]?.tranche.nextBook ?? 0) > number;
    return owned(get(one.book), getBookDecoder()) ?? (isClosed ? "closed" : undefined);
  });
  const made = await readSeries(rpc, deal, addresses.tranches, tranches);
  const series = await findSeries(
    deal,
    made,
    addresses.tranches.map(({ tranche }) => tranche),
    opened,
  );
  const books = addresses.books.map((one, at): BookState => {
    const line = get(one.line);
    const book = opened[at];
    return {
      book: book === "closed" ? undefined : book,
      closed: book === "closed",
      lineLamports: lamportsOf(line),
      series: series[at] ?? [],
    };
  });
  const security = owned(get(addresses.security), getSecurityDecoder());
  return {
    // A book that was opened by other means has its line elsewhere.
    addresses: {
      ...addresses,
      books: addresses.books.map((one, at) => ({ ...one, line: books[at]?.book?.line ?? one.line })),
      rewards: deal.books.map(({ rewards }, at) =>
        rewards.map(({ rank, series: terms }, which) =>
          terms === null ? addresses.tranches[rank]?.tranche : series[at]?.[which]?.address,
        ),
      ),
    },
    hasProgram: program?.exists === true && program.executable,
    hasTokenAcl: get(TOKEN_ACL_PROGRAM)?.exists === true,
    time: timeOf(clock),
    balance: payer?.exists === true ? payer.lamports : 0n,
    settlementMint: found(mint, decodeMint),
    security,
    waterfall: owned(get(addresses.waterfall), getWaterfallDecoder()),
    calendar: {
      lamports: lamportsOf(get(addresses.calendar)),
      value: owned(get(addresses.calendar), getDisclosureCalendarDecoder()),
    },
    governance: {
      lamports: lamportsOf(get(addresses.governance)),
      value: owned(get(addresses.governance), getGovernanceDecoder()),
    },
    destinations,
    people: new Map((await fetchAll(rpc, people)).map((one) => [one.address, seen(one)])),
    tranches,
    wrappers: wrapped.map((one) => ({
      mint: one.mint,
      wrapper: owned(get(one.wrapper), getWrapperDecoder()),
      unit: found(get(one.mint), decodeMint).value,
      hasRecord: owned(get(one.record), getHolderDecoder()) !== undefined,
    })),
    books,
    openBooks: await readOpenBooks(rpc, security, addresses.tranches, tranches),
    otherMints: addresses.otherVaults.map((one) => found(get(one.mint), decodeMint)),
    rates: addresses.rates.map((one) => owned(get(one.rate), getReportedRateDecoder())),
    references: new Map(references.map((one) => [one, owned(get(one), getReferenceRateDecoder())])),
    sources: addresses.sources.map((one) => owned(get(one.source), getSourceDecoder())),
    conversions: addresses.conversions.map((one) => owned(get(one), getConversionDecoder())),
    targets: await readTargets(rpc, deal),
    pools: new Map(pools.map((source) => [source, decodePoolMint(get(source))])),
    rent: await rentRule(rpc),
  };
}

/** The accounts of a tranche's wrapper: itself, the mint of its units, and its holder record. */
async function wrapperAccounts(tranche: Address) {
  const wrapper = await wrapperAddress(tranche);
  return {
    wrapper,
    mint: await unitMintAddress(wrapper),
    record: await holderAddress(tranche, wrapper),
  };
}

/** The books that a change of structure affects; none once it is fixed. */
async function readOpenBooks(
  rpc: Rpc<SolanaRpcApi>,
  security: Security | undefined,
  addresses: DealAddresses["tranches"],
  tranches: ChainState["tranches"],
): Promise<readonly Account<Book>[]> {
  if (security === undefined || !isNegotiable(security) || security.openBooks === 0) {
    return [];
  }
  const all = addresses.flatMap(({ tranche }, rank) =>
    Array.from({ length: tranches[rank]?.tranche.nextBook ?? 0 }, (_, number) =>
      bookAddress(tranche, number),
    ),
  );
  return (await fetchAll(rpc, await Promise.all(all))).flatMap((account) => {
    const data = owned(account, getBookDecoder());
    return account.exists && data !== undefined && isOpenBook(data) ? [{ ...account, data }] : [];
  });
}

/** All series ever created for the tranches on whose shares a deal gives warrants. */
async function readSeries(
  rpc: Rpc<SolanaRpcApi>,
  deal: Deal,
  addresses: DealAddresses["tranches"],
  tranches: ChainState["tranches"],
): Promise<ReadonlyMap<number, MadeSeries>> {
  const rewards = deal.books.flatMap((book) => book.rewards);
  const ranks = new Set(rewards.flatMap(({ rank, series }) => (series === null ? [] : [rank])));
  const made = new Map<number, MadeSeries>();
  for (const rank of ranks) {
    const at = addresses[rank]?.tranche;
    const count = tranches[rank]?.tranche.nextSeries ?? 0;
    if (at !== undefined) {
      const numbers = Array.from({ length: count }, (_, number) => seriesAddress(at, number));
      const accounts = await fetchAll(rpc, await Promise.all(numbers));
      made.set(
        rank,
        accounts.map((account) => ({
          address: account.address,
          series: owned(account, getWarrantSeriesDecoder()),
        })),
      );
    }
  }
  return made;
}

const lamportsOf = (account: MaybeEncodedAccount | undefined): bigint =>
  account?.exists === true ? account.lamports : 0n;

function seen(account: MaybeEncodedAccount): SeenAccount | null {
  return account.exists
    ? { program: account.programAddress, executable: account.executable, data: account.data }
    : null;
}

function found<T>(
  account: MaybeEncodedAccount | undefined,
  decode: (account: EncodedAccount) => T | undefined,
): Found<T> {
  return account?.exists === true
    ? { exists: true, lamports: account.lamports, value: decode(account) }
    : { exists: false, lamports: 0n, value: undefined };
}

function timeOf(clock: MaybeEncodedAccount | undefined): bigint {
  if (clock?.exists !== true) {
    throw new ClientError("the cluster has no clock");
  }
  return Buffer.from(clock.data).readBigInt64LE(CLOCK_TIME_OFFSET);
}

async function rentRule(rpc: Rpc<SolanaRpcApi>): Promise<(bytes: bigint) => bigint> {
  const options = { commitment: COMMITMENT } as const;
  const none = await rpc.getMinimumBalanceForRentExemption(0n, options).send();
  const some = await rpc.getMinimumBalanceForRentExemption(PROBE_BYTES, options).send();
  return (bytes) => none + ((some - none) / PROBE_BYTES) * bytes;
}
