import { type Account, type AccountMeta, AccountRole, type Address, type Instruction } from "@solana/kit";
import { readSecurity } from "./accounts.js";
import { credentialAddress } from "./addresses.js";
import { type Cluster, clusterTime } from "./cluster.js";
import { findLongestCredential, qualifiersOf } from "./credential.js";
import {
  type Book,
  getDisqualifyTicketInstruction,
  getQualifyTicketInstruction,
  type Security,
  type Ticket,
} from "./generated/index.js";

/** Whether only the money of tickets that are marked as qualified counts in a book. */
export function isRestricted(book: Book): boolean {
  return book.restricted === 1;
}

/** Whether money comes in only from owners with a valid credential. */
export function isGated(book: Book): boolean {
  return book.gated === 1;
}

/**
 * The address of a valid credential of an owner's by which its tickets in a book can be marked: the one that is valid
 * longest, if there is one and the book's shares require it.
 */
export async function validCredentialFor(
  cluster: Cluster,
  options: Readonly<{
    book: Book;
    owner: Address;
    /** The cluster's time, which is asked for if left out. */
    now?: bigint | undefined;
  }>,
): Promise<Address | undefined> {
  const { book, owner } = options;
  if (!isRestricted(book)) {
    return undefined;
  }
  const security = await readSecurity(cluster, book.security);
  const found = await findLongestCredential(cluster, { security, owner });
  const now = options.now ?? (await clusterTime(cluster));
  return found !== undefined && now < found.data.expiresAt ? found.address : undefined;
}

/** Marks a ticket as qualified, by a valid credential of its owner: its committed money counts. By anyone. */
export async function qualifyTicket(
  options: Readonly<{ book: Account<Book>; ticket: Account<Ticket>; credential: Address }>,
): Promise<Instruction[]> {
  const { book, ticket, credential } = options;
  return [getQualifyTicketInstruction({ ...ids(book, ticket), credential })];
}

/**
 * Removes the mark of a ticket whose owner no longer has a valid credential of the security's qualifiers: its money
 * keeps its place but no longer counts. By anyone.
 */
export async function disqualifyTicket(
  options: Readonly<{ security: Account<Security>; book: Account<Book>; ticket: Account<Ticket> }>,
): Promise<Instruction[]> {
  const { security, book, ticket } = options;
  const take = getDisqualifyTicketInstruction(ids(book, ticket));
  const credentials = await credentialAddresses(security.data, ticket.data.owner);
  const metas = credentials.map((address): AccountMeta => ({ address, role: AccountRole.READONLY }));
  return [{ ...take, accounts: [...take.accounts, ...metas] }];
}

/**
 * The addresses of an owner's credentials from all of a security's qualifiers, whether they exist or not, in the order
 * of the qualifiers.
 */
export async function credentialAddresses(security: Security, owner: Address): Promise<Address[]> {
  return Promise.all(qualifiersOf(security).map((qualifier) => credentialAddress(qualifier, owner)));
}

function ids(book: Account<Book>, ticket: Account<Ticket>) {
  const { security, line } = book.data;
  return { security, book: book.address, line, ticket: ticket.address, id: ticket.data.id };
}
