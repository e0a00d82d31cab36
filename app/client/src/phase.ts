import { address } from "@solana/kit";
import { AllocationRule, type Book } from "./generated/index.js";

/**
 * What a book lets happen. Derived from the clock, never stored.
 *
 * - `draft`: nothing yet, it has not opened;
 * - `building`: deposits and withdrawals; there is no offer to commit to yet;
 * - `offering`: deposits, commitments, withdrawals; the sponsor may lock once the offer has ended;
 * - `due`: the deadline has passed and the book may be locked by anyone, for a week;
 * - `settling`: locked, tickets become shares;
 * - `refunding`: the deadline has passed and the book has failed: tickets are refunded.
 */
export type Phase = "draft" | "building" | "offering" | "due" | "settling" | "refunding";

/** How long after its deadline a book may still be locked, in seconds. */
export const LOCK_GRACE = 7n * 86_400n;

/** The shortest time for which a version of an offer stays open before its book can be locked, in seconds: a day. */
export const MIN_OFFER = 86_400n;

/** The part of a book that its phase depends on. */
export type PhaseTerms = Pick<
  Book,
  | "stage"
  | "opensAt"
  | "deadline"
  | "poll"
  | "extensionBps"
  | "offerVersion"
  | "allocation"
  | "committed"
  | "approved"
  | "minimum"
  | "cap"
  | "lot"
  | "lead"
  | "leadMinimum"
  | "leadCommitted"
  | "leadApproved"
  | "leadWithin"
  | "leadTickets"
>;

/** The stage of a locked book. */
export const LOCKED = 2;
/**
 * The stage of a failed book: it passed its deadline without meeting the conditions of a lock, and somebody has left it
 * since.
 */
const FAILED = 3;
const BPS = 10_000n;
/** The default address, which means nobody. */
export const NOBODY = address("11111111111111111111111111111111");

/** The phase of a book at a Unix time. Ranges are half-open: at the deadline the offering is over. */
export function phaseOf(book: PhaseTerms, now: bigint): Phase {
  if (book.stage === LOCKED) {
    return "settling";
  }
  if (book.stage === FAILED) {
    return "refunding";
  }
  if (now < book.opensAt) {
    return "draft";
  }
  const deadline = deadlineAt(book, now);
  if (now < deadline) {
    return book.offerVersion > 0 ? "offering" : "building";
  }
  return isReady(book) && now < deadline + LOCK_GRACE ? "due" : "refunding";
}

/** When the offering ends by itself: the deadline, or the later one that a poll has passed. */
export function deadlineAt(book: PhaseTerms, now: bigint): bigint {
  const { poll, deadline } = book;
  const decided = poll.newDeadline > 0n && now >= poll.endsAt && isPassed(book);
  return decided && poll.newDeadline > deadline ? poll.newDeadline : deadline;
}

/** Whether more than the required part of the money that may vote has said yes in a book's last poll so far. */
export function isPassed({ poll, extensionBps }: Pick<Book, "poll" | "extensionBps">): boolean {
  return poll.base > 0n && poll.yes * BPS > poll.base * BigInt(extensionBps);
}

/** Whether a book has a running poll at a Unix time. */
export function isPolling({ poll }: Pick<Book, "poll">, now: bigint): boolean {
  return poll.number > 0 && now < poll.endsAt;
}

/**
 * Whether the conditions of a lock are met: an offer, the minimum, and the accepted part of the lead. The lock itself
 * also tests what earning assets are worth by then.
 */
export function isReady(book: PhaseTerms): boolean {
  const secured = book.allocation === AllocationRule.Discretionary ? book.approved : book.committed;
  const led = book.lead === NOBODY || leadSecured(book) >= book.leadMinimum;
  return book.offerVersion > 0 && secured >= book.minimum && led;
}

/** The least that would be accepted of the lead; pro rata, each of its tickets may miss its part by less than a lot. */
function leadSecured(book: PhaseTerms): bigint {
  const { allocation, committed, cap, leadCommitted } = book;
  if (allocation === AllocationRule.Discretionary) {
    return book.leadApproved;
  }
  if (allocation === AllocationRule.FirstCome) {
    return book.leadWithin;
  }
  if (committed <= cap) {
    return leadCommitted;
  }
  const part = (leadCommitted * cap) / committed - book.lot * BigInt(book.leadTickets);
  return part > 0n ? part : 0n;
}

/** Whether money can come in, which is also when terms may change. */
export function canEnter(phase: Phase): boolean {
  return phase === "building" || phase === "offering";
}

/** Whether a ticket can be withdrawn: from a book that closes together with others, until it is locked. */
export function canLeave({ phase, book }: Readonly<{ phase: Phase; book: Pick<Book, "group"> }>): boolean {
  return canEnter(phase) || phase === "refunding" || (phase === "due" && book.group > 0);
}

/** Whether a book can be locked at a time, by its sponsor or by anyone. */
export function canLock(
  options: Readonly<{ book: PhaseTerms & Pick<Book, "offerEnds">; now: bigint; bySponsor: boolean }>,
): boolean {
  const { book, now, bySponsor } = options;
  const phase = phaseOf(book, now);
  const early = phase === "offering" && now >= book.offerEnds && isReady(book);
  return phase === "due" || (bySponsor && early);
}
