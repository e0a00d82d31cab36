import { allocated, firstCome, isCounted, isSettled, moneyAhead, proRata } from "@defi-ready/securities";
import { AllocationRule, type Book, type Ticket } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";

/** The stage of a locked book, whose settled tickets are gone. */
const LOCKED = 2;

/** A ticket in the picture of its line. Amounts are settlement base units. */
export type LineTicket = Readonly<{
  /** Its address; of the slice that is only thought of, `adding`. */
  key: string;
  /** The ticket's number in the book; -1 of a slice that is only thought of. */
  id: number;
  owner: string;
  /** Money in line ahead of it. */
  from: bigint;
  value: bigint;
  /** The part of it that counts as committed. */
  counted: bigint;
  /** Counted money ahead of it. */
  countedAhead: bigint;
  /** What would be accepted of it if the book were locked as it is. */
  accepted: bigint;
  /** Accepted money ahead of it, on which its rewards begin; where allocation is discretionary, counted money. */
  acceptedAhead: bigint;
  isYours: boolean;
}>;

/** The line of a book, as pictures draw it. Amounts are settlement base units. */
export type Line = Readonly<{
  /** In order of the line. */
  tickets: readonly LineTicket[];
  /** Money in line, with the slice that is only thought of. */
  live: bigint;
  /** The part that counts as committed. */
  counted: bigint;
  /** What would be accepted. */
  accepted: bigint;
  minimum: bigint;
  cap: bigint;
  allocation: AllocationRule;
  /** The smallest step of allocation pro rata. */
  lot: bigint;
  /** Where the picture ends: the line, and what the cap leaves open behind it. */
  end: bigint;
  /** There is no offer yet, so nothing can be committed: all of it counts here as if it were. */
  isAsIf: boolean;
}>;

/** Money that is not in line yet: what a slider says. */
export type Adding = Readonly<{
  /** Settlement base units. */
  value: bigint;
  /** Whether it would count: committed and, where that is asked, qualified. True if left out. */
  committed?: boolean;
}>;

/**
 * The line of a book as data for its picture, from the client's accounts. What is accepted is reckoned as the program
 * does, at the rates of the deposits.
 *
 * @throws {RangeError} for a locked book without its line account: settled tickets are gone, and the others keep their places.
 */
export function lineOf(
  options: Readonly<{
    book: Book;
    /** The open tickets by place, as `listTickets` gives them. */
    tickets: readonly Account<Ticket>[];
    /** Whose tickets are marked. */
    yours?: Address | undefined;
    /** The line account's bytes; needed for a locked book alone. */
    line?: Uint8Array | undefined;
    adding?: Adding | undefined;
  }>,
): Line {
  const { book, tickets, yours, adding } = options;
  // As long as it is open, the tickets themselves say who is ahead, and much faster.
  const line = book.stage === LOCKED ? options.line : undefined;
  if (book.stage === LOCKED && line === undefined) {
    throw new RangeError(
      "the picture of a locked book needs its line account: give `line`, as readLine reads it",
    );
  }
  const added = adding !== undefined && adding.value > 0n ? adding : undefined;
  const isAsIf = book.offerVersion === 0;
  const addedCount = added !== undefined && (isAsIf || added.committed !== false) ? added.value : 0n;
  const committed = isAsIf ? tickets.reduce((sum, { data }) => sum + data.value, 0n) : book.committed;
  const rules = {
    allocation: book.allocation,
    committed: committed + addedCount,
    cap: book.cap,
    lot: book.lot,
  };
  const placed: LineTicket[] = [];
  let from = 0n;
  let countedAhead = 0n;
  let accepted = 0n;
  // Lines have ten thousand tickets, and this runs whenever one of them changes.
  const place = (key: string, id: number, owner: string, isYours: boolean, ticket: Part) => {
    const { value, counted } = ticket;
    const part = allocated({ book: rules, value: counted, ahead: countedAhead, approved: ticket.approved });
    placed.push({
      key,
      id,
      owner,
      from,
      value,
      counted,
      countedAhead,
      accepted: part.accepted,
      acceptedAhead: part.ahead,
      isYours,
    });
    from += value;
    countedAhead += counted;
    accepted += part.accepted;
  };
  for (const { address, data } of tickets) {
    if (line !== undefined) {
      const ahead = moneyAhead({ line, version: book.offerVersion, place: data.place });
      from = ahead.live;
      countedAhead = ahead.committed;
    }
    const value = isSettled(data) ? 0n : data.value;
    const counted = isAsIf || isCounted({ book, ticket: data }) ? value : 0n;
    const { id, owner, approved } = data;
    place(address, id, owner, owner === yours, { value, counted, approved });
  }
  if (added !== undefined) {
    // Nobody has approved it, so nothing says what of it would be accepted but the cap.
    const part = { value: added.value, counted: addedCount, approved: addedCount };
    place("adding", -1, yours ?? "", true, part);
  }
  const { minimum, cap, allocation, lot } = book;
  const open = cap > countedAhead ? cap - countedAhead : 0n;
  const end = book.stage === LOCKED ? from : from + open;
  const sums = { live: from, counted: countedAhead, accepted };
  return { tickets: placed, ...sums, minimum, cap, allocation, lot, end, isAsIf };
}

type Part = Readonly<{ value: bigint; counted: bigint; approved: bigint }>;

/** How many tickets from the head of the line on are so, of which all are that stand before one that is. */
function countWhile(tickets: readonly LineTicket[], isSo: (ticket: LineTicket) => boolean): number {
  let [low, high] = [0, tickets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSo(tickets[middle] as LineTicket)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The ticket at an amount of money from the head of the line; `undefined` where there is none. */
export function ticketAt({ tickets }: Pick<Line, "tickets">, money: bigint): number | undefined {
  const low = countWhile(tickets, ({ from }) => from <= money);
  // Tickets of which nothing is left in line have no width.
  const found = tickets[low - 1];
  return found !== undefined && money < found.from + found.value ? low - 1 : undefined;
}

/**
 * How much of the first `money` of the line counts as committed; behind the line's end, as if what follows were committed.
 */
export function countedAt({ tickets, live, counted }: Line, money: bigint): bigint {
  if (money >= live) {
    return counted + (money - live);
  }
  const low = countWhile(tickets, ({ from }) => from <= money);
  const [ticket, next] = [tickets[low - 1], tickets[low]];
  const end = ticket === undefined ? 0n : ticket.from + ticket.value;
  if (ticket !== undefined && money < end) {
    return ticket.countedAhead + least(money - ticket.from, ticket.counted);
  }
  // Between tickets of a locked book lie those that are settled.
  const before = ticket === undefined ? 0n : ticket.countedAhead + ticket.counted;
  return next === undefined ? before : before + least(money - end, next.countedAhead - before);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/**
 * The least money of the line of which `counted` counts as committed: where the minimum and the cap lie among tickets of
 * which not all count.
 */
export function moneyFor(line: Line, counted: bigint): bigint {
  if (counted > line.counted) {
    return line.live + (counted - line.counted);
  }
  const { tickets } = line;
  const ticket = tickets[countWhile(tickets, (one) => one.countedAhead + one.counted < counted)];
  return ticket === undefined ? 0n : ticket.from + (counted - ticket.countedAhead);
}

/** What is accepted of the first `counted` money: what rewards are reckoned on. */
export function acceptedOf(line: Line, counted: bigint): bigint {
  const { allocation, cap, lot } = line;
  if (allocation === AllocationRule.Discretionary) {
    return counted;
  }
  const [ahead, value] = [0n, counted];
  // The book without what is only thought of is of no use here: the line says what counts.
  const book = { committed: line.counted, cap, lot };
  return allocation === AllocationRule.ProRata && counted <= line.counted
    ? proRata({ ahead, value, book }).accepted
    : firstCome({ ahead, value, cap }).accepted;
}

/** A ticket that somebody looks at: where it was last, and which it is. */
export type Mark = Readonly<{ at: number; key: string }>;

/** The mark of a ticket; `undefined` where there is none. */
export function markOf({ tickets }: Pick<Line, "tickets">, at: number | undefined): Mark | undefined {
  const ticket = at === undefined ? undefined : tickets[at];
  return at === undefined || ticket === undefined ? undefined : { at, key: ticket.key };
}

/** Where a ticket stands that somebody looks at, after the line has moved; `undefined` once it has left. */
export function followed({ tickets }: Pick<Line, "tickets">, mark: Mark | undefined): number | undefined {
  if (mark === undefined || tickets[mark.at]?.key === mark.key) {
    return mark?.at;
  }
  const at = tickets.findIndex(({ key }) => key === mark.key);
  return at < 0 ? undefined : at;
}
