import { isLossDue, listLosses, readLoss, recordLoss, send } from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { isStopped, type Job } from "./job.js";

/** Records the announced losses of a security whose notice is over, in the order of their announcement. */
export async function crankLosses(job: Job, security: Account<Security>, time: bigint): Promise<void> {
  const { cluster, payer, report } = job;
  const losses = await listLosses(cluster, security.address);
  for (const { address: loss, data } of losses.filter((one) => isLossDue(one.data, time))) {
    if (isStopped(job)) {
      return;
    }
    await report.attempt(
      "loss",
      loss,
      async () => send(cluster, { instructions: await recordLoss({ security, loss }), payer }),
      async () =>
        (await readLoss(cluster, { security: security.address, reportSha256: data.reportSha256 })).data
          .status !== 0,
      { security: security.address },
    );
  }
}
