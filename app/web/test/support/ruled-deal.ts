import { ONE, type TestDealOptions } from "@defi-ready/securities-testing";
import { generateKeyPairSigner, type KeyPairSigner } from "@solana/kit";

/** The Unix time of a day's beginning, or of a moment, in UTC. */
export const at = (when: string): bigint => BigInt(Date.parse(when)) / 1_000n;

const dayOf = (day: string): number => Number(at(day) / 86_400n);

/** The kind of the disclosure that windows wait for. */
export const KIND = 1;

/**
 * How a deal differs whose senior shares change hands on the first five days from the 5th of each month, 50 a day, after
 * holders were told of the month before last; what its book delivers vests over 100 days from the lock.
 */
export async function ruledDeal(): Promise<Readonly<{ options: TestDealOptions; attestor: KeyPairSigner }>> {
  const attestor = await generateKeyPairSigner();
  return {
    attestor,
    options: {
      terms: { cliffDays: 0, vestingDays: 100 },
      disclosures: [
        { kind: KIND, months: 1, anchor: dayOf("2025-01-31"), dueDays: 20, attestor: attestor.address },
      ],
      transfers: [
        {
          window: { __kind: "Periodic", months: 1, anchor: dayOf("2025-03-05"), days: 5 },
          needs: 1 << KIND,
          dailyShares: 50n * ONE,
        },
      ],
    },
  };
}
