import { isDeepStrictEqual } from "node:util";
import {
  ClientError,
  type Cluster,
  curvesOf,
  limitsHolders,
  listBooks,
  listHolders,
  qualifiersOf,
  readSecurity,
  trancheAddresses,
} from "@defi-ready/securities";
import {
  type Book,
  decodeBook,
  decodeHolder,
  type Holder,
  TrancheKind,
} from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { type ClassState, readSnapshot, type Snapshot } from "../chain/snapshot.js";
import { type TransferState, transferStateOf } from "../chain/transfer-state.js";
import type { Database } from "../database/open.js";
import { type Check, check, requireComplete } from "../statement/complete.js";
import { sharesAt } from "./past.js";

/** How often a register is read again that changed while it was read. */
const TRIES = 5;

/** A holder of record in one class. Shares are base units. */
export type RegisterEntry = Readonly<{
  rank: number;
  className: string;
  symbol: string;
  tranche: Address;
  owner: Address;
  /** Whether it is the class's wrapper, whose shares are those of all units, or an owner by itself. */
  kind: "owner" | "wrapper";
  shares: bigint;
  decimals: number;
  /** When the record was opened, in Unix seconds; `null` at a past slot. */
  openedAt: bigint | null;
  /** Where it is paid; `null` at a past slot, and of a wrapper, which is not paid. */
  payoutAccount: Address | null;
  /** What its qualifier says of it, where the security names qualifiers; not at a past slot. */
  credential:
    | Readonly<{
        qualifier: Address;
        category: number;
        /** ISO 3166-1 numeric; 0: not stated. */
        country: number;
        /** Unix seconds. */
        until: bigint;
        isValid: boolean;
      }>
    | undefined;
  /** What the rules of transfers say of it; `null` at a past slot. */
  transfers: TransferState | null;
}>;

/** A class, and where its shares are. Base units; `null` for what a history does not tell of a past slot. */
export type RegisterClass = Readonly<{
  rank: number;
  name: string;
  symbol: string;
  kind: "debt" | "equity" | "cover";
  tranche: Address;
  mint: Address;
  decimals: number;
  /** All that were issued, by the program's counter. */
  shares: bigint | null;
  /** Of holders of record, the wrapper among them, and in accounts that are thawed. */
  held: bigint;
  /** The part of it that is wrapped, of the wrapper. */
  wrapped: bigint;
  /** Bought or granted, and not handed over to whoever they belong to yet: books hold them. */
  inBooks: bigint | null;
  /** For the class's manager. */
  inPot: bigint | null;
  /** Tokens that holders burned: their records count on. */
  burned: bigint | null;
  holders: number;
}>;

/** A class now, of which everything is known. */
type PresentClass = RegisterClass &
  Readonly<{ shares: bigint; inBooks: bigint; inPot: bigint; burned: bigint }>;

/** The holders of record of a security at a slot. */
export type Register = Readonly<{
  security: Address;
  slot: bigint;
  /** The cluster's time then, in Unix seconds; `null` if the node does not tell it. */
  time: bigint | null;
  /** Whether it is of a past slot, by a history. */
  isPast: boolean;
  classes: readonly RegisterClass[];
  entries: readonly RegisterEntry[];
  checks: readonly Check[];
  reconciles: boolean;
}>;

/**
 * The register of a security as the chain has it at one slot. Holders and books are listed class by class, and read again
 * with the security itself. The whole is read anew where a record was read later and had changed since it was listed, or
 * where it does not add up to the program's counters and the mints' supply, as one without a new holder does not.
 *
 * @throws {ClientError} If the records do not stop changing.
 */
export async function readRegister(
  cluster: Cluster,
  options: Readonly<{ security: Address }>,
): Promise<Register> {
  return (await readPresent(cluster, options)).register;
}

async function readPresent(
  cluster: Cluster,
  { security }: Readonly<{ security: Address }>,
): Promise<Readonly<{ register: Register; snapshot: Snapshot }>> {
  const tranches = await trancheAddresses(await readSecurity(cluster, security));
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const holders = (await Promise.all(tranches.map((one) => listHolders(cluster, one)))).flat();
    const books = (await Promise.all(tranches.map((one) => listBooks(cluster, one)))).flat();
    const listed = [...holders, ...books];
    const snapshot = await readSnapshot(cluster, { security, others: listed.map(({ address }) => address) });
    const accounts = snapshot.others.map(({ account }) => account);
    const readHolders = accounts.slice(0, holders.length).map((one) => one && decodeHolder(one));
    const readBooks = accounts.slice(holders.length).map((one) => one && decodeBook(one));
    const read = [...readHolders, ...readBooks];
    const isStill = snapshot.others.every(
      ({ slot }, at) => slot === snapshot.slot || isDeepStrictEqual(read[at]?.data, listed[at]?.data),
    );
    const register = registerOf(
      snapshot,
      readHolders.flatMap((one) => one ?? []),
      readBooks.flatMap((one) => one ?? []),
    );
    if (isStill && (register.reconciles || tries === TRIES)) {
      return { register, snapshot };
    }
  }
  throw new ClientError("the security's records changed whenever its register was read: try again");
}

/**
 * The register of a security as it was at a slot, from a history: shares by every purchase and transfer up to it. What else
 * a register tells is not in a history, and is not told. The history itself is compared with the records that the chain has
 * now, holder by holder.
 *
 * @throws {ClientError} If the history lacks something that the chain counts.
 */
export async function pastRegister(
  cluster: Cluster,
  options: Readonly<{
    database: Database;
    security: Address;
    slot: bigint;
    /** Brings the history up to a slot, once the chain has been read there; left out if it is up to date. */
    bringUp?: ((slot: bigint) => Promise<void>) | undefined;
  }>,
): Promise<Register> {
  const { database, security, slot, bringUp } = options;
  const { register: now, snapshot } = await readPresent(cluster, { security });
  if (slot > now.slot) {
    throw new ClientError(`slot ${slot} is yet to come: the chain is at ${now.slot}`);
  }
  await bringUp?.(now.slot);
  await requireComplete({ cluster, ...options, snapshot });
  const tranches = now.classes.map(({ tranche }) => tranche);
  const [{ shares: then, wrappers }, { shares: today }] = await Promise.all([
    sharesAt(database, { security, tranches, slot }),
    sharesAt(database, { security, tranches, slot: now.slot }),
  ]);
  const entries = now.classes.flatMap((one): RegisterEntry[] =>
    [...(then.get(one.tranche) ?? [])]
      .filter(([, shares]) => shares !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([owner, shares]) => {
        const { rank, name: className, symbol, tranche, decimals } = one;
        const kind = wrappers.get(tranche) === owner ? ("wrapper" as const) : ("owner" as const);
        const common = { rank, className, symbol, tranche, decimals, owner: owner as Address, kind, shares };
        const unknown = { openedAt: null, payoutAccount: null, credential: undefined, transfers: null };
        return { ...common, ...unknown };
      }),
  );
  const checks = now.classes.map((one) => {
    const balances = today.get(one.tranche) ?? new Map<string, bigint>();
    const recorded = new Map<string, bigint>(
      now.entries.flatMap(({ tranche, owner, shares }) => (tranche === one.tranche ? [[owner, shares]] : [])),
    );
    const owners = [...new Set([...balances.keys(), ...recorded.keys()])];
    const differing = owners.filter((owner) => (balances.get(owner) ?? 0n) !== (recorded.get(owner) ?? 0n));
    const [ours, theirs] = [sum([...balances.values()]), sum([...recorded.values()])];
    return {
      what: `${one.name}: shares of all holders by the history and by their records now, holder by holder`,
      history: ours,
      chain: theirs,
      holds: ours === theirs && differing.length === 0,
    };
  });
  return {
    security,
    slot,
    time: await timeOf(cluster, slot),
    isPast: true,
    classes: now.classes.map((one) => {
      const own = entries.filter(({ tranche }) => tranche === one.tranche);
      const unknown = { shares: null, inBooks: null, inPot: null, burned: null };
      const held = sum(own.map(({ shares }) => shares));
      return { ...one, ...unknown, held, wrapped: wrappedIn(own), holders: own.length };
    }),
    entries,
    checks,
    reconciles: checks.every(({ holds }) => holds),
  };
}

/** A slot's time, where it has a block and the node knows it. */
async function timeOf(cluster: Cluster, slot: bigint): Promise<bigint | null> {
  const time = await cluster.rpc
    .getBlockTime(slot)
    .send()
    .catch(() => null);
  return time === null ? null : BigInt(time);
}

function registerOf(
  snapshot: Snapshot,
  holders: readonly Account<Holder>[],
  books: readonly Account<Book>[],
): Register {
  const { security, slot, time, data } = snapshot;
  const restricted = qualifiersOf(data).length > 0;
  const entries = snapshot.classes.flatMap((state, rank) =>
    holders
      .filter((one) => one.data.tranche === state.address && one.data.shares > 0n)
      .map((one) => entryOf(one.data, { state, rank, time, restricted })),
  );
  const classes = snapshot.classes.map((state, rank) => classOf(state, rank, { entries, books }));
  const checks = classes.flatMap((one): Check[] => [
    ...personsCheck(one, snapshot, holders),
    {
      what: `${one.name}: shares of holders, in books and for the manager, and the program's counter`,
      history: one.held + one.inBooks + one.inPot,
      chain: one.shares,
      holds: one.held + one.inBooks + one.inPot === one.shares,
    },
    {
      what: `${one.name}: shares of holders, less those that are wrapped and what they burned, and the mint's supply`,
      history: one.held - one.wrapped - one.burned,
      chain: snapshot.classes[one.rank]?.mint.supply ?? 0n,
      holds: one.burned >= 0n,
    },
  ]);
  return {
    security,
    slot,
    time,
    isPast: false,
    classes,
    entries,
    checks,
    reconciles: checks.every(({ holds }) => holds),
  };
}

/** Where a class limits its holders: records without shares can have a place, too. */
function personsCheck(
  { name, rank, tranche }: RegisterClass,
  snapshot: Snapshot,
  holders: readonly Account<Holder>[],
): Check[] {
  const rules = snapshot.classes[rank]?.data.rules;
  if (rules === undefined || !limitsHolders(rules)) {
    return [];
  }
  const own = holders.filter(({ data }) => data.tranche === tranche && data.allotted > 0n);
  const persons = BigInt(new Set(own.map(({ data }) => data.person)).size);
  return [
    check(`${name}: persons with an allotment, and the program's counter`, persons, BigInt(rules.persons)),
  ];
}

function entryOf(
  holder: Holder,
  {
    state,
    rank,
    time,
    restricted,
  }: Readonly<{ state: ClassState; rank: number; time: bigint; restricted: boolean }>,
): RegisterEntry {
  const { owner, shares, openedAt, payoutAccount, qualifier, qualifierPlace, category } = holder;
  const isWrapper = holder.isWrapper === 1;
  const until = holder.credentialUntil;
  return {
    rank,
    className: nameOf(state, rank),
    symbol: state.mint.symbol,
    tranche: state.address,
    owner,
    kind: isWrapper ? "wrapper" : "owner",
    shares,
    decimals: state.data.decimals,
    openedAt,
    payoutAccount: isWrapper ? null : payoutAccount,
    credential:
      restricted && qualifierPlace > 0
        ? { qualifier, category, country: holder.jurisdiction, until, isValid: until > time }
        : undefined,
    transfers: transferStateOf({ tranche: state.data, holder, now: time }),
  };
}

function classOf(
  state: ClassState,
  rank: number,
  { entries, books }: Readonly<{ entries: readonly RegisterEntry[]; books: readonly Account<Book>[] }>,
): PresentClass {
  const { address, data, mint } = state;
  const own = entries.filter(({ tranche }) => tranche === address);
  // Of what is thawed the class knows the sum, and its records what was there before.
  const recorded = sum(own.map(({ shares, transfers }) => shares - (transfers?.thawed ?? 0n)));
  const held = recorded + data.thawedShares;
  const wrapped = wrappedIn(own);
  const inBooks = sum(
    books.flatMap(({ data: book }) => [
      ...(book.tranche === address ? [book.sharesHeld] : []),
      ...curvesOf(book)
        .filter(({ target }) => target === address)
        .map((curve) => curve.held),
    ]),
  );
  return {
    rank,
    name: nameOf(state, rank),
    symbol: mint.symbol,
    kind: data.kind === TrancheKind.Debt ? "debt" : data.kind === TrancheKind.Equity ? "equity" : "cover",
    tranche: address,
    mint: data.mint,
    decimals: data.decimals,
    shares: data.shares,
    held,
    wrapped,
    inBooks,
    inPot: data.pot.shares,
    // Wrapping burns the tokens of shares, and unwrapping mints them again.
    burned: held - wrapped - mint.supply,
    holders: own.length,
  };
}

const wrappedIn = (entries: readonly RegisterEntry[]): bigint =>
  sum(entries.filter(({ kind }) => kind === "wrapper").map(({ shares }) => shares));

const nameOf = ({ mint }: ClassState, rank: number) => (mint.name === "" ? `class ${rank}` : mint.name);

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
