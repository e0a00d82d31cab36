import type { Account } from "@solana/kit";
import { canEnter, canLock, listBooks, lockBook, phaseOf, readBook, send } from "../client/index.js";
import type { Book, Tranche } from "../generated/index.js";
import { isStopped, type Job } from "./job.js";
import { crankLine } from "./line.js";
import { crankTickets } from "./tickets.js";

/**
 * Locks the books of a tranche that are due, settles or refunds the tickets of those that are over, and makes room in
 * lines that are nearly full. One book that cannot be worked on does not stop the others.
 *
 * @param time The cluster's time.
 */
export async function crankBooks(job: Job, tranche: Account<Tranche>, time: bigint): Promise<void> {
  for (const book of await listBooks(job.cluster, tranche.address)) {
    if (isStopped(job)) {
      return;
    }
    await job.report.guard(book.address, () => crankBook(job, book, time));
  }
}

async function crankBook(job: Job, book: Account<Book>, time: bigint): Promise<void> {
  const { cluster, payer, report } = job;
  // Before the deadline, when to lock is the sponsor's decision, not a bot's.
  if (canLock(book.data, time, false)) {
    await report.attempt(
      "lock",
      book.address,
      async () => send(cluster, await lockBook(payer, book), { payer }),
      async () => phaseOf((await readBook(cluster, book.address)).data, time) === "settling",
    );
  }
  const now = await readBook(cluster, book.address);
  if (canEnter(phaseOf(now.data, time))) {
    await crankLine(job, now);
  } else {
    await crankTickets(job, now, time);
  }
}
