import {
  canRepay,
  clusterTime,
  readSecurity,
  readWaterfall,
  repayReinvestment,
  send,
  settlementVault,
  simulateRepayment,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { Job } from "./job.js";
import { Waits } from "./report.js";

const RENT = "the record costs rent that is not refunded: name the security, or allow rents";

/**
 * Makes the reinvestment account of a security repay its tranches once the deal does not revolve any more, and sends home
 * a reserve and covers that protect nothing any more. It does so only where a simulation says that something would leave: every distribution turns unpaid interest of debts without
 * interest periods into arrears, and leaves a record whose rent is not refunded.
 */
export async function crankReinvestment(job: Job, security: Account<Security>): Promise<void> {
  const { cluster, payer, report } = job;
  const { reinvestment, reserve, cover } = settlementVault(security.data);
  if (reinvestment === 0n && reserve === 0n && cover === 0n) {
    return;
  }
  const { data: waterfall } = await readWaterfall(cluster, security.address);
  const now = await clusterTime(cluster);
  if (!canRepay({ security: security.data, waterfall }, now)) {
    return;
  }
  const amount = await simulateRepayment(cluster, { security, now, payer: payer.address });
  if (amount <= 0n) {
    return;
  }
  if (!job.rents) {
    report.skip("repay", security.address, new Waits(RENT));
    return;
  }
  await report.attempt(
    "repay",
    security.address,
    async () => {
      const { instructions } = await repayReinvestment({ caller: payer, security, now });
      return await send(cluster, { instructions, payer });
    },
    async () => {
      const { data } = await readSecurity(cluster, security.address);
      return data.nextDistribution > security.data.nextDistribution;
    },
    { mint: settlementVault(security.data).mint, amount },
  );
}
