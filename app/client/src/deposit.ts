import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { associatedTokenAddress, holderAddress, ticketAddress } from "./addresses.js";
import { type Cluster, clusterTime, send } from "./cluster.js";
import { consentTo } from "./consent.js";
import { ClientError } from "./errors.js";
import {
  type Book,
  type Consent,
  getCastVoteInstruction,
  getCommitInstruction,
  getDepositInstruction,
  getSetRefundAccountInstruction,
  getUncommitInstruction,
  getWithdrawInstruction,
  type Ticket,
} from "./generated/index.js";
import { randomNonce } from "./nonce.js";
import { ownerTotalForDeposit, ownerTotalForWithdrawal } from "./owner-total.js";
import { admissionTo, isGated, notAdmitted } from "./qualify.js";
import { receiverInstructions } from "./receiver.js";
import { assetOf, escrowAsset, isPar } from "./vaults-and-assets.js";

/** A deposit. */
export type DepositOptions = Readonly<{
  /** Whose ticket it is. */
  owner: TransactionSigner;
  /** Pays the fee and rents, and gets the ticket's rent back; the owner if left out. */
  payer?: TransactionSigner | undefined;
  /** The book, as its terms were read. */
  book: Account<Book>;
  /** Base units of the asset. */
  amount: bigint;
  /** Which of the book's assets; the settlement mint if left out. */
  asset?: number | undefined;
  /** The offer to commit to: the one that `book` shows if left out, and none while there is none; null: none. */
  consent?: Consent | null | undefined;
  /** The owner's token account that pays; its associated one if left out. Refunds go back to it. */
  payingAccount?: Address | undefined;
  /** The owner's own number for the ticket, part of its address; random if left out. */
  nonce?: bigint | undefined;
}>;

/** A ticket created. Its account holds its number and its place in line. */
export type Deposited = Readonly<{ ticket: Address; nonce: bigint }>;

/**
 * The instructions of a deposit at the end of a book's line: what a wallet has to sign. The owner's record in the
 * tranche, its share account and, where the book limits each owner, the count of its money are opened too. If the
 * shares require a credential and the owner has a valid one, the ticket is marked at once.
 *
 * A ticket's address is derived from its owner and a number that the owner chooses: drawn at random from 2^64, it is
 * unique without asking anybody, so that simultaneous deposits never collide.
 */
export async function depositInstructions(
  options: DepositOptions & Readonly<{ cluster: Cluster }>,
): Promise<Readonly<{ instructions: Instruction[] }> & Deposited> {
  const { cluster, book, owner, amount, asset: index = 0, nonce = randomNonce() } = options;
  const payer = options.payer ?? owner;
  const { consent = book.data.offerVersion > 0 ? consentTo(book.data) : null } = options;
  const { security, tranche, line } = book.data;
  const asset = assetOf(book.data, index);
  const { mint, escrow, tokenProgram } = asset;
  const ticket = await ticketAddress({ book: book.address, owner: owner.address, nonce });
  const payingAccount =
    options.payingAccount ?? (await associatedTokenAddress({ owner: owner.address, mint, tokenProgram }));
  const ready = await receiverInstructions({
    cluster,
    payer,
    owner: owner.address,
    security,
    tranche,
    settlement: escrowAsset(book.data),
  });
  const { ownerTotal, instructions: opened } = await ownerTotalForDeposit(
    cluster,
    payer,
    book,
    owner.address,
  );
  const admission = await admissionTo(cluster, { book: book.data, owner: owner.address });
  const credential = admission.kind === "admitted" ? admission.credential : undefined;
  if (credential === undefined && isGated(book.data)) {
    throw new ClientError(
      admission.kind === "country"
        ? `no money of yours comes in: ${notAdmitted(admission, true)}`
        : `the book takes money only from owners with a valid credential, and ${owner.address} has none: ask one of the security's qualifiers`,
    );
  }
  const { rightsUntil } = book.data;
  const isFirst = rightsUntil > 0n && (await clusterTime(cluster)) < rightsUntil;
  const deposit = getDepositInstruction({
    owner,
    payer,
    book: book.address,
    line,
    ticket,
    ...securityAtNeed(book, credential),
    ...(ownerTotal === undefined ? {} : { ownerTotal }),
    ...(isFirst ? { holder: await holderAddress(tranche, owner.address) } : {}),
    ...(credential === undefined ? {} : { credential }),
    payingAccount,
    escrow,
    mint,
    ...(isPar(asset) ? {} : { rateSource: asset.rateSource }),
    tokenProgram,
    nonce,
    asset: index,
    units: amount,
    consent,
  });
  return { instructions: [...ready, ...opened, deposit], ticket, nonce };
}

/** Makes a deposit, committed to the offer that `book` shows unless told otherwise, and waits until it is confirmed. */
export async function deposit(cluster: Cluster, options: DepositOptions): Promise<Deposited> {
  const { instructions, ticket, nonce } = await depositInstructions({ ...options, cluster });
  await send(cluster, { instructions, payer: options.payer ?? options.owner });
  return { ticket, nonce };
}

/**
 * Takes money out of the line; withdrawing all of a ticket closes it. The money goes to the ticket's refund account if
 * no destination is given.
 */
export async function withdraw(
  options: Readonly<{
    cluster: Cluster;
    owner: TransactionSigner;
    book: Account<Book>;
    ticket: Account<Ticket>;
    /** Value in line, settlement base units; the earnings of an asset leave in proportion. */
    amount: bigint;
    destination?: Address | undefined;
  }>,
): Promise<Instruction[]> {
  const { cluster, owner, book, ticket, amount } = options;
  const { mint, escrow, tokenProgram } = assetOf(book.data, ticket.data.asset);
  const ownerTotal = await ownerTotalForWithdrawal(cluster, book, owner.address);
  return [
    getWithdrawInstruction({
      owner,
      book: book.address,
      line: book.data.line,
      ticket: ticket.address,
      ...(ownerTotal === undefined ? {} : { ownerTotal }),
      rentPayer: ticket.data.rentPayer,
      destination: options.destination ?? ticket.data.refundAccount,
      escrow,
      mint,
      tokenProgram,
      amount,
    }),
  ];
}

/** A ticket, and whose it is. */
type OwnTicket = Readonly<{ owner: TransactionSigner; book: Account<Book>; ticket: Account<Ticket> }>;

/** A ticket's consent to an offer. */
export type CommitOptions = Readonly<{
  owner: TransactionSigner;
  book: Account<Book>;
  ticket: Account<Ticket>;
  /** The offer to commit to; the one that `book` shows if left out. */
  consent?: Consent | undefined;
  /** Where the shares require a credential, a valid one of the owner's, which marks the ticket at once; see `validCredentialFor`. */
  credential?: Address | undefined;
}>;

/** Consents to an offer, as it was read, with all of a ticket's money. */
export async function commit(options: CommitOptions): Promise<Instruction[]> {
  const { book, consent = consentTo(book.data), credential } = options;
  return [
    getCommitInstruction({
      ...ownTicket(options),
      ...securityAtNeed(book, credential),
      ...(credential === undefined ? {} : { credential }),
      consent,
    }),
  ];
}

/** Revokes consent; the money keeps its place. */
export async function uncommit(
  options: Readonly<{ owner: TransactionSigner; book: Account<Book>; ticket: Account<Ticket> }>,
): Promise<Instruction[]> {
  const { owner, book, ticket } = options;
  return [getUncommitInstruction(ownTicket({ owner, book, ticket }))];
}

/** Votes in the poll that `book` shows with all of a ticket's money; a second vote replaces the first. */
export async function castVote(
  options: Readonly<{
    owner: TransactionSigner;
    book: Account<Book>;
    ticket: Account<Ticket>;
    yes: boolean;
  }>,
): Promise<Instruction[]> {
  const { owner, book, ticket, yes } = options;
  const { number: poll, subjectSha256 } = book.data.poll;
  return [getCastVoteInstruction({ ...ownTicket({ owner, book, ticket }), poll, subjectSha256, yes })];
}

function ownTicket({ owner, book, ticket }: OwnTicket) {
  return { owner, book: book.address, line: book.data.line, ticket: ticket.address };
}

/**
 * The security, if a consent has to name it. Otherwise a book's investors need not wait for payments of its security,
 * which write that account.
 */
function securityAtNeed(book: Account<Book>, credential: Address | undefined) {
  const { group, security } = book.data;
  return group > 0 || credential !== undefined ? { security } : {};
}

/** Names another token account for a ticket's refund. */
export async function setRefundAccount(
  options: Readonly<{
    owner: TransactionSigner;
    book: Account<Book>;
    ticket: Account<Ticket>;
    refundAccount: Address;
  }>,
): Promise<Instruction[]> {
  const { owner, book, ticket, refundAccount } = options;
  return [
    getSetRefundAccountInstruction({
      owner,
      book: book.address,
      ticket: ticket.address,
      refundAccount,
    }),
  ];
}
