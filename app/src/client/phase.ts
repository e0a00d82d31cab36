/**
 * What a book lets happen. Derived from the clock, never stored.
 *
 * - `draft`: nothing yet, it has not opened;
 * - `offering`: deposits and withdrawals; the sponsor may lock once the offer has ended;
 * - `due`: the deadline has passed with the minimum committed: anyone may lock;
 * - `settling`: locked, tickets become shares;
 * - `refunding`: the deadline has passed below the minimum: tickets go back.
 */
export type Phase = "draft" | "offering" | "due" | "settling" | "refunding";

/** What a phase depends on; a Book has all of it. */
export type PhaseTerms = Readonly<{
  stage: number;
  opensAt: bigint;
  deadline: bigint;
  committed: bigint;
  minimum: bigint;
}>;

const LOCKED = 2;

/** The phase of a book at a Unix time. Ranges are half-open: at `deadline` the offering is over. */
export function phaseOf(book: PhaseTerms, now: bigint): Phase {
  if (book.stage === LOCKED) {
    return "settling";
  }
  if (now < book.opensAt) {
    return "draft";
  }
  if (now < book.deadline) {
    return "offering";
  }
  return book.committed >= book.minimum ? "due" : "refunding";
}

/** Whether a book can be locked at a time, by its sponsor or by anyone. */
export function canLock(
  book: PhaseTerms & Readonly<{ offerEnds: bigint }>,
  now: bigint,
  bySponsor: boolean,
): boolean {
  const phase = phaseOf(book, now);
  const early = phase === "offering" && now >= book.offerEnds && book.committed >= book.minimum;
  return phase === "due" || (bySponsor && early);
}
