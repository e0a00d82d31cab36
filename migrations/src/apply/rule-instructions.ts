import type { Address, Instruction } from "@solana/kit";
import { resolveParty } from "../chain/addresses.js";
import { tokenProgramOf } from "../chain/state.js";
import {
  consequenceBits,
  FEE_BASES,
  getRegisterSourceInstruction,
  RESERVE_PURPOSES,
  setStructure,
  type TestTermsArgs,
  type TierTermsArgs,
  type WaterfallRulesArgs,
} from "../client.js";
import type { Deal, EntitlementKind, Tier, Trigger } from "../deal/model.js";
import { maskOf } from "../deal/values.js";
import { trancheChanges } from "../plan/structure-item.js";
import { trancheTermsOf } from "../plan/terms.js";
import { compareWaterfall, proRataFrom, revolvingUntil } from "../plan/waterfall-terms.js";
import { at, type StepOptions } from "./step.js";

const ENTITLEMENTS = {
  interest: "Interest",
  arrears: "Arrears",
  principal: "Principal",
  service: "Service",
  sweep: "Sweep",
  capital: "Capital",
  deficiency: "Deficiency",
  cover: "Cover",
  residual: "Residual",
} as const satisfies Readonly<Record<EntitlementKind, TierTermsArgs["__kind"]>>;

/** Sets the structure: the tiers and the triggers, and the terms of classes that differ, all at once. */
export function changeStructure({ deal, state, signer }: StepOptions): Promise<readonly Instruction[]> {
  const { addresses, security, waterfall, time } = state;
  const createdAt = security?.createdAt ?? time;
  const isSet = waterfall !== undefined && waterfall.tierCount > 0;
  const stays =
    isSet && compareWaterfall(waterfall, deal, { sponsor: signer.address, createdAt }).length === 0;
  return setStructure({
    sponsor: signer,
    security: addresses.security,
    replaces: waterfall?.structureVersion ?? 0,
    documentSha256: deal.document.sha256,
    classes: deal.tranches.flatMap((terms, rank) =>
      (trancheChanges(deal, state, rank)?.terms.length ?? 0) === 0
        ? []
        : [{ rank, terms: trancheTermsOf(terms, createdAt) }],
    ),
    waterfall: stays ? undefined : rulesOf(deal, { sponsor: signer.address, createdAt }),
    books: state.openBooks.map(({ address }) => address),
  });
}

/** The waterfall of a deal as the program takes it. */
export function rulesOf(
  deal: Deal,
  { sponsor, createdAt }: Readonly<{ sponsor: Address; createdAt: bigint }>,
): WaterfallRulesArgs {
  return {
    tiers: deal.waterfall.map((tier) => tierTerms(tier, sponsor)),
    triggers: deal.triggers.map(({ test, cureDays, consequences }) => ({
      test: testTerms(test),
      cureDays,
      consequences: consequenceBits(consequences),
    })),
    revolvingUntil: revolvingUntil(deal, createdAt),
    proRataFrom: proRataFrom(deal, createdAt),
    principalPaysInterest: deal.principal.paysInterest,
    poolDailyBps: deal.poolDailyBps,
  };
}

function tierTerms(tier: Tier, sponsor: Address): TierTermsArgs {
  switch (tier.kind) {
    case "fee":
      return {
        __kind: "Fee",
        bps: tier.bps,
        incomeOnly: tier.incomeOnly,
        payee: resolveParty(tier.to, sponsor),
      };
    case "annual fee":
      return {
        __kind: "AnnualFee",
        base: FEE_BASES.indexOf(tier.feeBase),
        bps: tier.bps,
        amount: tier.amount,
        min: tier.min,
        max: tier.max,
        payee: resolveParty(tier.to, sponsor),
        fromTreasury: tier.fromTreasury,
      };
    case "expense":
      return {
        __kind: "Expense",
        cap: tier.amount,
        payee: resolveParty(tier.to, sponsor),
        fromTreasury: tier.fromTreasury,
      };
    case "reserve":
      return {
        __kind: "Reserve",
        purpose: RESERVE_PURPOSES.indexOf(tier.purpose),
        amount: tier.amount,
        bps: tier.bps,
      };
    case "carry": {
      const { rank, base, bps, catchUpBps, multipleBps, dealByDeal } = tier;
      return { __kind: "Carry", rank, base, carryBps: bps, catchUpBps, multipleBps, dealByDeal };
    }
    case "split":
      return { __kind: "Split", rank: tier.rank, bps: tier.bps };
    case "participation": {
      const { rank, multiplierBps, givesUpBps } = tier;
      return { __kind: "Participation", rank, with: maskOf(tier.with), multiplierBps, givesUpBps };
    }
    case "collateral test": {
      const { rank, bps, maxAge, traps } = tier;
      return { __kind: "CollateralTest", rank, minBps: bps, maxAge, traps };
    }
    case "interest test":
      return { __kind: "InterestTest", rank: tier.rank, minBps: tier.bps, traps: tier.traps };
    default:
      return { __kind: ENTITLEMENTS[tier.kind], rank: tier.rank };
  }
}

function testTerms(test: Trigger["test"]): TestTermsArgs {
  switch (test.kind) {
    case "subordination":
      return { __kind: "Subordination", rank: test.rank, minBps: test.least };
    case "losses":
      return { __kind: "Losses", maxBps: test.most };
    case "overdue":
      return { __kind: "Overdue", rank: test.rank, days: test.days };
    case "collateral":
      return { __kind: "Collateral", rank: test.rank, minBps: test.least, maxAge: test.maxAge };
    case "loan to value":
      return { __kind: "LoanToValue", rank: test.rank, maxBps: test.most, maxAge: test.maxAge };
    case "report overdue":
      return { __kind: "ReportOverdue", days: test.days };
    case "disclosure overdue":
      return { __kind: "DisclosureOverdue", kind: test.of, days: test.days };
    case "event":
      return { __kind: "DeclaredEvent" };
    case "net worth":
      return { __kind: "NetWorth", min: test.amount, maxAge: test.maxAge };
  }
}

/** Registers a source of revenue: the program gives it the next number, so they come in the order of the file. */
export function registerSource({ deal, state, signer }: StepOptions, index: number): readonly Instruction[] {
  const { security, sources, settlementMint, tokenProgram } = state.addresses;
  const { source, mint, account } = at(sources, index);
  const { note, releaseDays, isPrincipal } = at(deal.sources, index);
  return [
    getRegisterSourceInstruction({
      sponsor: signer,
      security,
      source,
      mint,
      account,
      tokenProgram: mint === settlementMint ? tokenProgram : tokenProgramOf(state, mint),
      note,
      releaseDays,
      isPrincipal,
    }),
  ];
}
