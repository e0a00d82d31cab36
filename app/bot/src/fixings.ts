import { countsFor, findReference, fixRate, isFixingOpen, readTranche, send } from "@defi-ready/securities";
import type { Security, Tranche } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { Job } from "./job.js";

/**
 * Fixes the rate of a floating tranche's next period, on the first of its fixing days that a pass falls on. A reference
 * rate that does not count for the tranche never will, so nothing is tried there; one that is too old waits for its
 * reporter.
 */
export async function crankFixing(
  job: Job,
  tranche: Account<Tranche>,
  { security, time }: Readonly<{ security: Account<Security>; time: bigint }>,
): Promise<void> {
  const { cluster, payer, report } = job;
  if (!isFixingOpen(tranche.data, time)) {
    return;
  }
  const reference = await findReference(cluster, tranche.data.reference);
  if (reference === undefined || !countsFor({ reference, tranche: tranche.data })) {
    return;
  }
  await report.attempt(
    "fix",
    tranche.address,
    async () => send(cluster, { instructions: await fixRate({ tranche }), payer }),
    async () => !isFixingOpen((await readTranche(cluster, tranche.address)).data, time),
    { security: security.address },
  );
}
