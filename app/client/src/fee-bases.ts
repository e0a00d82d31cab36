import type { TierState } from "./generated/index.js";

/** What an annual fee may be a part of, in the order of their numbers on chain, from 0. */
export const FEE_BASES = ["debt", "capital", "raised", "pool"] as const;

/** What an annual fee is a part of. */
export type FeeBaseName = (typeof FEE_BASES)[number];

/** The same in words. */
export const FEE_BASE_WORDS: Readonly<Record<FeeBaseName, string>> = {
  debt: "the debt outstanding",
  capital: "the capital outstanding",
  raised: "the capital raised",
  pool: "the pool's reported value",
};

/** What an annual fee is a part of. */
export function feeBaseOf({ feeBase }: Pick<TierState, "feeBase">): FeeBaseName {
  return FEE_BASES[feeBase] ?? "debt";
}
