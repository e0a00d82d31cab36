import type { ChainState } from "../chain/state.js";
import {
  type Book,
  curveBudget,
  curvesOf,
  formatAmount,
  principalOf,
  type ReportedRate,
  sharesFor,
  type Tranche,
} from "../client.js";
import type { BookTerms, Deal, Reward } from "../deal/model.js";
import { unitOf } from "../deal/shares.js";
import type { PlanItem } from "./item.js";
import type { Refusals } from "./refusal-list.js";

/** The kinds of an equity and of a cover on chain. */
const EQUITY = 1;
const COVER = 2;
/** How old a reported value of a share may be to count, seconds. */
const VALUE_AGE = 35n * 86_400n;

/** The least price of a tranche's shares, as its books open one after the other: the program's floor. */
class Floor {
  #openBooks: number;
  #asked: bigint;

  readonly #value: bigint;

  constructor(
    private readonly tranche: Tranche | undefined,
    value: ReportedRate | undefined,
    now: bigint,
  ) {
    this.#openBooks = tranche?.openBooks ?? 0;
    this.#asked = tranche?.asked ?? 0n;
    this.#value = tranche === undefined ? 0n : freshValue(tranche, value, now);
  }

  get hasHolders(): boolean {
    return this.tranche !== undefined && this.tranche.shares > 0n;
  }

  /** Whether holders are entitled to principal, so that a share for which nobody pays takes from them. */
  get isEntitled(): boolean {
    return this.hasHolders && (this.tranche?.par ?? 0n) > 0n;
  }

  /** The principal that a share of debt or of a cover still represents, once part of it has been repaid or lost. */
  get left(): bigint | undefined {
    const { tranche } = this;
    const isEntitled = tranche !== undefined && tranche.kind !== EQUITY && this.hasHolders;
    return isEntitled && this.#principal < tranche.par ? this.#principal : undefined;
  }

  /** Whether shares that nobody holds are sold at par, as those of a cover are. */
  get isAtPar(): boolean {
    return this.tranche?.kind === COVER && !this.hasHolders;
  }

  /** The principal that a share represents, rounded up. */
  get #principal(): bigint {
    const { tranche } = this;
    if (tranche === undefined || tranche.par === 0n || tranche.shares === 0n) {
      return 0n;
    }
    return (principalOf(tranche) * tranche.unit + tranche.shares - 1n) / tranche.shares;
  }

  /**
   * The least price of a whole share, settlement base units.
   *
   * @param own Whether the floor is for one of the tranche's open books.
   * @param rights Whether its holders have the first right.
   */
  least(own: boolean, rights = false): bigint {
    const others = this.#openBooks > (own ? 1 : 0);
    const asked = others ? this.#asked : 0n;
    if (this.tranche === undefined || !this.hasHolders) {
      return asked;
    }
    const { kind, lastPrice } = this.tranche;
    // The last price is noted for every kind, but binds only equity, as does its reported value; neither binds its holders.
    const market = rights || kind !== EQUITY ? [] : [lastPrice, this.#value];
    return [asked, ...market].reduce((most, one) => (one > most ? one : most), this.#principal);
  }

  /** A book opens, or asks another price. */
  ask(lowest: bigint, isNew: boolean): void {
    this.#openBooks += isNew ? 1 : 0;
    const others = this.#openBooks > 1 ? this.#asked : 0n;
    this.#asked = lowest > others ? lowest : others;
  }
}

/** The reported value of a whole share, rounded up, if the report is recent. */
function freshValue({ unit }: Tranche, value: ReportedRate | undefined, now: bigint): bigint {
  if (value === undefined || value.rate.denominator === 0n || now - value.reportedAt > VALUE_AGE) {
    return 0n;
  }
  const { numerator, denominator } = value.rate;
  return (numerator * unit + denominator - 1n) / denominator;
}

/**
 * Refuses prices, strikes and rewards below the least price of a tranche's shares while others hold them or are in line
 * for them.
 */
export function checkFloors(
  refusals: Refusals,
  deal: Deal,
  state: ChainState,
  items: readonly PlanItem[],
): void {
  const floors = deal.tranches.map((_, rank) => {
    const { tranche, value } = state.tranches[rank] ?? {};
    return new Floor(tranche, value, state.time);
  });
  for (const { part, action, index, inner } of items) {
    const terms = deal.books[index];
    if ((action === "create" || action === "change") && terms !== undefined) {
      const check = new BookCheck({ refusals, deal, floors, terms, index, book: state.books[index]?.book });
      if (part === "book") {
        check.opening();
      } else if (part === "offer") {
        check.offer();
      } else if (part === "curve") {
        check.reward(inner);
      }
    }
  }
}

/** The context for checking books. */
type BookContext = Readonly<{
  refusals: Refusals;
  deal: Deal;
  /** By rank. */
  floors: readonly Floor[];
  terms: BookTerms;
  index: number;
  /** The book as it is on chain. */
  book: Book | undefined;
}>;

/** The checks of one book. */
class BookCheck {
  constructor(private readonly context: BookContext) {}

  /** It opens at the file's price. */
  opening(): void {
    const { terms, floors } = this.context;
    this.#price(floors[terms.rank]?.least(false, terms.rightsUntil !== null));
    floors[terms.rank]?.ask(terms.priceMin, true);
  }

  /** An open book gets the file's price, at which its bonus shares are checked again. */
  offer(): void {
    const { terms, floors, book } = this.context;
    if (book === undefined) {
      return;
    }
    this.#price(floors[terms.rank]?.least(true, book.rightsUntil > 0n));
    for (const [which, reward] of terms.rewards.entries()) {
      if (reward.kind === "bonus-shares") {
        this.#bonus(which, reward, terms.priceMin);
      }
    }
    floors[terms.rank]?.ask(terms.priceMin, false);
  }

  /** A reward is promised at the present price. */
  reward(which: number): void {
    const { terms, floors, book } = this.context;
    const reward = terms.rewards[which];
    const floor = reward === undefined ? undefined : floors[reward.rank];
    if (reward === undefined || floor === undefined) {
      return;
    }
    if (reward.kind === "bonus-shares") {
      this.#bonus(which, reward, book?.priceMin ?? terms.priceMin);
    } else if (reward.series !== null) {
      const least = floor.least(reward.rank === terms.rank);
      this.#notBelow(`rewards[${which}].strike`, reward.series.strike, least, reward.rank);
    } else if (floor.hasHolders) {
      this.#points(which, reward);
    }
  }

  #price(least: bigint | undefined): void {
    const { priceMin, priceMaxAge, rank } = this.context.terms;
    const { price } = this.context.terms;
    const isReported = priceMaxAge > 0n;
    this.#notBelow(isReported ? "reported_price.lowest" : "price", priceMin, least ?? 0n, rank);
    const { left, isAtPar = false } = this.context.floors[rank] ?? {};
    const par = this.context.deal.tranches[rank]?.capital?.par;
    if (left !== undefined && price > left) {
      this.#refuse(
        isReported ? "reported_price.highest" : "price",
        `${this.#money(price)} is above the principal that a share of ${this.#name(rank)} still represents, part of it having been repaid or lost: use ${this.#money(left)}`,
      );
    } else if (isAtPar && par !== undefined && price !== par) {
      this.#refuse(
        "price",
        `${this.#name(rank)} is a cover that nobody holds, which is sold at par: use ${this.#money(par)}`,
      );
    }
  }

  #points(which: number, { curve, rank }: Reward): void {
    const { book } = this.context;
    const found = book === undefined ? undefined : curvesOf(book)[which];
    const before = found === undefined ? 0n : curveBudget(found.knots.slice(0, found.knotCount));
    if (curveBudget([...curve]) > before) {
      const shown = formatAmount(before, this.context.deal.tranches[rank]?.decimals ?? 0);
      this.#refuse(
        `rewards[${which}].curve`,
        `no more points of ${this.#name(rank)} are promised once somebody holds some: ${before > 0n ? `use at most ${shown}` : "leave the reward out"}`,
      );
    }
  }

  /** Even with its bonus, the head of the line must pay the floor for every share. */
  #bonus(which: number, { curve: [first], rank }: Reward, price: bigint): void {
    const floor = this.context.floors[rank];
    if (first === undefined || first.reward === 0n || floor === undefined) {
      return;
    }
    const unit = unitOf(this.context.deal.tranches[rank]?.decimals ?? 0);
    // If the rate falls on the first segment, it is steepest at its start.
    const all = sharesFor({ ahead: 0n, accepted: first.money, price, unit }) + first.reward + first.bend;
    const least = floor.least(true);
    if (floor.isEntitled) {
      this.#refuse(
        `rewards[${which}].curve`,
        `others hold shares of ${this.#name(rank)} and are entitled to their principal, so nobody gets one for nothing: leave the reward out`,
      );
    } else if (first.money * unit < all * least) {
      this.#refuse(
        `rewards[${which}].curve`,
        `with it the first in line pays less for shares of ${this.#name(rank)} than ${this.#money(least)}, their least price while others hold them or are in line for them: use less, or leave the reward out`,
      );
    }
  }

  #notBelow(field: string, asked: bigint, least: bigint, rank: number): void {
    if (asked < least) {
      this.#refuse(
        field,
        `${this.#money(asked)} is below the least price of shares of ${this.#name(rank)} while others hold them or are in line for them: use at least ${this.#money(least)}`,
      );
    }
  }

  #refuse(field: string, message: string): void {
    this.context.refusals.add(`books[${this.context.index}].${field}`, message);
  }

  #name(rank: number): string {
    return `"${this.context.deal.tranches[rank]?.name}"`;
  }

  #money(amount: bigint): string {
    return formatAmount(amount, this.context.deal.settlementMint.decimals);
  }
}
