import type { Account, Instruction, TransactionSigner } from "@solana/kit";
import { counted } from "./counted.js";
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

/** The steps in which a line grows, and how they are sent. */
export type LineGrowth = Readonly<{
  instructions: Instruction[];
  /** The same instructions, as many to a transaction as it can run, to be sent one transaction after the other. */
  transactions: Instruction[][];
}>;

/**
 * Gives a line more places, in steps of what one instruction may add. By anyone, who pays for the places; their rent goes
 * to whoever paid the book's when that is closed.
 */
export async function growLine(
  options: Readonly<{
    payer: TransactionSigner;
    book: Account<Book>;
    /** Places afterwards, at most 65,536. */
    capacity: number;
  }>,
): Promise<LineGrowth> {
  const { payer, book, capacity } = options;
  lineSize(capacity);
  const { line, lineCapacity } = book.data;
  if (capacity <= lineCapacity) {
    throw new ClientError(`the line has ${counted(lineCapacity, "place")} already`);
  }
  const steps = lineSteps(lineCapacity, capacity).map((to) =>
    getGrowLineInstruction({ payer, book: book.address, line, capacity: to }),
  );
  const transactions = Array.from({ length: Math.ceil(steps.length / STEPS_PER_TRANSACTION) }, (_, at) =>
    steps.slice(at * STEPS_PER_TRANSACTION, (at + 1) * STEPS_PER_TRANSACTION),
  );
  return { instructions: steps, transactions };
}

/** The number of places after each step in which a line grows. */
export function lineSteps(from: number, to: number): readonly number[] {
  const count = Math.max(0, Math.ceil((to - from) / LINE_GROWTH));
  return Array.from({ length: count }, (_, step) => Math.min(from + (step + 1) * LINE_GROWTH, to));
}

/**
 * Moves a ticket to the first empty place behind the money ahead of it; the order of tickets does not change. By
 * anyone.
 */
export async function moveUp(
  options: Readonly<{ book: Account<Book>; ticket: Account<Ticket> }>,
): Promise<Instruction[]> {
  const { book, ticket } = options;
  return [getMoveUpInstruction({ book: book.address, line: book.data.line, ticket: ticket.address })];
}

/** Sets lamports aside for tips to whoever settles or refunds a book's tickets. By anyone. */
export async function fundTips(
  options: Readonly<{ payer: TransactionSigner; book: Account<Book>; lamports: bigint }>,
): Promise<Instruction[]> {
  const { payer, book, lamports } = options;
  return [getFundTipsInstruction({ funder: payer, book: book.address, lamports })];
}
