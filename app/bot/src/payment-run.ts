import type { Security, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";

/** What is paid in a run: one of the security's mints, at a time. */
export type PaymentRun = Readonly<{
  security: Account<Security>;
  tranche: Account<Tranche>;
  mint: Address;
  /** Which of the security's vaults is of the mint. */
  vault: number;
  /** The cluster's time. */
  now: bigint;
}>;
