import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { shareRateAddress } from "./addresses.js";
import {
  type Book,
  getApproveTicketInstruction,
  getMakeOfferInstruction,
  getOpenPollInstruction,
  getRaiseTipInstruction,
  type MakeOfferInstructionDataArgs,
  type OpenPollInstructionDataArgs,
  type Ticket,
} from "./generated/index.js";

/** The new terms of an offer; terms that are left out stay as they are. */
export type Offer = Pick<MakeOfferInstructionDataArgs, "termsSha256"> & Partial<MakeOfferInstructionDataArgs>;

/**
 * Makes an offer to the money in line, replacing the version that `book` holds: every commitment to that is void, and
 * places are kept. It stays open for at least the book's offer period. By the sponsor.
 */
export async function makeOffer(
  options: Readonly<{ sponsor: TransactionSigner; book: Account<Book>; offer: Offer }>,
): Promise<Instruction[]> {
  const { sponsor, book, offer } = options;
  const { data } = book;
  const { offerVersion, allocation, minimum, cap, minTicket, maxTicket, ownerLimit } = data;
  const price = offer.price ?? data.price;
  const lowest = data.priceMaxAge === 0n ? price : data.priceMin;
  return [
    getMakeOfferInstruction({
      ...termsAccounts(sponsor, book),
      shareRate: await shareRateAddress(data.security, data.tranche),
      replaces: offerVersion,
      allocation,
      price,
      priceMin: lowest,
      minimum,
      cap,
      minTicket,
      maxTicket,
      ownerLimit,
      endsAt: 0n,
      ...offer,
    }),
  ];
}

/** Raises the tip for settling or refunding a ticket, in lamports; commitments stay valid. By the sponsor. */
export async function raiseTip(
  options: Readonly<{ sponsor: TransactionSigner; book: Account<Book>; tip: bigint }>,
): Promise<Instruction[]> {
  const { sponsor, book, tip } = options;
  return [getRaiseTipInstruction({ ...termsAccounts(sponsor, book), tip })];
}

/** Asks the money in line for a later deadline, or for advice. By the sponsor. */
export async function openPoll(
  options: Readonly<{ sponsor: TransactionSigner; book: Account<Book>; poll: OpenPollInstructionDataArgs }>,
): Promise<Instruction[]> {
  const { sponsor, book, poll } = options;
  return [getOpenPollInstruction({ ...termsAccounts(sponsor, book), ...poll })];
}

/** Sets how much of a committed ticket is accepted, if allocation is discretionary. By the sponsor. */
export async function approveTicket(
  options: Readonly<{
    sponsor: TransactionSigner;
    book: Account<Book>;
    ticket: Account<Ticket>;
    /** Settlement base units. */
    amount: bigint;
  }>,
): Promise<Instruction[]> {
  const { sponsor, book, ticket, amount } = options;
  return [
    getApproveTicketInstruction({
      sponsor,
      security: book.data.security,
      book: book.address,
      ticket: ticket.address,
      id: ticket.data.id,
      amount,
    }),
  ];
}

function termsAccounts(sponsor: TransactionSigner, { address, data }: Account<Book>) {
  return { sponsor, security: data.security, tranche: data.tranche, book: address };
}
