import {
  carryOutDistribution,
  correctDistribution,
  readSecurity,
  settlementVault,
  vaultsOf,
} from "@defi-ready/securities";
import type { Distribution, Security } from "@defi-ready/securities/program";
import { type Account, createNoopSigner } from "@solana/kit";
import { moment, money } from "../../format.js";
import type { Action } from "../action.js";

const vaultOf = (security: Security, { vault }: Distribution) =>
  vaultsOf(security)[vault] ?? settlementVault(security);

/** Carries out a payment that can be sent back no more. */
export function carryOutAction(shown: Account<Security>, payment: Account<Distribution>): Action {
  const { mint, decimals } = vaultOf(shown.data, payment.data);
  const amount = money(payment.data.gross, decimals);
  return {
    title: "Carry the payment out",
    key: `carry out ${payment.address}`,
    plan: async ({ cluster }) => {
      const security = await readSecurity(cluster, shown.address);
      return {
        instructions: await carryOutDistribution({ security, distribution: payment.address }),
        money: mint,
        says: [
          `${amount} that waited run through the waterfall as it is now, and reach holders over a day.`,
          "Anyone may do it, since its payer can take it back no more.",
        ],
        done: `${amount} have run through the waterfall.`,
      };
    },
  };
}

/** Sends a payment that waits back to its payer, who signs with the arbitrator. */
export function correctAction(shown: Account<Security>, payment: Account<Distribution>): Action {
  const { mint, decimals } = vaultOf(shown.data, payment.data);
  const { payer, gross, dueAt } = payment.data;
  const amount = money(gross, decimals);
  return {
    title: "Send the payment back",
    key: `correct ${payment.address}`,
    plan: async ({ cluster, signer }) => {
      const security = await readSecurity(cluster, shown.address);
      const { arbitrator } = security.data;
      const by = (address: typeof payer) => (address === signer.address ? signer : createNoopSigner(address));
      const other = signer.address === payer ? `The arbitrator, ${arbitrator}` : `Its payer, ${payer}`;
      const isAlone = payer === arbitrator;
      return {
        instructions: await correctDistribution({
          payer: by(payer),
          arbitrator: by(arbitrator),
          security,
          distribution: payment,
        }),
        money: mint,
        says: [
          `${amount} go back to whoever posted the payment, to its associated account, with the rent of the record. No holder has had any of it.`,
          `This can be done until ${moment(dueAt)}; afterwards anyone carries the payment out.`,
        ],
        ...(isAlone
          ? {}
          : {
              isCoSigned: true,
              warns: [
                `${other}, has to sign too: a single wallet cannot send this. Export it, and have both sign.`,
              ],
            }),
        done: `${amount} were sent back.`,
      };
    },
  };
}
