import {
  canRepay,
  clusterTime,
  readSecurity,
  readTranches,
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

const RENT = "the record costs rent that is not refunded: name the security";
const ONCE = "the record costs rent that is not refunded, and a bot pays one a day for a security";
const DAY_OF_PAYERS =
  "it is a due date, whose day belongs to whoever pays in: the reserve pays in the evening (18:00 UTC)";

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
 * A bot that keeps running leaves a due date to whoever pays in, whose money comes before a reserve, and has the reserve pay in
 * the evening; earlier if it makes no other pass on that day, and at once on any day after it.
 *
 * Whoever can make something acceptable again and again could spend a bot's SOL on records. So a bot pays for one a day, and
 * only in securities that were named.
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
  const obstacle =
    !job.rents || !job.isNamed
      ? RENT
      : job.memory?.hasRun(security.address, now / DAY) === true
        ? ONCE
        : leaves.reserve === leaves.total && (await leavesTheDay(job, security, now))
          ? DAY_OF_PAYERS
          : undefined;
  if (obstacle !== undefined) {
    report.skip("repay", security.address, new Waits(obstacle));
    return;
  }
  const done = await report.attempt(
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
  if (done !== "failed" && !job.dryRun) {
    job.memory?.run(security.address, now / DAY);
  }
}

/** Whether a due date is left to whoever pays in: it is that day, before its evening, and another pass follows on it. */
async function leavesTheDay(job: Job, security: Account<Security>, now: bigint): Promise<boolean> {
  const day = now / DAY;
  const next = (now + BigInt(Math.ceil((job.every ?? 0) / 1_000))) / DAY;
  if (job.memory === undefined || now % DAY >= EVENING || next > day) {
    return false;
  }
  const tranches = await readTranches(job.cluster, security);
  return tranches.some(({ data: { nextDue, maturity } }) => nextDue === day || maturity / DAY === day);
}
