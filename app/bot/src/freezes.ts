import {
  freezeShares,
  isFrozenForm,
  listHolders,
  readHolder,
  send,
  thawedAmong,
} from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { isStopped, type Job } from "./job.js";

/**
 * Freezes the accounts of a class in the frozen form that are still thawed once its window is over, so that what it received
 * meanwhile is credited, and the next window can open.
 */
export async function crankFreezes(job: Job, tranche: Account<Tranche>, time: bigint): Promise<void> {
  const { cluster, payer, report } = job;
  const { data, address } = tranche;
  if (!isFrozenForm(data) || data.thawed === 0 || time < data.rules.openUntil) {
    return;
  }
  for (const holder of thawedAmong(await listHolders(cluster, address))) {
    if (isStopped(job)) {
      return;
    }
    const { owner } = holder.data;
    await report.attempt(
      "freeze",
      holder.address,
      async () =>
        send(cluster, { instructions: await freezeShares({ caller: payer, tranche, holder }), payer }),
      async () => (await readHolder(cluster, { tranche: address, owner })).data.isThawed === 0,
      { security: data.security },
    );
  }
}
