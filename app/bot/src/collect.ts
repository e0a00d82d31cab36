import {
  collectSource,
  listSources,
  type SourceState,
  send,
  tokenBalance,
  vaultsOf,
} from "@defi-ready/securities";
import type { Security, Source } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { isStopped, type Job } from "./job.js";
import { leastAmount } from "./least.js";
import { Waits } from "./report.js";

/** Collects the sources of revenue of a security that have received enough. */
export async function crankSources(job: Job, security: Account<Security>): Promise<void> {
  if (security.data.nextSource === 0) {
    return;
  }
  for (const state of await listSources(job.cluster, security.address)) {
    if (isStopped(job)) {
      return;
    }
    await job.report.guard(state.source.address, () => crankSource(job, security, state));
  }
}

async function crankSource(
  job: Job,
  security: Account<Security>,
  { source, balance }: SourceState,
): Promise<void> {
  const { cluster, report } = job;
  const least = leastOf(job, security.data, source.data);
  if (balance < least) {
    return;
  }
  if (!job.rents) {
    const reason = "its collection costs rent that is not refunded: name the security, or allow rents";
    report.skip("collect", source.address, new Waits(reason));
    return;
  }
  const isCollected = async () => (await tokenBalance(cluster, source.data.account)) < least;
  await report.attempt(
    "collect",
    source.address,
    async () => {
      const { instructions } = await collectSource({ caller: job.payer, security, source });
      return await send(cluster, { instructions, payer: job.payer });
    },
    isCollected,
    {
      mint: source.data.mint,
      amount: balance,
    },
  );
}

/**
 * The least amount to collect, in base units of a source's mint: the least for a distribution, or more if the options
 * say so.
 */
function leastOf({ collectLeast }: Job, security: Security, { vault }: Source): bigint {
  const smallest = vault === 0 ? security.minDistribution : 1n;
  const { decimals = 0 } = vaultsOf(security)[vault] ?? {};
  const wanted = collectLeast === undefined ? smallest : leastAmount(collectLeast, decimals);
  return wanted > smallest ? wanted : smallest;
}
