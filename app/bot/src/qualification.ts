import {
  credentialAddresses,
  disqualifyTicket,
  isQualified,
  isRestricted,
  qualifyTicket,
  readBytes,
  readSecurity,
  readTicket,
  scanTickets,
  send,
} from "@defi-ready/securities";
import { type Book, getCredentialDecoder, type Security, type Ticket } from "@defi-ready/securities/program";
import type { Account, Address, Instruction } from "@solana/kit";
import { isStopped, type Job } from "./job.js";
import { inParallel } from "./parallel.js";

/**
 * Updates the marks of an open book whose shares require a credential: marks the tickets of owners who have a valid
 * one, and removes the marks of those who no longer have one. Does nothing in any other book.
 *
 * @param time The cluster's time.
 */
export async function crankQualification(job: Job, book: Account<Book>, time: bigint): Promise<void> {
  if (!isRestricted(book.data)) {
    return;
  }
  const { cluster, payer, report } = job;
  const security = await readSecurity(cluster, book.data.security);
  for await (const { accounts: tickets } of scanTickets(cluster, { book, ...job.scan })) {
    const good = await goodCredentials(job, security, tickets, time);
    const worker = async (ticket: Account<Ticket>) => {
      const marked = isQualified(ticket.data);
      const credential = good.get(ticket.data.owner);
      if (marked === (credential !== undefined)) {
        return;
      }
      const instructions: Instruction[] =
        credential === undefined
          ? await disqualifyTicket({ security, book, ticket })
          : await qualifyTicket({ book, ticket, credential });
      await report.attempt(
        "mark",
        ticket.address,
        async () => send(cluster, { instructions, payer }),
        async () => isQualified((await readTicket(cluster, ticket.address)).data) !== marked,
      );
    };
    await inParallel(tickets, job.concurrency, worker, job.signal);
    if (isStopped(job)) {
      return;
    }
  }
}

/** A valid credential for each of the tickets' owners that has one. */
async function goodCredentials(
  { cluster }: Job,
  security: Account<Security>,
  tickets: readonly Account<Ticket>[],
  time: bigint,
): Promise<Map<Address, Address>> {
  const owners = [...new Set(tickets.map(({ data }) => data.owner))];
  const places = await Promise.all(owners.map((owner) => credentialAddresses(security.data, owner)));
  const found = await readBytes(cluster, places.flat());
  const decoder = getCredentialDecoder();
  const good = new Map<Address, Address>();
  let at = 0;
  for (const [index, owner] of owners.entries()) {
    for (const address of places[index] ?? []) {
      const account = found[at];
      at += 1;
      if (account === undefined || account.data.length < decoder.fixedSize) {
        continue;
      }
      if (time < decoder.decode(account.data).expiresAt) {
        good.set(owner, address);
      }
    }
  }
  return good;
}
