import type { Address } from "@solana/kit";
import { type DealAddresses, resolveParty } from "../chain/addresses.js";
import type { ChainState, TrancheState } from "../chain/state.js";
import {
  BusinessDayRule,
  businessDaysOf,
  counted,
  customPartsOf,
  type DrawTermsArgs,
  floatingOf,
  formatAmount,
  formatGroupedAmount,
  isFrozenForm,
  isNegotiable,
  type MeasureTermsArgs,
  measureBits,
  measureWords,
  NO_MEASURES,
  NO_PIK,
  NOBODY,
  pikTermsOf,
  type Security,
  settlementVault,
  stepUpsOf,
  type TrancheTermsArgs,
} from "../client.js";
import type { Deal, DrawTerms, TrancheTerms } from "../deal/model.js";
import { PERIODS } from "../deal/read-tranches.js";
import { formatDuration, formatRate, formatTime, formatYearlyRate, toHex } from "../deal/values.js";
import { businessDaysFor, describeBusinessDays } from "./business-days.js";
import { Comparison, type Difference, hex, list } from "./differences.js";
import { customOf, dueDatesOf, maturityOf } from "./due-dates.js";
import { timeOf } from "./opening.js";
import {
  describeCustom,
  describeFloating,
  describeInstalments,
  describePik,
  describeRate,
  describeStepUps,
} from "./tranche-words.js";

const DAY_COUNTS = ["act/365", "act/360", "30e/360", "30/360", "act/act"] as const;
const AMORTISATIONS = ["bullet", "linear", "sweep", "level", "custom"] as const;
const PREPAYMENTS = ["in_order", "pro_rata"] as const;
const KINDS = ["debt", "equity", "cover"] as const;
/** The rules of drawing in the program's form, with offsets counted from `now`. */
export function drawsOf({ limit, period, by, least }: DrawTerms, now: bigint): DrawTermsArgs {
  return { limit, period, beginBy: by === null ? 0n : timeOf(by, now), beginWith: least };
}

/** The document's hash, on chain and in the file. */
export function documents(security: Security, deal: Deal): readonly [string, string] {
  return [hex(security.document.sha256), toHex(deal.document.sha256)];
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
  // Until then it changes with the structure that it describes.
  if (!isNegotiable(security)) {
    same.field("document.sha256", ...documents(security, deal));
  }
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
  const delivery = security.delivery.by;
  same.field(
    "delivery_by",
    deliveryText(delivery),
    // An offset has been counted from when the security was created.
    deal.deliveryBy?.kind === "after" && delivery > 0n
      ? deliveryText(delivery)
      : deliveryText(deal.deliveryBy === null ? 0n : timeOf(deal.deliveryBy, security.createdAt)),
  );
  same.field("measures", measuresText(security.measures), measuresText(measureTermsOf(deal)));
  same.field("loss_notice", noticeText(security.lossNotice), noticeText(deal.lossNotice));
  same.field(
    "draw",
    drawText(settlementVault(security).draws, security.coSigned === 1, decimals),
    // An offset has been counted from when the security was created.
    drawText(
      {
        ...drawsOf(deal.draw, security.createdAt),
        ...(deal.draw.by?.kind === "after" ? { beginBy: settlementVault(security).draws.beginBy } : {}),
      },
      deal.draw.coSigned,
      decimals,
    ),
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

function deliveryText(by: bigint): string {
  return by === 0n ? "none" : formatTime(by);
}

/** The exceptional measures of a deal, in the program's form. */
export const measureTermsOf = ({ measures }: Deal): MeasureTermsArgs =>
  measures === null
    ? NO_MEASURES
    : { kinds: measureBits(measures.kinds), days: measures.days, hours: measures.hours };

const measuresText = (terms: MeasureTermsArgs): string => {
  const { kinds, days, hours } = terms;
  const announced = days === 0 ? "" : ` after ${days}d`;
  const corrected = hours === 0 ? "" : ` within ${hours}h`;
  return kinds === 0 ? "none" : `${measureWords(kinds).join(", ")}${announced}${corrected}`;
};

function noticeText(seconds: bigint): string {
  return `${seconds / 86_400n}d`;
}

function drawText(draws: DrawTermsArgs, coSigned: boolean, decimals: number): string {
  const [limit, beginBy, beginWith] = [draws.limit, draws.beginBy, draws.beginWith].map(BigInt) as [
    bigint,
    bigint,
    bigint,
  ];
  const money = (amount: bigint) => formatAmount(amount, decimals);
  const parts = [
    ...(limit === 0n ? [] : [`${money(limit)} within ${formatDuration(BigInt(draws.period))}`]),
    ...(beginBy === 0n ? [] : [`${money(beginWith)} by ${formatTime(beginBy)}`]),
    ...(coSigned ? ["co-signed"] : []),
  ];
  return parts.length === 0 ? "no rules" : parts.join(", ");
}

function escheatText(owner: string, days: number): string {
  return owner === NOBODY ? "none" : `to ${owner} after ${days}d`;
}

/** How a tranche differs from the deal file. */
export type TrancheChanges = Readonly<{
  /** Its nature, which is fixed from its creation. */
  fixed: readonly Difference[];
  /** Its terms, which are part of the structure. */
  terms: readonly Difference[];
}>;

/** Compares a tranche and its share mint. `isSold`: a book of it is open. */
export function compareTranche(
  { tranche, mint }: TrancheState,
  terms: TrancheTerms,
  rank: number,
  {
    settlementDecimals,
    createdAt,
    sponsor,
    isSold,
  }: Readonly<{ settlementDecimals: number; createdAt: bigint; sponsor: Address; isSold: boolean }>,
): TrancheChanges {
  const [own, same] = [new Comparison(`tranches[${rank}]`), new Comparison(`tranches[${rank}]`)];
  const { debt, capital } = terms;
  const money = (amount: bigint) => formatAmount(amount, settlementDecimals);
  own.field("name", mint?.metadata?.name ?? "", terms.name);
  own.field("symbol", mint?.metadata?.symbol ?? "", terms.symbol);
  own.field("uri", mint?.metadata?.uri ?? "", terms.uri);
  own.field("kind", KINDS[tranche.kind] ?? "unknown", terms.kind);
  own.field("decimals", tranche.decimals, terms.decimals);
  const shares = (amount: bigint) => formatAmount(amount, terms.decimals);
  if (terms.saysAuthorised) {
    own.field("authorised", shares(tranche.authorised), shares(terms.authorised));
  } else if (tranche.authorised < terms.authorised) {
    const why = "There can never be more shares than were authorised";
    own.field("authorised", shares(tranche.authorised), `${shares(terms.authorised)} needed`, why);
  }
  own.field("form", isFrozenForm(tranche) ? "frozen" : "hooked", terms.form);
  const manager = terms.manager === null ? NOBODY : resolveParty(terms.manager, sponsor);
  own.field("manager", managerText(tranche.manager), managerText(manager));
  const bears = debt ?? capital;
  const rate = terms.kind === "equity" ? "preferred_return" : "rate";
  same.field(rate, formatYearlyRate(tranche.ratePpm), formatYearlyRate(bears?.ratePpm ?? 0));
  const floats = bears?.floating ?? undefined;
  same.field("floating", describeFloating(floatingOf(tranche)), describeFloating(floats));
  same.field("step_ups", describeStepUps(stepUpsOf(tranche)), describeStepUps(bears?.stepUps ?? []));
  comparePar(own, same, {
    found: tranche.par,
    wanted: bears?.par ?? 0n,
    isSoldAtPar: isSold && terms.kind === "cover",
    money,
  });
  const margin = formatYearlyRate(bears?.defaultMarginPpm ?? 0);
  same.field("default_margin", formatYearlyRate(tranche.defaultMarginPpm), margin);
  if (bears !== null) {
    same.field("day_count", DAY_COUNTS[tranche.dayCount] ?? "unknown", bears.dayCount);
    same.field("compounding", tranche.compounding === 1, bears.compounding);
  }
  same.field("period", periodText(tranche.periodMonths), periodText(terms.periodMonths));
  const due = dueDatesOf(terms, createdAt);
  same.field("first_due", dueText(tranche.firstDue), dueText(due.firstDue));
  const business = describeBusinessDays(businessDaysFor(terms, createdAt));
  same.field("business_days", describeBusinessDays(businessDaysOf(tranche)), business);
  same.field("smoothing", `${tranche.smoothingDays}d`, `${terms.smoothingDays}d`);
  same.field("loss_cap", money(tranche.lossCap), money(terms.lossCap));
  same.field("loss_percent", formatRate(tranche.lossBps), formatRate(terms.lossBps));
  same.field("pari_passu", String(tranche.pariPassu === 1), String(terms.pariPassu));
  same.field("covers_equity", String(tranche.coversEquity === 1), String(terms.coversEquity));
  if (debt !== null) {
    same.field("amortisation", AMORTISATIONS[tranche.amortisation] ?? "unknown", debt.amortisation);
    const found = customPartsOf(tranche);
    const first = found.length === 0 ? tranche.firstInstalment : 0n;
    same.field("first_instalment", dueText(first), dueText(due.firstInstalment));
    same.field("instalments", describeCustom(found), describeCustom(customOf(terms, createdAt)));
    same.field("pik", describePik(pikTermsOf(tranche)), describePik(debt.pik));
    same.field("prepayments", PREPAYMENTS[tranche.prepayments] ?? "unknown", debt.prepayments);
    const named = debt.maturity.kind === "at" ? "maturity" : "term_months";
    same.field(named, formatTime(tranche.maturity), formatTime(maturityOf(terms, createdAt)));
  }
  return { fixed: own.differences, terms: same.differences };
}

function dueText(time: bigint): string {
  return time === 0n ? "none" : formatTime(time);
}

function managerText(manager: Address): string {
  return manager === NOBODY ? "none" : manager;
}

/** Whether a class has a par is fixed, and so is a cover's par while a book sells at it. */
function comparePar(
  own: Comparison,
  same: Comparison,
  {
    found,
    wanted,
    isSoldAtPar,
    money,
  }: Readonly<{ found: bigint; wanted: bigint; isSoldAtPar: boolean; money: (amount: bigint) => string }>,
): void {
  if (found > 0n !== wanted > 0n) {
    own.field("par", money(found), money(wanted), "Whether a class has a capital is fixed from its creation");
  } else if (isSoldAtPar) {
    own.field("par", money(found), money(wanted), "A book sells the cover's shares at par, so it is fixed");
  } else {
    same.field("par", money(found), money(wanted));
  }
}

/** The terms of a tranche that may change until a book is locked, in the program's form. */
export function trancheTermsOf(terms: TrancheTerms, createdAt: bigint): TrancheTermsArgs {
  const { debt } = terms;
  const bears = debt ?? terms.capital;
  const { firstDue, firstInstalment } = dueDatesOf(terms, createdAt);
  return {
    ratePpm: bears?.ratePpm ?? 0,
    floating: bears?.floating ?? null,
    stepUps: [...(bears?.stepUps ?? [])],
    dayCount: DAY_COUNTS.indexOf(bears?.dayCount ?? "act/365"),
    amortisation: AMORTISATIONS.indexOf(debt?.amortisation ?? "bullet"),
    compounding: bears?.compounding ?? false,
    periodMonths: terms.periodMonths,
    firstDue,
    firstInstalment,
    custom: customOf(terms, createdAt),
    businessDays: businessDaysFor(terms, createdAt),
    pik: debt?.pik ?? NO_PIK,
    prepayments: PREPAYMENTS.indexOf(debt?.prepayments ?? "in_order"),
    defaultMarginPpm: bears?.defaultMarginPpm ?? 0,
    smoothingDays: terms.smoothingDays,
    lossCap: terms.lossCap,
    lossBps: terms.lossBps,
    coversEquity: terms.coversEquity,
    pariPassu: terms.pariPassu,
    maturity: maturityOf(terms, createdAt),
    par: bears?.par ?? 0n,
  };
}

function periodText(months: number): string {
  return Object.entries(PERIODS).find(([, length]) => length === months)?.[0] ?? `${months} months`;
}

/** A plan's description of the terms of a tranche to be created. */
export function describeTranche(terms: TrancheTerms, state: ChainState, decimals: number): string {
  const { debt, capital, periodMonths, smoothingDays, lossCap, lossBps, coversEquity } = terms;
  const money = (amount: bigint) => formatAmount(amount, decimals);
  const bears = debt ?? capital;
  const createdAt = state.security?.createdAt ?? state.time;
  const due = dueDatesOf(terms, createdAt);
  return [
    terms.kind,
    terms.manager === null
      ? `at most ${formatGroupedAmount(terms.authorised, terms.decimals)} shares`
      : `${formatGroupedAmount(terms.authorised, terms.decimals)} shares, what no book grants to ${terms.manager === "sponsor" ? "the sponsor" : terms.manager}`,
    ...(terms.form === "frozen" ? ["in the frozen form"] : []),
    ...(debt === null && bears !== null ? [`par ${money(bears.par)}`] : []),
    ...describeRate(terms),
    ...(debt === null ? [] : [debt.amortisation, `matures ${formatTime(maturityOf(terms, createdAt))}`]),
    ...(periodMonths === 0 ? [] : [`${periodText(periodMonths)} periods`]),
    ...(due.firstDue === 0n ? [] : [`due from ${formatTime(due.firstDue)}`]),
    ...(due.isCountedBack ? ["counted back from the maturity"] : []),
    ...(terms.businessDays.rule === BusinessDayRule.None
      ? []
      : [`due dates move: ${describeBusinessDays(businessDaysFor(terms, createdAt))}`]),
    ...(due.firstInstalment === 0n ? [] : [`repaid from ${formatTime(due.firstInstalment)}`]),
    ...describeInstalments(terms, createdAt),
    ...(debt?.prepayments === "pro_rata" ? ["prepayments pro rata"] : []),
    ...(debt === null || debt.pik.periods === 0 ? [] : [describePik(debt.pik)]),
    ...(bears === null || bears.defaultMarginPpm === 0
      ? []
      : [`${formatYearlyRate(bears.defaultMarginPpm)} % more while overdue`]),
    ...(lossBps === 0 ? [] : [`${formatRate(lossBps)} % of each loss`]),
    ...(lossCap === 0n ? [] : [`at most ${money(lossCap)} a loss`]),
    ...(coversEquity ? ["stays for the equity's capital"] : []),
    ...(terms.pariPassu ? ["pari passu with the tranche before it"] : []),
    ...(smoothingDays === 0 ? [] : [`paid out over ${counted(smoothingDays, "day")}`]),
  ].join(", ");
}

/** A text padded with zeros. */
export function textOf(bytes: Security["document"]["uri"]): string {
  return Buffer.from(Uint8Array.from(bytes)).toString("utf8").replace(/\0+$/, "");
}
