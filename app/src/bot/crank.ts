import type { Account, Address, TransactionSigner } from "@solana/kit";
import {
  type Cluster,
  clusterTime,
  listAllSecurities,
  readSecurity,
  readTranche,
  readTranches,
} from "../client/index.js";
import type { Security } from "../generated/index.js";
import { crankBooks } from "./books.js";
import { crankPayments } from "./payments.js";
import { type CrankReport, type Progress, Reporter } from "./report.js";
import { crankSeries } from "./series.js";

const DEFAULT_CONCURRENCY = 4;

/** How the bot works. */
export type CrankOptions = Readonly<{
  /** Pays fees, and rents that the program returns to it later. */
  payer: TransactionSigner;
  /** The securities to look at; all of the program's if left out. */
  securities?: readonly Address[] | undefined;
  /** Transactions under way at once. */
  concurrency?: number | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
}>;

/**
 * One pass over what is due: locks books past their deadline, settles and refunds tickets, makes room in full lines,
 * closes expired series, pays holders. Everything it does, anybody may do. What fails is reported
 * and passed over; a second pass repeats nothing.
 */
export async function crank(cluster: Cluster, options: CrankOptions): Promise<CrankReport> {
  const report = new Reporter(options.onProgress);
  const securities =
    options.securities === undefined
      ? await listAllSecurities(cluster)
      : await Promise.all(options.securities.map((address) => readSecurity(cluster, address)));
  for (const security of securities) {
    await report.guard(security.address, () => crankSecurity(cluster, security, options, report));
  }
  return report.finish(securities.length);
}

async function crankSecurity(
  cluster: Cluster,
  security: Account<Security>,
  options: CrankOptions,
  report: Reporter,
): Promise<void> {
  const { payer, concurrency = DEFAULT_CONCURRENCY } = options;
  const time = await clusterTime(cluster);
  const tranches = await readTranches(cluster, security);
  for (const tranche of tranches) {
    await crankBooks(cluster, payer, tranche, { time, concurrency, report });
  }
  // After all tickets that they could be granted to.
  for (const tranche of tranches) {
    await crankSeries(cluster, payer, tranche, { time, report });
  }
  for (const { address } of tranches) {
    await report.guard(address, async () => {
      const tranche = await readTranche(cluster, address);
      await crankPayments(cluster, payer, security, tranche, { concurrency, report });
    });
  }
}
