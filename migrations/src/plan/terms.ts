import { type DealAddresses, resolveParty } from "../chain/addresses.js";
import type { ChainState, TrancheState } from "../chain/state.js";
import { formatAmount, NOBODY, type Security } from "../client.js";
import type { BookTerms, Deal, Moment, TrancheTerms } from "../deal/model.js";
import { PERIODS } from "../deal/read-tranches.js";
import { addMonths, DAY, formatRate, formatTime, formatYearlyRate, toHex } from "../deal/values.js";
import { Comparison, type Difference, hex, list } from "./differences.js";

const DAY_COUNTS = ["act/365", "act/360", "30e/360"] as const;
const AMORTISATIONS = ["bullet", "linear", "sweep"] as const;
const KINDS = ["debt", "equity", "cover"] as const;
/** When a debt tranche matures, in Unix time; 0 for equity. A term is counted from the day of creation. */
export function maturityOf({ debt }: TrancheTerms, createdAt: bigint): bigint {
  if (debt === null) {
    return 0n;
  }
  return debt.maturity.kind === "at"
    ? debt.maturity.time
    : addMonths(createdAt - (createdAt % DAY), debt.maturity.months);
}

/** A moment in Unix time, an offset counted from now. */
export function timeOf(moment: Moment, now: bigint): bigint {
  return moment.kind === "at" ? moment.time : now + moment.seconds;
}

/** A book's clock in Unix time. */
type BookClock = Readonly<{
  opensAt: bigint;
  /** 0: there is no offer yet. */
  offerEnds: bigint;
  deadline: bigint;
  latestDeadline: bigint;
  /** 0: the shares want no credential. */
  qualifyBy: bigint;
}>;

/**
 * A book's clock if it opens now.
 *
 * @param landing Seconds that the transaction may take until it is executed: the program refuses an offer that has
 * ended by then, so offsets below this are raised to it.
 */
export function bookClock(book: BookTerms, now: bigint, landing: bigint): BookClock {
  const resolve = (moment: Moment, least: bigint) =>
    moment.kind === "after" && moment.seconds < least ? now + least : timeOf(moment, now);
  const deadline = resolve(book.deadline, landing + 1n);
  return {
    opensAt: timeOf(book.opensAt, now),
    offerEnds: book.offerEnds === null ? 0n : resolve(book.offerEnds, landing),
    deadline,
    latestDeadline: book.latestDeadline === null ? deadline : resolve(book.latestDeadline, landing + 1n),
    qualifyBy: book.qualifyBy === null ? 0n : resolve(book.qualifyBy, landing + 1n),
  };
}

/** Compares the security itself. */
export function compareSecurity(
  security: Security,
  deal: Deal,
  addresses: DealAddresses,
): readonly Difference[] {
  const same = new Comparison("");
  const { decimals } = deal.settlementMint;
  same.field("sponsor", security.sponsor, addresses.sponsor);
  same.field("document.uri", textOf(security.document.uri), deal.document.uri);
  same.field("document.sha256", hex(security.document.sha256), toHex(deal.document.sha256));
  for (const role of ["servicer", "reporter", "arbitrator"] as const) {
    same.field(`roles.${role}`, security[role], resolveParty(deal.roles[role], addresses.sponsor));
  }
  same.field("settlement_mint", security.vaults[0]?.mint ?? "none", addresses.settlementMint);
  same.field(
    "min_distribution",
    formatAmount(security.minDistribution, decimals),
    formatAmount(deal.minDistribution, decimals),
  );
  same.field(
    "payment_tip",
    tipText(security.tipFlat, security.tipBps, decimals),
    deal.paymentTip === null
      ? tipText(0n, 0, decimals)
      : tipText(deal.paymentTip.most, deal.paymentTip.bps, decimals),
  );
  same.field(
    "escheat",
    escheatText(security.escheat, security.escheatDays),
    deal.escheat === null
      ? escheatText(NOBODY, 0)
      : escheatText(resolveParty(deal.escheat.owner, addresses.sponsor), deal.escheat.days),
  );
  same.field(
    "destinations",
    list(security.destinations.slice(0, security.destinationCount)),
    list(addresses.destinations),
  );
  return same.differences;
}

function tipText(most: bigint, bps: number, decimals: number): string {
  return most === 0n && bps === 0 ? "none" : `${formatAmount(most, decimals)} or ${formatRate(bps)} %`;
}

function escheatText(owner: string, days: number): string {
  return owner === NOBODY ? "none" : `to ${owner} after ${days}d`;
}

/** Compares a tranche and its share mint. */
export function compareTranche(
  { tranche, mint }: TrancheState,
  terms: TrancheTerms,
  rank: number,
  { settlementDecimals, createdAt }: Readonly<{ settlementDecimals: number; createdAt: bigint }>,
): readonly Difference[] {
  const same = new Comparison(`tranches[${rank}]`);
  const { debt, capital } = terms;
  const money = (amount: bigint) => formatAmount(amount, settlementDecimals);
  same.field("name", mint?.metadata?.name ?? "", terms.name);
  same.field("symbol", mint?.metadata?.symbol ?? "", terms.symbol);
  same.field("uri", mint?.metadata?.uri ?? "", terms.uri);
  same.field("kind", KINDS[tranche.kind] ?? "unknown", terms.kind);
  same.field("decimals", tranche.decimals, terms.decimals);
  same.field(
    "min_shares",
    formatAmount(tranche.minShares, tranche.decimals),
    formatAmount(terms.minShares, terms.decimals),
  );
  const bears = debt ?? capital;
  const rate = terms.kind === "equity" ? "preferred_return" : "rate";
  same.field(rate, formatYearlyRate(tranche.ratePpm), formatYearlyRate(bears?.ratePpm ?? 0));
  same.field("par", money(tranche.par), money(bears?.par ?? 0n));
  if (bears !== null) {
    same.field("day_count", DAY_COUNTS[tranche.dayCount] ?? "unknown", bears.dayCount);
    same.field("compounding", tranche.compounding === 1, bears.compounding);
  }
  same.field("period", periodText(tranche.periodMonths), periodText(terms.periodMonths));
  same.field("smoothing", `${tranche.smoothingDays}d`, `${terms.smoothingDays}d`);
  same.field("loss_cap", money(tranche.lossCap), money(terms.lossCap));
  if (debt !== null) {
    same.field("amortisation", AMORTISATIONS[tranche.amortisation] ?? "unknown", debt.amortisation);
    const named = debt.maturity.kind === "at" ? "maturity" : "term_months";
    same.field(named, formatTime(tranche.maturity), formatTime(maturityOf(terms, createdAt)));
  }
  return same.differences;
}

function periodText(months: number): string {
  return Object.entries(PERIODS).find(([, length]) => length === months)?.[0] ?? `${months} months`;
}

/** What a plan says of the terms of a tranche that is to be made. */
export function describeTranche(terms: TrancheTerms, state: ChainState, decimals: number): string {
  const { debt, capital, periodMonths, smoothingDays, lossCap } = terms;
  const money = (amount: bigint) => formatAmount(amount, decimals);
  const bears = debt ?? capital;
  const rate = terms.kind === "equity" ? "preferred " : "";
  return [
    terms.kind,
    ...(debt === null && bears !== null ? [`par ${money(bears.par)}`] : []),
    ...(bears !== null && (debt !== null || bears.ratePpm > 0)
      ? [`${rate}${formatYearlyRate(bears.ratePpm)} %`, bears.dayCount]
      : []),
    ...(debt === null
      ? []
      : [
          debt.amortisation,
          `matures ${formatTime(maturityOf(terms, state.security?.createdAt ?? state.time))}`,
        ]),
    ...(periodMonths === 0 ? [] : [`${periodText(periodMonths)} periods`]),
    ...(lossCap === 0n ? [] : [`at most ${money(lossCap)} a loss`]),
    ...(smoothingDays === 0 ? [] : [`paid out over ${smoothingDays} days`]),
  ].join(", ");
}

/** A text padded with zeros. */
export function textOf(bytes: Security["document"]["uri"]): string {
  return Buffer.from(Uint8Array.from(bytes)).toString("utf8").replace(/\0+$/, "");
}
