import type { Account, Address, TransactionSigner } from "@solana/kit";
import { readBytes } from "../client/accounts.js";
import {
  type Cluster,
  canLock,
  listBooks,
  listTickets,
  lockBook,
  phaseOf,
  readBook,
  refundTicket,
  send,
  settleTicket,
} from "../client/index.js";
import type { Book, Ticket, Tranche } from "../generated/index.js";
import { inParallel } from "./parallel.js";
import type { Reporter } from "./report.js";

/** Locks the books of a tranche that are due, and settles or refunds the tickets of those that are over. */
export async function crankBooks(
  cluster: Cluster,
  payer: TransactionSigner,
  tranche: Account<Tranche>,
  options: Readonly<{ time: bigint; concurrency: number; report: Reporter }>,
): Promise<void> {
  const { time, report } = options;
  for (const book of await listBooks(cluster, tranche.address)) {
    // Before the deadline, when to lock is the sponsor's decision, not a bot's.
    if (canLock(book.data, time, false)) {
      await report.attempt(
        "lock",
        book.address,
        async () => {
          await send(cluster, lockBook(payer, book), { payer });
        },
        async () => phaseOf((await readBook(cluster, book.address)).data, time) === "settling",
      );
    }
    await crankTickets(cluster, payer, await readBook(cluster, book.address), options);
  }
}

/** Settles or refunds the open tickets of a book that is over; does nothing with any other. */
export async function crankTickets(
  cluster: Cluster,
  payer: TransactionSigner,
  book: Account<Book>,
  options: Readonly<{ time: bigint; concurrency: number; report: Reporter }>,
): Promise<void> {
  const { report } = options;
  const phase = phaseOf(book.data, options.time);
  if (phase !== "settling" && phase !== "refunding") {
    return;
  }
  const task = phase === "settling" ? "settle" : "refund";
  const tickets = await listTickets(cluster, book.address);
  let done = 0;
  // One owner's tickets after each other: the first may open its record for all of them.
  await inParallel([...byOwner(tickets).values()], options.concurrency, async (ofOwner) => {
    for (const ticket of ofOwner) {
      await report.attempt(
        task,
        ticket.address,
        async () => {
          const instructions =
            task === "settle" ? await settleTicket(cluster, payer, book, ticket) : refundTicket(book, ticket);
          await send(cluster, instructions, { payer });
        },
        async () => (await readBytes(cluster, [ticket.address]))[0] === undefined,
      );
      done += 1;
      report.onProgress?.({ task, security: book.data.security, done, total: tickets.length });
    }
  });
}

function byOwner(tickets: readonly Account<Ticket>[]): Map<Address, Account<Ticket>[]> {
  const owners = new Map<Address, Account<Ticket>[]>();
  for (const ticket of tickets) {
    owners.set(ticket.data.owner, [...(owners.get(ticket.data.owner) ?? []), ticket]);
  }
  return owners;
}
