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

/** What a sponsor offers anew; what is left out stays as it is. */
export type Offer = Pick<MakeOfferInstructionDataArgs, "termsSha256"> & Partial<MakeOfferInstructionDataArgs>;

/**
 * Puts an offer to the money in line, in place of the version that `book` says: every commitment to that is void, and
 * places are kept. It stands for the book's offer period at least. By the sponsor.
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

/** Raises what whoever settles or refunds a ticket is paid, in lamports; commitments stand. By the sponsor. */
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

/** Sets what of a committed ticket is accepted, where allocation is discretionary. By the sponsor. */
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
