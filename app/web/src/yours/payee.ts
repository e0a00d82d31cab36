import {
  type Cluster,
  describeTier,
  expenseLeft,
  type Fee,
  feesOf,
  type Listed,
  listDistributions,
  owedSince,
  settlementVault,
  simulateFeeFromTreasury,
  tiersOf,
} from "@defi-ready/securities";
import type { Security, Waterfall } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";

/** A fee or expenses that somebody is paid. */
export type OwnFee = Fee &
  Readonly<{
    security: Account<Security>;
    /** What it is for, in words. */
    words: string;
    /** Since when what is owed is owed, Unix time; undefined where nothing is. */
    since: bigint | undefined;
    /** What the treasury would pay of it now, by the program itself. */
    treasuryPays: bigint;
    /** What the sponsor may still submit of expenses this year. */
    expenseLeft: bigint | undefined;
    /** Decimals of the deal's settlement mint. */
    decimals: number;
  }>;

/** The fees and expenses of all deals that are paid to somebody. */
export async function readOwnFees(
  cluster: Cluster,
  options: Readonly<{
    listed: readonly Listed[];
    waterfalls: ReadonlyMap<Address, Account<Waterfall>>;
    payee: Address;
    /** The cluster's time. */
    now: bigint;
  }>,
): Promise<readonly OwnFee[]> {
  const { listed, waterfalls, payee, now } = options;
  const found = listed.map(async ({ security }) => {
    const waterfall = waterfalls.get(security.address);
    const fees = waterfall === undefined ? [] : feesOf(waterfall.data).filter((fee) => fee.payee === payee);
    if (waterfall === undefined || fees.length === 0) {
      return [];
    }
    const { decimals, treasury } = settlementVault(security.data);
    const distributions = fees.some(({ owed }) => owed > 0n)
      ? await listDistributions(cluster, security.address)
      : [];
    const tiers = tiersOf(waterfall.data);
    const own = fees.map(async (fee): Promise<OwnFee[]> => {
      const { tier, isExpense, fromTreasury } = fee;
      const state = tiers[tier];
      if (state === undefined) {
        return [];
      }
      const asked = { security, waterfall, tier, payer: payee };
      return [
        {
          ...fee,
          security,
          words: wordsOf(describeTier(state, decimals), payee),
          since: owedSince({ fee, distributions }),
          treasuryPays:
            fromTreasury && treasury > 0n ? (await simulateFeeFromTreasury(cluster, asked)).amount : 0n,
          expenseLeft: isExpense ? expenseLeft({ tier: state, security: security.data, now }) : undefined,
          decimals,
        },
      ];
    });
    return (await Promise.all(own)).flat();
  });
  return (await Promise.all(found)).flat();
}

/** A tier in words, without whom it is paid to, where that is the reader. */
function wordsOf(tier: string, payee: Address): string {
  const words = tier.replace(`, to ${payee}`, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
