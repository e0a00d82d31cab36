import {
  credentialAddresses,
  disqualifyTicket,
  isQualified,
  isRestricted,
  mayBuy,
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
 * Updates the marks of an open book whose shares require a credential: marks the tickets of owners who have one
 * that admits them, and removes the marks of those who no longer have one. Does nothing in any other book.
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
    const good = await admittingCredentials(job, { security, book, tickets, time });
    const worker = async (ticket: Account<Ticket>) => {
      const marked = isQualified(ticket.data);
      const found = good.get(ticket.data.owner);
      const instructions: Instruction[] = marked
        ? found === undefined
          ? await disqualifyTicket({ security, book, ticket })
          : []
        : found === undefined
          ? []
          : await qualifyTicket({ book, ticket, credential: found });
      if (instructions.length === 0) {
        return;
      }
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

/** A credential that admits it, for each of the tickets' owners that has one: valid, and of a country that may buy. */
async function admittingCredentials(
  { cluster }: Job,
  {
    security,
    book,
    tickets,
    time,
  }: Readonly<{
    security: Account<Security>;
    book: Account<Book>;
    tickets: readonly Account<Ticket>[];
    time: bigint;
  }>,
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
      const { expiresAt, jurisdiction } = decoder.decode(account.data);
      if (time < expiresAt && mayBuy(book.data, jurisdiction)) {
        good.set(owner, address);
      }
    }
  }
  return good;
}
