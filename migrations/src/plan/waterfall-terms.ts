import type { Address } from "@solana/kit";
import { resolveParty } from "../chain/addresses.js";
import {
  CONSEQUENCES,
  consequencesOf,
  FEE_BASE_WORDS,
  feeBaseOf,
  formatAmount,
  purposeOf,
  ranksOf,
  tierKindOf,
  times,
  type Waterfall,
} from "../client.js";
import type { Deal, Moment, Tier, Trigger } from "../deal/model.js";
import { formatRate, formatTime } from "../deal/values.js";
import { Comparison, type Difference, list } from "./differences.js";

/** Basis points in one. */
const WHOLE = 10_000;

type TierState = Waterfall["tiers"][number];
type TriggerState = Waterfall["triggers"][number];

/** Until when no principal is repaid, in Unix time; 0: it is. An offset counts from when the security was created. */
export function revolvingUntil({ revolvingUntil: until }: Deal, createdAt: bigint): bigint {
  return until === null ? 0n : timeOf(until, createdAt);
}

/** From when principal repays the debts pro rata, in Unix time; 0: never. */
export function proRataFrom({ principal: { proRataFrom: from } }: Deal, createdAt: bigint): bigint {
  return from === null ? 0n : timeOf(from, createdAt);
}

function timeOf(moment: Moment, createdAt: bigint): bigint {
  return moment.kind === "at" ? moment.time : createdAt + moment.seconds;
}

/** Compares tiers and triggers; if there are none on chain, they were never set. */
export function compareWaterfall(
  waterfall: Waterfall,
  deal: Deal,
  { sponsor, createdAt }: Readonly<{ sponsor: Address; createdAt: bigint }>,
): readonly Difference[] {
  const same = new Comparison("");
  const onChain = waterfall.tiers.slice(0, waterfall.tierCount).map((tier) => foundTier(tier, deal));
  const inFile = deal.waterfall.map((tier) => tierText(tier, deal, sponsor));
  same.field("waterfall", list(onChain), list(inFile));
  const triggers = waterfall.triggers.slice(0, waterfall.triggerCount);
  same.field(
    "triggers",
    list(triggers.map((trigger) => foundTrigger(trigger, deal))),
    list(deal.triggers.map((trigger) => triggerText(trigger, deal))),
  );
  same.field(
    "revolving_until",
    untilText(waterfall.revolvingUntil),
    untilText(revolvingUntil(deal, createdAt)),
  );
  same.field(
    "principal.pro_rata_from",
    untilText(waterfall.proRataFrom),
    untilText(proRataFrom(deal, createdAt)),
  );
  same.field(
    "principal.pays_interest",
    String(waterfall.principalPaysInterest === 1),
    String(deal.principal.paysInterest),
  );
  const { poolDailyBps } = waterfall;
  same.field("pool_daily_limit", formatRate(poolDailyBps), formatRate(deal.poolDailyBps));
  return same.differences;
}

/** A plan's description of the rules besides the tiers. */
export function describeRules(deal: Deal, createdAt: bigint): string {
  const until = revolvingUntil(deal, createdAt);
  const from = proRataFrom(deal, createdAt);
  return [
    ...deal.triggers.map((trigger) => triggerText(trigger, deal)),
    ...(until === 0n ? [] : [`revolving until ${formatTime(until)}`]),
    ...(from === 0n ? [] : [`principal pro rata from ${formatTime(from)}`]),
    ...(deal.principal.paysInterest ? ["principal pays interest too"] : []),
  ].join(", ");
}

function untilText(time: bigint): string {
  return time === 0n ? "none" : formatTime(time);
}

function nameOf(rank: number, deal: Deal): string {
  return deal.tranches[rank]?.name ?? `tranche ${rank}`;
}

function foundTier(state: TierState, deal: Deal): string {
  const { rank, base, bps, catchUpBps, multipleBps, amount, maxAge, traps } = state;
  const kind = tierKindOf(state) ?? "nothing";
  switch (kind) {
    case "nothing":
      return `unknown of ${nameOf(rank, deal)}`;
    case "fee":
      return tierText({ kind, bps, incomeOnly: state.incomeOnly === 1, to: state.payee }, deal, state.payee);
    case "annual fee":
    case "expense": {
      const { min, max, payee: to } = state;
      const fromTreasury = state.fromTreasury === 1;
      const tier =
        kind === "expense"
          ? { kind, amount, to, fromTreasury }
          : { kind, feeBase: feeBaseOf(state), bps, amount, min, max, to, fromTreasury };
      return tierText(tier, deal, to);
    }
    case "reserve":
      return tierText({ kind, purpose: purposeOf(state), amount, bps }, deal, state.payee);
    case "carry":
      return tierText(
        { kind, rank, base, bps, catchUpBps, multipleBps, dealByDeal: state.dealByDeal === 1 },
        deal,
        state.payee,
      );
    case "split":
      return tierText({ kind, rank, bps }, deal, state.payee);
    case "participation": {
      const share = { kind, rank, with: ranksOf(base), multiplierBps: multipleBps, givesUpBps: bps };
      return tierText(share, deal, state.payee);
    }
    case "collateral test":
      return tierText({ kind, rank, bps, maxAge, traps: traps === 1 }, deal, state.payee);
    case "interest test":
      return tierText({ kind, rank, bps, traps: traps === 1 }, deal, state.payee);
    default:
      return tierText({ kind, rank }, deal, state.payee);
  }
}

function tierText(tier: Tier, deal: Deal, sponsor: Address): string {
  const money = (amount: bigint) => formatAmount(amount, deal.settlementMint.decimals);
  const percent = (bps: number, of: string) => (bps === 0 ? [] : [`${formatRate(bps)} %${of}`]);
  const amount = (value: bigint) => (value === 0n ? [] : [money(value)]);
  switch (tier.kind) {
    case "fee":
      return `fee of ${formatRate(tier.bps)} %${tier.incomeOnly ? " of income" : ""} to ${resolveParty(tier.to, sponsor)}`;
    case "annual fee": {
      const of = ` of ${FEE_BASE_WORDS[tier.feeBase]}`;
      const parts = [...percent(tier.bps, of), ...amount(tier.amount)].join(" and ");
      const limits = [
        ...(tier.min > 0n ? [`at least ${money(tier.min)}`] : []),
        ...(tier.max > 0n ? [`at most ${money(tier.max)}`] : []),
      ];
      const what = [parts, ...limits].join(", ");
      return `fee of ${what} a year${treasury(tier)} to ${resolveParty(tier.to, sponsor)}`;
    }
    case "expense":
      return `expenses of at most ${money(tier.amount)} a year${treasury(tier)} to ${resolveParty(tier.to, sponsor)}`;
    case "reserve":
      return `reserve of ${[...amount(tier.amount), ...percent(tier.bps, " of debt")].join(" and ")}${tier.purpose === "all" ? "" : ` for ${tier.purpose}`}`;
    case "carry":
      return `carry of ${formatRate(tier.bps)} % (${carryTerms(tier)}) on ${nameOf(tier.base, deal)} to ${nameOf(tier.rank, deal)}`;
    case "split":
      return `split of ${formatRate(tier.bps)} % to ${nameOf(tier.rank, deal)}`;
    case "participation": {
      const others = tier.with.toSorted().map((rank) => nameOf(rank, deal));
      const terms = [
        `with ${others.join(" and ")}`,
        ...(tier.multiplierBps === WHOLE ? [] : [`its capital ${times(tier.multiplierBps)}`]),
        ...(tier.givesUpBps === 0 ? [] : [`less ${formatRate(tier.givesUpBps)} %`]),
      ];
      return `share by capital (${terms.join(", ")}) to ${nameOf(tier.rank, deal)}`;
    }
    case "collateral test":
      return `test of collateral of at least ${formatRate(tier.bps)} % of ${nameOf(tier.rank, deal)}, reported within ${tier.maxAge}d${tier.traps ? ", with a trap" : ""}`;
    case "interest test":
      return `test of interest cover of at least ${formatRate(tier.bps)} % of ${nameOf(tier.rank, deal)}${tier.traps ? ", with a trap" : ""}`;
    default:
      return `${tier.kind} of ${nameOf(tier.rank, deal)}`;
  }
}

function treasury({ fromTreasury }: Readonly<{ fromTreasury: boolean }>): string {
  return fromTreasury ? ", out of the treasury too," : "";
}

function carryTerms({ catchUpBps, multipleBps, dealByDeal }: Tier & { kind: "carry" }): string {
  return [
    `catch-up ${formatRate(catchUpBps)} %`,
    ...(multipleBps === 0 ? [] : [`above ${formatAmount(BigInt(multipleBps), 4)} times the capital`]),
    ...(dealByDeal ? ["deal by deal"] : []),
  ].join(", ");
}

function foundTrigger(trigger: TriggerState, deal: Deal): string {
  const { kind, rank, bps, days, cureDays, min } = trigger;
  const tests: readonly (Trigger["test"] | undefined)[] = [
    undefined,
    { kind: "subordination", rank, least: bps },
    { kind: "losses", most: bps },
    { kind: "overdue", rank, days },
    { kind: "collateral", rank, least: bps, maxAge: days },
    { kind: "loan to value", rank, most: bps, maxAge: days },
    { kind: "report overdue", days },
    { kind: "disclosure overdue", of: rank, days },
    { kind: "event" },
    { kind: "net worth", amount: min, maxAge: days },
  ];
  const test = tests[kind];
  return test === undefined
    ? "unknown"
    : triggerText({ test, cureDays, consequences: consequencesOf(trigger) }, deal);
}

function triggerText({ test, cureDays, consequences }: Trigger, deal: Deal): string {
  const wait = cureDays === 0 ? "" : ` (cure ${cureDays}d)`;
  // Acceleration goes without saying.
  const only = CONSEQUENCES.filter((one) => consequences.includes(one)).join(" and ");
  const cure = only === "accelerate" ? wait : `${wait}, then ${only === "" ? "nothing more" : only}`;
  switch (test.kind) {
    case "subordination":
      return `at least ${formatRate(test.least)} % below ${nameOf(test.rank, deal)}${cure}`;
    case "losses":
      return `losses of at most ${formatRate(test.most)} %${cure}`;
    case "overdue":
      return `${nameOf(test.rank, deal)} overdue for at most ${test.days}d${cure}`;
    case "collateral":
      return `collateral of at least ${formatRate(test.least)} % of ${nameOf(test.rank, deal)}, reported within ${test.maxAge}d${cure}`;
    case "loan to value":
      return `loan to value of at most ${formatRate(test.most)} % of ${nameOf(test.rank, deal)}, reported within ${test.maxAge}d${cure}`;
    case "report overdue":
      return `a report of the pool within ${test.days}d${cure}`;
    case "disclosure overdue":
      return `disclosure ${test.of} at most ${test.days}d late${cure}`;
    case "event":
      return `no event declared${cure}`;
    case "net worth":
      return `net worth of at least ${formatAmount(test.amount, deal.settlementMint.decimals)}, reported within ${test.maxAge}d${cure}`;
  }
}
