import { closeSeries, listSeries, readBytes, send } from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { isStopped, type Job } from "./job.js";

/** Closes the series of a tranche that have expired, which frees the shares set aside for them. */
export async function crankSeries(job: Job, tranche: Account<Tranche>, time: bigint): Promise<void> {
  const { cluster, payer, report } = job;
  const expired = (await listSeries(cluster, tranche.address)).filter(({ data }) => time >= data.expiresAt);
  for (const series of expired) {
    if (isStopped(job)) {
      return;
    }
    await report.attempt(
      "close",
      series.address,
      async () => send(cluster, { instructions: await closeSeries({ series }), payer }),
      async () => (await readBytes(cluster, [series.address]))[0] === undefined,
    );
  }
}
