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

/** From this second of a day (UTC) on, a bot that keeps running pays out of a reserve what falls due on the day. */
const EVENING = 18n * 3_600n;
const DAY = 86_400n;

/**
 * Runs what waits in a security by a payment of nothing: makes a reserve pay what has fallen due, so that a due date on
 * which nobody pays in is kept; makes the reinvestment account repay the tranches once the deal does not revolve any more;
 * and sends home a reserve and covers that protect nothing any more. It does so only where a simulation says that something
 * would leave: every distribution turns unpaid interest of debts without interest periods into arrears, and leaves a record
 * whose rent is not refunded. What it was accepted for does not wait any more afterwards, so it does so once.
 *
 * A bot that keeps running leaves the day to whoever pays in, whose money comes before a reserve, and has the reserve pay in
 * the evening.
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
  const leaves = await simulateRepayment(cluster, { security, now, payer: payer.address });
  if (leaves.total === 0n) {
    return;
  }
  const runsOn = job.memory !== undefined;
  if (runsOn && leaves.reserve === leaves.total && now % DAY < EVENING) {
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
    { mint: settlementVault(security.data).mint, amount: leaves.total },
  );
}
