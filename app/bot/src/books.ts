import {
  canEnter,
  canLock,
  failBook,
  groupsOf,
  groupTables,
  groupWork,
  listBooks,
  listGroup,
  lockBook,
  lockGroup,
  phaseOf,
  readBook,
  releasableAssets,
  releaseProceeds,
  send,
} from "@defi-ready/securities";
import { type Book, type Security, type Tranche, TrancheKind } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { isStopped, type Job } from "./job.js";
import { crankLine } from "./line.js";
import { crankQualification } from "./qualification.js";
import { crankTickets } from "./tickets.js";

/**
 * Locks the groups of a security's books that are due, and fails the books of groups that have failed.
 *
 * @param time The cluster's time.
 */
export async function crankGroups(job: Job, security: Account<Security>, time: bigint): Promise<void> {
  for (const [number, group] of groupsOf(security.data)) {
    if (isStopped(job)) {
      return;
    }
    await job.report.guard(security.address, async () => {
      const work = groupWork({ group, books: await listGroup(job.cluster, { security, number }), now: time });
      if (work.kind === "lock") {
        await lockTogether(job, { security, books: work.books, time });
      } else if (work.kind === "fail") {
        for (const book of work.books) {
          await giveUp(job, book, work.failed, time);
        }
      }
    });
  }
}

/** One transaction for all books of a group. */
async function lockTogether(
  job: Job,
  {
    security,
    books,
    time,
  }: Readonly<{ security: Account<Security>; books: readonly Account<Book>[]; time: bigint }>,
): Promise<void> {
  const { cluster, payer, report } = job;
  const [first] = books;
  if (first === undefined) {
    return;
  }
  await report.attempt(
    "lock",
    first.address,
    async () => {
      const lock = await lockGroup({ caller: payer, security, books });
      return await send(cluster, {
        instructions: lock,
        payer,
        lookupTables: await groupTables(cluster, { payer, instructions: lock }),
      });
    },
    async () => phaseOf((await readBook(cluster, first.address)).data, time) === "settling",
    { times: books.length },
  );
}

async function giveUp(
  { cluster, payer, report }: Job,
  book: Account<Book>,
  failed: Address | undefined,
  time: bigint,
): Promise<void> {
  await report.attempt(
    "fail",
    book.address,
    async () => send(cluster, { instructions: await failBook({ book, failed }), payer }),
    async () => phaseOf((await readBook(cluster, book.address)).data, time) === "refunding",
  );
}

/**
 * Locks the books of a tranche that are due, settles or refunds the tickets of those that are over, releases their
 * proceeds, updates the marks of tickets if shares require a credential, and makes room in lines that are nearly full.
 * A book that cannot be worked on does not stop the others.
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
  // Before the deadline it is for the sponsor to decide when to lock, not for a bot; and groups are locked as a whole.
  if (book.data.group === 0 && canLock({ book: book.data, now: time, bySponsor: false })) {
    await report.attempt(
      "lock",
      book.address,
      async () => send(cluster, { instructions: await lockBook({ caller: payer, book }), payer }),
      async () => phaseOf((await readBook(cluster, book.address)).data, time) === "settling",
    );
  }
  const now = await readBook(cluster, book.address);
  if (canEnter(phaseOf(now.data, time))) {
    await crankQualification(job, now, time);
    await crankLine(job, now);
  } else {
    await crankTickets(job, { book: now, now: time });
  }
}

/** Moves proceeds that no longer need to stay in escrow to the security's vault. */
async function crankProceeds(job: Job, address: Address, cover: boolean, time: bigint): Promise<void> {
  const { cluster, payer, report } = job;
  const book = await readBook(cluster, address);
  for (const asset of releasableAssets({ book: book.data, cover, now: time })) {
    await report.attempt(
      "release",
      address,
      async () => send(cluster, { instructions: await releaseProceeds({ book, asset }), payer }),
      async () =>
        !releasableAssets({ book: (await readBook(cluster, address)).data, cover, now: time }).includes(
          asset,
        ),
    );
  }
}
