import type { ChainState } from "../chain/state.js";
import { type Group, groupsOf, MIN_OFFER } from "../client.js";
import type { BookTerms, Moment } from "../deal/model.js";

/** A moment in Unix time, an offset counted from now. */
export function timeOf(moment: Moment, now: bigint): bigint {
  return moment.kind === "at" ? moment.time : now + moment.seconds;
}

/** A book's clock in Unix time. */
type BookClock = Readonly<{
  opensAt: bigint;
  /** 0: there is no offer yet. */
  offerEnds: bigint;
  deadline: bigint;
  latestDeadline: bigint;
  /** 0: it is for everybody at once. */
  rightsUntil: bigint;
}>;

/**
 * Whether a book is opened without its offer, which is made once all promises besides it exist: each reward and each
 * asset added to an offer makes a new version of it. The holders' first right applies to an offer, with which such a
 * book is opened.
 */
export function isOfferedLater({ offerEnds, rightsUntil, rewards, assets }: BookTerms): boolean {
  return offerEnds !== null && rightsUntil === null && rewards.length + assets.length > 0;
}

/** The state of a book's group on chain; `undefined` before the first of its books is opened. */
export function groupOf({ security }: Pick<ChainState, "security">, { group }: BookTerms): Group | undefined {
  return security === undefined ? undefined : groupsOf(security).find(([number]) => number === group)?.[1];
}

/**
 * A book's clock if it opens now.
 *
 * @param group The group that it joins, whose first book set when all of them open and end: offsets count from then.
 * @param landing Seconds that the transaction may take until it is executed: the program refuses an offer that stays
 * open for less than a day from then on, so offsets below this are raised to it.
 */
export function bookClock(
  book: BookTerms,
  now: bigint,
  landing: bigint,
  group?: Pick<Group, "opensAt" | "deadline">,
): BookClock {
  const base =
    group === undefined || book.deadline.kind === "at" ? now : group.deadline - book.deadline.seconds;
  const resolve = (moment: Moment, least: bigint) => {
    const time = timeOf(moment, base);
    return moment.kind === "after" && time < now + least ? now + least : time;
  };
  const deadline = group?.deadline ?? resolve(book.deadline, landing + 1n);
  const opensAt = group?.opensAt ?? timeOf(book.opensAt, now);
  const wait = opensAt > now ? opensAt - now : 0n;
  const rightsUntil = book.rightsUntil === null ? 0n : timeOf(book.rightsUntil, base) + landing;
  const ends = book.offerEnds === null ? 0n : resolve(book.offerEnds, wait + MIN_OFFER + landing);
  return {
    opensAt,
    // The offer stays open as long as the holders' rights, however long the transaction takes.
    offerEnds: ends < rightsUntil ? rightsUntil : ends,
    deadline,
    latestDeadline: book.latestDeadline === null ? deadline : resolve(book.latestDeadline, landing + 1n),
    rightsUntil,
  };
}
