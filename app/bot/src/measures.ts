import {
  closeMeasure,
  isMeasureOver,
  listMeasures,
  listShareAccounts,
  measurePhase,
  measuresOf,
  movesShares,
  readBytes,
  readMeasure,
  readMeasuredHolder,
  readSecurity,
  readTranche,
  reassignShares,
  receiverInstructions,
  send,
  settlementVault,
  takeMeasure,
} from "@defi-ready/securities";
import type { Measure, Security } from "@defi-ready/securities/program";
import type { Account, Instruction } from "@solana/kit";
import { isStopped, type Job } from "./job.js";

/** `Measure.status` of one that was taken. */
const TAKEN = 1;

/**
 * Takes the exceptional measures of a security that are due, as anybody may, and closes those that are over, so that rents return.
 * What needs a signature for tokens that are missing is left to those who give it.
 */
export async function crankMeasures(job: Job, security: Account<Security>, now: bigint): Promise<void> {
  if (!job.measures || measuresOf(security.data).length === 0) {
    return;
  }
  for (const measure of await listMeasures(job.cluster, security.address)) {
    if (isStopped(job)) {
      return;
    }
    await job.report.guard(measure.address, () => crankMeasure(job, measure, now));
  }
}

async function crankMeasure(job: Job, measure: Account<Measure>, now: bigint): Promise<void> {
  const { cluster, payer, report } = job;
  const { security, number } = measure.data;
  const phase = measurePhase(measure.data, now);
  if (phase === "takeable") {
    await report.attempt(
      "execute",
      measure.address,
      async () => {
        const parts = movesShares(measure.data)
          ? await partsOf(job, measure)
          : [takeMeasure({ caller: payer, measure })];
        const [first = [], ...more] = parts;
        for (const part of more.reverse()) {
          await send(cluster, { instructions: part, payer });
        }
        return send(cluster, { instructions: first, payer });
      },
      async () => (await readMeasure(cluster, { security, number })).data.status === TAKEN,
      { security },
    );
  }
  if (isMeasureOver(measure.data, now)) {
    await report.attempt(
      "reclaim",
      measure.address,
      async () => send(cluster, { instructions: closeMeasure(measure), payer }),
      async () => (await readBytes(cluster, [measure.address]))[0] === undefined,
      { security },
    );
  }
}

/** What moves the shares: lists of instructions, of which the first is sent last. */
async function partsOf(
  { cluster, payer }: Job,
  measure: Account<Measure>,
): Promise<readonly (readonly Instruction[])[]> {
  const tranche = await readTranche(cluster, measure.data.tranche);
  const holder = await readMeasuredHolder(cluster, measure);
  const { mint, tokenProgram } = settlementVault((await readSecurity(cluster, measure.data.security)).data);
  const opens = await receiverInstructions({
    cluster,
    payer,
    owner: measure.data.to,
    security: measure.data.security,
    tranche: tranche.address,
    settlement: { mint, tokenProgram },
  });
  const found = await listShareAccounts(cluster, { owner: holder.data.owner, shareMint: tranche.data.mint });
  const calls = await reassignShares({
    measure,
    tranche,
    holder,
    accounts: found.map(({ address }) => address),
  });
  return [...(opens.length === 0 ? [] : [opens]), ...calls.map((call) => [call])].reverse();
}
