import type { Account, TransactionSigner } from "@solana/kit";
import { type Cluster, distributionAddress, readSecurity, runDistribution, send } from "../client/index.js";
import type { Security } from "../generated/index.js";
import type { Reporter } from "./report.js";

/** Runs the distributions of a security that wait, in order; one that fails holds up those behind it. */
export async function crankDistributions(
  cluster: Cluster,
  payer: TransactionSigner,
  security: Account<Security>,
  report: Reporter,
): Promise<void> {
  const { address, data } = security;
  const total = data.nextDistribution - data.nextRun;
  for (let number = data.nextRun; number < data.nextDistribution; number += 1) {
    const subject = await distributionAddress(address, number);
    const ran = await report.attempt(
      "run",
      subject,
      async () => {
        await send(cluster, await runDistribution(security, number), { payer });
      },
      async () => (await readSecurity(cluster, address)).data.nextRun > number,
    );
    if (ran === "failed") {
      return;
    }
    report.onProgress?.({ task: "run", security: address, done: number - data.nextRun + 1, total });
  }
}
