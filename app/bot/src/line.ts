import {
  type Cluster,
  listTickets,
  moveUp,
  placeAfter,
  readLine,
  readTicket,
  sendInTurn,
} from "@defi-ready/securities";
import type { Book, Ticket } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { isStopped, type Job } from "./job.js";

/** A line is nearly full if fewer places are left behind its money than the larger of this part and this number. */
const MARGIN_PART = 16;
const MARGIN_PLACES = 4;
/** How many moves are sent together. */
const BATCH = 16;

/**
 * Moves tickets up in a line that is nearly full while places ahead of them are empty, so that others can still join;
 * the order of tickets does not change. Does nothing in any other line: each move costs a fee.
 */
export async function crankLine(job: Job, book: Account<Book>): Promise<void> {
  const { cluster, payer, report } = job;
  const { lineCapacity, openTickets, live, security } = book.data;
  const margin = Math.max(MARGIN_PLACES, Math.floor(lineCapacity / MARGIN_PART));
  // No place beyond the number of tickets so far was ever taken.
  if (lineCapacity - book.data.nextTicket >= margin) {
    return;
  }
  const end = placeAfter(await readLine(cluster, book.data), live);
  const gained = end - openTickets;
  if (lineCapacity - end >= margin || gained < margin) {
    return;
  }
  const moves = outOfPlace(await listTickets(cluster, { book: book.address }));
  for (let at = 0; at < moves.length && !isStopped(job); at += BATCH) {
    const batch = moves.slice(at, at + BATCH);
    const moved = await report.attempt(
      "move",
      book.address,
      async () => {
        const instructions = await Promise.all(batch.map((ticket) => moveUp({ book, ticket })));
        return (await sendInTurn(cluster, { instructions: instructions.flat(), payer })).at(-1);
      },
      () => hasMoved(cluster, batch),
      { times: batch.length },
    );
    // Each goes behind the previous one: if one did not move, the next pass knows more.
    if (moved === "failed") {
      return;
    }
    report.onProgress?.({ task: "move", security, done: at + batch.length, total: moves.length });
  }
}

async function hasMoved(cluster: Cluster, [first]: readonly Account<Ticket>[]): Promise<boolean> {
  return first !== undefined && (await readTicket(cluster, first.address)).data.place < first.data.place;
}

/** The tickets that are not directly behind the previous ones. */
function outOfPlace(tickets: readonly Account<Ticket>[]): Account<Ticket>[] {
  return tickets.filter(({ data }, index) => data.place > index);
}
