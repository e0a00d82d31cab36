import { planWindDown, send, stageOf } from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { isStopped, type Job } from "./job.js";

/** What a step of a wind-down counts as. */
const TASKS = {
  payment: "pay",
  collection: "collect",
  return: "return",
  run: "repay",
  pending: "collect",
  book: "reclaim",
  proceeds: "release",
  points: "points",
  series: "close",
} as const;

/**
 * Runs what is left of a deal that is being wound down and ends it, as anybody may; of one that has ended, pays records and closes
 * accounts, whose rents go back to whoever paid them. Only payments where it was not asked for the rest.
 *
 * @returns Whether the deal has ended, so that there is no other work on it.
 */
export async function crankWindDown(job: Job, security: Account<Security>): Promise<boolean> {
  const stage = stageOf(security.data);
  if (stage !== "ended" && !(stage === "winding" && job.windDown)) {
    return false;
  }
  await runSteps(job, security.address);
  return stage === "ended";
}

/** Closes what a security that was closed has left, such as records of payments, where it was asked to. */
export async function crankClosed(job: Job, security: Address): Promise<void> {
  if (job.windDown) {
    await runSteps(job, security);
  }
}

/** Does what anyone can do now; only payments where it was not asked for the rest. */
async function runSteps(job: Job, security: Address): Promise<void> {
  const { cluster, payer, report } = job;
  const { steps } = await planWindDown(cluster, { address: security, payer });
  for (const { what, about, instructions } of steps) {
    if (isStopped(job)) {
      break;
    }
    if (job.windDown || what === "payment") {
      const task = what in TASKS ? TASKS[what as keyof typeof TASKS] : "reclaim";
      await report.attempt(
        task,
        about,
        async () => send(cluster, { instructions, payer }),
        async () => false,
        { security },
      );
    }
  }
}
