import {
  associatedTokenAddress,
  ClientError,
  claim,
  claimRefund,
  clusterTime,
  createAssociatedTokenAccount,
  escheatsAt,
  exercise,
  exerciseCost,
  NOBODY,
  readHolder,
  readSecurity,
  readSeries,
  readTranche,
  settlementVault,
  tokenBalance,
} from "@defi-ready/securities";
import type { Holder, OwedRefund, Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { ReactNode } from "react";
import type { Action } from "../actions/action.js";
import { nameWithin } from "../data/names.js";
import { moment, money } from "../format.js";
import { Untrusted } from "../ui/untrusted.js";
import type { Class } from "./classes.js";
import type { Due, Holding, Warrants } from "./holdings.js";

/** What a class is called. */
export const classWords = ({ name, deal }: Class): ReactNode => (
  <Untrusted>{nameWithin(deal, name)}</Untrusted>
);

/** Of which deal a class is, in a hint behind its name; nothing for the only class of a deal, which is called like it. */
export const dealWords = ({ name, deal }: Class, of = "of"): ReactNode =>
  nameWithin(deal, name) === deal && of === "of" ? null : (
    <span className="hint">
      {of} <Untrusted>{deal}</Untrusted>
    </span>
  );

/** Collects what a holder is owed in one mint. */
export function claimAction(holding: Holding, due: Due): Action {
  const { security: shown, holder } = holding;
  const { tranche, owner } = holder.data;
  return {
    title: "Claim",
    key: `claim ${holder.address} ${due.mint}`,
    plan: async ({ cluster, signer }) => {
      const [security, record] = await Promise.all([
        readSecurity(cluster, shown.address),
        readHolder(cluster, { tranche, owner }),
      ]);
      const { mint, tokenProgram } = settlementVault(security.data);
      const own = await associatedTokenAddress({ owner, mint, tokenProgram });
      // Its payments go to the owner's own account: where that is missing, the claim opens it.
      const destination = due.mint === mint ? record.data.payoutAccount : own;
      const opens =
        due.mint === mint && record.data.payoutAccount === own
          ? await createAssociatedTokenAccount({ payer: signer, owner, mint, tokenProgram })
          : [];
      return {
        instructions: [
          ...opens,
          ...(await claim({ owner: signer, security, holder: record, mint: due.mint })),
        ],
        money: mint,
        says: [
          `You collect ${money(due.owed, due.decimals)} that you are owed, and what has come since.`,
          waitingWords(security.data, record.data, due),
          ...(destination === own
            ? []
            : [`It goes to the token account ${destination}, which the record names.`]),
        ],
        done: destination === own ? "It is in your account." : `It is in the token account ${destination}.`,
      };
    },
  };
}

/** What comes of not collecting, in words. */
function waitingWords(security: Security, holder: Holder, { mint, waits }: Due): string {
  if (waits) {
    return "No bot pays it: your address is one of a program that has named no account for it. Nothing is lost by waiting.";
  }
  if (security.escheat === NOBODY) {
    return "Nothing is lost by waiting: what is owed stays owed, and a bot pays it out sooner or later.";
  }
  const vault = Math.max(
    0,
    security.vaults.findIndex((one) => one.mint === mint),
  );
  const from = escheatsAt({ security, holder, vault });
  return from === undefined
    ? `A bot pays it out sooner or later. What could not be paid for ${security.escheatDays} days may go to the deal's escheat account.`
    : `It could not be paid out so far, and may go to the deal's escheat account from ${moment(from)} on.`;
}

/** Collects a refund that has left its book. */
export const claimRefundAction = (owed: Account<OwedRefund>): Action => ({
  title: "Claim a refund",
  key: `claim refund ${owed.address}`,
  plan: async ({ signer }) => {
    const { owner, mint, tokenProgram, amount, decimals } = owed.data;
    const destination = await associatedTokenAddress({ owner, mint, tokenProgram });
    return {
      instructions: [
        ...(await createAssociatedTokenAccount({ payer: signer, owner, mint, tokenProgram })),
        ...(await claimRefund({ owner: signer, owed, destination })),
      ],
      money: mint,
      says: [`You collect ${money(amount, decimals)} that could not be paid back to you before.`],
      done: "It is in your account.",
    };
  },
});

/** Turns warrants into shares. */
export function exerciseAction(warrants: Warrants, amount: bigint): Action {
  const { security: shown, tranche: of, series: held, decimals } = warrants;
  const figure = money(amount, of.data.decimals);
  return {
    title: "Exercise warrants",
    key: `exercise ${held.address} ${amount}`,
    plan: async ({ cluster, signer }) => {
      const [security, tranche, series, now] = await Promise.all([
        readSecurity(cluster, shown.address),
        readTranche(cluster, of.address),
        readSeries(cluster, held.address),
        clusterTime(cluster),
      ]);
      if (now >= series.data.expiresAt) {
        throw new ClientError(`the warrants expired at ${moment(series.data.expiresAt)}`);
      }
      const cost = exerciseCost({ series: series.data, tranche: tranche.data, amount });
      const { mint, tokenProgram } = settlementVault(security.data);
      const balance = await tokenBalance(
        cluster,
        await associatedTokenAddress({ owner: signer.address, mint, tokenProgram }),
      );
      if (balance < cost) {
        throw new ClientError(
          `exercising ${figure} warrants costs ${money(cost, decimals)}, and ${signer.address} holds ${money(balance, decimals)}`,
        );
      }
      const { price } = warrants;
      const isUnder = price !== undefined && price.value < series.data.strike;
      return {
        instructions: await exercise({ cluster, owner: signer, security, series, amount }),
        money: mint,
        names: { [series.data.mint]: "Warrants" },
        says: [
          `You pay ${money(cost, decimals)} and get ${figure} shares. The warrants are burned.`,
          `The price of a share by them is ${money(series.data.strike, decimals)}.`,
        ],
        warns: isUnder
          ? [
              `A share costs ${money(price.value, decimals)} by the ${price.source === "reported" ? "reported price" : "last book"}, less than you would pay.`,
            ]
          : [],
        done: `${figure} shares are yours.`,
      };
    },
  };
}
