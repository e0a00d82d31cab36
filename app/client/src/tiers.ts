import { formatAmount, formatGroupedAmount } from "./amount.js";
import { counted } from "./counted.js";
import { FEE_BASE_WORDS, type FeeBaseName, feeBaseOf } from "./fee-bases.js";
import type { TierState, Waterfall } from "./generated/index.js";

/** Basis points in one. */
const WHOLE = 10_000;

/** What tiers pay or test, in the order of their numbers on chain, from 1. */
export const TIER_KINDS = [
  "interest",
  "arrears",
  "principal",
  "residual",
  "sweep",
  "fee",
  "annual fee",
  "reserve",
  "cover",
  "carry",
  "split",
  "collateral test",
  "interest test",
  "expense",
  "capital",
  "service",
  "participation",
  "deficiency",
] as const;

/** What a reserve may pay, in the order of their numbers on chain, from 0. */
export const RESERVE_PURPOSES = ["all", "interest", "expenses"] as const;

/** What a reserve may pay. */
export type ReservePurposeName = (typeof RESERVE_PURPOSES)[number];

/** What a reserve may pay, in words to follow its amount. */
const PURPOSE_WORDS: Readonly<Record<ReservePurposeName, string>> = {
  all: "",
  interest: ", for interest and arrears of debts only",
  expenses: ", for fees and expenses only",
};

/** What a reserve may pay. */
export function purposeOf({ purpose }: Pick<TierState, "purpose">): ReservePurposeName {
  return RESERVE_PURPOSES[purpose] ?? "all";
}

/** What a tier pays or tests. */
export type TierKind = (typeof TIER_KINDS)[number];

/** The tiers of a waterfall that are in use, in the order they are paid. */
export function tiersOf(waterfall: Waterfall): TierState[] {
  return waterfall.tiers.slice(0, waterfall.tierCount);
}

/** What a tier pays; `undefined` for what this client does not know. */
export function tierKindOf({ kind }: Pick<TierState, "kind">): TierKind | undefined {
  return TIER_KINDS[kind - 1];
}

/** Whether a payee outside the tranches takes it: a fee or an expense. */
export function isFee(tier: Pick<TierState, "kind">): boolean {
  const kind = tierKindOf(tier);
  return kind === "fee" || kind === "annual fee" || kind === "expense";
}

/**
 * What a tier pays, in words.
 *
 * @param decimals Of the settlement mint.
 */
export function describeTier(tier: TierState, decimals: number): string {
  const { rank, base, bps, catchUpBps, multipleBps, dealByDeal, payee } = tier;
  switch (tierKindOf(tier)) {
    case "interest":
      return `interest of tranche ${rank}`;
    case "arrears":
      return `arrears of tranche ${rank}`;
    case "principal":
      return `principal due of tranche ${rank}`;
    case "residual":
      return `all that is left to tranche ${rank}`;
    case "service":
      return `arrears, interest and principal due of tranche ${rank}`;
    case "sweep":
      return `all principal of tranche ${rank}`;
    case "fee":
      // A resolution ended it.
      return bps === 0
        ? `what is still due of a fee or expenses that ended, to ${payee}`
        : `fee of ${percentage(bps)} of ${tier.incomeOnly === 1 ? "the income that" : "what"} comes in, to ${payee}`;
    case "annual fee":
      return `fee a year of ${annualFeeWords({ ...tier, feeBase: feeBaseOf(tier) }, decimals)}${treasury(tier)}, to ${payee}`;
    case "expense":
      return `expenses that the sponsor submits, at most ${formatGroupedAmount(tier.amount, decimals)} a year${treasury(tier)}, to ${payee}`;
    case "capital":
      return `capital of tranche ${rank}, out of principal only`;
    case "deficiency":
      return `what is written off of tranche ${rank}, which becomes principal and is written up`;
    case "reserve":
      return `reserve up to ${together(tier, decimals)}${PURPOSE_WORDS[purposeOf(tier)]}`;
    case "cover":
      return `cover ${rank} gets back what it paid for losses`;
    case "carry":
      return (
        `carry to tranche ${rank}: ${percentage(bps)} of the profit of tranche ${base}` +
        `${multipleBps === 0 ? "" : ` above ${timesCapital(multipleBps)}`}, catching up with ${percentage(catchUpBps)}` +
        `${dealByDeal === 1 ? ", deal by deal" : ""}`
      );
    case "split":
      return `${percentage(bps)} of what reaches this and the splits beside it, to tranche ${rank}`;
    case "participation":
      return (
        `share of what reaches this by capital and days, against that of ${tranches(ranksOf(base))}, to tranche ${rank}` +
        `${multipleBps === WHOLE ? "" : `, whose capital counts ${times(multipleBps)}`}` +
        `${bps === 0 ? "" : `, less ${percentage(bps)} of it`}`
      );
    case "collateral test":
      return (
        `test: pool and reinvestment account are worth at least ${percentage(bps)} of the principal of the debts down ` +
        `to tranche ${rank}, by a report of the last ${inDays(tier.maxAge)}; else what would pass ${diverted(tier)}`
      );
    case "interest test":
      return (
        `test: income is at least ${percentage(bps)} of interest and arrears of the debts down to tranche ${rank}; ` +
        `else what would pass ${diverted(tier)}`
      );
    default:
      return "a tier that this client does not know: update it";
  }
}

function treasury({ fromTreasury }: TierState): string {
  return fromTreasury === 1 ? ", also out of the treasury" : "";
}

/** What an annual fee comes to: a part of its base, a flat amount, or both, between its limits. */
export function annualFeeWords(
  fee: Readonly<{ feeBase: FeeBaseName; bps: number; amount: bigint; min: bigint; max: bigint }>,
  decimals: number,
): string {
  const { feeBase, bps, amount, min, max } = fee;
  const money = (value: bigint) => formatGroupedAmount(value, decimals);
  const parts = [
    ...(amount > 0n ? [money(amount)] : []),
    ...(bps > 0 ? [`${percentage(bps)} of ${FEE_BASE_WORDS[feeBase]}`] : []),
  ];
  return [
    parts.join(" and "),
    ...(min > 0n ? [`at least ${money(min)}`] : []),
    ...(max > 0n ? [`at most ${money(max)}`] : []),
  ].join(", ");
}

/** Where money goes while a test fails. */
function diverted({ traps }: TierState): string {
  return traps === 1 ? "is trapped in the reinvestment account" : "repays them, the most senior first";
}

/** The ranks that a mask of tranches names: bit n is the tranche of rank n. */
export function ranksOf(mask: number): readonly number[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((rank) => (mask >> rank) % 2 === 1);
}

function tranches(ranks: readonly number[]): string {
  return `${ranks.length === 1 ? "tranche" : "tranches"} ${ranks.join(", ")}`;
}

/** How often capital counts, in basis points, in words. */
export function times(bps: number): string {
  return `${formatAmount(BigInt(bps), 4)} times`;
}

/** A number of days, in words. */
export function inDays(days: number): string {
  return counted(days, "day");
}

/** A flat amount, a part of the debt outstanding, or both. */
function together({ amount, bps }: TierState, decimals: number): string {
  const flat = amount > 0n ? [formatGroupedAmount(amount, decimals)] : [];
  const part = bps > 0 ? [`${percentage(bps)} of the debt outstanding`] : [];
  return [...flat, ...part].join(" and ");
}

/** A rate a year in parts per million as a percentage, exactly. */
export function yearlyRate(ppm: number): string {
  return `${formatAmount(BigInt(ppm), 4)} %`;
}

/** A multiple of capital in basis points, in words. */
export function timesCapital(bps: number): string {
  return `${formatAmount(BigInt(bps), 4)} times its capital`;
}

/** Basis points as a percentage, exactly. */
export function percentage(bps: number): string {
  return `${formatAmount(BigInt(bps), 2)} %`;
}
