import { resolveParty } from "../chain/addresses.js";
import { type Book, canEnter, deadlineAt, formatAmount, NOBODY, type Phase, phaseOf } from "../client.js";
import { SOL_DECIMALS } from "../deal/field.js";
import type { Allocation, BookTerms, Moment } from "../deal/model.js";
import { isFine, lotOf } from "../deal/shares.js";
import { formatDuration, formatRate, formatTime, toHex } from "../deal/values.js";
import { Comparison, type Difference, hex } from "./differences.js";

const ALLOCATIONS: readonly Allocation[] = ["first-come", "pro-rata", "discretionary"];
const LOCKED = 2;

/** What an open book is compared with. */
export type BookContext = Readonly<{
  /** The book's field in the deal file. */
  at: string;
  sponsor: Parameters<typeof resolveParty>[1];
  /** Decimals of the settlement mint. */
  decimals: number;
  /** Share base units in one whole share. */
  unit: bigint;
  /** The cluster's Unix time. */
  now: bigint;
}>;

/** How an open book differs from the deal file. */
export type BookChanges = Readonly<{
  /** What cannot be changed. */
  fixed: readonly Difference[];
  /** Changes of cap, limits and tip, all in investors' favour. */
  limits: readonly Difference[];
  /** Changes of the offer, which void the commitments to the one before. */
  offer: readonly Difference[];
  /** Whether the offer must be changed before the limits can be. */
  offerFirst: boolean;
}>;

/**
 * Compares a book. What the file gives as an offset is fixed once the book is open, so that is not compared; nor what
 * investors do, nor what they voted for.
 */
export function compareBook(book: Book, terms: BookTerms, context: BookContext): BookChanges {
  const phase = phaseOf(book, context.now);
  const { better, worse } = compareLimits(book, terms, context);
  const offer = compareOffer(book, terms, context);
  const fixed = [
    ...compareFixed(book, terms, context),
    ...compareClock(book, terms, context),
    ...worse,
    ...because(better, overSince(phase)),
    ...because(offer, offerRefusal(book, context, phase)),
  ];
  const changes = {
    limits: overSince(phase) === undefined ? better : [],
    offer: offerRefusal(book, context, phase) === undefined ? offer : [],
  };
  const order = orderOf(book, terms, {
    unit: context.unit,
    limits: changes.limits.length > 0,
    offer: changes.offer.length > 0,
  });
  if (order === undefined) {
    const all = because([...changes.limits, ...changes.offer], brokenLots(book, context));
    return { fixed: [...fixed, ...all], limits: [], offer: [], offerFirst: false };
  }
  return { fixed, ...changes, offerFirst: order === "offer" };
}

/** Why nothing of a book can be changed any more. */
export function overSince(phase: Phase): string | undefined {
  if (phase === "draft" || canEnter(phase)) {
    return undefined;
  }
  return phase === "settling" ? "The book is locked" : "The book's deadline has passed";
}

/** Differences with the reason why they stay; none without one. */
function because(differences: readonly Difference[], why: string | undefined): readonly Difference[] {
  return why === undefined ? [] : differences.map((difference) => ({ ...difference, why }));
}

function compareFixed(book: Book, terms: BookTerms, { at, sponsor, decimals }: BookContext): Difference[] {
  const same = new Comparison(at);
  const money = (amount: bigint) => formatAmount(amount, decimals);
  same.field("allocation", ALLOCATIONS[book.allocation] ?? "unknown", terms.allocation);
  const [reported, wanted] = [book.priceMaxAge > 0n, terms.priceMaxAge > 0n];
  if (reported !== wanted) {
    const how = (is: boolean) => (is ? "reported" : "fixed");
    same.field(wanted ? "reported_price" : "price", how(reported), how(wanted));
  } else if (reported) {
    same.field("reported_price.max_age", formatDuration(book.priceMaxAge), formatDuration(terms.priceMaxAge));
  }
  same.field("offer_period", formatDuration(book.offerPeriod), formatDuration(terms.offerPeriod));
  same.field("draw_delay", formatDuration(book.drawDelay), formatDuration(terms.drawDelay));
  same.field("extension_vote", part(book.extensionBps), part(terms.extensionBps));
  if (terms.lead === null) {
    same.field("lead", book.lead === NOBODY ? "none" : book.lead, "none");
  } else {
    same.field("lead.investor", book.lead, resolveParty(terms.lead.investor, sponsor));
    same.field("lead.minimum", money(book.leadMinimum), money(terms.lead.minimum));
  }
  same.field("accepts_freeze_authority", book.acceptsFreeze === 1, terms.acceptsFreeze);
  if (book.lineCapacity < terms.linePlaces) {
    const why = "A line is made longer by the command `securities book grow`, not here";
    same.field("line_places", book.lineCapacity, terms.linePlaces, why);
  }
  return same.differences;
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
  if (terms.offerEnds !== null && book.offerVersion === 0) {
    const why =
      "A book without an offer gets one by other terms, price or minimum, which stays open for offer_period";
    same.field("offer_ends", "no offer yet", shown(terms.offerEnds), why);
  } else if (terms.offerEnds !== null && book.offerVersion === 1) {
    // A later offer has its own end.
    moment("offer_ends", terms.offerEnds, book.offerEnds);
  }
  const wanted = terms.deadline.kind === "at" ? terms.deadline.time : book.deadline;
  if (!isExtended(book, wanted, now)) {
    const votes = "Only a vote of the money in line moves a deadline";
    moment("deadline", terms.deadline, book.deadline, book.extensionBps > 0 ? votes : undefined);
  }
  compareLatest(same, book, terms);
  if (terms.qualifyBy === null) {
    same.field("qualify_by", book.qualifyBy === 0n ? "none" : formatTime(book.qualifyBy), "none");
  } else {
    moment("qualify_by", terms.qualifyBy, book.qualifyBy);
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

/** Differences of cap, limits and tip: better for investors, or worse. */
function compareLimits(
  book: Book,
  terms: BookTerms,
  { at, decimals }: BookContext,
): Readonly<{ better: readonly Difference[]; worse: readonly Difference[] }> {
  const [better, worse] = [new Comparison(at), new Comparison(at)];
  const compare = (name: string, [old, wanted]: readonly [bigint, bigint], rises: boolean, show = money) => {
    const into = rises === isHigher(wanted, old, name) ? better : worse;
    const why = `The ${name} of an open book may only be ${rises ? "raised" : "lowered"}`;
    into.field(name, show(old), show(wanted), into === worse ? why : undefined);
  };
  const money = (amount: bigint) => (amount === 0n ? "none" : formatAmount(amount, decimals));
  const sol = (lamports: bigint) => `${formatAmount(lamports, SOL_DECIMALS)} SOL`;
  compare("cap", [book.cap, terms.cap], true);
  compare("min_ticket", [book.minTicket, terms.minTicket], false);
  compare("max_ticket", [book.maxTicket, terms.maxTicket], true);
  compare("owner_limit", [book.ownerLimit, terms.ownerLimit], true);
  compare("tip", [book.tip, terms.tip], true, sol);
  return { better: better.differences, worse: worse.differences };
}

/** Whether a limit is higher than another; of those that may be left out, none is the highest. */
function isHigher(limit: bigint, than: bigint, name: string): boolean {
  if (name === "max_ticket" || name === "owner_limit") {
    return than !== 0n && (limit === 0n || limit > than);
  }
  return limit > than;
}

/** Differences of what investors commit to. */
function compareOffer(book: Book, terms: BookTerms, { at, decimals }: BookContext): readonly Difference[] {
  const same = new Comparison(at);
  const money = (amount: bigint) => formatAmount(amount, decimals);
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
  same.field("terms", hex(book.termsSha256), toHex(terms.termsSha256));
  return same.differences;
}

/** Why no other offer can be made now. */
function offerRefusal(book: Book, { now }: BookContext, phase: Phase): string | undefined {
  if (phase === "draft") {
    return `The book opens ${formatTime(book.opensAt)}, and only from then on can the offer be changed`;
  }
  const over = overSince(phase);
  if (over !== undefined) {
    return over;
  }
  const deadline = deadlineAt(book, now);
  return now + book.offerPeriod > deadline
    ? `Another offer must stay open for ${formatDuration(book.offerPeriod)}, and the deadline is ${formatTime(deadline)}, so it is too late for one`
    : undefined;
}

type Wanted = Readonly<{ unit: bigint; limits: boolean; offer: boolean }>;

/** Which change goes first, so that the program takes both: limits and offer each must fit what the other leaves. */
function orderOf(book: Book, terms: BookTerms, wanted: Wanted): "limits" | "offer" | undefined {
  const changes = ["limits", "offer"] as const;
  const orders = [changes, changes.toReversed()];
  return orders.find((order) => {
    let state: Amounts | undefined = amountsOf(book);
    for (const change of order) {
      if (state !== undefined && wanted[change]) {
        state =
          change === "limits" ? withLimits(state, terms, wanted.unit) : withOffer(state, terms, wanted.unit);
      }
    }
    return state !== undefined;
  })?.[0];
}

/** What the program checks when terms change. */
type Amounts = Pick<
  Book,
  | "price"
  | "priceMaxAge"
  | "lot"
  | "live"
  | "minimum"
  | "cap"
  | "minTicket"
  | "maxTicket"
  | "ownerLimit"
  | "leadMinimum"
>;

function amountsOf(book: Book): Amounts {
  return { ...book, leadMinimum: book.lead === NOBODY ? 0n : book.leadMinimum };
}

function withLimits(
  state: Amounts,
  { cap, minTicket, maxTicket, ownerLimit }: BookTerms,
  unit: bigint,
): Amounts | undefined {
  return checked({ ...state, cap, minTicket, maxTicket, ownerLimit }, unit);
}

function withOffer(state: Amounts, { price, minimum }: BookTerms, unit: bigint): Amounts | undefined {
  const lot = state.priceMaxAge > 0n ? 1n : lotOf(price, unit);
  // Tickets in line stay whole lots, of one base unit if need be.
  const breaks = state.live > 0n && state.lot % lot !== 0n;
  return checked({ ...state, price, minimum, lot: breaks ? 1n : lot }, unit);
}

function checked(state: Amounts, unit: bigint): Amounts | undefined {
  const { price, priceMaxAge, minimum, cap, minTicket, maxTicket, ownerLimit, leadMinimum, lot } = state;
  const above = (limit: bigint) => limit === 0n || limit >= minTicket;
  const fits =
    minimum <= cap && minTicket <= cap && leadMinimum <= cap && above(maxTicket) && above(ownerLimit);
  const inLots = [minimum, cap, minTicket].every((amount) => amount % lot === 0n);
  const isWhole = priceMaxAge === 0n && lotOf(price, unit) === lot;
  return fits && inLots && (isWhole || isFine(price, unit, minTicket)) ? state : undefined;
}

function brokenLots({ lot, live }: Book, { decimals }: BookContext): string {
  const held = live > 0n ? `the money in line, ${formatAmount(live, decimals)},` : "the book";
  return `The program does not take this: ${held} is in lots of ${formatAmount(lot, decimals)}, and at every step amounts must be whole lots, or shares fine enough for the smallest ticket`;
}
