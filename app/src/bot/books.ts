import type { Account, Address } from "@solana/kit";
import {
  canEnter,
  canLock,
  listBooks,
  lockBook,
  phaseOf,
  readBook,
  releasableAssets,
  releaseProceeds,
  send,
} from "../client/index.js";
import { type Book, type Tranche, TrancheKind } from "../generated/index.js";
import { isStopped, type Job } from "./job.js";
import { crankLine } from "./line.js";
import { crankMarks } from "./marks.js";
import { crankTickets } from "./tickets.js";

/**
 * Locks the books of a tranche that are due, settles or refunds the tickets of those that are over, releases their
 * proceeds, keeps the marks of tickets where shares want a credential, and makes room in lines that are nearly full. One book that cannot be worked on does not stop the others.
 *
 * @param time The cluster's time.
 */
export async function crankBooks(job: Job, tranche: Account<Tranche>, time: bigint): Promise<void> {
  for (const book of await listBooks(job.cluster, tranche.address)) {
    if (isStopped(job)) {
      return;
    }
    await job.report.guard(book.address, async () => {
      await crankBook(job, book, time);
      if (!isStopped(job)) {
        await crankProceeds(job, book.address, tranche.data.kind === TrancheKind.Cover, time);
      }
    });
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
    await crankMarks(job, now, time);
    await crankLine(job, now);
  } else {
    await crankTickets(job, now, time);
  }
}

/** Moves proceeds that need no longer stay in escrow to the security's vault. */
async function crankProceeds(job: Job, address: Address, cover: boolean, time: bigint): Promise<void> {
  const { cluster, payer, report } = job;
  const book = await readBook(cluster, address);
  for (const asset of releasableAssets(book.data, cover, time)) {
    await report.attempt(
      "release",
      address,
      async () => send(cluster, [await releaseProceeds(book, asset)], { payer }),
      async () => !releasableAssets((await readBook(cluster, address)).data, cover, time).includes(asset),
    );
  }
}
