import { resolveParty } from "../chain/addresses.js";
import {
  type Book,
  canEnter,
  counted,
  deadlineAt,
  formatAmount,
  type Group,
  MAX_AMOUNT,
  NOBODY,
  type Phase,
  phaseOf,
} from "../client.js";
import { SOL_DECIMALS } from "../deal/field.js";
import type { Allocation, BookTerms, LockUp, Moment } from "../deal/model.js";
import { isFine, lotOf } from "../deal/shares.js";
import { formatDuration, formatRate, formatTime, toHex } from "../deal/values.js";
import { Comparison, type Difference } from "./differences.js";

const ALLOCATIONS: readonly Allocation[] = ["first-come", "pro-rata", "discretionary"];
const LOCKED = 2;

/** The context for comparing an open book. */
export type BookContext = Readonly<{
  /** The book's field in the deal file. */
  at: string;
  sponsor: Parameters<typeof resolveParty>[1];
  /** Decimals of the settlement mint. */
  decimals: number;
  /** Share base units in one whole share. */
  unit: bigint;
  /** The group that it closes with; none if it closes by itself. */
  group: Group | undefined;
  /** The cluster's Unix time. */
  now: bigint;
  /** The terms that the book has, or will have once the structure is changed, whose document they may be. */
  termsSha256: string;
}>;

/** How an open book differs from the deal file. */
export type BookChanges = Readonly<{
  /** Differences that cannot be changed. */
  fixed: readonly Difference[];
  /** Changes of the offer, which void the commitments to the previous one. */
  offer: readonly Difference[];
  /** A higher tip. */
  tip: readonly Difference[];
}>;

/**
 * Compares a book. Offsets in the file are fixed once the book is open, so they are not compared; nor are investors'
 * actions and votes.
 */
export function compareBook(book: Book, terms: BookTerms, context: BookContext): BookChanges {
  const { raised, lowered } = compareTip(book, terms, context.at);
  const offer = compareOffer(book, terms, context);
  const [refusal, over] = [offerRefusal(book, terms, context), overSince(phaseOf(book, context.now))];
  return {
    fixed: [
      ...compareFixed(book, terms, context),
      ...compareClock(book, terms, context),
      ...because(offer, refusal),
      ...lowered,
      ...because(raised, over),
    ],
    offer: refusal === undefined ? offer : [],
    tip: over === undefined ? raised : [],
  };
}

/** Why nothing in a book can be changed any more. */
export function overSince(phase: Phase): string | undefined {
  if (phase === "draft" || canEnter(phase)) {
    return undefined;
  }
  return phase === "settling" ? "The book is locked" : "The book's deadline has passed";
}

/** Differences with the reason why they cannot be changed; none without a reason. */
function because(differences: readonly Difference[], why: string | undefined): readonly Difference[] {
  return why === undefined ? [] : differences.map((difference) => ({ ...difference, why }));
}

function compareFixed(
  book: Book,
  terms: BookTerms,
  { at, sponsor, decimals, group, now }: BookContext,
): Difference[] {
  const same = new Comparison(at);
  const money = (amount: bigint) => formatAmount(amount, decimals);
  const [reported, wanted] = [book.priceMaxAge > 0n, terms.priceMaxAge > 0n];
  if (reported !== wanted) {
    const how = (is: boolean) => (is ? "reported" : "fixed");
    same.field(wanted ? "reported_price" : "price", how(reported), how(wanted));
  } else if (reported) {
    same.field("reported_price.max_age", formatDuration(book.priceMaxAge), formatDuration(terms.priceMaxAge));
  }
  same.field("group", groupText({ group: book.group, groupSize: group?.size ?? 0 }), groupText(terms));
  same.field("requires_tests", group?.requiresTests === 1, terms.requiresTests);
  same.field("offer_period", formatDuration(book.offerPeriod), formatDuration(terms.offerPeriod));
  same.field("draw_delay", formatDuration(book.drawDelay), formatDuration(terms.drawDelay));
  same.field("lock_up", lockText(book), lockText(terms.lockUp));
  same.field("gated", book.gated === 1, terms.gated);
  same.field("extension_vote", part(book.extensionBps), part(terms.extensionBps));
  if (terms.lead === null) {
    same.field("lead", book.lead === NOBODY ? "none" : book.lead, "none");
  } else {
    same.field("lead.investor", book.lead, resolveParty(terms.lead.investor, sponsor));
    same.field("lead.minimum", money(book.leadMinimum), money(terms.lead.minimum));
  }
  same.field("accepts_freeze_authority", book.acceptsFreeze === 1, terms.acceptsFreeze);
  const over = overSince(phaseOf(book, now));
  if (over !== undefined && book.lineCapacity < terms.linePlaces) {
    same.field("line_places", book.lineCapacity, terms.linePlaces, over);
  }
  return same.differences;
}

/** A group with the number of its books, in words. */
export const groupText = ({ group, groupSize }: Pick<BookTerms, "group" | "groupSize">): string =>
  group === 0 ? "none" : `${group}, of ${counted(groupSize, "book")}`;

/** For how long the shares that a book sells are locked. */
export function lockText({ cliffDays, vestingDays }: LockUp): string {
  return cliffDays + vestingDays === 0 ? "none" : `cliff ${cliffDays}d, vesting ${vestingDays}d`;
}

function part(bps: number): string {
  return bps === 0 ? "none" : formatRate(bps);
}

function compareClock(book: Book, terms: BookTerms, { at, now }: BookContext): Difference[] {
  const same = new Comparison(at);
  const moment = (name: string, wanted: Moment, onChain: bigint, why?: string) => {
    if (wanted.kind === "at") {
      same.field(name, formatTime(onChain), formatTime(wanted.time), why);
    }
  };
  moment("opens_at", terms.opensAt, book.opensAt);
  if (terms.offerEnds !== null && book.offerVersion === 1) {
    // A later offer has its own end.
    moment("offer_ends", terms.offerEnds, book.offerEnds);
  }
  const wanted = terms.deadline.kind === "at" ? terms.deadline.time : book.deadline;
  if (!isExtended(book, wanted, now)) {
    const votes = "Only a vote of the money in line moves a deadline";
    moment("deadline", terms.deadline, book.deadline, book.extensionBps > 0 ? votes : undefined);
  }
  compareLatest(same, book, terms);
  if (terms.rightsUntil === null) {
    same.field("rights_until", book.rightsUntil === 0n ? "none" : formatTime(book.rightsUntil), "none");
  } else {
    moment("rights_until", terms.rightsUntil, book.rightsUntil);
  }
  return same.differences;
}

function compareLatest(same: Comparison, book: Book, { latestDeadline }: BookTerms): void {
  const extensible = book.latestDeadline > book.deadline;
  if (latestDeadline?.kind === "at") {
    same.field("latest_deadline", formatTime(book.latestDeadline), formatTime(latestDeadline.time));
  } else if ((latestDeadline === null) === extensible && book.poll.number === 0) {
    const inFile = latestDeadline === null ? "none" : shown(latestDeadline);
    same.field("latest_deadline", extensible ? formatTime(book.latestDeadline) : "none", inFile);
  }
}

/** Whether votes have moved the deadline from one that the file may still have. */
function isExtended(book: Book, wanted: bigint, now: bigint): boolean {
  return book.poll.number > 0 && wanted <= deadlineAt(book, now);
}

function shown(moment: Moment): string {
  return moment.kind === "at" ? formatTime(moment.time) : `+${formatDuration(moment.seconds)}`;
}

/** A tip that differs: it can be raised. */
function compareTip(book: Book, terms: BookTerms, at: string) {
  const same = new Comparison(at);
  const sol = (lamports: bigint) => `${formatAmount(lamports, SOL_DECIMALS)} SOL`;
  const isLower = terms.tip < book.tip;
  same.field("tip", sol(book.tip), sol(terms.tip), isLower ? "The tip can only be raised" : undefined);
  const { differences } = same;
  return isLower ? { raised: [], lowered: differences } : { raised: differences, lowered: [] };
}

/** Differences in the terms that investors commit to. */
function compareOffer(
  book: Book,
  terms: BookTerms,
  { at, decimals, termsSha256 }: BookContext,
): readonly Difference[] {
  const same = new Comparison(at);
  const money = (amount: bigint) => formatAmount(amount, decimals);
  const limit = (amount: bigint) => (amount === 0n ? "none" : money(amount));
  same.field("allocation", ALLOCATIONS[book.allocation] ?? "unknown", terms.allocation);
  if (book.priceMaxAge === 0n && terms.priceMaxAge === 0n) {
    same.field("price", money(book.price), money(terms.price));
  } else if (book.priceMaxAge > 0n && terms.priceMaxAge > 0n) {
    same.field("reported_price.lowest", money(book.priceMin), money(terms.priceMin));
    // The lock has replaced the highest price by the one reported.
    if (book.stage !== LOCKED) {
      same.field("reported_price.highest", money(book.price), money(terms.price));
    }
  }
  same.field("minimum", money(book.minimum), money(terms.minimum));
  same.field("cap", money(book.cap), money(terms.cap));
  same.field("min_ticket", money(book.minTicket), money(terms.minTicket));
  same.field("max_ticket", limit(book.maxTicket), limit(terms.maxTicket));
  same.field("owner_limit", limit(book.ownerLimit), limit(terms.ownerLimit));
  same.field("terms", termsSha256, toHex(terms.termsSha256));
  return same.differences;
}

/** Until when an offer made now stays open. */
export function nextOfferEnds(book: Book, now: bigint): bigint {
  const ends = (now > book.opensAt ? now : book.opensAt) + book.offerPeriod;
  return ends > book.offerEnds ? ends : book.offerEnds;
}

/** Why no other version of an offer can be made now. */
export function versionRefusal(book: Book, now: bigint): string | undefined {
  const deadline = deadlineAt(book, now);
  return (
    overSince(phaseOf(book, now)) ??
    (nextOfferEnds(book, now) > deadline
      ? `Another offer must stay open for ${formatDuration(book.offerPeriod)}, and the deadline is ${formatTime(deadline)}, so it is too late for one`
      : undefined)
  );
}

/** Why the offer of the file cannot be made now. */
function offerRefusal(book: Book, terms: BookTerms, context: BookContext): string | undefined {
  const isFirst = book.offerVersion === 0 && terms.offerEnds !== null;
  const late = isFirst ? overSince(phaseOf(book, context.now)) : versionRefusal(book, context.now);
  return (
    late ??
    brokenGroup(book, terms) ??
    brokenRights(book, terms) ??
    brokenLimits(book, terms) ??
    brokenLots(book, terms, context)
  );
}

/** Investors in books that close together consented to the terms of all of them. */
function brokenGroup(book: Book, terms: BookTerms): string | undefined {
  const keeps = terms.priceMin >= book.priceMin && terms.cap <= book.cap && terms.minimum >= book.minimum;
  return book.group === 0 || book.offerVersion === 0 || keeps
    ? undefined
    : "In a book that closes together with others, price and minimum can only be raised, and the cap lowered";
}

/** If holders went first, nobody may buy for less than they could, or more, or be preferred to them. */
function brokenRights(book: Book, terms: BookTerms): string | undefined {
  const keeps = terms.priceMin >= book.priceMin && terms.cap <= book.cap && terms.allocation === "first-come";
  return book.rightsUntil === 0n || keeps
    ? undefined
    : "In a book that its holders may enter first, the price can only be raised, the cap lowered, and who is first in line gets in";
}

/** Tickets are checked when they arrive, so limits that they may not meet wait until the line is empty. */
function brokenLimits(book: Book, terms: BookTerms): string | undefined {
  const most = (limit: bigint) => (limit === 0n ? MAX_AMOUNT : limit);
  const keeps =
    terms.minTicket <= book.minTicket &&
    most(terms.maxTicket) >= most(book.maxTicket) &&
    most(terms.ownerLimit) >= most(book.ownerLimit);
  return book.live === 0n || keeps
    ? undefined
    : "While money is in line the smallest ticket can only be lowered, and the largest and the owner's limit raised";
}

/** The lots of an offer must fit its limits, as the program checks. */
function brokenLots(book: Book, terms: BookTerms, { decimals, unit }: BookContext): string | undefined {
  const { price, priceMaxAge, minimum, cap, minTicket } = terms;
  const own = priceMaxAge > 0n ? 1n : lotOf(price, unit);
  // Tickets in line stay whole lots, of one base unit if need be.
  const lot = book.live > 0n && book.lot % own !== 0n ? 1n : own;
  const inLots = [minimum, cap, minTicket].every((amount) => amount % lot === 0n);
  const isWhole = priceMaxAge === 0n && own === lot;
  if (inLots && (isWhole || isFine(price, unit, minTicket))) {
    return undefined;
  }
  return `The program does not accept this: the money in line, ${formatAmount(book.live, decimals)}, is in lots of ${formatAmount(book.lot, decimals)}, which the price breaks, and shares are not fine enough for the smallest ticket`;
}
