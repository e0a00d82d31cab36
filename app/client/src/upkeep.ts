import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { ClientError } from "./errors.js";
import {
  type Book,
  getFundTipsInstruction,
  getGrowLineInstruction,
  getMoveUpInstruction,
  type Ticket,
} from "./generated/index.js";
import { LINE_GROWTH, lineSize } from "./line.js";

/**
 * The most steps of a growing line in one transaction. Each is three instructions, with the transfer of its rent and its
 * event, and a transaction runs 64 in all.
 */
const STEPS_PER_TRANSACTION = 20;

/**
 * Gives a line more places, in steps of what one instruction may add: for each transaction its instructions, to be sent
 * one after the other. By anyone, who pays for the places; their rent goes to who paid the book's when that is closed.
 *
 * @param capacity Places then, at most 65,536.
 */
export function growLine(payer: TransactionSigner, book: Account<Book>, capacity: number): Instruction[][] {
  lineSize(capacity);
  const { line, lineCapacity } = book.data;
  if (capacity <= lineCapacity) {
    throw new ClientError(`the line has ${lineCapacity} places already`);
  }
  const steps = lineSteps(lineCapacity, capacity).map((to) =>
    getGrowLineInstruction({ payer, book: book.address, line, capacity: to }),
  );
  return Array.from({ length: Math.ceil(steps.length / STEPS_PER_TRANSACTION) }, (_, at) =>
    steps.slice(at * STEPS_PER_TRANSACTION, (at + 1) * STEPS_PER_TRANSACTION),
  );
}

/** How many places a line has after each step in which it grows. */
export function lineSteps(from: number, to: number): readonly number[] {
  const count = Math.max(0, Math.ceil((to - from) / LINE_GROWTH));
  return Array.from({ length: count }, (_, step) => Math.min(from + (step + 1) * LINE_GROWTH, to));
}

/** Moves a ticket to the first empty place behind the money ahead of it; nobody's order changes. By anyone. */
export function moveUp(book: Account<Book>, ticket: Account<Ticket>): Instruction[] {
  return [getMoveUpInstruction({ book: book.address, line: book.data.line, ticket: ticket.address })];
}

/** Puts lamports aside for tips to whoever settles or refunds a book's tickets. By anyone. */
export function fundTips(funder: TransactionSigner, book: Account<Book>, lamports: bigint): Instruction[] {
  return [getFundTipsInstruction({ funder, book: book.address, lamports })];
}
