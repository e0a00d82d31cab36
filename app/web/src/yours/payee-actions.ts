import {
  associatedTokenAddress,
  clusterTime,
  feesOf,
  hasPoints,
  payFee,
  payFeeFromTreasury,
  pointsDue,
  readSecurity,
  readTranche,
  readWaterfall,
  settlementVault,
  simulateFeeFromTreasury,
  takePoints,
} from "@defi-ready/securities";
import type { Action } from "../actions/action.js";
import { money } from "../format.js";
import type { PointsToTake } from "./holdings.js";
import type { OwnFee } from "./payee.js";

/** Pays a payee what the waterfall took for it, or what is due out of the treasury. */
export function payFeeAction(fee: OwnFee, fromTreasury = false): Action {
  const { security: shown, tier, payee, decimals } = fee;
  return {
    title: fromTreasury ? "Pay a fee out of the treasury" : "Pay a fee",
    key: `fee ${shown.address} ${tier} ${fromTreasury ? "treasury" : "taken"}`,
    plan: async ({ cluster, signer }) => {
      const [security, waterfall] = await Promise.all([
        readSecurity(cluster, shown.address),
        readWaterfall(cluster, shown.address),
      ]);
      const terms = { payer: signer, security, waterfall, tier };
      const { mint, tokenProgram } = settlementVault(security.data);
      const amount = fromTreasury
        ? (await simulateFeeFromTreasury(cluster, { ...terms, payer: signer.address })).amount
        : (feesOf(waterfall.data).find((one) => one.tier === tier)?.owed ?? 0n);
      return {
        instructions: await (fromTreasury ? payFeeFromTreasury(terms) : payFee(terms)),
        money: mint,
        says: [
          fromTreasury
            ? `The treasury pays ${money(amount, decimals)} of what is due. Holders get no part of it, whoever pays it.`
            : `The deal pays ${money(amount, decimals)} that its payments have set aside for this.`,
          `It goes to the token account ${await associatedTokenAddress({ owner: payee, mint, tokenProgram })}, which is opened if it is missing. Anybody may have it paid.`,
        ],
        done: `${money(amount, decimals)} are with ${payee}.`,
      };
    },
  };
}

/** Gives a manager the points that no book grants, with what they have earned. */
export function takePointsAction({ security: shown, tranche: of, decimals }: PointsToTake): Action {
  return {
    title: "Take points",
    key: `points ${of.address}`,
    plan: async ({ cluster, signer }) => {
      const [security, tranche, now] = await Promise.all([
        readSecurity(cluster, shown.address),
        readTranche(cluster, of.address),
        clusterTime(cluster),
      ]);
      const due = pointsDue({ security: security.data, tranche: tranche.data, now });
      const points = money(due.shares, tranche.data.decimals);
      return {
        instructions: await takePoints({ cluster, payer: signer, security, tranche }),
        money: settlementVault(security.data).mint,
        says: [
          hasPoints(due)
            ? `You get ${points} points that no book grants, and are owed the ${money(due.earned[0] ?? 0n, decimals)} that they have earned.`
            : "Nothing is left to take.",
          "Your record and your account of the shares are opened if they are missing.",
        ],
        done: `${points} points are yours.`,
      };
    },
  };
}
