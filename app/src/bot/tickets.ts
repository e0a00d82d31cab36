import type { Account, Address, AddressesByLookupTableAddress, Instruction, Signature } from "@solana/kit";
import { readBytes } from "../client/accounts.js";
import {
  admissionOf,
  ClientError,
  type Cluster,
  fitsTransaction,
  holderAddress,
  isSettled,
  phaseOf,
  previewOf,
  readPreviewState,
  readSecurity,
  refundTicket,
  scanTickets,
  send,
  sendInTurn,
  settleTicket,
  sharesOf,
} from "../client/index.js";
import type { Book, Ticket, TicketPreview } from "../generated/index.js";
import { isStopped, type Job } from "./job.js";
import { inParallel } from "./parallel.js";
import { Waits } from "./report.js";
import { settlementTables } from "./settlement-tables.js";

/** What is done with a ticket, or what that has to wait for. */
type Work = Readonly<{ task: "settle" | "refund"; run: () => Promise<Signature | undefined>; waits?: Waits }>;

/**
 * Settles or refunds the open tickets of a book that is over; does nothing with any other.
 *
 * @param time The cluster's time.
 */
export async function crankTickets(job: Job, book: Account<Book>, time: bigint): Promise<void> {
  const { cluster, report, signal } = job;
  const phase = phaseOf(book.data, time);
  if (phase !== "settling" && phase !== "refunding") {
    return;
  }
  const workOn = phase === "settling" ? await settling(job, book, time) : refunding(job, book);
  const { openTickets: total, security } = book.data;
  let done = 0;
  for await (const { accounts: tickets } of scanTickets(cluster, book, job.scan)) {
    // One owner's tickets after each other: the first may open its record for all of them.
    const worker = async (ofOwner: readonly Account<Ticket>[]) => {
      for (const ticket of ofOwner) {
        await report.guard(ticket.address, async () => {
          const { task, run, waits } = await workOn(ticket);
          if (waits === undefined) {
            await report.attempt(task, ticket.address, run, () => isGone(cluster, ticket));
          } else {
            report.skip(task, ticket.address, waits);
          }
          done += 1;
          report.onProgress?.({ task, security, done, total });
        });
      }
    };
    await inParallel(byOwner(tickets).values(), job.concurrency, worker, signal);
    if (isStopped(job)) {
      return;
    }
  }
}

/** Of a book that came to nothing every ticket goes back. */
function refunding({ cluster, payer }: Job, book: Account<Book>) {
  return (ticket: Account<Ticket>): Work => ({
    task: "refund",
    run: () => send(cluster, refundTicket(book, ticket, payer.address), { payer }),
  });
}

/**
 * Of a locked book what is accepted becomes shares and rewards, if its owner may have them; what is not, or waits since,
 * goes back.
 */
async function settling(job: Job, book: Account<Book>, time: bigint) {
  const { cluster, payer } = job;
  // Nothing that the previews depend on changes any more.
  const state = await readPreviewState(cluster, book.data);
  const { qualifyBy, tranche } = book.data;
  const security = qualifyBy === 0n ? undefined : await readSecurity(cluster, book.data.security);
  let tables: Promise<AddressesByLookupTableAddress> | undefined;
  const settle = async (ticket: Account<Ticket>, preview: TicketPreview, qualify: readonly Instruction[]) => {
    const instructions = await settleTicket(cluster, payer, book, ticket, { preview, qualify });
    const large = !fitsTransaction(instructions.slice(-1), { payer });
    if (large) {
      tables ??= settlementTables(job, book);
    }
    return (await sendInTurn(cluster, instructions, { payer, lookupTables: await tables })).at(-1);
  };
  const refund = async (ticket: Account<Ticket>, first: readonly Instruction[] = [], record?: Address) => {
    const instructions = [...first, ...refundTicket(book, ticket, payer.address, record)];
    const signature = await send(cluster, instructions, { payer });
    if (!(await isGone(cluster, ticket))) {
      throw new ClientError("its refund account cannot be paid: the refund waits in the ticket");
    }
    return signature;
  };
  return async (ticket: Account<Ticket>): Promise<Work> => {
    const preview = previewOf(state, ticket.data);
    if (preview.accepted === 0n || isSettled(ticket.data)) {
      return { task: "refund", run: () => refund(ticket) };
    }
    const { owner } = ticket.data;
    const { admitted, instructions } =
      security === undefined
        ? { admitted: true, instructions: [] }
        : await admissionOf(cluster, {
            security,
            tranches: sharesOf(book.data, preview.rewards),
            owner,
            time,
          });
    const run = () => settle(ticket, preview, instructions);
    if (admitted) {
      return { task: "settle", run };
    }
    if (time < qualifyBy) {
      return { task: "settle", run, waits: new Waits(untilWhen(qualifyBy)) };
    }
    const record = await holderAddress(tranche, owner);
    return { task: "refund", run: () => refund(ticket, instructions, record) };
  };
}

function untilWhen(qualifyBy: bigint): string {
  const day = new Date(Number(qualifyBy) * 1000).toISOString().slice(0, 16).replace("T", " ");
  return `its owner has no credential of the security's qualifiers: without one by ${day} UTC it is refunded`;
}

async function isGone(cluster: Cluster, ticket: Account<Ticket>): Promise<boolean> {
  const [found] = await readBytes(cluster, [ticket.address]);
  return found === undefined;
}

function byOwner(tickets: readonly Account<Ticket>[]): Map<Address, Account<Ticket>[]> {
  const owners = new Map<Address, Account<Ticket>[]>();
  for (const ticket of tickets) {
    owners.set(ticket.data.owner, [...(owners.get(ticket.data.owner) ?? []), ticket]);
  }
  return owners;
}
