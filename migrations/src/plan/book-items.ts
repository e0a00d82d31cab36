import type { Address } from "@solana/kit";
import type { ChainState } from "../chain/state.js";
import {
  type Asset,
  assetsOf,
  type Book,
  counted,
  curveBudget,
  curvesOf,
  formatAmount,
  isNegotiable,
  NOBODY,
  phaseOf,
  type RewardCurve,
} from "../client.js";
import { SOL_DECIMALS } from "../deal/field.js";
import type { Adapter, AssetTerms, BookTerms, Deal, Knot, Reward, RewardKind } from "../deal/model.js";
import { unitOf } from "../deal/shares.js";
import { formatDuration, formatTime } from "../deal/values.js";
import { compareBook, groupText, lockText, nextOfferEnds, overSince, versionRefusal } from "./changes.js";
import { assetCost, bookCost, seriesCost } from "./cost.js";
import { Comparison, type Difference, hex, list } from "./differences.js";
import { compared, item, type Parts, type PlanItem, shortName } from "./item.js";
import { lineItems } from "./line-items.js";
import { isOfferedLater, timeOf } from "./opening.js";
import { documents } from "./terms.js";

const ADAPTERS: readonly Adapter[] = ["one-to-one", "reported", "stake-pool"];
const REWARDS: readonly RewardKind[] = ["warrants", "bonus-shares", "promote-points"];
/** Assets that fit the transaction which opens a book; further ones take one each. */
export const ASSETS_WITH_BOOK = 2;
const LOCKED = 2;

/** A book of a deal, and its state on chain. */
type At = Readonly<{
  deal: Deal;
  state: ChainState;
  terms: BookTerms;
  /** Its place in the deal file, and its field. */
  index: number;
  field: string;
  name: string;
  address: Address;
  book: Book | undefined;
  /** Whether it existed and has been closed. */
  closed: boolean;
}>;

/** The items of a book and all that belongs to it, in order. */
export function bookItems(
  deal: Deal,
  state: ChainState,
  terms: BookTerms,
  index: number,
): readonly PlanItem[] {
  const { book, closed = false } = state.books[index] ?? {};
  const at: At = {
    deal,
    state,
    terms,
    index,
    field: `books[${index}]`,
    name: `number ${terms.number} of ${trancheName(deal, terms.rank)}`,
    address: state.addresses.books[index]?.book ?? state.addresses.security,
    book,
    closed,
  };
  const { own, offer, tip } = openItems(at);
  return [
    own,
    ...growth(at, own),
    ...terms.assets.map((asset, which) => assetItem(at, asset, which)),
    ...terms.rewards.flatMap((reward, which) => [
      ...(reward.series === null ? [] : [seriesItem(at, reward, which)]),
      curveItem(at, reward, which),
    ]),
    // All promises besides the offer come before it.
    ...offer,
    ...tip,
    ...(terms.tipBudget > 0n ? [tipsItem(at)] : []),
  ];
}

function trancheName(deal: Deal, rank: number): string {
  return deal.tranches[rank]?.name ?? "";
}

/** The properties that all parts of the book share. */
function parts({ index, field, name, address }: At, part: PlanItem["part"]): Parts {
  return { part, name, field, index, address };
}

/** A book, and the changes to its offer and tip. */
type OpenItems = Readonly<{ own: PlanItem; offer: readonly PlanItem[]; tip: readonly PlanItem[] }>;

/** The book itself, and changes of one that is open. */
function openItems(at: At): OpenItems {
  const { deal, state, terms, index, book, closed } = at;
  const own = parts(at, "book");
  if (closed) {
    return { own: item("keep", { ...own, note: "closed" }), offer: [], tip: [] };
  }
  if (book === undefined) {
    const lineLamports = state.books[index]?.lineLamports ?? 0n;
    const note = [
      `line of ${counted(terms.linePlaces, "place")}`,
      ...(terms.offerEnds === null ? ["no offer yet"] : []),
      ...(terms.allocation === "first-come" ? [] : [terms.allocation]),
      ...(terms.lockUp.cliffDays + terms.lockUp.vestingDays === 0
        ? []
        : [`lock-up: ${lockText(terms.lockUp)}`]),
      ...(terms.group === 0 ? [] : [`closes together with group ${groupText(terms)}`]),
      ...(terms.requiresTests ? ["locked only if the tests of the structure hold"] : []),
    ].join(", ");
    return {
      own: item("create", { ...own, note, cost: bookCost(state, terms, lineLamports) }),
      offer: isOfferedLater(terms) ? [item("create", parts(at, "offer"))] : [],
      tip: [],
    };
  }
  const { fixed, offer, tip } = compareBook(book, terms, {
    at: at.field,
    sponsor: state.addresses.sponsor,
    decimals: deal.settlementMint.decimals,
    unit: unitOf(deal.tranches[terms.rank]?.decimals ?? 0),
    now: state.time,
    group: state.security?.groups[book.group - 1],
    termsSha256: termsOf(state, deal, book),
  });
  const isFirst = book.offerVersion === 0 && terms.offerEnds !== null && fixed.length === 0;
  return {
    own: compared(own, [...fixed, ...unknownParts(at, book)]),
    offer: offersOf(at, book, offer, isFirst),
    tip: tip.length === 0 ? [] : [item("change", { ...parts(at, "tip"), differences: tip })],
  };
}

/** The line's new places: before an offer that needs them. */
function growth({ state, terms, book }: At, own: PlanItem): readonly PlanItem[] {
  return book === undefined || own.action !== "keep"
    ? []
    : lineItems(own, state, book.lineCapacity, terms.linePlaces);
}

/** The terms of a book: if they are the security's document, they follow it with the structure. */
function termsOf({ security }: ChainState, deal: Deal, book: Book): string {
  const own = hex(book.termsSha256);
  if (security === undefined || !isNegotiable(security)) {
    return own;
  }
  const [before, after] = documents(security, deal);
  return own === before ? after : own;
}

function offersOf(at: At, book: Book, changes: readonly Difference[], isFirst: boolean): readonly PlanItem[] {
  if (isFirst && overSince(phaseOf(book, at.state.time)) === undefined) {
    return [item("create", parts(at, "offer"))];
  }
  return changes.length === 0 ? [] : [offerItem(at, book, changes)];
}

function offerItem(at: At, book: Book, differences: readonly Difference[]): PlanItem {
  return item("change", {
    ...parts(at, "offer"),
    note: `offer ${book.offerVersion + 1}, open until ${formatTime(nextOfferEnds(book, at.state.time))}`,
    warning: voided(at, book),
    differences,
  });
}

/** The effect of a change of the offer on those who committed to the previous one; empty if nobody did. */
function voided({ deal }: At, { committed, offerVersion }: Book): string {
  const money = formatAmount(committed, deal.settlementMint.decimals);
  return committed === 0n
    ? ""
    : `VOIDS ALL COMMITMENTS: ${money} is committed to offer ${offerVersion}, and nothing will be to offer ${offerVersion + 1} until its owners commit again`;
}

/** Assets and rewards that the file does not have: they cannot be removed. */
function unknownParts({ terms, field }: At, book: Book): readonly Difference[] {
  const same = new Comparison(field);
  const known = new Set<Address>(terms.assets.map(({ mint }) => mint));
  const others = assetsOf(book)
    .slice(1)
    .filter(({ mint }) => !known.has(mint));
  if (others.length > 0) {
    const why = "An asset of an open book cannot be removed";
    same.field("assets", list(others.map(({ mint }) => mint)), "none of them", why);
  }
  if (book.curveCount > terms.rewards.length) {
    const why = "A reward of an open book cannot be removed";
    same.field("rewards", book.curveCount, terms.rewards.length, why);
  }
  return same.differences;
}

function assetItem(at: At, terms: AssetTerms, which: number): PlanItem {
  const { state, book, closed } = at;
  const { mint, adapter, maxAge } = terms;
  const age = maxAge > 0n ? `, at most ${formatDuration(maxAge)} old` : "";
  const own: Parts = {
    ...parts(at, "asset"),
    name: `${shortName(mint)} in ${at.name}`,
    field: `${at.field}.assets[${which}]`,
    inner: which,
    address: state.addresses.books[at.index]?.escrows[which] ?? at.address,
    note: `${mint}, ${adapter}${age}`,
  };
  const onChain = book === undefined ? undefined : assetsOf(book).find((asset) => asset.mint === mint);
  if (onChain !== undefined) {
    return compared(own, compareAsset(onChain, terms, { at: own.field, rate: rateOf(state, mint) }));
  }
  // Escrows are closed one after the other before the book is.
  if (closed || book?.stage === LOCKED || (book !== undefined && phaseOf(book, state.time) === "refunding")) {
    return item("keep", { ...own, note: `${mint}, closed` });
  }
  if (book !== undefined && book.nextTicket > 0) {
    const why = "Money has been deposited in the book, so no asset can be added";
    return compared(own, [{ field: own.field, onChain: "none", inFile: mint, why }]);
  }
  // Where there is an offer, an asset is part of its next version.
  const late = book === undefined || book.offerVersion === 0 ? undefined : versionRefusal(book, state.time);
  if (late !== undefined) {
    return compared(own, [{ field: own.field, onChain: "none", inFile: mint, why: late }]);
  }
  const withBook = book === undefined && which < ASSETS_WITH_BOOK;
  return item("create", { ...own, withBook, cost: assetCost(state) });
}

function rateOf({ addresses }: ChainState, mint: Address): Address | undefined {
  return addresses.rates.find((one) => one.mint === mint)?.rate;
}

function compareAsset(
  asset: Asset,
  { adapter, maxAge, source }: AssetTerms,
  { at, rate }: Readonly<{ at: string; rate: Address | undefined }>,
): readonly Difference[] {
  const same = new Comparison(at);
  const found = ADAPTERS[asset.adapter] ?? "unknown";
  same.field("adapter", found, adapter);
  if (found === adapter) {
    same.field("max_age", formatDuration(asset.maxAge), formatDuration(maxAge));
    const expected = adapter === "reported" ? rate : source;
    same.field("source", asset.rateSource, expected ?? NOBODY);
  }
  return same.differences;
}

function seriesItem(at: At, { series: terms, rank }: Reward, which: number): PlanItem {
  const { deal, state, index, closed } = at;
  const found = state.books[index]?.series[which];
  const tranche = trancheName(deal, rank);
  const own: Parts = {
    part: "series",
    name: found === undefined ? `on ${tranche}` : `number ${found.number} on ${tranche}`,
    field: `${at.field}.rewards[${which}]`,
    index,
    inner: which,
    address: found?.address ?? at.address,
  };
  if (terms === null || found === undefined || closed || found.closed) {
    return item("keep", { ...own, note: closed || found?.closed === true ? "closed" : "" });
  }
  const money = (amount: bigint) => formatAmount(amount, deal.settlementMint.decimals);
  if (found.series === undefined) {
    const note = `strike ${money(terms.strike)}, expires ${formatTime(timeOf(terms.expires, state.time))}`;
    return item("create", { ...own, note, cost: seriesCost(state) });
  }
  const same = new Comparison(own.field);
  same.field("strike", money(found.series.strike), money(terms.strike));
  if (terms.expires.kind === "at") {
    same.field("expires", formatTime(found.series.expiresAt), formatTime(terms.expires.time));
  }
  return compared(own, same.differences);
}

function curveItem(at: At, reward: Reward, which: number): PlanItem {
  const { deal, state, book, index, closed } = at;
  const decimals = deal.tranches[reward.rank]?.decimals ?? 0;
  const budget = formatAmount(curveBudget([...reward.curve]), decimals);
  const own: Parts = {
    ...parts(at, "curve"),
    name: `${which + 1} of ${at.name}`,
    field: `${at.field}.rewards[${which}].curve`,
    inner: which,
    note: `up to ${budget} ${reward.kind}${reward.kind === "bonus-shares" ? "" : ` of ${trancheName(deal, reward.rank)}`}`,
  };
  if (closed || book === undefined) {
    return item(closed ? "keep" : "create", closed ? { ...own, note: "closed" } : own);
  }
  const target = state.addresses.rewards[index]?.[which];
  const found = curvesOf(book)[which];
  const differences = found === undefined ? [] : compareCurve(at, found, { reward, which, target });
  // Where there is an offer, a reward is part of its next version.
  const late =
    book.offerVersion === 0 ? overSince(phaseOf(book, state.time)) : versionRefusal(book, state.time);
  const missing: Difference = {
    field: own.field,
    onChain: "none",
    inFile: shownCurve(at, reward, reward.curve),
  };
  const changes = found === undefined ? [missing] : differences;
  if (changes.length === 0) {
    return item("keep", own);
  }
  if (late !== undefined || changes.some(({ why }) => why !== undefined)) {
    return compared(
      own,
      changes.map((one) => (one.why !== undefined || late === undefined ? one : { ...one, why: late })),
    );
  }
  return item(found === undefined ? "create" : "change", {
    ...own,
    warning: voided(at, book),
    differences: changes,
  });
}

/** Compares a promised reward; a difference without a reason can be changed. */
function compareCurve(
  at: At,
  found: RewardCurve,
  { reward, which, target }: Readonly<{ reward: Reward; which: number; target: Address | undefined }>,
): readonly Difference[] {
  const same = new Comparison(`${at.field}.rewards[${which}]`);
  const kept = "What a reward of an open book pays cannot be changed";
  same.field("pay", REWARDS[found.kind] ?? "unknown", reward.kind, kept);
  if (same.differences.length === 0 && found.target !== target) {
    const inFile = at.deal.tranches[reward.rank]?.name ?? "";
    same.field("tranche", `in ${found.target}`, `of ${inFile}`, kept);
  }
  if (same.differences.length > 0) {
    return same.differences;
  }
  const knots = found.knots.slice(0, found.knotCount);
  same.field("curve", shownCurve(at, reward, knots), shownCurve(at, reward, reward.curve));
  return same.differences;
}

function shownCurve({ deal }: At, { rank }: Reward, knots: readonly Knot[]): string {
  const { settlementMint, tranches } = deal;
  return list(
    knots.map(
      ({ money, reward, bend }) =>
        `${formatAmount(reward, tranches[rank]?.decimals ?? 0)} for ${formatAmount(money, settlementMint.decimals)}` +
        (bend === 0n ? "" : ` with a bend of ${formatAmount(bend, tranches[rank]?.decimals ?? 0)}`),
    ),
  );
}

/** The amount missing from the file's budget for tips; 0 once tips may have been paid. */
export function missingTips(book: Book | undefined, { tipBudget }: BookTerms, now: bigint): bigint {
  if (book === undefined) {
    return tipBudget;
  }
  const paid = book.accepted > 0n || book.refunded > 0n || phaseOf(book, now) === "refunding";
  return paid || book.tipBudget >= tipBudget ? 0n : tipBudget - book.tipBudget;
}

function tipsItem(at: At): PlanItem {
  const { state, terms, book, closed } = at;
  const sol = (lamports: bigint) => `${formatAmount(lamports, SOL_DECIMALS)} SOL`;
  const own: Parts = { ...parts(at, "tips"), field: `${at.field}.tip_budget`, note: sol(terms.tipBudget) };
  const missing = missingTips(book, terms, state.time);
  if (closed || missing === 0n) {
    return item("keep", closed ? { ...own, note: "closed" } : own);
  }
  if (book === undefined || book.tipBudget === 0n) {
    return item("create", { ...own, cost: missing });
  }
  const differences = [{ field: own.field, onChain: sol(book.tipBudget), inFile: sol(terms.tipBudget) }];
  return item("change", { ...own, differences, cost: missing });
}
