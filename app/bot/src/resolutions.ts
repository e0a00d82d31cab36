import {
  closeBallot,
  closeDraft,
  closeResolution,
  executeResolution,
  findDraft,
  findGovernance,
  listBallots,
  listResolutions,
  proposalOf,
  readBytes,
  readResolution,
  readSecurity,
  resolutionStanding,
  send,
  signsExecution,
} from "@defi-ready/securities";
import type { Governance, Resolution } from "@defi-ready/securities/program";
import type { Account, Address, Instruction } from "@solana/kit";
import { isStopped, type Job } from "./job.js";

/** `Resolution.status` of one that was executed. */
const EXECUTED = 1;
/** Ballots that one transaction closes. */
const BALLOTS_AT_ONCE = 5;

/**
 * Executes the resolutions of a security that are due, and closes what is over, so that rents return: ballots after the close of
 * their vote, resolutions after their last day, or once they have failed, since no book is locked before that. The key that takes a
 * role over executes that itself.
 */
export async function crankResolutions(job: Job, security: Address, now: bigint): Promise<void> {
  const { cluster, report } = job;
  const governance = job.resolutions ? await findGovernance(cluster, security) : undefined;
  if (governance === undefined) {
    return;
  }
  for (const resolution of await listResolutions(cluster, security)) {
    if (isStopped(job)) {
      return;
    }
    await report.guard(resolution.address, () => crankResolution(job, { resolution, governance, now }));
  }
}

async function crankResolution(
  job: Job,
  {
    resolution,
    governance,
    now,
  }: Readonly<{ resolution: Account<Resolution>; governance: Account<Governance>; now: bigint }>,
): Promise<void> {
  const { cluster, payer, report } = job;
  const { address, data } = resolution;
  const { security } = data;
  const { phase } = resolutionStanding({ resolution: data, governance: governance.data, now });
  if (phase === "executable" && !signsExecution(proposalOf(data))) {
    await report.attempt(
      "execute",
      address,
      async () => send(cluster, { instructions: await execution(job, resolution), payer }),
      async () => (await readResolution(cluster, { security, number: data.number })).data.status === EXECUTED,
      { security },
    );
  }
  if (now < data.closesAt) {
    return;
  }
  const ballots = await listBallots(cluster, address);
  for (let at = 0; at < ballots.length && !isStopped(job); at += BALLOTS_AT_ONCE) {
    const some = ballots.slice(at, at + BALLOTS_AT_ONCE);
    const first = some[0]?.address ?? address;
    await report.attempt(
      "reclaim",
      first,
      async () => send(cluster, { instructions: some.flatMap(closeBallot), payer }),
      async () => isGone(job, first),
      { security, times: some.length },
    );
  }
  const draft = await draftOf(job, resolution);
  // Otherwise it can be looked at until then.
  if (phase === "failed" || now >= data.executableUntil) {
    await report.attempt(
      "reclaim",
      address,
      async () => send(cluster, { instructions: [...(await closeResolution(resolution)), ...draft], payer }),
      async () => isGone(job, address),
      { security },
    );
  }
}

/** What executes a resolution; an acceleration and a waterfall are of all tranches. */
async function execution({ cluster }: Job, resolution: Account<Resolution>): Promise<readonly Instruction[]> {
  const { __kind } = proposalOf(resolution.data);
  const isOfAll = __kind === "Acceleration" || __kind === "Waterfall";
  const security = isOfAll ? await readSecurity(cluster, resolution.data.security) : undefined;
  return executeResolution({ resolution, security });
}

/** What closes the draft that a resolution names, with it. */
async function draftOf({ cluster }: Job, { data }: Account<Resolution>): Promise<readonly Instruction[]> {
  const proposal = proposalOf(data);
  const draft = proposal.__kind === "Waterfall" ? await findDraft(cluster, proposal.draft) : undefined;
  return draft === undefined ? [] : closeDraft(draft);
}

const isGone = async ({ cluster }: Job, address: Address): Promise<boolean> =>
  (await readBytes(cluster, [address]))[0] === undefined;
