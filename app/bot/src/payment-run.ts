import type { Security, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";

/** One run of payments: to a tranche's holders, in one of the security's mints, at a time. */
export type PaymentRun = Readonly<{
  security: Account<Security>;
  tranche: Account<Tranche>;
  mint: Address;
  /** The index of the mint's vault. */
  vault: number;
  /** The cluster's time. */
  now: bigint;
}>;
