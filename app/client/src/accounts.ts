import { type Account, type Address, fetchEncodedAccount, fetchEncodedAccounts } from "@solana/kit";
import {
  BOOK,
  DISTRIBUTION,
  find,
  HOLDER,
  list,
  OFFSET,
  OWNER_TOTAL,
  RATE,
  read,
  SECURITY,
  SERIES,
  TICKET,
  TRANCHE,
  WATERFALL,
  type Where,
} from "./account-kinds.js";
import {
  holderAddress,
  ownerTotalAddress,
  rateAddress,
  trancheAddress,
  waterfallAddress,
} from "./addresses.js";
import { type Cluster, commitmentOf } from "./cluster.js";
import { ClientError } from "./errors.js";
import type {
  Book,
  Distribution,
  Holder,
  OwnerTotal,
  ReportedRate,
  Security,
  Ticket,
  Tranche,
  WarrantSeries,
  Waterfall,
} from "./generated/index.js";
import { shownUrl } from "./shown-url.js";

/** The most accounts that a node gives at once. */
const MAX_ACCOUNTS = 100;

/** Reads a security; it must be there. */
export const readSecurity = async (cluster: Cluster, address: Address): Promise<Account<Security>> =>
  read(cluster, SECURITY, address);

/** Reads a tranche; it must be there. */
export const readTranche = async (cluster: Cluster, address: Address): Promise<Account<Tranche>> =>
  read(cluster, TRANCHE, address);

/** Reads a book; it must be there. */
export const readBook = async (cluster: Cluster, address: Address): Promise<Account<Book>> =>
  read(cluster, BOOK, address);

/** Reads a ticket by its address; it must be there. */
export const readTicket = async (cluster: Cluster, address: Address): Promise<Account<Ticket>> =>
  read(cluster, TICKET, address);

/** Reads a ticket by its number in a book; it must be there. */
export async function readTicketById(
  cluster: Cluster,
  options: Readonly<{ book: Address; id: number }>,
): Promise<Account<Ticket>> {
  const { book, id } = options;
  const [ticket] = await list(cluster, TICKET, [
    [OFFSET.ticketBook, book],
    [OFFSET.ticketId, id],
  ]);
  if (ticket === undefined) {
    throw new ClientError(`the book ${book} has no ticket ${id}: it never had, or the ticket is closed`);
  }
  return ticket;
}

/** Reads the total of an owner's money in a book, if it is open. */
export const findOwnerTotal = async (
  cluster: Cluster,
  { book, owner }: Readonly<{ book: Address; owner: Address }>,
): Promise<Account<OwnerTotal> | undefined> =>
  find(cluster, OWNER_TOTAL, await ownerTotalAddress(book, owner));

/** Reads a series of warrants, if it is not closed. */
export const findSeries = async (
  cluster: Cluster,
  series: Address,
): Promise<Account<WarrantSeries> | undefined> => find(cluster, SERIES, series);

/** Reads a security's waterfall; it must be there. */
export const readWaterfall = async (cluster: Cluster, security: Address): Promise<Account<Waterfall>> =>
  read(cluster, WATERFALL, await waterfallAddress(security));

/** The waterfalls of all securities of the program, in no order. */
export const listWaterfalls = async (cluster: Cluster): Promise<Account<Waterfall>[]> =>
  list(cluster, WATERFALL, []);

/** Reads an owner's record in a tranche, if it has one. */
export const findHolder = async (
  cluster: Cluster,
  { tranche, owner }: Readonly<{ tranche: Address; owner: Address }>,
): Promise<Account<Holder> | undefined> => find(cluster, HOLDER, await holderAddress(tranche, owner));

/** Reads an owner's record in a tranche; it must have one. */
export const readHolder = async (
  cluster: Cluster,
  { tranche, owner }: Readonly<{ tranche: Address; owner: Address }>,
): Promise<Account<Holder>> => read(cluster, HOLDER, await holderAddress(tranche, owner));

/** Reads a series of warrants; it must be there. */
export const readSeries = async (cluster: Cluster, address: Address): Promise<Account<WarrantSeries>> =>
  read(cluster, SERIES, address);

/** Reads the rate that a security's reporter reports for a mint, if there is one. */
export const findRate = async (
  cluster: Cluster,
  { security, mint }: Readonly<{ security: Address; mint: Address }>,
): Promise<Account<ReportedRate> | undefined> => find(cluster, RATE, await rateAddress(security, mint));

/** Reads the tranches of a security that are not closed, in order of rank: all of them until it has ended. */
export async function readTranches(
  cluster: Cluster,
  security: Account<Security>,
): Promise<Account<Tranche>[]> {
  const ranks = Array.from({ length: security.data.trancheCount }, (_, rank) => rank);
  const addresses = await Promise.all(ranks.map((rank) => trancheAddress(security.address, rank)));
  const found = await Promise.all(addresses.map((address) => find(cluster, TRANCHE, address)));
  return found.filter((tranche) => tranche !== undefined);
}

/** All securities of the program, by address. */
export const listAllSecurities = async (cluster: Cluster): Promise<Account<Security>[]> =>
  (await list(cluster, SECURITY, [])).sort((a, b) => (a.address < b.address ? -1 : 1));

/** An owner's open tickets in all books, by book and by place. */
export const listOwnTickets = async (cluster: Cluster, owner: Address): Promise<Account<Ticket>[]> =>
  (await list(cluster, TICKET, [[OFFSET.ticketOwner, owner]])).sort((a, b) =>
    a.data.book === b.data.book ? a.data.place - b.data.place : a.data.book < b.data.book ? -1 : 1,
  );

/** The securities that a sponsor acts for, by its own numbers. */
export const listSecurities = async (cluster: Cluster, sponsor: Address): Promise<Account<Security>[]> =>
  (await list(cluster, SECURITY, [[OFFSET.securitySponsor, sponsor]])).sort((a, b) =>
    Number(a.data.id - b.data.id),
  );

/** The books of a tranche that are not closed, by number. */
export const listBooks = async (cluster: Cluster, tranche: Address): Promise<Account<Book>[]> =>
  (await list(cluster, BOOK, [[OFFSET.bookTranche, tranche]])).sort((a, b) => a.data.number - b.data.number);

/** The open tickets of a book, of one owner if given, in the order of the line. */
export const listTickets = async (
  cluster: Cluster,
  { book, owner }: Readonly<{ book: Address; owner?: Address | undefined }>,
): Promise<Account<Ticket>[]> =>
  (await list(cluster, TICKET, [[OFFSET.ticketBook, book], ...only(OFFSET.ticketOwner, owner)])).sort(
    (a, b) => a.data.place - b.data.place,
  );

/** The holders of a tranche, by address. */
export const listHolders = async (cluster: Cluster, tranche: Address): Promise<Account<Holder>[]> =>
  (await list(cluster, HOLDER, [[OFFSET.holderTranche, tranche]])).sort((a, b) =>
    a.address < b.address ? -1 : 1,
  );

/** The records of an owner in all tranches. */
export const listHoldings = async (cluster: Cluster, owner: Address): Promise<Account<Holder>[]> =>
  list(cluster, HOLDER, [[OFFSET.holderOwner, owner]]);

/** The series of warrants on a tranche's shares that are not closed, by number. */
export const listSeries = async (cluster: Cluster, tranche: Address): Promise<Account<WarrantSeries>[]> =>
  (await list(cluster, SERIES, [[OFFSET.seriesTranche, tranche]])).sort(
    (a, b) => a.data.number - b.data.number,
  );

/** All series of warrants that are not closed, of every security, in no order. */
export const listAllSeries = async (cluster: Cluster): Promise<Account<WarrantSeries>[]> =>
  list(cluster, SERIES, []);

/** Reads a distribution; it must be there. */
export const readDistribution = async (cluster: Cluster, address: Address): Promise<Account<Distribution>> =>
  read(cluster, DISTRIBUTION, address);

/** Reads a security's distribution by its number in the order in which they ran; it must be there. */
export async function readDistributionNumber(
  cluster: Cluster,
  options: Readonly<{ security: Address; number: number }>,
): Promise<Account<Distribution>> {
  const { security, number } = options;
  const all = await list(cluster, DISTRIBUTION, [
    [OFFSET.distributionNumber, number],
    [OFFSET.distributionSecurity, security],
  ]);
  // One that waits has no number yet.
  const found = all.find(({ data }) => data.isPending === 0);
  if (found === undefined) {
    throw new ClientError(`there is no distribution ${number} of ${security} on ${shownUrl(cluster.url)}`);
  }
  return found;
}

/** The distributions of a security that have run, in this order; those that wait are `listPendingPayments`. */
export const listDistributions = async (
  cluster: Cluster,
  security: Address,
): Promise<Account<Distribution>[]> =>
  (await list(cluster, DISTRIBUTION, [[OFFSET.distributionSecurity, security]]))
    .filter(({ data }) => data.isPending === 0)
    .sort((a, b) => a.data.number - b.data.number);

/** The bytes of a book's line account, for `moneyAhead`. */
export async function readLine(cluster: Cluster, book: Book): Promise<Uint8Array> {
  const account = await fetchEncodedAccount(cluster.rpc, book.line, { commitment: commitmentOf(cluster) });
  if (!account.exists) {
    throw new ClientError(`there is no line at ${book.line}: the book has been closed`);
  }
  return Uint8Array.from(account.data);
}

/** The bytes of accounts, in the order asked for; `undefined` where there is none. */
export async function readBytes(
  cluster: Cluster,
  addresses: readonly Address[],
): Promise<(Readonly<{ data: Uint8Array; owner: Address; lamports: bigint }> | undefined)[]> {
  const found = [];
  for (let at = 0; at < addresses.length; at += MAX_ACCOUNTS) {
    const some = addresses.slice(at, at + MAX_ACCOUNTS);
    found.push(...(await fetchEncodedAccounts(cluster.rpc, some, { commitment: commitmentOf(cluster) })));
  }
  return found.map((account) =>
    account.exists
      ? { data: Uint8Array.from(account.data), owner: account.programAddress, lamports: account.lamports }
      : undefined,
  );
}

function only(offset: number, owner: Address | undefined): Where[] {
  return owner === undefined ? [] : [[offset, owner]];
}
