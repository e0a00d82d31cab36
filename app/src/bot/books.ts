import type { Account, TransactionSigner } from "@solana/kit";
import {
  type Cluster,
  canEnter,
  canLock,
  listBooks,
  lockBook,
  phaseOf,
  readBook,
  send,
} from "../client/index.js";
import type { Book, Tranche } from "../generated/index.js";
import { crankLine } from "./line.js";
import type { Reporter } from "./report.js";
import { crankTickets } from "./tickets.js";

/** How the bot works on books. */
export type BookOptions = Readonly<{
  /** The cluster's time. */
  time: bigint;
  /** Transactions under way at once. */
  concurrency: number;
  report: Reporter;
}>;

/**
 * Locks the books of a tranche that are due, settles or refunds the tickets of those that are over, and makes room in
 * lines that are nearly full. One book that cannot be worked on does not stop the others.
 */
export async function crankBooks(
  cluster: Cluster,
  payer: TransactionSigner,
  tranche: Account<Tranche>,
  options: BookOptions,
): Promise<void> {
  for (const book of await listBooks(cluster, tranche.address)) {
    await options.report.guard(book.address, () => crankBook(cluster, payer, book, options));
  }
}

async function crankBook(
  cluster: Cluster,
  payer: TransactionSigner,
  book: Account<Book>,
  options: BookOptions,
): Promise<void> {
  const { time, report } = options;
  // Before the deadline, when to lock is the sponsor's decision, not a bot's.
  if (canLock(book.data, time, false)) {
    await report.attempt(
      "lock",
      book.address,
      async () => {
        await send(cluster, await lockBook(payer, book), { payer });
      },
      async () => phaseOf((await readBook(cluster, book.address)).data, time) === "settling",
    );
  }
  const now = await readBook(cluster, book.address);
  if (canEnter(phaseOf(now.data, time))) {
    await crankLine(cluster, payer, now, report);
  } else {
    await crankTickets(cluster, payer, now, options);
  }
}
