import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { Amortisation, DayCount, DebtTerms, Tier, TierKind, TrancheTerms } from "./model.js";
import { parseDay, parseRate } from "./values.js";

const MAX_NAME_BYTES = 32;
const MAX_SYMBOL_BYTES = 10;
/** The most bytes of an address of a document. */
export const MAX_URI_BYTES = 128;

/** Reads the tranches; `decimals` are those of the settlement mint. */
export function readTranches(list: Field, decimals: number | undefined): readonly TrancheTerms[] | undefined {
  const fields = list.items();
  refuseRepeated(fields.map((field) => field.get("name")));
  refuseRepeated(fields.map((field) => field.get("symbol")));
  return wholeList(fields.map((field) => readTranche(field, decimals)));
}

function readTranche(field: Field, settlementDecimals: number | undefined): TrancheTerms | undefined {
  const kind = field.get("kind").choice<TrancheTerms["kind"]>();
  const decimals = field.get("decimals").count();
  return whole<TrancheTerms>({
    name: field.get("name").shortText(MAX_NAME_BYTES),
    symbol: field.get("symbol").shortText(MAX_SYMBOL_BYTES),
    uri: field.get("uri").shortText(MAX_URI_BYTES),
    kind,
    debt: kind === "debt" ? readDebt(field, settlementDecimals) : null,
    decimals,
    minShares: field.get("min_shares").amount(decimals),
  });
}

function readDebt(field: Field, decimals: number | undefined): DebtTerms | undefined {
  const rate = field.get("rate").text();
  return whole<DebtTerms>({
    rateBps: rate === undefined ? undefined : readRate(field.get("rate"), rate),
    dayCount: field.get("day_count").choice<DayCount>(),
    amortisation: field.get("amortisation").choice<Amortisation>(),
    compounding: field.get("compounding").flag(),
    maturity: readMaturity(field),
    par: field.get("par").amount(decimals),
  });
}

const MAX_RATE_BPS = 100_000;

function readRate(field: Field, text: string): number | undefined {
  const bps = parseRate(text);
  return bps <= MAX_RATE_BPS ? bps : field.refuse(`${text} % a year is too high: the most is 1000`);
}

function readMaturity(field: Field): DebtTerms["maturity"] | undefined {
  const months = field.get("term_months").count();
  if (months !== undefined) {
    return { kind: "term", months };
  }
  const maturity = field.get("maturity");
  const text = maturity.text();
  if (text === undefined) {
    return undefined;
  }
  const time = parseDay(text);
  return time === undefined
    ? maturity.refuse(`"${text}" is no day from 1970-01-01 to 2200-01-01: check year, month and day`)
    : { kind: "at", time };
}

/** Notes each text that an earlier field has too. */
function refuseRepeated(fields: readonly Field[]): void {
  const first = new Map<string, Field>();
  for (const field of fields) {
    const text = field.text();
    const before = text === undefined ? undefined : first.get(text);
    if (before !== undefined) {
      field.refuse(`"${text}" is taken by ${before.name}: give each tranche its own`);
    } else if (text !== undefined) {
      first.set(text, field);
    }
  }
}

/** The rank of the tranche that a field names; nothing if there is none of that name. */
export function readRank(field: Field, tranches: Field): number | undefined {
  const name = field.text();
  if (name === undefined) {
    return undefined;
  }
  const names = tranches.items().map((tranche) => tranche.get("name").text());
  const rank = names.indexOf(name);
  if (rank >= 0) {
    return rank;
  }
  // A name that is itself wrong has its own message.
  return names.includes(undefined)
    ? undefined
    : field.refuse(
        `no tranche is named "${name}": the tranches are ${names.map((n) => `"${n}"`).join(", ")}`,
      );
}

/**
 * Reads the waterfall by the program's rules: each tier once, every tranche reached, one residual and that last; and
 * by one of its own: nothing is promised to equity but the residual, since it has no interest and no principal.
 */
export function readWaterfall(list: Field, tranches: Field): readonly Tier[] | undefined {
  const fields = list.items();
  const tiers = fields.map((field) => readTier(field, tranches));
  for (const [at, tier] of tiers.entries()) {
    const before = tiers.findIndex((other) => other?.kind === tier?.kind && other?.rank === tier?.rank);
    if (tier !== undefined && before < at) {
      fields[at]?.refuse(`repeats ${list.name}[${before}]: leave one of them out`);
    }
    if (tier?.kind === "residual" && at < tiers.length - 1) {
      fields[at]?.refuse(
        "the residual takes all that is left, so nothing reaches the tiers after it: have one, and put it last",
      );
    }
  }
  const last = fields.at(-1);
  if (tiers.at(-1) !== undefined && tiers.at(-1)?.kind !== "residual") {
    last?.get("pay").refuse("the last tier must pay the residual, or some money would have nowhere to go");
  }
  if (!tiers.includes(undefined) && fields.length > 0) {
    refuseUnreached(list, tiers as readonly Tier[], tranches);
  }
  return wholeList(tiers);
}

function readTier(field: Field, tranches: Field): Tier | undefined {
  const kind = field.get("pay").choice<TierKind>();
  const rank = readRank(field.get("tranche"), tranches);
  const tranche = rank === undefined ? undefined : tranches.items()[rank];
  if (kind !== undefined && kind !== "residual" && tranche?.get("kind").text() === "equity") {
    return field.get("pay").refuse(`an equity tranche has no ${kind}: it can only be paid the residual`);
  }
  return whole<Tier>({ kind, rank });
}

function refuseUnreached(list: Field, tiers: readonly Tier[], tranches: Field): void {
  const unreached = tranches
    .items()
    .filter((_, rank) => !tiers.some((tier) => tier.rank === rank))
    .map((tranche) => `"${tranche.get("name").text()}"`);
  if (unreached.length > 0) {
    list.refuse(`pays nothing to ${unreached.join(", ")}: add a tier for each tranche`);
  }
}
