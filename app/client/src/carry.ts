import { least, most } from "./allocation.js";
import { principalOf } from "./earnings.js";
import {
  type Security,
  type TierState,
  type Tranche,
  TrancheKind,
  type Waterfall,
} from "./generated/index.js";
import { tierKindOf, tiersOf } from "./tiers.js";
import { settlementVault } from "./vaults-and-assets.js";

const BPS = 10_000n;

/** A carry that was overpaid, in settlement base units. */
export type OverpaidCarry = Readonly<{
  /** The place of the first step of the carry in the waterfall, from 0. */
  tier: number;
  /** Rank of the class that was overpaid. */
  rank: number;
  /** Rank of the tranche to whose holders it is owed. */
  base: number;
  /** How much. */
  amount: bigint;
}>;

/** What the carry on a profit depends on, of one of its steps. */
export type CarryStep = Readonly<{ hurdle: bigint; carryBps: number; catchUpBps: number }>;

/**
 * The carry on a cumulative profit, as the program reckons it: each step goes on from what is due at its hurdle, with
 * its catch-up, towards its share of all profit. Rounded down.
 */
export function carryDue({
  profit,
  steps,
}: Readonly<{
  /** Settlement base units. */
  profit: bigint;
  /** In the order of their tiers. */
  steps: readonly CarryStep[];
}>): bigint {
  const step = steps.at(-1);
  if (step === undefined) {
    return 0n;
  }
  const before = steps.slice(0, -1);
  const soFar = carryDue({ profit, steps: before });
  const hurdle = before.reduce((highest, one) => most(highest, one.hurdle), step.hurdle);
  if (profit <= hurdle) {
    return soFar;
  }
  const catchingUp =
    carryDue({ profit: hurdle, steps: before }) + ((profit - hurdle) * BigInt(step.catchUpBps)) / BPS;
  const caughtUp = (profit * BigInt(step.carryBps)) / BPS;
  return most(soFar, catchingUp < caughtUp ? catchingUp : caughtUp);
}

/**
 * What classes have taken more of their carry than all profit so far makes due: profit that was shared has been lost
 * since, or the base has become entitled to more. It goes to the base's holders out of what the class would get later,
 * and anybody may pay it back. By the accounts as they are: a preferred return counts up to the last time that somebody
 * brought the tranches up to date.
 */
export function overpaidCarries({
  security,
  waterfall,
  tranches,
}: Readonly<{
  security: Security;
  waterfall: Waterfall;
  /** All of the security, by rank. */
  tranches: readonly Tranche[];
}>): OverpaidCarry[] {
  const tiers = tiersOf(waterfall);
  const firsts = tiers.flatMap((tier, at) =>
    tierKindOf(tier) === "carry" && !isStepOf(tiers[at - 1], tier) ? [{ tier, at }] : [],
  );
  return firsts.flatMap(({ tier: first, at }) => {
    const steps = tiers.filter((tier) => isStepOf(tier, first));
    const base = tranches[first.base];
    if (base === undefined || base.shares === 0n) {
      return [];
    }
    const spent = first.dealByDeal === 1 ? least(settlementVault(security).spent, principalOf(base)) : 0n;
    const profit = most(0n, base.interestPaid + first.reached - base.loss - spent);
    const entitled = base.interestPaid + base.interestDue - boughtInterest(base) + base.arrears;
    const due = carryDue({
      profit,
      steps: steps.map(({ bps, catchUpBps, multipleBps }) => ({
        hurdle: most(entitled, multipleHurdle(base.principalIssued, multipleBps)),
        carryBps: bps,
        catchUpBps,
      })),
    });
    const paid = steps.reduce((sum, { taken }) => sum + taken, 0n) - first.clawedBack;
    // What it passed on while nobody held the class is gone.
    const held = paid - steps.reduce((sum, step) => sum + step.due, 0n);
    const amount = least(paid - due, held);
    return amount > 0n ? [{ tier: at, rank: first.rank, base: first.base, amount }] : [];
  });
}

/** What buyers of later shares paid for of the interest that a tranche owes: no profit of its holders. */
function boughtInterest({ kind, short }: Tranche): bigint {
  return kind === TrancheKind.Cover ? 0n : short;
}

function isStepOf(tier: TierState | undefined, { rank }: TierState): boolean {
  return tier !== undefined && tierKindOf(tier) === "carry" && tier.rank === rank;
}

function multipleHurdle(capital: bigint, multipleBps: number): bigint {
  return most(0n, (capital * BigInt(multipleBps)) / BPS - capital);
}
