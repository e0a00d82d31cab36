import type { Tranche } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";

/** The class of a rank among those that are there; `undefined` once it is closed, or if the deal never had it. */
export const ofRank = (tranches: readonly Account<Tranche>[], rank: number): Account<Tranche> | undefined =>
  tranches.find(({ data }) => data.rank === rank);
