import { referenceAddress, referenceName } from "@defi-ready/securities";
import type { Address } from "@solana/kit";

/** The reference rate of the story: its name, and what is said of it. */
export const REFERENCE = { name: "SOFR-3M", ratePpm: 45_000, dailyPpm: 5_000, maxAgeDays: 7 } as const;

/** Where a reporter's rate is. */
export const referenceOf = (reporter: Address): Promise<Address> =>
  referenceAddress(reporter, referenceName(REFERENCE.name));
