import { LOCK_GRACE } from "../client.js";
import type { Field } from "./field.js";
import { whole } from "./field.js";
import type { BookTerms, DrawTerms, Moment } from "./model.js";
import { readDayOrOffset } from "./read-day.js";
import { DAY, secondsBetween } from "./values.js";

const MAX_PERIOD = 366n * DAY;
/** The default period of a limit, in seconds. */
const PERIOD = 30n * DAY;

/** The facts that the rules of drawing are checked against. */
export type DrawContext = Readonly<{
  decimals: number | undefined;
  /** The books, as the file has them and as they were read. */
  bookFields: Field;
  books: readonly BookTerms[] | undefined;
}>;

/** Drawing without rules. */
export const NO_RULES: DrawTerms = { limit: 0n, period: 0n, by: null, least: 0n, coSigned: false };

/** Reads how proceeds may be drawn. */
export function readDraw(field: Field, context: DrawContext): DrawTerms | undefined {
  const { decimals } = context;
  const limit = field.get("limit").or(0n, (amount) => amount.amount(decimals));
  const by = field.get("by").or(null, readDayOrOffset);
  checkAssets(field, context);
  checkBy(field.get("by"), by, context);
  return whole<DrawTerms>({
    limit,
    period: readPeriod(field),
    by,
    least: readLeast(field, limit, context),
    coSigned: field.get("co_signed").flag(),
  });
}

function readPeriod(field: Field): bigint | undefined {
  const period = field.get("period");
  if (!field.get("limit").given) {
    return period.given ? period.refuse("goes with a limit: add draw.limit, or leave it out") : 0n;
  }
  return period.or(PERIOD, (given) => {
    const seconds = given.duration();
    return seconds === undefined || (seconds >= DAY && seconds <= MAX_PERIOD)
      ? seconds
      : given.refuse("is out of range: give a length of time from 1d to 366d");
  });
}

/** How much has to be drawn by the date; by default a period's limit, or the smallest minimum of the books. */
function readLeast(
  field: Field,
  limit: bigint | undefined,
  { decimals, books }: DrawContext,
): bigint | undefined {
  const least = field.get("least");
  if (!field.get("by").given) {
    return least.given ? least.refuse("goes with a date: add draw.by, or leave it out") : 0n;
  }
  if (least.given) {
    return least.amount(decimals);
  }
  if (limit === undefined || limit > 0n) {
    return limit;
  }
  const [first, ...others] = (books ?? []).map(({ minimum }) => minimum);
  return others.reduce<bigint | undefined>(
    (smallest, one) => (smallest === undefined || one < smallest ? one : smallest),
    first,
  );
}

/** A date before there can be any proceeds would send all of them back. */
function checkBy(field: Field, by: DrawTerms["by"] | undefined, { bookFields, books }: DrawContext): void {
  for (const [at, book] of (books ?? []).entries()) {
    const after = secondsBetween(book.deadline, by);
    if (after !== undefined && after <= 0n) {
      field.refuse(
        `is not after ${bookFields.items()[at]?.get("deadline").name}: drawing could not begin before, so give a later day`,
      );
      return;
    }
  }
}

/** Until when a delivery is to be confirmed: after the last moment at which a book can be locked. */
export function readDelivery(
  field: Field,
  { bookFields, books }: Pick<DrawContext, "bookFields" | "books">,
): Moment | undefined {
  const by = readDayOrOffset(field);
  for (const [at, book] of (books ?? []).entries()) {
    const name = book.latestDeadline === null ? "deadline" : "latest_deadline";
    const after = secondsBetween(book.latestDeadline ?? book.deadline, by);
    if (after !== undefined && after <= LOCK_GRACE) {
      return field.refuse(
        `is not more than a week after ${bookFields.items()[at]?.get(name).name}: the book could be locked even later, and its money could then only go back, so give a later day`,
      );
    }
  }
  return by;
}

/** An amount of settlement money means nothing for an asset whose value moves. */
function checkAssets(field: Field, { bookFields }: DrawContext): void {
  const named = (["limit", "by"] as const).map((key) => field.get(key)).find(({ given }) => given);
  if (named === undefined) {
    return;
  }
  for (const book of bookFields.items()) {
    const moving = book
      .get("assets")
      .items()
      .find((asset) => asset.get("adapter").present && asset.get("adapter").text() !== "one-to-one");
    if (moving !== undefined) {
      named.refuse(
        `does not go with ${moving.name}: its value moves, so no amount of settlement money limits it; take one-to-one assets only, or leave it out`,
      );
      return;
    }
  }
}
