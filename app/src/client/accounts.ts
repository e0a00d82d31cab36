import {
  type Account,
  type Address,
  type Base58EncodedBytes,
  decodeAccount,
  type FixedSizeDecoder,
  fetchEncodedAccount,
  fetchEncodedAccounts,
  getBase58Decoder,
  parseBase64RpcAccount,
  type ReadonlyUint8Array,
} from "@solana/kit";
import {
  BOOK_DISCRIMINATOR,
  type Book,
  DISTRIBUTION_DISCRIMINATOR,
  type Distribution,
  getBookDecoder,
  getDistributionDecoder,
  getHolderDecoder,
  getSecurityDecoder,
  getTicketDecoder,
  getTrancheDecoder,
  getWaterfallDecoder,
  HOLDER_DISCRIMINATOR,
  type Holder,
  SECURITIES_PROGRAM_ADDRESS,
  SECURITY_DISCRIMINATOR,
  type Security,
  TICKET_DISCRIMINATOR,
  type Ticket,
  TRANCHE_DISCRIMINATOR,
  type Tranche,
  WATERFALL_DISCRIMINATOR,
  type Waterfall,
} from "../generated/index.js";
import { holderAddress, ticketAddress, trancheAddress, waterfallAddress } from "./addresses.js";
import { type Cluster, commitmentOf } from "./cluster.js";
import { ClientError } from "./errors.js";

/** The most accounts that a node gives at once. */
const MAX_ACCOUNTS = 100;

/** A kind of account: how it is recognised and read. */
type Kind<T extends object> = Readonly<{
  name: string;
  discriminator: ReadonlyUint8Array;
  decoder: FixedSizeDecoder<T>;
}>;

const SECURITY: Kind<Security> = {
  name: "security",
  discriminator: SECURITY_DISCRIMINATOR,
  decoder: getSecurityDecoder(),
};
const TRANCHE: Kind<Tranche> = {
  name: "tranche",
  discriminator: TRANCHE_DISCRIMINATOR,
  decoder: getTrancheDecoder(),
};
const WATERFALL: Kind<Waterfall> = {
  name: "waterfall",
  discriminator: WATERFALL_DISCRIMINATOR,
  decoder: getWaterfallDecoder(),
};
const BOOK: Kind<Book> = { name: "book", discriminator: BOOK_DISCRIMINATOR, decoder: getBookDecoder() };
const TICKET: Kind<Ticket> = {
  name: "ticket",
  discriminator: TICKET_DISCRIMINATOR,
  decoder: getTicketDecoder(),
};
const HOLDER: Kind<Holder> = {
  name: "holder",
  discriminator: HOLDER_DISCRIMINATOR,
  decoder: getHolderDecoder(),
};
const DISTRIBUTION: Kind<Distribution> = {
  name: "distribution",
  discriminator: DISTRIBUTION_DISCRIMINATOR,
  decoder: getDistributionDecoder(),
};

/** Where accounts keep the address that lists are made by. */
const OFFSET = {
  securitySponsor: 80,
  bookTranche: 56,
  ticketBook: 16,
  ticketOwner: 48,
  holderTranche: 16,
  holderOwner: 48,
  distributionSecurity: 16,
} as const;

/** Reads a security; it must be there. */
export const readSecurity = (cluster: Cluster, address: Address): Promise<Account<Security>> =>
  read(cluster, SECURITY, address);

/** Reads a tranche; it must be there. */
export const readTranche = (cluster: Cluster, address: Address): Promise<Account<Tranche>> =>
  read(cluster, TRANCHE, address);

/** Reads a book; it must be there. */
export const readBook = (cluster: Cluster, address: Address): Promise<Account<Book>> =>
  read(cluster, BOOK, address);

/** Reads the ticket at a place of a book; it must be there. */
export const readTicket = async (cluster: Cluster, book: Address, place: number): Promise<Account<Ticket>> =>
  read(cluster, TICKET, await ticketAddress(book, place));

/** Reads a security's waterfall; it must be there. */
export const readWaterfall = async (cluster: Cluster, security: Address): Promise<Account<Waterfall>> =>
  read(cluster, WATERFALL, await waterfallAddress(security));

/** Reads an owner's record in a tranche, if it has one. */
export const findHolder = async (
  cluster: Cluster,
  tranche: Address,
  owner: Address,
): Promise<Account<Holder> | undefined> => find(cluster, HOLDER, await holderAddress(tranche, owner));

/** Reads an owner's record in a tranche; it must have one. */
export const readHolder = async (
  cluster: Cluster,
  tranche: Address,
  owner: Address,
): Promise<Account<Holder>> => read(cluster, HOLDER, await holderAddress(tranche, owner));

/** Reads the tranches of a security, in order of rank. */
export async function readTranches(
  cluster: Cluster,
  security: Account<Security>,
): Promise<Account<Tranche>[]> {
  const ranks = Array.from({ length: security.data.trancheCount }, (_, rank) => rank);
  const addresses = await Promise.all(ranks.map((rank) => trancheAddress(security.address, rank)));
  return readAll(cluster, TRANCHE, addresses);
}

/** All securities of the program, by address. */
export const listAllSecurities = async (cluster: Cluster): Promise<Account<Security>[]> =>
  (await list(cluster, SECURITY, [])).sort((a, b) => (a.address < b.address ? -1 : 1));

/** The securities that a sponsor acts for, by its own numbers. */
export const listSecurities = async (cluster: Cluster, sponsor: Address): Promise<Account<Security>[]> =>
  (await list(cluster, SECURITY, [[OFFSET.securitySponsor, sponsor]])).sort((a, b) =>
    Number(a.data.id - b.data.id),
  );

/** The books of a tranche that are not closed, by number. */
export const listBooks = async (cluster: Cluster, tranche: Address): Promise<Account<Book>[]> =>
  (await list(cluster, BOOK, [[OFFSET.bookTranche, tranche]])).sort((a, b) => a.data.number - b.data.number);

/** The open tickets of a book, of one owner if given, by place in line. */
export const listTickets = async (
  cluster: Cluster,
  book: Address,
  owner?: Address,
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
export const listHoldings = (cluster: Cluster, owner: Address): Promise<Account<Holder>[]> =>
  list(cluster, HOLDER, [[OFFSET.holderOwner, owner]]);

/** The distributions of a security, in order. */
export const listDistributions = async (
  cluster: Cluster,
  security: Address,
): Promise<Account<Distribution>[]> =>
  (await list(cluster, DISTRIBUTION, [[OFFSET.distributionSecurity, security]])).sort(
    (a, b) => a.data.number - b.data.number,
  );

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
): Promise<(Readonly<{ data: Uint8Array; owner: Address }> | undefined)[]> {
  const found = [];
  for (let at = 0; at < addresses.length; at += MAX_ACCOUNTS) {
    const some = addresses.slice(at, at + MAX_ACCOUNTS);
    found.push(...(await fetchEncodedAccounts(cluster.rpc, some, { commitment: commitmentOf(cluster) })));
  }
  return found.map((account) =>
    account.exists ? { data: Uint8Array.from(account.data), owner: account.programAddress } : undefined,
  );
}

async function find<T extends object>(
  cluster: Cluster,
  kind: Kind<T>,
  address: Address,
): Promise<Account<T> | undefined> {
  const account = await fetchEncodedAccount(cluster.rpc, address, { commitment: commitmentOf(cluster) });
  if (!account.exists || account.programAddress !== SECURITIES_PROGRAM_ADDRESS) {
    return undefined;
  }
  if (!kind.discriminator.every((byte, at) => account.data[at] === byte)) {
    throw new ClientError(`the account ${address} is not a ${kind.name}`);
  }
  return decodeAccount(account, kind.decoder);
}

async function read<T extends object>(
  cluster: Cluster,
  kind: Kind<T>,
  address: Address,
): Promise<Account<T>> {
  const account = await find(cluster, kind, address);
  if (account === undefined) {
    throw new ClientError(`there is no ${kind.name} at ${address} on ${cluster.url}`);
  }
  return account;
}

function readAll<T extends object>(
  cluster: Cluster,
  kind: Kind<T>,
  addresses: readonly Address[],
): Promise<Account<T>[]> {
  return Promise.all(addresses.map((address) => read(cluster, kind, address)));
}

function only(offset: number, owner: Address | undefined): (readonly [number, Address])[] {
  return owner === undefined ? [] : [[offset, owner]];
}

async function list<T extends object>(
  cluster: Cluster,
  kind: Kind<T>,
  where: readonly (readonly [offset: number, address: Address])[],
): Promise<Account<T>[]> {
  const discriminator = getBase58Decoder().decode(kind.discriminator);
  const filters = [[0, discriminator] as const, ...where].map(([offset, bytes]) => ({
    memcmp: {
      offset: BigInt(offset),
      bytes: bytes as string as Base58EncodedBytes,
      encoding: "base58" as const,
    },
  }));
  const found = await cluster.rpc
    .getProgramAccounts(SECURITIES_PROGRAM_ADDRESS, {
      commitment: commitmentOf(cluster),
      encoding: "base64",
      filters,
    })
    .send();
  return found.map(({ pubkey, account }) =>
    decodeAccount(parseBase64RpcAccount(pubkey, account), kind.decoder),
  );
}
