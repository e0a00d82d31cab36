import type { Account } from "@solana/kit";
import { distributionAddress, readSecurity, runDistribution, send } from "../client/index.js";
import type { Security } from "../generated/index.js";
import { isStopped, type Job } from "./job.js";

/** Runs the distributions of a security that wait, in order; one that fails holds up those behind it. */
export async function crankDistributions(job: Job, security: Account<Security>): Promise<void> {
  const { cluster, payer, report } = job;
  const { address, data } = security;
  const total = data.nextDistribution - data.nextRun;
  for (let number = data.nextRun; number < data.nextDistribution && !isStopped(job); number += 1) {
    const subject = await distributionAddress(address, number);
    const ran = await report.attempt(
      "run",
      subject,
      async () => send(cluster, await runDistribution(security, number), { payer }),
      async () => (await readSecurity(cluster, address)).data.nextRun > number,
    );
    if (ran === "failed") {
      return;
    }
    report.onProgress?.({ task: "run", security: address, done: number - data.nextRun + 1, total });
  }
}
