import { formatAmount, MIN_OFFER } from "../client.js";
import type { Field } from "./field.js";
import type { Moment } from "./model.js";
import { isFine, leastFineTicket, lotOf } from "./shares.js";
import { secondsBetween } from "./values.js";

/** The amounts of a book that could be read; 0 for a limit that is left out. */
export type Amounts = Readonly<{
  cap: bigint | undefined;
  minimum: bigint | undefined;
  minTicket: bigint | undefined;
  maxTicket: bigint | undefined;
  ownerLimit: bigint | undefined;
  leadMinimum: bigint | undefined;
}>;

/**
 * Checks cap and limits against each other, by the program's rules and one more: the lead must be able to reach its
 * minimum.
 */
export function checkCaps(field: Field, amounts: Amounts, decimals: number): void {
  const { cap, minTicket, ownerLimit, leadMinimum } = amounts;
  const show = (amount: bigint) => formatAmount(amount, decimals);
  const atMost = (at: Field, amount: bigint | undefined, most: bigint | undefined, what: string) => {
    if (amount !== undefined && most !== undefined && amount > most) {
      at.refuse(`${show(amount)} is above ${what}: use at most ${show(most)}`);
    }
  };
  atMost(field.get("minimum"), amounts.minimum, cap, "the cap");
  atMost(field.get("min_ticket"), minTicket, cap, "the cap");
  const lead = field.get("lead").get("minimum");
  atMost(lead, leadMinimum, cap, "the cap");
  if (ownerLimit !== undefined && ownerLimit > 0n) {
    atMost(lead, leadMinimum, ownerLimit, "owner_limit, so the lead could never put it in line");
  }
  for (const [name, limit] of [
    ["max_ticket", amounts.maxTicket],
    ["owner_limit", ownerLimit],
  ] as const) {
    if (limit !== undefined && limit > 0n && minTicket !== undefined && limit < minTicket) {
      field.get(name).refuse(`${show(limit)} is below min_ticket: use at least ${show(minTicket)}`);
    }
  }
}

/** Refuses a book of a tranche whose number of shares is fixed. */
export function checkNotFixed(field: Field, tranche: Field): void {
  const isPoints = tranche.get("kind").text() === "equity" && !tranche.get("par").given;
  if (isPoints && tranche.get("manager").given) {
    field
      .get("tranche")
      .refuse(
        `"${tranche.get("name").text()}" names a manager, so its number of shares is fixed and rewards of promote-points alone grant them: sell another tranche, or leave out its manager`,
      );
  }
}

/**
 * A cover's capital is its principal, so the money that comes in must equal the principal promised, in settlement money
 * alone: at par, and in a later book at the principal that a share still represents.
 */
export function checkCover(field: Field, tranche: Field, isLater: boolean): void {
  if (tranche.get("kind").text() !== "cover") {
    return;
  }
  const name = tranche.get("name").text();
  const par = tranche.get("par").text();
  const price = field.get("price").text();
  const plain = (amount: string) =>
    amount
      .replace(/[,_]/g, "")
      .replace(/(\.\d*?)0+$/, "$1")
      .replace(/\.$/, "");
  if (!isLater && price !== undefined && par !== undefined && plain(price) !== plain(par)) {
    field.get("price").refuse(`"${name}" is a cover, which is sold at par: use ${par}`);
  }
  const refuse = (at: Field, what: string) => at.refuse(`"${name}" is a cover, ${what}: leave this out`);
  if (field.get("reported_price").given) {
    refuse(field.get("reported_price"), "which is sold at par");
  }
  if (field.get("assets").given) {
    refuse(field.get("assets"), "whose capital is money of the settlement mint");
  }
  for (const reward of field.get("rewards").items()) {
    if (reward.get("pay").text() === "bonus-shares") {
      refuse(reward.get("pay"), "whose every share is paid for at par");
    }
  }
}

/** Money in a book of a fixed price comes in lots, each of which buys a whole number of share base units. */
export function checkLots(
  field: Field,
  { cap, minimum, minTicket, leadMinimum }: Amounts,
  { price, unit, decimals }: Readonly<{ price: bigint; unit: bigint; decimals: number }>,
): void {
  const lot = lotOf(price, unit);
  for (const [at, amount] of [
    [field.get("cap"), cap],
    [field.get("minimum"), minimum],
    [field.get("min_ticket"), minTicket],
    [field.get("lead").get("minimum"), leadMinimum],
  ] as const) {
    const over = (amount ?? 0n) % lot;
    if (amount !== undefined && over > 0n) {
      const show = (value: bigint) => formatAmount(value, decimals);
      const below = amount - over > 0n ? `${show(amount - over)} or ` : "";
      at.refuse(
        `${show(amount)} is not in whole lots: at this price a lot is ${show(lot)}, so use ${below}${show(amount - over + lot)}`,
      );
    }
  }
}

/** At a reported price money need not come in lots, since a share base unit is a small part of every ticket. */
export function checkFineness(
  field: Field,
  minTicket: bigint | undefined,
  { price, unit, decimals }: Readonly<{ price: bigint; unit: bigint; decimals: number }>,
): void {
  if (minTicket !== undefined && !isFine(price, unit, minTicket)) {
    field
      .get("min_ticket")
      .refuse(
        `one share base unit may cost more than a ten-thousandth of it: use at least ${formatAmount(leastFineTicket(price, unit), decimals)}, or more decimals for the tranche`,
      );
  }
}

/** The moments of a book that could be read; `null` for one that is left out. */
export type Moments = Readonly<{
  opensAt: Moment | undefined;
  offerEnds: Moment | null | undefined;
  deadline: Moment | undefined;
  latestDeadline: Moment | null | undefined;
}>;

/** Checks the order of moments of one kind; the order of times and offsets is known only when the book opens. */
export function checkClock(field: Field, { opensAt, offerEnds, deadline, latestDeadline }: Moments): void {
  if (isBefore(offerEnds, opensAt)) {
    field.get("offer_ends").refuse("lies before opens_at: use the same time or a later one");
  }
  const stands = secondsBetween(opensAt, offerEnds);
  const isShort = stands !== undefined && stands >= 0n && stands < MIN_OFFER;
  if (isShort || (offerEnds?.kind === "after" && offerEnds.seconds < MIN_OFFER)) {
    field
      .get("offer_ends")
      .refuse(
        "leaves the offer open for less than a day, and it must be open for at least a day: use a later time",
      );
  }
  if (isBefore(deadline, offerEnds)) {
    field.get("deadline").refuse("lies before offer_ends: use the same time or a later one");
  }
  if (isBefore(deadline, opensAt)) {
    field.get("deadline").refuse("lies before opens_at: use a later time");
  }
  if (deadline?.kind === "after" && deadline.seconds === 0n) {
    field.get("deadline").refuse("leaves no time for deposits: use an offset above 0, such as +14d");
  } else if (secondsBetween(opensAt, deadline) === 0n) {
    field.get("deadline").refuse("leaves no time for deposits: use a time after opens_at");
  }
  if (isBefore(latestDeadline, deadline) || secondsBetween(latestDeadline, deadline) === 0n) {
    field.get("latest_deadline").refuse("is not after the deadline: use a later time, or leave it out");
  }
}

function isBefore(first: Moment | null | undefined, second: Moment | null | undefined): boolean {
  const seconds = secondsBetween(first, second);
  return seconds !== undefined && seconds > 0n;
}

/** A later deadline requires a vote and room for it; a later offer requires time until the deadline. */
export function checkExtension(
  field: Field,
  { opensAt, deadline, latestDeadline }: Moments,
  {
    extensionBps,
    offerPeriod,
  }: Readonly<{
    extensionBps: number | undefined;
    offerPeriod: bigint | undefined;
  }>,
): void {
  const [later, vote] = [field.get("latest_deadline"), field.get("extension_vote")];
  if (later.given && extensionBps === 0) {
    later.refuse(
      "needs extension_vote, or nothing could extend the deadline to it: add it, or leave this out",
    );
  }
  if (vote.given && latestDeadline === null) {
    vote.refuse("needs latest_deadline, a later one than the deadline: add it, or leave this out");
  }
  if (extensionBps !== undefined && extensionBps >= 10_000) {
    vote.refuse('a later deadline needs more than this part: use at most "99.99"');
  }
  const room = secondsBetween(opensAt, latestDeadline === null ? deadline : latestDeadline);
  const period = field.get("offer_period");
  if (period.given && offerPeriod !== undefined && offerPeriod < MIN_OFFER) {
    period.refuse("is less than a day, and an offer must stay open for at least a day: use 1d or more");
  } else if (period.given && offerPeriod !== undefined && room !== undefined && offerPeriod > room) {
    period.refuse("is longer than the book is open, so no offer could be made: use less");
  }
}

/** The tip budget must pay at least one tip. */
export function checkTips(field: Field, tip: bigint | undefined, budget: bigint | undefined): void {
  if (budget === undefined || budget === 0n) {
    return;
  }
  if (tip === 0n) {
    field.get("tip_budget").refuse("has no tip to pay: add tip, or leave this out");
  } else if (tip !== undefined && budget < tip) {
    field.get("tip_budget").refuse("is below one tip, so none could be paid: use more");
  }
}
