import { type DealAddresses, resolveParty } from "../chain/addresses.js";
import type { ChainState, TrancheState } from "../chain/state.js";
import { type Book, formatAmount, type Security, type Waterfall } from "../client.js";
import type { BookTerms, Deal, Moment, TierKind, TrancheTerms } from "../deal/model.js";
import { addMonths, DAY, formatRate, formatTime, toHex } from "../deal/values.js";

/** A field that the chain and the deal file have differently, as people read it. */
export type Difference = Readonly<{ field: string; onChain: string; inFile: string }>;

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

/** A book's clock in Unix time. */
type BookClock = Readonly<{ opensAt: bigint; offerEnds: bigint; deadline: bigint }>;

/**
 * A book's clock if it opens now.
 *
 * @param landing Seconds that the transaction may take until it is executed: the program refuses an offer that has
 * ended by then, so offsets below this are raised to it.
 */
export function bookClock(book: BookTerms, now: bigint, landing: bigint): BookClock {
  const resolve = (moment: Moment, least: bigint) => {
    if (moment.kind === "at") {
      return moment.time;
    }
    return now + (moment.seconds > least ? moment.seconds : least);
  };
  return {
    opensAt: resolve(book.opensAt, 0n),
    offerEnds: resolve(book.offerEnds, landing),
    deadline: resolve(book.deadline, landing + 1n),
  };
}

type Value = string | number | bigint | boolean;

/** Collects the fields that differ. */
class Comparison {
  readonly differences: Difference[] = [];

  constructor(private readonly at: string) {}

  field(name: string, onChain: Value, inFile: Value): void {
    if (onChain !== inFile) {
      const field = this.at === "" ? name : `${this.at}.${name}`;
      this.differences.push({ field, onChain: String(onChain), inFile: String(inFile) });
    }
  }
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

/**
 * Compares a book. What the file gives as an offset is fixed once the book is open, so that is not compared; nor what
 * investors do.
 */
export function compareBook(
  book: Book,
  terms: BookTerms,
  at: string,
  decimals: number,
): readonly Difference[] {
  const same = new Comparison(at);
  const money = (amount: bigint) => formatAmount(amount, decimals);
  same.field("price", money(book.price), money(terms.price));
  same.field("minimum", money(book.minimum), money(terms.minimum));
  same.field("cap", money(book.cap), money(terms.cap));
  same.field("min_ticket", money(book.minTicket), money(terms.minTicket));
  for (const [name, moment, time] of [
    ["opens_at", terms.opensAt, book.opensAt],
    ["offer_ends", terms.offerEnds, book.offerEnds],
    ["deadline", terms.deadline, book.deadline],
  ] as const) {
    if (moment.kind === "at") {
      same.field(name, formatTime(time), formatTime(moment.time));
    }
  }
  same.field("line_places", book.lineCapacity, terms.linePlaces);
  same.field("terms", hex(book.termsSha256), toHex(terms.termsSha256));
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

function list(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

function hex(bytes: Security["document"]["sha256"]): string {
  return toHex(Uint8Array.from(bytes));
}

/** A text padded with zeros. */
function textOf(bytes: Security["document"]["uri"]): string {
  return Buffer.from(Uint8Array.from(bytes)).toString("utf8").replace(/\0+$/, "");
}
