import type { Address, Instruction } from "@solana/kit";
import { resolveParty } from "../chain/addresses.js";
import {
  getRegisterSourceInstruction,
  getSetWaterfallInstruction,
  type TestTermsArgs,
  type TierTermsArgs,
} from "../client.js";
import type { ClaimKind, Tier, Trigger } from "../deal/model.js";
import { revolvingUntil } from "../plan/waterfall-terms.js";
import { tokenProgramOf } from "./book-instructions.js";
import { at, type StepOptions } from "./step.js";

const CLAIMS = {
  interest: "Interest",
  arrears: "Arrears",
  principal: "Principal",
  sweep: "Sweep",
  cover: "Cover",
  residual: "Residual",
} as const satisfies Readonly<Record<ClaimKind, TierTermsArgs["__kind"]>>;

/** Sets the tiers and the triggers, all at once. */
export function setWaterfall({ deal, state, signer }: StepOptions): readonly Instruction[] {
  const { security, waterfall } = state.addresses;
  return [
    getSetWaterfallInstruction({
      sponsor: signer,
      security,
      waterfall,
      tiers: deal.waterfall.map((tier) => tierTerms(tier, signer.address)),
      triggers: deal.triggers.map(({ test, cureDays }) => ({ test: testTerms(test), cureDays })),
      revolvingUntil: revolvingUntil(deal, state.security?.createdAt ?? state.time),
      poolDailyBps: deal.poolDailyBps,
    }),
  ];
}

function tierTerms(tier: Tier, sponsor: Address): TierTermsArgs {
  switch (tier.kind) {
    case "fee":
      return { __kind: "Fee", bps: tier.bps, payee: resolveParty(tier.to, sponsor) };
    case "annual fee":
      return {
        __kind: "AnnualFee",
        bps: tier.bps,
        amount: tier.amount,
        payee: resolveParty(tier.to, sponsor),
      };
    case "reserve":
      return { __kind: "Reserve", amount: tier.amount, bps: tier.bps };
    case "carry": {
      const { rank, base, bps, catchUpBps } = tier;
      return { __kind: "Carry", rank, base, carryBps: bps, catchUpBps };
    }
    case "split":
      return { __kind: "Split", rank: tier.rank, bps: tier.bps };
    default:
      return { __kind: CLAIMS[tier.kind], rank: tier.rank };
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
  }
}

/** Registers a source of revenue: the program gives it the next number, so they come in the order of the file. */
export function registerSource({ deal, state, signer }: StepOptions, index: number): readonly Instruction[] {
  const { security, sources, settlementMint, tokenProgram } = state.addresses;
  const { source, mint, account } = at(sources, index);
  const { note, releaseDays } = at(deal.sources, index);
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
    }),
  ];
}
