import type { Address } from "@solana/kit";
import type { ChainState } from "../chain/state.js";
import {
  type Asset,
  assetsOf,
  type Book,
  curveBudget,
  curvesOf,
  formatAmount,
  NOBODY,
  phaseOf,
  type RewardCurve,
} from "../client.js";
import { raises } from "../deal/curve.js";
import { SOL_DECIMALS } from "../deal/field.js";
import type { Adapter, AssetTerms, BookTerms, Deal, Knot, Reward, RewardKind } from "../deal/model.js";
import { unitOf } from "../deal/shares.js";
import { formatDuration, formatTime } from "../deal/values.js";
import { compareBook, overSince } from "./changes.js";
import { assetCost, bookCost, seriesCost } from "./cost.js";
import { Comparison, type Difference, list } from "./differences.js";
import { compared, item, type Parts, type PlanItem, shortName } from "./item.js";
import { timeOf } from "./terms.js";

const ADAPTERS: readonly Adapter[] = ["one-to-one", "reported", "stake-pool"];
const REWARDS: readonly RewardKind[] = ["warrants", "bonus-shares", "promote-points"];
/** Assets that fit the transaction which opens a book; further ones take one each. */
export const ASSETS_WITH_BOOK = 2;
const LOCKED = 2;

/** A book of a deal, and what the chain has of it. */
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
  /** Whether it was there, and has been closed. */
  closed: boolean;
}>;

/** What would be done with a book and all that belongs to it, in order. */
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
  return [
    ...openItems(at),
    ...terms.assets.map((asset, which) => assetItem(at, asset, which)),
    ...terms.rewards.flatMap((reward, which) => [
      ...(reward.series === null ? [] : [seriesItem(at, reward, which)]),
      curveItem(at, reward, which),
    ]),
    ...(terms.tipBudget > 0n ? [tipsItem(at)] : []),
  ];
}

function trancheName(deal: Deal, rank: number): string {
  return deal.tranches[rank]?.name ?? "";
}

/** Of a part that is the book's, what all of them have. */
function parts({ index, field, name, address }: At, part: PlanItem["part"]): Parts {
  return { part, name, field, index, address };
}

/** The book itself, and changes of one that is open. */
function openItems(at: At): readonly PlanItem[] {
  const { deal, state, terms, index, book, closed } = at;
  const own = parts(at, "book");
  if (closed) {
    return [item("keep", { ...own, note: "closed" })];
  }
  if (book === undefined) {
    const lineLamports = state.books[index]?.lineLamports ?? 0n;
    const note = [
      `line of ${terms.linePlaces} places`,
      ...(terms.offerEnds === null ? ["no offer yet"] : []),
      ...(terms.allocation === "first-come" ? [] : [terms.allocation]),
    ].join(", ");
    return [item("create", { ...own, note, cost: bookCost(state, terms, lineLamports) })];
  }
  const { fixed, limits, offer, offerFirst } = compareBook(book, terms, {
    at: at.field,
    sponsor: state.addresses.sponsor,
    decimals: deal.settlementMint.decimals,
    unit: unitOf(deal.tranches[terms.rank]?.decimals ?? 0),
    now: state.time,
  });
  const changes = [
    ...(limits.length === 0 ? [] : [item("change", { ...parts(at, "limits"), differences: limits })]),
    ...(offer.length === 0 ? [] : [offerItem(at, book, offer)]),
  ];
  return [
    compared(own, [...fixed, ...unknownParts(at, book)]),
    ...(offerFirst ? changes.toReversed() : changes),
  ];
}

function offerItem(at: At, book: Book, differences: readonly Difference[]): PlanItem {
  const version = book.offerVersion + 1;
  const money = formatAmount(book.committed, at.deal.settlementMint.decimals);
  return item("change", {
    ...parts(at, "offer"),
    note: `offer ${version}, open until ${formatTime(at.state.time + book.offerPeriod)}`,
    warning:
      book.committed === 0n
        ? ""
        : `VOIDS ALL COMMITMENTS: ${money} is committed to offer ${book.offerVersion}, and nothing will be to offer ${version} until its owners commit again`,
    differences,
  });
}

/** Assets and rewards that the file does not have: they cannot be taken away. */
function unknownParts({ terms, field }: At, book: Book): readonly Difference[] {
  const same = new Comparison(field);
  const known = new Set<Address>(terms.assets.map(({ mint }) => mint));
  const others = assetsOf(book)
    .slice(1)
    .filter(({ mint }) => !known.has(mint));
  if (others.length > 0) {
    const why = "An asset of an open book cannot be taken away";
    same.field("assets", list(others.map(({ mint }) => mint)), "none of them", why);
  }
  if (book.curveCount > terms.rewards.length) {
    const why = "A reward of an open book cannot be taken away";
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
  const over = overSince(phaseOf(book, state.time));
  if (found === undefined) {
    const inFile = shownCurve(at, reward, reward.curve);
    return over === undefined
      ? item("create", own)
      : compared(own, [{ field: own.field, onChain: "none", inFile, why: over }]);
  }
  const isRaised = differences.length > 0 && differences.every(({ why }) => why === undefined);
  if (isRaised && over === undefined) {
    return item("change", { ...own, differences });
  }
  return compared(
    own,
    differences.map((one) => (over === undefined ? one : { ...one, why: over })),
  );
}

/** Compares a promised reward; a difference without a reason is a curve that is raised. */
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
  const why = "A curve of an open book may only be raised, so that no slice of the line earns less";
  same.field(
    "curve",
    shownCurve(at, reward, knots),
    shownCurve(at, reward, reward.curve),
    raises(reward.curve, knots) ? undefined : why,
  );
  return same.differences;
}

function shownCurve({ deal }: At, { rank }: Reward, knots: readonly Knot[]): string {
  const { settlementMint, tranches } = deal;
  return list(
    knots.map(
      ({ money, reward }) =>
        `${formatAmount(reward, tranches[rank]?.decimals ?? 0)} for ${formatAmount(money, settlementMint.decimals)}`,
    ),
  );
}

/** What the book lacks of what the file puts aside for tips; once tips may have been paid, nothing. */
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
