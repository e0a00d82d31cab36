import type { Account, Address } from "@solana/kit";
import { readBook, readLine, readTranche } from "./accounts.js";
import { type Allocation, allocated, least, most, sharesIn } from "./allocation.js";
import type { Cluster } from "./cluster.js";
import { rewardBetween } from "./curve.js";
import {
  AllocationRule,
  type Book,
  getPreviewTicketInstruction,
  getTicketPreviewDecoder,
  type Ticket,
  type TicketPreview,
  type Tranche,
} from "./generated/index.js";
import { lineCapacity, type Money, moneyAhead } from "./line.js";
import { unitsAt, valueAt } from "./rate.js";
import { simulateAnswer } from "./simulate.js";
import { assetOf, curvesOf, isPar } from "./vaults-and-assets.js";

/** Flag of a ticket that is settled except for a pending refund. */
const SETTLED = 1;
/** Flag of a ticket that is marked as qualified. */
const QUALIFIED = 2;
/** Rewards in a preview: as many as a book can have curves. */
const MAX_CURVES = 4;

/** The accounts that determine the outcome of a book's tickets. */
export type PreviewState = Readonly<{
  book: Book;
  tranche: Tranche;
  /** The line account's bytes. */
  line: Uint8Array;
}>;

/** Whether a ticket is settled except for a pending refund. */
export function isSettled(ticket: Ticket): boolean {
  return (ticket.flags & SETTLED) !== 0;
}

/** Whether a ticket is marked as qualified: somebody has shown a valid credential of its owner. */
export function isQualified(ticket: Ticket): boolean {
  return (ticket.flags & QUALIFIED) !== 0;
}

/**
 * Whether a ticket's money counts as committed: if the shares require a credential, only that of marked tickets does.
 */
export function isCounted({ book, ticket }: Readonly<{ book: Book; ticket: Ticket }>): boolean {
  return isCommitted({ book, ticket }) && (book.restricted === 0 || isQualified(ticket));
}

/** Whether a ticket is committed to its book's current offer. */
export function isCommitted({ book, ticket }: Readonly<{ book: Book; ticket: Ticket }>): boolean {
  return book.offerVersion > 0 && ticket.committedTo === book.offerVersion;
}

/**
 * A ticket's place, and its outcome if the book were locked as it is, at the rates of the deposits; once it is locked,
 * its actual outcome. From account data alone, and the same as the program's own answer.
 */
export function previewOf({
  book,
  tranche,
  line,
  ticket,
}: PreviewState & Readonly<{ ticket: Ticket }>): TicketPreview {
  const ahead = moneyAhead({ line, version: book.offerVersion, place: ticket.place });
  const part = allocate(book, ticket, ahead);
  const { accepted, unitsTaken } = take(book, ticket, part.accepted);
  // Nobody knows the approved money ahead: if allocation is discretionary, each ticket's shares are calculated separately.
  const bought = book.allocation === AllocationRule.Discretionary ? 0n : part.ahead;
  const rewards = curvesOf(book).map(({ knots, knotCount }) =>
    rewardBetween({ knots: knots.slice(0, knotCount), ahead: part.ahead, value: accepted }),
  );
  return {
    liveAhead: ahead.live,
    committedAhead: ahead.committed,
    value: ticket.value,
    committed: isCommitted({ book, ticket }),
    qualified: book.restricted === 0 || isQualified(ticket),
    accepted,
    unitsBack: ticket.units - unitsTaken,
    shares: sharesIn({ book, ahead: bought, accepted, unit: tranche.unit }),
    rewards: Array.from({ length: MAX_CURVES }, (_, index) => rewards[index] ?? 0n),
  };
}

/**
 * What a ticket would get if it were committed to the present offer, and marked where the shares require a credential, and
 * the book were locked as it is then; `undefined` if it is committed and counts already, if there is no offer, or once it is
 * settled.
 */
export function previewIfCommitted(
  state: PreviewState & Readonly<{ ticket: Ticket }>,
): TicketPreview | undefined {
  const { book, ticket } = state;
  if (book.offerVersion === 0 || isCounted({ book, ticket }) || isSettled(ticket) || book.lockedAt > 0n) {
    return undefined;
  }
  return previewOf({
    ...state,
    book: { ...book, committed: book.committed + ticket.value },
    ticket: { ...ticket, committedTo: book.offerVersion, flags: ticket.flags | QUALIFIED },
  });
}

/** What a deposit would get, and what it would stand behind. */
export type DepositPreview = Readonly<{
  /** Money ahead of it, committed or not, settlement base units. */
  liveAhead: bigint;
  /** The committed part of that. */
  committedAhead: bigint;
  /** The part of it that would be accepted if the book were locked then, settlement base units. */
  accepted: bigint;
  /** Share base units. */
  shares: bigint;
  /** From each reward curve of the book, base units. */
  rewards: readonly bigint[];
}>;

/**
 * The outcome of a deposit at the end of the line, committed to the current offer and counted, if the book were locked
 * right after it. Where allocation is discretionary, as if the sponsor approved all of it that the cap takes.
 */
export function previewDeposit({
  book,
  tranche,
  line,
  value,
}: PreviewState &
  Readonly<{
    /** Of the deposit, settlement base units. */
    value: bigint;
  }>): DepositPreview {
  const ahead = moneyAhead({ line, version: book.offerVersion, place: lineCapacity(line) });
  const after = { ...book, committed: book.committed + value };
  const isApproved = book.allocation === AllocationRule.Discretionary;
  const left = most(book.cap - book.approved, 0n);
  const part = isApproved
    ? { ahead: ahead.committed, accepted: least(value, left) }
    : allocated({ book: after, value, ahead: ahead.committed, approved: 0n });
  return {
    liveAhead: ahead.live,
    committedAhead: ahead.committed,
    accepted: part.accepted,
    shares: sharesIn({
      book,
      ahead: isApproved ? 0n : part.ahead,
      accepted: part.accepted,
      unit: tranche.unit,
    }),
    rewards: curvesOf(book).map(({ knots, knotCount }) =>
      rewardBetween({ knots: knots.slice(0, knotCount), ahead: part.ahead, value: part.accepted }),
    ),
  };
}

function allocate(book: Book, ticket: Ticket, { committed: ahead }: Money): Allocation {
  const value = isCounted({ book, ticket }) && !isSettled(ticket) ? ticket.value : 0n;
  return allocated({ book, value, ahead, approved: ticket.approved });
}

/**
 * How much of a ticket's asset is taken for accepted money: at the rate of the lock, so that an asset that has fallen
 * since the deposit buys what it is worth now; before the lock at the rate of the deposit.
 */
function take(
  book: Book,
  ticket: Ticket,
  accepted: bigint,
): Readonly<{ accepted: bigint; unitsTaken: bigint }> {
  const asset = assetOf(book, ticket.asset);
  const rate = asset.lockedRate;
  if (isPar(asset) || accepted === 0n) {
    return { accepted, unitsTaken: accepted };
  }
  if (rate.numerator === 0n) {
    return { accepted, unitsTaken: (ticket.units * accepted + ticket.value - 1n) / ticket.value };
  }
  const worth = valueAt(rate, ticket.units);
  const affordable = least(accepted, worth - (worth % book.lot));
  return { accepted: affordable, unitsTaken: least(unitsAt(rate, affordable), ticket.units) };
}

/** Reads the accounts that determine the outcome of a book's tickets. */
export async function readPreviewState(cluster: Cluster, book: Book): Promise<PreviewState> {
  const [tranche, line] = await Promise.all([readTranche(cluster, book.tranche), readLine(cluster, book)]);
  return { book, tranche: tranche.data, line };
}

/** A ticket's place and what it gets, calculated here from the cluster's accounts. */
export async function previewTicket(cluster: Cluster, ticket: Account<Ticket>): Promise<TicketPreview> {
  const book = await readBook(cluster, ticket.data.book);
  return previewOf({ ...(await readPreviewState(cluster, book.data)), ticket: ticket.data });
}

/** The same, as the program itself calculates it: the return data of a simulated transaction. */
export async function simulatePreviewTicket(
  cluster: Cluster,
  options: Readonly<{
    ticket: Account<Ticket>;
    /** An account with SOL, which is not charged; the payer of the ticket's rent if left out. */
    payer?: Address | undefined;
  }>,
): Promise<TicketPreview> {
  const { ticket, payer = ticket.data.rentPayer } = options;
  const { data: book, address } = await readBook(cluster, ticket.data.book);
  const { tranche, line } = book;
  const instruction = getPreviewTicketInstruction({ tranche, book: address, line, ticket: ticket.address });
  return await simulateAnswer(cluster, { instruction, payer, decoder: getTicketPreviewDecoder() });
}
