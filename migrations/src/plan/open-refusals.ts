import type { ChainState } from "../chain/state.js";
import {
  curveBudget,
  curvesOf,
  formatAmount,
  modeOf,
  principalOf,
  sharesFor,
  type Tranche,
} from "../client.js";
import type { BookTerms, Deal } from "../deal/model.js";
import { unitOf } from "../deal/shares.js";
import { formatTime } from "../deal/values.js";
import type { PlanItem } from "./item.js";
import { bookClock, groupOf } from "./opening.js";
import type { Refusals } from "./refusal-list.js";

/** The kinds of a debt and of a cover on chain, and the status of a tranche wiped out by losses. */
const DEBT = 0;
const COVER = 2;
const WIPED = 1;
/** The shortest time for which a rights book is open to holders only, in seconds. */
const LEAST_RIGHTS = 10n * 86_400n;

/** Refuses books of tranches that take no new money, rights that nobody has, and more shares than were authorised. */
export function checkOpenings(
  refusals: Refusals,
  deal: Deal,
  state: ChainState,
  items: readonly PlanItem[],
): void {
  const room = new Room(refusals, deal, state);
  const rights = new Map(
    deal.tranches.map((_, rank) => [rank, state.tranches[rank]?.tranche.rightsUntil ?? 0n]),
  );
  for (const { part, action, index, inner, field } of items) {
    const terms = deal.books[index];
    if ((action !== "create" && action !== "change") || terms === undefined) {
      continue;
    }
    if (part === "book") {
      const tranche = state.tranches[terms.rank]?.tranche;
      const why = tranche === undefined ? undefined : closedTo(deal, state, terms, tranche);
      if (why !== undefined) {
        refusals.add(`${field}.${why.field}`, why.message);
      }
      checkRights(refusals, deal, state, { terms, field, rights });
      room.book(index, terms);
    } else if (part === "offer" && state.books[index]?.book !== undefined) {
      // The first offer of a book that is opened in the same plan has the cap that it is opened with.
      room.book(index, terms);
    } else if (part === "curve") {
      room.reward(index, terms, inner);
    }
  }
}

type Why = Readonly<{ field: string; message: string }>;

/** Why a tranche takes no new money, by the program's rules; `undefined` if it does. */
function closedTo(deal: Deal, state: ChainState, terms: BookTerms, tranche: Tranche): Why | undefined {
  const name = `"${deal.tranches[terms.rank]?.name}"`;
  const money = (amount: bigint) => formatAmount(amount, deal.settlementMint.decimals);
  const no = (message: string): Why => ({ field: "tranche", message: `${message}: take the book out` });
  if (tranche.status === WIPED) {
    return no(`losses took all principal of ${name}, so nobody buys more of it`);
  }
  if (tranche.kind === DEBT && state.time >= tranche.maturity) {
    return no(`${name} matured on ${formatTime(tranche.maturity)}, so nobody buys more of it`);
  }
  if (tranche.shares === 0n || tranche.par === 0n) {
    return undefined;
  }
  if (tranche.arrears > 0n) {
    return no(
      `${name} owes its holders arrears of ${money(tranche.arrears)}, and takes no new money until they are paid`,
    );
  }
  if (state.waterfall !== undefined && modeOf(state.waterfall, state.time) === "accelerated") {
    return no(`the deal is accelerated, and ${name} takes no new money meanwhile`);
  }
  if (principalOf(tranche) === 0n) {
    return no(`all principal of ${name} has been repaid, so nobody buys more of it`);
  }
  if (tranche.kind === COVER && tranche.interestDue > 0n) {
    return no(
      `${name} owes its holders interest of ${money(tranche.interestDue)}, and a cover takes no new money until that is paid`,
    );
  }
  if (tranche.loss > 0n && terms.rightsUntil === null) {
    return {
      field: "tranche",
      message: `losses of ${money(tranche.loss)} of ${name} are not made good, so only a book that is its holders' first takes new money: add rights_until, or take the book out`,
    };
  }
  return undefined;
}

/** A rights book needs holders, ten days for them, and no other rights book of theirs that is not over. */
function checkRights(
  refusals: Refusals,
  deal: Deal,
  state: ChainState,
  { terms, field, rights }: Readonly<{ terms: BookTerms; field: string; rights: Map<number, bigint> }>,
): void {
  const { rank } = terms;
  if (terms.rightsUntil === null) {
    return;
  }
  const name = `"${deal.tranches[rank]?.name}"`;
  const { time } = state;
  const clock = bookClock(terms, time, 0n, groupOf(state, terms));
  const least = (clock.opensAt > time ? clock.opensAt : time) + LEAST_RIGHTS;
  const other = rights.get(rank) ?? 0n;
  const at = `${field}.rights_until`;
  if ((state.tranches[rank]?.tranche.shares ?? 0n) === 0n) {
    refusals.add(
      at,
      `nobody holds shares of ${name} yet: add the book once one before it is locked, or leave rights_until out`,
    );
  } else if (other > time) {
    refusals.add(
      at,
      `the holders of ${name} have the first right in another book until ${formatTime(other)}: add this one after that`,
    );
  } else if (clock.rightsUntil < least) {
    refusals.add(
      at,
      `would be ${formatTime(clock.rightsUntil)}, and holders have at least ten days, here until ${formatTime(least)}: use a later time`,
    );
  } else {
    rights.set(rank, clock.rightsUntil);
  }
}

/** Counts the shares that the books and rewards of each tranche set aside beyond those already set aside on chain. */
class Room {
  readonly #free: (bigint | undefined)[];

  constructor(
    private readonly refusals: Refusals,
    private readonly deal: Deal,
    private readonly state: ChainState,
  ) {
    this.#free = deal.tranches.map((_, rank) => {
      const tranche = state.tranches[rank]?.tranche;
      return tranche === undefined ? undefined : tranche.authorised - tranche.sharesOffered;
    });
  }

  /** A book that opens, or whose price or cap changes. */
  book(index: number, { rank, cap, priceMin }: BookTerms): void {
    const unit = unitOf(this.deal.tranches[rank]?.decimals ?? 0);
    const before = this.state.books[index]?.book?.sharesSetAside ?? 0n;
    this.#take(
      `books[${index}].cap`,
      rank,
      sharesFor({ ahead: 0n, accepted: cap, price: priceMin, unit }) - before,
    );
  }

  reward(index: number, { rewards }: BookTerms, which: number): void {
    const reward = rewards[which];
    const { book } = this.state.books[index] ?? {};
    const before = book === undefined ? 0n : (curvesOf(book)[which]?.budget ?? 0n);
    if (reward !== undefined) {
      this.#take(
        `books[${index}].rewards[${which}].curve`,
        reward.rank,
        curveBudget([...reward.curve]) - before,
      );
    }
  }

  #take(field: string, rank: number, more: bigint): void {
    const free = this.#free[rank];
    if (free === undefined) {
      return;
    }
    const { name, decimals = 0 } = this.deal.tranches[rank] ?? {};
    const show = (shares: bigint) => formatAmount(shares, decimals);
    if (more > free) {
      this.refusals.add(
        field,
        `sets ${show(more)} shares of "${name}" aside, and of those authorised only ${show(free)} are neither issued nor set aside: use less`,
      );
    } else {
      this.#free[rank] = free - more;
    }
  }
}
