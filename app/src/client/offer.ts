import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import {
  type Book,
  getApproveTicketInstruction,
  getImproveBookInstruction,
  getMakeOfferInstruction,
  getOpenPollInstruction,
  type ImproveBookInstructionDataArgs,
  type MakeOfferInstructionDataArgs,
  type OpenPollInstructionDataArgs,
  type Ticket,
} from "../generated/index.js";
import { shareRateAddress } from "./addresses.js";

/** What a sponsor offers anew; what is left out stays as it is. */
export type Offer = Pick<MakeOfferInstructionDataArgs, "termsSha256"> & Partial<MakeOfferInstructionDataArgs>;

/** Puts an offer to the money in line: every commitment to the one before is void. By the sponsor. */
export async function makeOffer(
  input: Readonly<{ sponsor: TransactionSigner; book: Account<Book>; offer: Offer }>,
): Promise<Instruction[]> {
  const { sponsor, book, offer } = input;
  const { data } = book;
  const price = offer.price ?? data.price;
  const lowest = data.priceMaxAge === 0n ? price : data.priceMin;
  return [
    getMakeOfferInstruction({
      ...termsAccounts(sponsor, book),
      shareRate: await shareRateAddress(data.security, data.tranche),
      price,
      priceMin: lowest,
      minimum: data.minimum,
      ...offer,
    }),
  ];
}

/** Changes caps, limits and the tip in investors' favour; what is left out stays as it is. By the sponsor. */
export function improveBook(
  input: Readonly<{
    sponsor: TransactionSigner;
    book: Account<Book>;
    improvement: Partial<ImproveBookInstructionDataArgs>;
  }>,
): Instruction[] {
  const { sponsor, book, improvement } = input;
  const { cap, minTicket, maxTicket, ownerLimit, tip } = book.data;
  return [
    getImproveBookInstruction({
      ...termsAccounts(sponsor, book),
      cap,
      minTicket,
      maxTicket,
      ownerLimit,
      tip,
      ...improvement,
    }),
  ];
}

/** Asks the money in line for a later deadline, or for advice. By the sponsor. */
export function openPoll(
  input: Readonly<{ sponsor: TransactionSigner; book: Account<Book>; poll: OpenPollInstructionDataArgs }>,
): Instruction[] {
  const { sponsor, book, poll } = input;
  return [getOpenPollInstruction({ ...termsAccounts(sponsor, book), ...poll })];
}

/** Sets what of a committed ticket is accepted, where allocation is discretionary. By the sponsor. */
export function approveTicket(
  input: Readonly<{
    sponsor: TransactionSigner;
    book: Account<Book>;
    ticket: Account<Ticket>;
    amount: bigint;
  }>,
): Instruction[] {
  const { sponsor, book, ticket, amount } = input;
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
