import { type Fee, feesOf, payFee, readWaterfall, send, settlementVault } from "@defi-ready/securities";
import type { Security, Waterfall } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import { isStopped, type Job } from "./job.js";
import { canBePaid } from "./rents.js";

/** Pays the payees of a security's fee tiers the money that the tiers took. */
export async function crankFees(job: Job, security: Account<Security>): Promise<void> {
  if (settlementVault(security.data).fees === 0n) {
    return;
  }
  const waterfall = await readWaterfall(job.cluster, security.address);
  for (const fee of feesOf(waterfall.data)) {
    if (isStopped(job)) {
      return;
    }
    if (fee.owed > 0n) {
      await job.report.guard(fee.payee, () => crankFee(job, security, waterfall, fee));
    }
  }
}

async function crankFee(
  job: Job,
  security: Account<Security>,
  waterfall: Account<Waterfall>,
  { tier, payee, owed, paid }: Fee,
): Promise<void> {
  const { cluster, payer, report } = job;
  const vault = settlementVault(security.data);
  if (!(await canBePaid(job, { task: "fee", subject: payee, owner: payee, vault }))) {
    return;
  }
  await report.attempt(
    "fee",
    payee,
    async () => send(cluster, { instructions: await payFee({ payer, security, waterfall, tier }), payer }),
    async () => {
      const { data } = await readWaterfall(cluster, security.address);
      return feesOf(data).some((fee) => fee.tier === tier && fee.paid > paid);
    },
    { mint: vault.mint, amount: owed },
  );
}
