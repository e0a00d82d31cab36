/**
 * The tables, the same in SQLite and PostgreSQL. Numbers that fit a signed 64-bit integer for ever (slots, event numbers,
 * times) are integers. Amounts may take all 64 bits, which SQLite has no integer for: they are text of twenty digits,
 * padded with zeros, exact in both databases and sorted as numbers.
 */

/** A transaction that succeeded and called the program, or moved its shares. */
export type TransactionRow = Readonly<{
  signature: string;
  slot: bigint;
  /** Its place among the block's transactions, or among those of the program where nodes do not tell. */
  place: bigint;
  /** Unix seconds; null if the node did not tell. */
  time: bigint | null;
  /** 1 once it is final. Book-keeping: it says nothing of what happened. */
  is_final: bigint;
  /** The pass over the chain that saw it last. Book-keeping. */
  seen: bigint;
}>;

/** An event. */
export type EventRow = Readonly<{
  signature: string;
  /** Its place among the events of its transaction, from 0. */
  ordinal: bigint;
  slot: bigint;
  place: bigint;
  time: bigint | null;
  name: string;
  /** What numbers it: a security, a book or a reference rate; null for shares that moved, which have no number. */
  stream: string | null;
  /** Its number there, from 1. */
  sequence: bigint | null;
  /** The security it is of; null where the event does not tell: a reference rate's, and shares that moved. */
  security: string | null;
  /** Its fields as JSON: 64-bit numbers as text, bytes in hexadecimal. */
  data: string;
}>;

/** Somebody whom an event names, such as an owner or a payee, or an account of theirs. */
export type MentionRow = Readonly<{ address: string; signature: string; ordinal: bigint }>;

/** Money that left for a holder, or came back. */
export type PaymentRow = Readonly<{
  signature: string;
  ordinal: bigint;
  /** Its place in the event, from 0: a batch pays several holders. */
  item: bigint;
  security: string;
  tranche: string;
  owner: string;
  mint: string;
  /** `paid` to the holder, `claimed` by it, `escheated` for want of an account that takes it, or `restored` from there. */
  kind: string;
  /** Base units of the mint, twenty digits. */
  amount: string;
}>;

/** How far the chain has been read. There is one row. */
export type ProgressRow = Readonly<{
  id: bigint;
  /** Raised by every batch, so that two that follow at once notice each other. */
  version: bigint;
  genesis: string;
  program: string;
  commitment: string;
  /** The slot from which on history is complete. */
  from_slot: bigint;
  /** Everything final up to this slot has been read; -1 before the first pass. */
  mark_slot: bigint;
  /** The number of the pass that is going on, or of the last. */
  pass: bigint;
  /** 1 while a pass is going on: it reads from the newest transaction back to the mark. */
  is_reading: bigint;
  /** The pass has read back to this transaction; null at its beginning. */
  before_signature: string | null;
  /** The slot of that transaction. */
  before_slot: bigint | null;
  /** The newest slot that the pass found final; -1 as long as it has found none. */
  next_mark: bigint;
  /** The last slot that was final when the pass began. */
  final_slot: bigint;
}>;

/** The database. */
export type Tables = Readonly<{
  transactions: TransactionRow;
  events: EventRow;
  mentions: MentionRow;
  payments: PaymentRow;
  progress: ProgressRow;
}>;

const DIGITS = 20;

/** An amount as the database keeps it. */
export const padded = (amount: bigint): string => amount.toString().padStart(DIGITS, "0");
