import { formatAmount } from "../client.js";
import type { Moments } from "./check-book.js";
import type { Field } from "./field.js";
import type { Moment } from "./model.js";
import { DAY, secondsBetween } from "./values.js";

/** The shortest time for which a rights book is open to holders only, in seconds. */
const LEAST_RIGHTS = 10n * DAY;

/** Checks the price of each book of an equity tranche, so that none beside it, or after it, asks less. */
export class Floors {
  /** The book of each rank with the highest price, and that price. */
  readonly #asked = new Map<number, Readonly<{ book: string; lowest: bigint }>>();

  /** Refuses a book with a lower price than an earlier one; a rights book may ask holders for less. */
  check(
    field: Field,
    { rank, lowest, decimals }: Readonly<{ rank: number; lowest: bigint; decimals: number }>,
  ): void {
    const before = this.#asked.get(rank);
    if (before === undefined || lowest >= before.lowest) {
      this.#asked.set(rank, { book: field.name, lowest });
      return;
    }
    if (field.get("rights_until").given) {
      return;
    }
    const reported = field.get("reported_price");
    const at = reported.given ? reported.get("lowest") : field.get("price");
    at.refuse(
      `${formatAmount(lowest, decimals)} is below what ${before.book} asks for the same shares: use at least ${formatAmount(before.lowest, decimals)}, or give the holders the first right with rights_until`,
    );
  }
}

/**
 * A rights book must be of a tranche that an earlier book sold; its holders have ten days, and nobody comes before
 * them.
 */
export function checkRights(
  book: Field,
  { rightsUntil, opensAt, offerEnds }: Readonly<{ rightsUntil: Moment | null | undefined }> & Moments,
  isLater: boolean,
): void {
  const field = book.get("rights_until");
  if (!field.given) {
    return;
  }
  if (!isLater) {
    field.refuse("is of a tranche that nobody holds yet: leave it out in the first book of a tranche");
    return;
  }
  if (offerEnds === null) {
    field.refuse("needs an offer that the holders can commit to: add offer_ends");
  }
  const open = secondsBetween(opensAt, rightsUntil);
  if (open !== undefined && open < LEAST_RIGHTS) {
    field.refuse("leaves the holders less than ten days from opens_at: use a later time");
  }
  const late = secondsBetween(offerEnds, rightsUntil);
  if (late !== undefined && late > 0n) {
    field.refuse("lies after offer_ends: use the same time or an earlier one");
  }
  const allocation = book.get("allocation");
  if (allocation.given && allocation.text() !== "first-come") {
    allocation.refuse("is not first-come: where holders go first, who is first in line gets in");
  }
  if (book.get("lead").given) {
    book.get("lead").refuse("would go before the holders: leave it out, or rights_until");
  }
}
