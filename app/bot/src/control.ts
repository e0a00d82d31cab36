import {
  clusterTime,
  isStepDue,
  overduePeriod,
  readSecurity,
  reportCovenant,
  send,
  simulateCheckTriggers,
  stepControl,
  triggerKindOf,
  triggersOf,
} from "@defi-ready/securities";
import type { Security, Waterfall } from "@defi-ready/securities/program";
import type { Account, Instruction } from "@solana/kit";
import type { Job } from "./job.js";

/** The flag of a trigger that was unproven when it was tested last. */
const UNPROVEN = 4;

/** Moves control of a security one stage on, if a covenant says so and the bot was asked to. */
export async function crankControl(job: Job, security: Account<Security>): Promise<void> {
  const { cluster, payer, report } = job;
  if (!job.control || !(await isDue(job, security))) {
    return;
  }
  await report.attempt(
    "step",
    security.address,
    async () => {
      const instructions = [...(await looks(job, security)), ...(await stepControl({ security }))];
      return send(cluster, { instructions, payer });
    },
    async () => !(await isDue(job, await readSecurity(cluster, security.address))),
  );
}

async function isDue(job: Job, security: Account<Security>): Promise<boolean> {
  const { cluster, payer } = job;
  const waterfall = await simulateCheckTriggers(cluster, { security, payer: payer.address });
  const now = await clusterTime(cluster);
  return isStepDue({ security: security.data, waterfall: asIfLookedAt(waterfall), now });
}

/** What was found to be overdue is looked at in the same transaction: until then it may have come. */
function asIfLookedAt(waterfall: Waterfall): Waterfall {
  const triggers = waterfall.triggers.map((trigger) =>
    triggerKindOf(trigger) === "disclosure overdue"
      ? { ...trigger, flags: trigger.flags & ~UNPROVEN }
      : trigger,
  );
  return { ...waterfall, triggers };
}

/** Has the program look at each disclosure that a trigger is about. */
async function looks({ cluster, payer }: Job, security: Account<Security>): Promise<readonly Instruction[]> {
  const waterfall = await simulateCheckTriggers(cluster, { security, payer: payer.address });
  const now = await clusterTime(cluster);
  const found = triggersOf(waterfall).map(async (trigger, place) => {
    if (triggerKindOf(trigger) !== "disclosure overdue") {
      return [];
    }
    const disclosure = await overduePeriod(cluster, {
      security: security.address,
      kind: trigger.rank,
      lateDays: trigger.days,
      now,
    });
    return reportCovenant({
      authority: payer,
      waterfall,
      place,
      report: { __kind: "Disclosure" },
      disclosure,
    });
  });
  return (await Promise.all(found)).flat();
}
