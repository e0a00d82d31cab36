import type { Account, TransactionSigner } from "@solana/kit";
import { readBytes } from "../client/accounts.js";
import { type Cluster, closeSeries, listSeries, send } from "../client/index.js";
import type { Tranche } from "../generated/index.js";
import type { Reporter } from "./report.js";

/** Closes the series of a tranche that have expired, which frees the shares set aside for them. */
export async function crankSeries(
  cluster: Cluster,
  payer: TransactionSigner,
  tranche: Account<Tranche>,
  options: Readonly<{ time: bigint; report: Reporter }>,
): Promise<void> {
  const { time, report } = options;
  const expired = (await listSeries(cluster, tranche.address)).filter(({ data }) => time >= data.expiresAt);
  for (const series of expired) {
    await report.attempt(
      "close",
      series.address,
      async () => {
        await send(cluster, closeSeries(series), { payer });
      },
      async () => (await readBytes(cluster, [series.address]))[0] === undefined,
    );
  }
}
