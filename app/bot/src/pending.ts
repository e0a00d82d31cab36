import {
  carryOutDistribution,
  hasPending,
  isPaymentDue,
  listPendingPayments,
  readDistribution,
  send,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { isStopped, type Job } from "./job.js";

/** Carries out the payments into a security that waited and can be corrected no more. */
export async function crankPending(job: Job, security: Account<Security>, time: bigint): Promise<void> {
  const { cluster, payer, report } = job;
  if (!hasPending(security.data)) {
    return;
  }
  const pending = await listPendingPayments(cluster, security.address);
  for (const { address: distribution } of pending.filter(({ data }) => isPaymentDue(data, time))) {
    if (isStopped(job)) {
      return;
    }
    await report.attempt(
      "collect",
      distribution,
      async () =>
        send(cluster, { instructions: await carryOutDistribution({ security, distribution }), payer }),
      async () => (await readDistribution(cluster, distribution)).data.isPending === 0,
      { security: security.address },
    );
  }
}
