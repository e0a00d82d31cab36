import type { ChainState } from "../chain/state.js";
import { windowOverLock } from "../client.js";
import type { Deal } from "../deal/model.js";
import { ruleSetOf } from "../deal/rule-set.js";
import { DAY, formatTime } from "../deal/values.js";
import type { PlanItem } from "./item.js";
import { bookClock, groupOf } from "./opening.js";
import type { Refusals } from "./refusal-list.js";

/**
 * Refuses a deadline of a book if the week after it, in which the book can be locked, has no day outside the windows of a class in
 * the frozen form: of its own, or of one whose points it grants.
 *
 * @param at.field Where the deal file says what is wrong.
 * @param at.ranks The classes whose shares are issued; all that the book issues if left out.
 */
export function checkDayToLock(
  refusals: Refusals,
  deal: Deal,
  at: Readonly<{ book: number; field: string; deadline: bigint; ranks?: readonly number[] }>,
): void {
  const { book, field, deadline } = at;
  for (const rank of at.ranks ?? issuedBy(deal, book)) {
    const tranche = deal.tranches[rank];
    const window =
      tranche?.form === "frozen" ? windowOverLock(ruleSetOf(tranche.transfers).window, deadline) : undefined;
    if (tranche !== undefined && window !== undefined) {
      const [before, after] = [window.from - DAY, window.until - 6n * DAY];
      refusals.add(
        field,
        `leaves no day for the lock: the book can be locked in the week after its deadline, ${formatTime(deadline)}, while no share of "${tranche.name}" is thawed, and that class's window is from ${formatTime(window.from)} to ${formatTime(window.until)}. End the book by ${formatTime(before)}, or from ${formatTime(after)} on`,
      );
    }
  }
}

/** Refuses such deadlines of books that are opened, and points that books with such deadlines would grant. */
export function checkLockDays(
  refusals: Refusals,
  deal: Deal,
  state: ChainState,
  items: readonly PlanItem[],
): void {
  for (const { part, action, field, index: book, inner } of items) {
    const terms = action === "create" ? deal.books[book] : undefined;
    if (terms !== undefined && part === "book") {
      const { deadline } = bookClock(terms, state.time, 0n, groupOf(state, terms));
      checkDayToLock(refusals, deal, { book, field: `${field}.deadline`, deadline });
    }
    const reward = part === "curve" ? terms?.rewards[inner] : undefined;
    const deadline = state.books[book]?.book?.deadline;
    if (deadline !== undefined && reward?.kind === "promote-points") {
      checkDayToLock(refusals, deal, { book, field, deadline, ranks: [reward.rank] });
    }
  }
}

/** The ranks of the classes of which a book issues shares: its own, and those whose points it grants. */
function issuedBy(deal: Deal, book: number): readonly number[] {
  const terms = deal.books[book];
  return terms === undefined
    ? []
    : [terms.rank, ...terms.rewards.filter(({ kind }) => kind === "promote-points").map(({ rank }) => rank)];
}
