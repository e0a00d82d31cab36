import type { Address } from "@solana/kit";

/** An address, or whoever applies the deal. */
export type Party = Address | "sponsor";
