import {
  type Account,
  type AccountMeta,
  AccountRole,
  type Address,
  type AddressesByLookupTableAddress,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { listBooks, readTranches } from "./accounts.js";
import { shareRateAddress, waterfallAddress } from "./addresses.js";
import { lockExtras } from "./book-settlement.js";
import { type Cluster, fitsTransaction } from "./cluster.js";
import { ClientError, type FailureDetails } from "./errors.js";
import {
  type Book,
  type Group,
  getFailBookInstruction,
  getLockGroupInstruction,
  type Security,
} from "./generated/index.js";
import { lookupTablesFor } from "./lookup-table.js";
import { canLock, phaseOf } from "./phase.js";
import { withTranches } from "./tranche-metas.js";

/** Groups that the books of a security can form, numbered from 1. */
export const MAX_GROUPS = 4;
/** The most books of a group. */
export const MAX_GROUP = 8;

/** The groups of a security's books that are in use, with their numbers. */
export function groupsOf({ groups }: Security): readonly (readonly [number: number, group: Group])[] {
  return groups.flatMap((group, at) => (group.size > 0 ? [[at + 1, group] as const] : []));
}

/** The books of a group that are not closed, by rank and number. */
export async function listGroup(
  cluster: Cluster,
  options: Readonly<{ security: Account<Security>; number: number }>,
): Promise<Account<Book>[]> {
  const { security, number } = options;
  const tranches = await readTranches(cluster, security);
  const books = await Promise.all(tranches.map(({ address }) => listBooks(cluster, address)));
  return books.flat().filter(({ data }) => data.group === number);
}

/**
 * Locks all books of a group in one transaction, or none: by the sponsor once every offer has ended, by anyone after
 * the deadline. With many assets and rewards it does not fit into a transaction without lookup tables: see
 * `groupTables`.
 */
export async function lockGroup(
  options: Readonly<{
    caller: TransactionSigner;
    security: Account<Security>;
    books: readonly Account<Book>[];
  }>,
): Promise<Instruction[]> {
  const { caller, security, books } = options;
  const [first] = books;
  if (first === undefined) {
    throw new ClientError("a group has at least two books: read them with listGroup");
  }
  const { group } = first.data;
  const lock = getLockGroupInstruction({
    caller,
    security: security.address,
    waterfall: await waterfallAddress(security.address),
    group,
  });
  // The first price of a class is the floor for the prices that follow.
  const inOrder = books.toSorted(
    ({ data: a }, { data: b }) => compare(a.tranche, b.tranche) || compare(a.priceMin, b.priceMin),
  );
  const accounts = await Promise.all(inOrder.map(metasOf));
  const all = { ...lock, accounts: [...(lock.accounts ?? []), ...accounts.flat()] };
  return [requiresTests(security.data, group) ? await withTranches(all, security) : all];
}

/** Whether a group of a security's books, by its number from 1, is locked only if the tests of the structure hold. */
export const requiresTests = ({ groups }: Pick<Security, "groups">, group: number): boolean =>
  groups[group - 1]?.requiresTests === 1;

/** With which others a book of a group, by its number from 1 or 0 for none, is locked, and on which condition, in words. */
export const closingWords = (security: Pick<Security, "groups">, group: number): string =>
  group === 0
    ? "by itself"
    : `together with the other books of group ${group}${requiresTests(security, group) ? ", if the tests of the structure hold then" : ""}`;

/** What a test of the structure found that refused the lock of a group. */
export type ShortTest = Readonly<{
  /** The rank down to which it protects. */
  rank: number;
  /** What there would be, basis points. */
  foundBps: number;
  /** What is required, basis points. */
  requiredBps: number;
}>;

/** What the program says of the test that refused the lock of a group; `undefined` if no test did. */
export function shortTestOf({ logs }: Pick<FailureDetails, "logs">): ShortTest | undefined {
  const said = logs.findLast((line) => TOLD.test(line));
  const [rank, foundBps, requiredBps] = (TOLD.exec(said ?? "") ?? []).slice(1).map(Number);
  return rank === undefined || foundBps === undefined || requiredBps === undefined
    ? undefined
    : { rank, foundBps, requiredBps };
}

const TOLD = /^Program log: rank (\d+): (\d+) basis points, and the limit is (\d+)$/;

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What `lock_group` takes of a book. */
async function metasOf({ address, data }: Account<Book>): Promise<AccountMeta[]> {
  return [
    { address: data.tranche, role: AccountRole.WRITABLE },
    { address: await shareRateAddress(data.security, data.tranche), role: AccountRole.READONLY },
    { address, role: AccountRole.WRITABLE },
    ...lockExtras(data),
  ];
}

/** The lookup tables that the lock of a group needs to fit into a transaction; none if it fits without. */
export async function groupTables(
  cluster: Cluster,
  options: Readonly<{ payer: TransactionSigner; instructions: readonly Instruction[] }>,
): Promise<AddressesByLookupTableAddress> {
  const { payer, instructions } = options;
  if (fitsTransaction({ instructions, payer })) {
    return {};
  }
  const accounts = instructions.flatMap((instruction) => instruction.accounts ?? []);
  const named = accounts.filter(({ role }) => role === AccountRole.WRITABLE || role === AccountRole.READONLY);
  const wanted = [...new Set(named.map(({ address }) => address))];
  return await lookupTablesFor(cluster, { authority: payer, label: wanted.slice(0, 2), wanted });
}

/**
 * Fails a book that is due, once another of its group has failed: `failed` is a book that is refunding, or is left out
 * if the security has recorded the failure already. By anyone.
 */
export async function failBook(
  options: Readonly<{ book: Account<Book>; failed?: Address | undefined }>,
): Promise<Instruction[]> {
  const { book, failed } = options;
  const { security } = book.data;
  return [
    getFailBookInstruction({
      security,
      book: book.address,
      ...(failed === undefined ? {} : { failed }),
    }),
  ];
}

/** What can be done with a group: locking it as a whole, failing it book by book, or nothing yet. */
export type GroupWork = Readonly<
  | { kind: "lock"; books: readonly Account<Book>[] }
  | { kind: "fail"; books: readonly Account<Book>[]; failed: Address | undefined }
  | { kind: "none" }
>;

/** What anyone, or with `bySponsor` the sponsor, can do with a group. `books` are those that are not closed. */
export function groupWork(
  options: Readonly<{
    group: Group;
    books: readonly Account<Book>[];
    /** The cluster's time. */
    now: bigint;
    bySponsor?: boolean | undefined;
  }>,
): GroupWork {
  const { group, books, now, bySponsor = false } = options;
  if (books.length === group.size && books.every(({ data }) => canLock({ book: data, now, bySponsor }))) {
    return { kind: "lock", books };
  }
  const due = books.filter(({ data }) => phaseOf(data, now) === "due");
  const failed = books.find(({ data }) => phaseOf(data, now) === "refunding")?.address;
  const isOver = failed !== undefined || group.failed === 1;
  return isOver && due.length > 0 ? { kind: "fail", books: due, failed } : { kind: "none" };
}
