import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import {
  type Book,
  getCloseBookInstruction,
  getDepositInstruction,
  getLockBookInstruction,
  getRefundTicketInstruction,
  getSetRefundAccountInstruction,
  getSettleTicketInstruction,
  getWithdrawInstruction,
  type Ticket,
} from "../generated/index.js";
import { readBook } from "./accounts.js";
import {
  associatedTokenAddress,
  holderAddress,
  shareAccountAddress,
  shareMintAddress,
  ticketAddress,
  vaultAddress,
} from "./addresses.js";
import { type Cluster, send } from "./cluster.js";
import { TransactionFailure } from "./errors.js";
import { receiverInstructions } from "./receiver.js";
import { escrowAsset } from "./settlement.js";

/** Anchor's number for an address that is not the one its seeds give. */
const CONSTRAINT_SEEDS = 2006;
const MAX_DEPOSIT_TRIES = 40;
const FIRST_PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/** What a deposit is made of. */
export type DepositInput = Readonly<{
  /** Whose ticket it is. */
  owner: TransactionSigner;
  /** Pays fee and rents, and gets the ticket's rent back; the owner if left out. */
  payer?: TransactionSigner | undefined;
  book: Address;
  /** Settlement base units. */
  amount: bigint;
  /** The owner's token account that pays; its associated one if left out. Refunds go back to it. */
  source?: Address | undefined;
}>;

/** A ticket taken. */
export type Deposited = Readonly<{ ticket: Address; place: number }>;

/**
 * The instructions of a deposit at the end of a book's line as it is now, with the owner's record in the tranche and
 * its share account where they are missing: what a wallet has to sign.
 */
export async function depositInstructions(
  cluster: Cluster,
  book: Account<Book>,
  input: Omit<DepositInput, "book">,
): Promise<Readonly<{ instructions: Instruction[] }> & Deposited> {
  const { owner, amount } = input;
  const payer = input.payer ?? owner;
  const { security, tranche, line, nextTicket: place, offerVersion } = book.data;
  const { mint, vault, tokenProgram } = escrowAsset(book.data);
  const ticket = await ticketAddress(book.address, place);
  const source = input.source ?? (await associatedTokenAddress(owner.address, mint, tokenProgram));
  const deposit = getDepositInstruction({
    owner,
    payer,
    security,
    book: book.address,
    line,
    ticket,
    source,
    vault,
    settlementMint: mint,
    tokenProgram,
    amount,
    offerVersion,
  });
  const ready = await receiverInstructions(cluster, {
    payer,
    owner: owner.address,
    security,
    tranche,
    settlement: { mint, tokenProgram },
  });
  return { instructions: [...ready, deposit], ticket, place };
}

/**
 * Deposits and waits until it is confirmed. A ticket's address is that of its place in line, so of deposits that are
 * under way at once one wins; the others take the next place, after a wait by chance so that they do not meet again.
 */
export async function deposit(cluster: Cluster, input: DepositInput): Promise<Deposited> {
  // The end of the line as it is this moment: what is confirmed is already behind it.
  const latest: Cluster = { ...cluster, commitment: "processed" };
  for (let tries = 1; ; tries += 1) {
    const book = await readBook(latest, input.book);
    const { instructions, ticket, place } = await depositInstructions(latest, book, input);
    try {
      await send(latest, instructions, { payer: input.payer ?? input.owner });
      return { ticket, place };
    } catch (error) {
      const taken = error instanceof TransactionFailure && error.isProgramError(CONSTRAINT_SEEDS);
      const moved = taken && (await readBook(latest, input.book)).data.nextTicket !== place;
      if (!moved || tries === MAX_DEPOSIT_TRIES) {
        throw error;
      }
      await pauseByChance(tries);
    }
  }
}

function pauseByChance(tries: number): Promise<void> {
  const longest = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** tries, LONGEST_PAUSE_MILLISECONDS);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}

/** Takes money out of the line; all of a ticket closes it. It goes to the ticket's refund account if none is given. */
export function withdraw(
  input: Readonly<{
    owner: TransactionSigner;
    book: Account<Book>;
    ticket: Account<Ticket>;
    amount: bigint;
    destination?: Address | undefined;
  }>,
): Instruction[] {
  const { owner, book, ticket, amount } = input;
  const { mint, vault, tokenProgram } = escrowAsset(book.data);
  return [
    getWithdrawInstruction({
      owner,
      security: book.data.security,
      book: book.address,
      line: book.data.line,
      ticket: ticket.address,
      rentPayer: ticket.data.rentPayer,
      destination: input.destination ?? ticket.data.refundAccount,
      vault,
      settlementMint: mint,
      tokenProgram,
      amount,
    }),
  ];
}

/** Names another token account for a ticket's refund. */
export function setRefundAccount(
  owner: TransactionSigner,
  book: Account<Book>,
  ticket: Account<Ticket>,
  refundAccount: Address,
): Instruction[] {
  const { security } = book.data;
  return [
    getSetRefundAccountInstruction({
      owner,
      security,
      book: book.address,
      ticket: ticket.address,
      refundAccount,
    }),
  ];
}

/**
 * Turns a ticket of a locked book into shares. By anyone, in any order; `payer` pays for the owner's record and share
 * account where they have gone missing.
 */
export async function settleTicket(
  cluster: Cluster,
  payer: TransactionSigner,
  book: Account<Book>,
  ticket: Account<Ticket>,
): Promise<Instruction[]> {
  const { security, tranche, line } = book.data;
  const { owner, rentPayer, refundAccount } = ticket.data;
  const { mint, vault: escrow, tokenProgram } = escrowAsset(book.data);
  const shareMint = await shareMintAddress(tranche);
  const settle = getSettleTicketInstruction({
    security,
    tranche,
    book: book.address,
    line,
    ticket: ticket.address,
    rentPayer,
    holder: await holderAddress(tranche, owner),
    refundAccount,
    shareAccount: await shareAccountAddress(owner, shareMint),
    shareMint,
    escrow,
    vault: await vaultAddress(security, mint),
    settlementMint: mint,
    tokenProgram,
  });
  const settlement = { mint, tokenProgram };
  return [...(await receiverInstructions(cluster, { payer, owner, security, tranche, settlement })), settle];
}

/** Returns a ticket's money after the deadline of a book below its minimum. By anyone, in any order. */
export function refundTicket(book: Account<Book>, ticket: Account<Ticket>): Instruction[] {
  const { mint, vault, tokenProgram } = escrowAsset(book.data);
  return [
    getRefundTicketInstruction({
      security: book.data.security,
      book: book.address,
      line: book.data.line,
      ticket: ticket.address,
      rentPayer: ticket.data.rentPayer,
      refundAccount: ticket.data.refundAccount,
      vault,
      settlementMint: mint,
      tokenProgram,
    }),
  ];
}

/** Freezes a book's line: by the sponsor once the offer has ended, by anyone after the deadline. */
export function lockBook(caller: TransactionSigner, book: Account<Book>): Instruction[] {
  const { security, tranche } = book.data;
  return [getLockBookInstruction({ caller, security, tranche, book: book.address })];
}

/** Closes a book without tickets and returns its rent. By anyone. */
export async function closeBook(book: Account<Book>): Promise<Instruction[]> {
  const { security, line, rentPayer } = book.data;
  const { mint, vault, tokenProgram } = escrowAsset(book.data);
  return [
    getCloseBookInstruction({
      security,
      book: book.address,
      line,
      rentPayer,
      escrow: vault,
      vault: await vaultAddress(security, mint),
      settlementMint: mint,
      tokenProgram,
    }),
  ];
}
