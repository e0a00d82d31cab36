import {
  checkTriggers,
  readSecurity,
  readWaterfall,
  send,
  simulateCheckTriggers,
  triggersOf,
} from "@defi-ready/securities";
import type { Security, Waterfall } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { Job } from "./job.js";

/** Tests the triggers of a security, if a simulation says that this would change anything. */
export async function crankTriggers(job: Job, security: Account<Security>): Promise<void> {
  const { cluster, payer, report } = job;
  const waterfall = await readWaterfall(cluster, security.address);
  if (triggersOf(waterfall.data).length === 0) {
    return;
  }
  const found = await simulateCheckTriggers(cluster, { security, payer: payer.address });
  if (isSame(found, waterfall.data)) {
    return;
  }
  await report.attempt(
    "check",
    security.address,
    async () => send(cluster, { instructions: await checkTriggers({ security }), payer }),
    async () => {
      const now = await readSecurity(cluster, security.address);
      const { data } = await readWaterfall(cluster, security.address);
      const again = await simulateCheckTriggers(cluster, { security: now, payer: payer.address });
      return isSame(again, data);
    },
  );
}

/** Whether two tests have the same result: the mode, which triggers fail and from what time, or from what time all hold. */
function isSame(one: Waterfall, other: Waterfall): boolean {
  const failedSince = (waterfall: Waterfall) => triggersOf(waterfall).map((trigger) => trigger.failedSince);
  const before = failedSince(other);
  return (
    one.tripped === other.tripped &&
    one.holdsSince === other.holdsSince &&
    failedSince(one).every((since, at) => since === before[at])
  );
}
