import type {
  Account,
  Address,
  AddressesByLookupTableAddress,
  Instruction,
  TransactionSigner,
} from "@solana/kit";
import { readBytes } from "../client/accounts.js";
import {
  admissionOf,
  ClientError,
  type Cluster,
  fitsTransaction,
  holderAddress,
  isSettled,
  listTickets,
  phaseOf,
  previewOf,
  readPreviewState,
  readSecurity,
  refundTicket,
  send,
  sendInTurn,
  settleTicket,
  sharesOf,
} from "../client/index.js";
import type { Book, Ticket, TicketPreview } from "../generated/index.js";
import type { BookOptions } from "./books.js";
import { inParallel } from "./parallel.js";
import { Waits } from "./report.js";
import { settlementTables } from "./settlement-tables.js";

/** What is done with a ticket. */
type Work = Readonly<{ task: "settle" | "refund"; run: () => Promise<void> }>;

/** Settles or refunds the open tickets of a book that is over; does nothing with any other. */
export async function crankTickets(
  cluster: Cluster,
  payer: TransactionSigner,
  book: Account<Book>,
  options: BookOptions,
): Promise<void> {
  const { report } = options;
  const phase = phaseOf(book.data, options.time);
  if (phase !== "settling" && phase !== "refunding") {
    return;
  }
  const tickets = await listTickets(cluster, book.address);
  const workOn =
    phase === "settling"
      ? await settling(cluster, payer, book, options.time)
      : refunding(cluster, payer, book);
  let done = 0;
  // One owner's tickets after each other: the first may open its record for all of them.
  await inParallel([...byOwner(tickets).values()], options.concurrency, async (ofOwner) => {
    for (const ticket of ofOwner) {
      await report.guard(ticket.address, async () => {
        const { task, run } = await workOn(ticket);
        await report.attempt(task, ticket.address, run, () => isGone(cluster, ticket));
        done += 1;
        report.onProgress?.({ task, security: book.data.security, done, total: tickets.length });
      });
    }
  });
}

/** Of a book that came to nothing every ticket goes back. */
function refunding(cluster: Cluster, payer: TransactionSigner, book: Account<Book>) {
  return (ticket: Account<Ticket>): Work => ({
    task: "refund",
    run: async () => {
      await send(cluster, refundTicket(book, ticket, payer.address), { payer });
    },
  });
}

/**
 * Of a locked book what is accepted becomes shares and rewards, if its owner may have them; what is not, or waits since,
 * goes back.
 */
async function settling(cluster: Cluster, payer: TransactionSigner, book: Account<Book>, time: bigint) {
  // Nothing that the previews depend on changes any more.
  const state = await readPreviewState(cluster, book.data);
  const { qualifyBy, tranche } = book.data;
  const security = qualifyBy === 0n ? undefined : await readSecurity(cluster, book.data.security);
  let tables: Promise<AddressesByLookupTableAddress> | undefined;
  const settle = async (ticket: Account<Ticket>, preview: TicketPreview, qualify: readonly Instruction[]) => {
    const instructions = await settleTicket(cluster, payer, book, ticket, { preview, qualify });
    const large = !fitsTransaction(instructions.slice(-1), { payer });
    if (large) {
      tables ??= settlementTables(cluster, payer, book);
    }
    await sendInTurn(cluster, instructions, { payer, lookupTables: await tables });
  };
  const refund = async (ticket: Account<Ticket>, first: readonly Instruction[] = [], record?: Address) => {
    await send(cluster, [...first, ...refundTicket(book, ticket, payer.address, record)], { payer });
    if (!(await isGone(cluster, ticket))) {
      throw new ClientError("its refund account cannot be paid: the refund waits in the ticket");
    }
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
    if (admitted) {
      return { task: "settle", run: () => settle(ticket, preview, instructions) };
    }
    if (time < qualifyBy) {
      return { task: "settle", run: () => Promise.reject(new Waits(untilWhen(qualifyBy))) };
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
