import { type Account, type AccountMeta, AccountRole, type Address, type Instruction } from "@solana/kit";
import { readSecurity } from "./accounts.js";
import { credentialAddress } from "./addresses.js";
import { type Cluster, clusterTime } from "./cluster.js";
import { countryWords } from "./countries.js";
import { credentialsOf, qualifiersOf } from "./credential.js";
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

/** Whether owners of a country buy in a book: where some are refused, those of whom none is stated are too. */
export function mayBuy({ refusedCountries }: Pick<Book, "refusedCountries">, country: number): boolean {
  const refused = refusedCountries.filter((one) => one > 0);
  return refused.length === 0 || (country > 0 && !refused.includes(country));
}

/** How an owner's money counts in a book. */
export type BookAdmission = Readonly<
  /** The shares require no credential. */
  | { kind: "free" }
  /** It has a credential that admits it. */
  | { kind: "admitted"; credential: Address }
  /** It has no valid one. */
  | { kind: "missing" }
  /** What is valid states a country that the book refuses, or none where it refuses some: 0. */
  | { kind: "country"; country: number }
>;

/** How an owner's money counts in a book: of its credentials, the one that is valid longest and admits it. */
export async function admissionTo(
  cluster: Cluster,
  options: Readonly<{
    book: Book;
    owner: Address;
    /** The cluster's time, which is asked for if left out. */
    now?: bigint | undefined;
  }>,
): Promise<BookAdmission> {
  const { book, owner } = options;
  if (!isRestricted(book)) {
    return { kind: "free" };
  }
  const security = await readSecurity(cluster, book.security);
  const now = options.now ?? (await clusterTime(cluster));
  const found = await credentialsOf(cluster, { security, owner });
  const valid = found.filter(({ data }) => now < data.expiresAt);
  const good = valid.find(({ data }) => mayBuy(book, data.jurisdiction));
  if (good !== undefined) {
    return { kind: "admitted", credential: good.address };
  }
  const [longest] = valid;
  return longest === undefined
    ? { kind: "missing" }
    : { kind: "country", country: longest.data.jurisdiction };
}

/** Why an owner's money does not count in a book, in a clause; `undefined` if it does. `isOwn`: to tell the owner. */
export function notAdmitted(admission: BookAdmission, isOwn = false): string | undefined {
  const whose = isOwn ? "your" : "its owner's";
  switch (admission.kind) {
    case "free":
    case "admitted":
      return undefined;
    case "missing":
      return isOwn
        ? "the shares require a credential, and you have no valid one"
        : "the shares require a credential, and its owner has no valid one";
    case "country":
      return admission.country === 0
        ? `the book refuses some countries, and ${whose} credential states none`
        : `the book refuses owners in ${countryWords(admission.country)}, as ${whose} credential states`;
  }
}

/**
 * The address of a valid credential of an owner's by which its tickets in a book can be marked: the one that is valid
 * longest of those whose country may buy, if there is one and the book's shares require it.
 */
export async function validCredentialFor(
  cluster: Cluster,
  options: Parameters<typeof admissionTo>[1],
): Promise<Address | undefined> {
  const admission = await admissionTo(cluster, options);
  return admission.kind === "admitted" ? admission.credential : undefined;
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
