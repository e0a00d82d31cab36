import { type DealAddresses, resolveParty } from "../chain/addresses.js";
import type { ChainState, TrancheState } from "../chain/state.js";
import { formatAmount, type Security, type Waterfall } from "../client.js";
import type { BookTerms, Deal, Moment, TierKind, TrancheTerms } from "../deal/model.js";
import { addMonths, DAY, formatRate, formatTime, toHex } from "../deal/values.js";
import { Comparison, type Difference, hex, list } from "./differences.js";

const DAY_COUNTS = ["act/365", "act/360", "30e/360"] as const;
const AMORTISATIONS = ["bullet", "linear", "sweep"] as const;
const KINDS = ["debt", "equity"] as const;
const TIER_KINDS: readonly (TierKind | "nothing")[] = [
  "nothing",
  "interest",
  "arrears",
  "principal",
  "residual",
];

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
    "destinations",
    list(security.destinations.slice(0, security.destinationCount)),
    list(addresses.destinations),
  );
  return same.differences;
}

/** Compares a tranche and its share mint. */
export function compareTranche(
  { tranche, mint }: TrancheState,
  terms: TrancheTerms,
  rank: number,
  { settlementDecimals, createdAt }: Readonly<{ settlementDecimals: number; createdAt: bigint }>,
): readonly Difference[] {
  const same = new Comparison(`tranches[${rank}]`);
  const { debt } = terms;
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
  if (debt !== null) {
    same.field("rate", formatRate(tranche.rateBps), formatRate(debt.rateBps));
    same.field("day_count", DAY_COUNTS[tranche.dayCount] ?? "unknown", debt.dayCount);
    same.field("amortisation", AMORTISATIONS[tranche.amortisation] ?? "unknown", debt.amortisation);
    same.field("compounding", tranche.compounding === 1, debt.compounding);
    same.field(
      "par",
      formatAmount(tranche.par, settlementDecimals),
      formatAmount(debt.par, settlementDecimals),
    );
    const named = debt.maturity.kind === "at" ? "maturity" : "term_months";
    same.field(named, formatTime(tranche.maturity), formatTime(maturityOf(terms, createdAt)));
  }
  return same.differences;
}

/** Compares the tiers; none on chain means that they were never set. */
export function compareWaterfall(waterfall: Waterfall, deal: Deal): readonly Difference[] {
  const same = new Comparison("");
  const onChain = waterfall.tiers
    .slice(0, waterfall.tierCount)
    .map(({ kind, rank }) => tier(TIER_KINDS[kind] ?? "unknown", rank, deal));
  const inFile = deal.waterfall.map(({ kind, rank }) => tier(kind, rank, deal));
  same.field("waterfall", list(onChain), list(inFile));
  return same.differences;
}

/** What a plan says of the debt terms of a tranche that is to be made. */
export function describeTranche(terms: TrancheTerms, state: ChainState): string {
  const { debt } = terms;
  if (debt === null) {
    return "equity";
  }
  const matures = formatTime(maturityOf(terms, state.security?.createdAt ?? state.time));
  return `debt, ${formatRate(debt.rateBps)} %, ${debt.dayCount}, ${debt.amortisation}, matures ${matures}`;
}

function tier(kind: string, rank: number, deal: Deal): string {
  return `${kind} of ${deal.tranches[rank]?.name ?? `tranche ${rank}`}`;
}

/** A text padded with zeros. */
function textOf(bytes: Security["document"]["uri"]): string {
  return Buffer.from(Uint8Array.from(bytes)).toString("utf8").replace(/\0+$/, "");
}
