import {
  closeConversion,
  clusterTime,
  conversionOutcome,
  convertClass,
  convertShares,
  readConversion,
  readSecurity,
  readTranche,
  settlementVault,
} from "@defi-ready/securities";
import type { Conversion, Tranche } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { money } from "../../format.js";
import { Untrusted } from "../../ui/untrusted.js";
import type { Action } from "../action.js";

/** What the classes of a conversion are called. */
export type Named = Readonly<{ from: string; into: string }>;

/** Converts a number of one's own shares, or collects what they became. */
export function convertAction(
  shown: Account<Conversion>,
  { amount, from, into }: Named & Readonly<{ amount: bigint }>,
): Action {
  const { tranche, number } = shown.data;
  const isCollected = shown.data.done === 1;
  return {
    title: isCollected ? "Collect your shares" : "Convert shares",
    key: `convert ${shown.address} ${amount}`,
    plan: async ({ cluster, signer }) => {
      const [now, conversion, given, received] = await Promise.all([
        clusterTime(cluster),
        readConversion(cluster, { tranche, number }),
        readTranche(cluster, tranche),
        readTranche(cluster, shown.data.into),
      ]);
      const intoSecurity = await readSecurity(cluster, received.data.security);
      const { decimals, mint } = settlementVault(intoSecurity.data);
      const found = conversionOutcome({
        ...{ conversion: conversion.data, from: given.data, into: received.data },
        ...{ shares: amount, now },
      });
      const shares = money(amount, given.data.decimals);
      return {
        instructions: await convertShares({
          cluster,
          payer: signer,
          owner: signer,
          intoSecurity,
          conversion,
          amount,
        }),
        money: mint,
        says: [
          <>
            Your {shares} shares of <Untrusted>{from}</Untrusted> become shares of{" "}
            <Untrusted>{into}</Untrusted>. This cannot be taken back.
          </>,
          isCollected
            ? "The class was converted as a whole: you collect what your shares became, with what that has earned since."
            : "What your record was credited with before stays owed to it.",
        ],
        facts:
          found === undefined
            ? []
            : [
                ["You receive about", `${money(found.shares, received.data.decimals)} shares`],
                ...(found.principal > 0n
                  ? [["Principal that ends", money(found.principal, decimals)] as const]
                  : []),
                ...(found.interest > 0n
                  ? [
                      [
                        conversion.data.withInterest === 1
                          ? "Interest that is converted"
                          : "Interest that is forfeited",
                        money(found.interest, decimals),
                      ] as const,
                    ]
                  : []),
              ],
        done: isCollected ? "Your shares are collected." : `Your ${shares} shares are converted.`,
      };
    },
  };
}

/** Converts a whole class, whose conversion is due. */
export function convertClassAction(
  shown: Account<Conversion>,
  { from, into, other }: Named & Readonly<{ other: Account<Tranche> | undefined }>,
): Action {
  const { security: deal, tranche, number } = shown.data;
  return {
    title: "Convert the class",
    key: `convert class ${shown.address}`,
    plan: async ({ cluster }) => {
      const [security, conversion] = await Promise.all([
        readSecurity(cluster, deal),
        readConversion(cluster, { tranche, number }),
      ]);
      return {
        instructions: await convertClass({ security, conversion, other }),
        says: [
          <>
            All shares of <Untrusted>{from}</Untrusted> become claims on shares of{" "}
            <Untrusted>{into}</Untrusted>, for every holder. This cannot be taken back.
          </>,
          "Anyone may do it, and the program tests first whether it is due.",
        ],
        done: "The class is converted.",
      };
    },
  };
}

/** Closes the account of a conversion that is over. */
export const closeConversionAction = (conversion: Account<Conversion>): Action => ({
  title: "Close the conversion's account",
  key: `close ${conversion.address}`,
  plan: () =>
    Promise.resolve({
      instructions: closeConversion({ conversion }),
      says: [
        "The conversion is over and is no longer shown. Shares that were set aside for it and that nobody receives are free, and the rent goes back to whoever paid it.",
      ],
      done: "The account is closed.",
    }),
});
