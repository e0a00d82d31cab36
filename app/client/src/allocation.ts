import { wideToBigint } from "./earnings.js";
import { ClientError } from "./errors.js";
import { AllocationRule, type Book } from "./generated/index.js";

/** One ticket's part of the accepted money. */
export type Allocation = Readonly<{
  /** Accepted money ahead of the ticket. */
  ahead: bigint;
  /** Accepted money of the ticket. */
  accepted: bigint;
}>;

/** First come, first served: in line order until the cap; the ticket at the margin is cut. */
export function firstCome(
  options: Readonly<{
    /** Committed money ahead of the ticket, settlement base units. */
    ahead: bigint;
    /** The ticket's committed money, settlement base units. */
    value: bigint;
    /** The most that the book takes, settlement base units. */
    cap: bigint;
  }>,
): Allocation {
  const { ahead, value, cap } = options;
  const from = least(ahead, cap);
  return { ahead: from, accepted: least(ahead + value, cap) - from };
}

/**
 * Pro rata: if more money is committed than the cap takes, every ticket is cut in proportion, to whole lots; the
 * remainder goes to the head of the line.
 */
export function proRata(
  options: Readonly<{
    /** Committed money ahead of the ticket, settlement base units. */
    ahead: bigint;
    /** The ticket's committed money, settlement base units. */
    value: bigint;
    book: Readonly<{ committed: bigint; cap: bigint; lot: bigint }>;
  }>,
): Allocation {
  const { ahead, value, book } = options;
  const { committed, cap, lot } = book;
  if (committed <= cap) {
    return { ahead, accepted: value };
  }
  const all = committed / lot;
  const accepted = (money: bigint) => (((money / lot) * (cap / lot) + all - 1n) / all) * lot;
  const from = accepted(ahead);
  return { ahead: from, accepted: accepted(ahead + value) - from };
}

/**
 * The part of a ticket, by the rule of its book. `value` is its money that counts, `ahead` what counts ahead of it, and
 * `approved` what the sponsor approved of it, settlement base units.
 */
export function allocated(
  options: Readonly<{
    book: Pick<Book, "allocation" | "committed" | "cap" | "lot">;
    value: bigint;
    ahead: bigint;
    approved: bigint;
  }>,
): Allocation {
  const { book, value, ahead, approved } = options;
  switch (book.allocation) {
    case AllocationRule.FirstCome:
      return firstCome({ ahead, value, cap: book.cap });
    case AllocationRule.ProRata:
      return proRata({ ahead, value, book });
    case AllocationRule.Discretionary:
      return { ahead, accepted: least(approved, value) };
    default:
      throw new ClientError("the book allocates by a rule that this client does not know: update it");
  }
}

/** The shares that an amount of money buys after `ahead` has bought: rounded so that parts sum to the whole. */
export function sharesFor(
  options: Readonly<{
    /** Accepted money ahead, settlement base units. */
    ahead: bigint;
    /** Accepted money, settlement base units. */
    accepted: bigint;
    /** Of one whole share, settlement base units. */
    price: bigint;
    /** Base units of one whole share. */
    unit: bigint;
  }>,
): bigint {
  const { ahead, accepted, price, unit } = options;
  return ((ahead + accepted) * unit) / price - (ahead * unit) / price;
}

/**
 * The shares that accepted money buys in a book after `ahead` has bought: at its price and, in a later issue of
 * interest-bearing shares, plus the interest accrued on a share and its part of what streamed at the lock. The very first
 * base unit then pays for rounding.
 */
export function sharesIn(
  options: Readonly<{
    book: Pick<Book, "price" | "accrued">;
    /** Accepted money ahead, settlement base units. */
    ahead: bigint;
    /** Accepted money, settlement base units. */
    accepted: bigint;
    /** Base units of one whole share. */
    unit: bigint;
  }>,
): bigint {
  const { book, ahead, accepted, unit } = options;
  const accrued = wideToBigint(book.accrued);
  if (accrued === 0n) {
    return sharesFor({ ahead, accepted, price: book.price, unit });
  }
  const bought = (money: bigint) =>
    money === 0n ? 0n : (((money - 1n) * unit) << 32n) / ((book.price << 32n) + accrued);
  return bought(ahead + accepted) - bought(ahead);
}

/** The smaller of two amounts. */
export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** The larger of two amounts. */
export function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
