import {
  ClientError,
  type Cluster,
  isoMinute,
  isRestricted,
  isSettled,
  leavesBookAt,
  oweRefund,
  phaseOf,
  previewOf,
  readBytes,
  readPreviewState,
  readSecurity,
  refundTicket,
  scanTickets,
  send,
  sendInTurn,
  settleTicket,
  TransactionFailure,
} from "@defi-ready/securities";
import {
  type Book,
  SECURITIES_ERROR__REFUND_BLOCKED,
  type Ticket,
  type TicketPreview,
} from "@defi-ready/securities/program";
import type { Account, Address, Signature } from "@solana/kit";
import { isStopped, type Job } from "./job.js";
import { inParallel } from "./parallel.js";
import { Waits } from "./report.js";

const UNPAYABLE = "neither its refund account nor its owner's associated account can be paid";

/** The work on a ticket. */
type Work = Readonly<{ task: "settle" | "refund"; run: () => Promise<Signature | undefined> }>;

/** Settles or refunds the open tickets of a book that is over; does nothing with any other. */
export async function crankTickets(
  job: Job,
  options: Readonly<{
    book: Account<Book>;
    /** The cluster's time. */
    now: bigint;
  }>,
): Promise<void> {
  const { book, now } = options;
  const { cluster, report, signal } = job;
  const phase = phaseOf(book.data, now);
  if (phase !== "settling" && phase !== "refunding") {
    return;
  }
  const workOn = phase === "settling" ? await settling(job, book, now) : refunding(job, book, now);
  const { openTickets: total, security } = book.data;
  let done = 0;
  for await (const { accounts: tickets } of scanTickets(cluster, { book, ...job.scan })) {
    // One owner's tickets after each other: the first may open its record for all of them.
    const worker = async (ofOwner: readonly Account<Ticket>[]) => {
      for (const ticket of ofOwner) {
        await report.guard(ticket.address, async () => {
          const { task, run } = workOn(ticket);
          await report.attempt(task, ticket.address, run, () => isGone(cluster, ticket));
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

/** Every ticket of a failed book is refunded. */
function refunding(job: Job, book: Account<Book>, time: bigint) {
  return (ticket: Account<Ticket>): Work => refund(job, { book, ticket, time });
}

/** A ticket that is to be refunded, at a time. */
type Refundable = Readonly<{ book: Account<Book>; ticket: Account<Ticket>; time: bigint }>;

/** Refunds a ticket; a refund that could not be paid to any account of its owner for a year leaves the book. */
function refund(job: Job, of: Refundable): Work {
  const { cluster, payer } = job;
  const { book, ticket } = of;
  const run = async () => {
    const signature = await send(cluster, {
      instructions: await refundTicket({ book, ticket, tipAccount: payer.address }),
      payer,
    });
    if (!(await isGone(cluster, ticket))) {
      throw new ClientError(`${UNPAYABLE}: the refund waits in the ticket`);
    }
    return signature;
  };
  const isBlocked = (error: unknown) =>
    error instanceof TransactionFailure && error.isProgramError(SECURITIES_ERROR__REFUND_BLOCKED);
  return {
    task: "refund",
    run: () => run().catch((error) => (isBlocked(error) ? letGo(job, of) : Promise.reject(error))),
  };
}

/** Moves a refund out of its book a year after it was noted as unpayable. */
async function letGo({ cluster, payer, rents }: Job, { book, ticket, time }: Refundable): Promise<Signature> {
  const from = leavesBookAt(ticket.data);
  if (from === undefined || time < from) {
    throw new Waits(
      `${UNPAYABLE}: the refund waits${from === undefined ? "" : `, in the book until ${isoMinute(from)}`}`,
    );
  }
  if (!rents) {
    throw new Waits(`${UNPAYABLE}, and a record for it costs rent: name the security, or allow rents`);
  }
  return send(cluster, { instructions: await oweRefund({ payer, book, ticket }), payer });
}

/** In a locked book the accepted part becomes shares and rewards; the rest, and any pending refund, is returned. */
async function settling(job: Job, book: Account<Book>, time: bigint) {
  const { cluster, payer } = job;
  // Nothing that the previews depend on can change now.
  const state = await readPreviewState(cluster, book.data);
  const security = isRestricted(book.data) ? await readSecurity(cluster, book.data.security) : undefined;
  const settle = async (ticket: Account<Ticket>, preview: TicketPreview) => {
    const instructions = await settleTicket({ cluster, payer, book, ticket, preview, security });
    return (await sendInTurn(cluster, { instructions, payer })).at(-1);
  };
  return (ticket: Account<Ticket>): Work => {
    const preview = previewOf({ ...state, ticket: ticket.data });
    if (preview.accepted === 0n || isSettled(ticket.data)) {
      return refund(job, { book, ticket, time });
    }
    return { task: "settle", run: () => settle(ticket, preview) };
  };
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
