import {
  type Cluster,
  clusterTime,
  findClosedSecurity,
  listAllSecurities,
  readSecurity,
  readTranche,
  readTranches,
  requireProgram,
  vaultsOf,
} from "@defi-ready/securities";
import type { Security } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { crankBooks, crankGroups } from "./books.js";
import { crankSources } from "./collect.js";
import { crankControl } from "./control.js";
import { crankConversions } from "./conversions.js";
import { crankCredentials } from "./credentials.js";
import { cutAfter } from "./cut.js";
import { crankFees } from "./fees.js";
import { crankFixing } from "./fixings.js";
import { crankFreezes } from "./freezes.js";
import { type CrankOptions, isStopped, type Job, jobFor } from "./job.js";
import { crankLosses } from "./losses.js";
import { crankMeasures } from "./measures.js";
import { crankPayments } from "./payments.js";
import { crankPending } from "./pending.js";
import { crankPoints } from "./points.js";
import { crankProceeds } from "./proceeds.js";
import { crankReinvestment } from "./reinvestment.js";
import type { CrankReport } from "./report.js";
import { crankResolutions } from "./resolutions.js";
import { crankSeries } from "./series.js";
import { crankTriggers } from "./triggers.js";
import { crankClosed, crankWindDown } from "./wind-down.js";
import { crankWindow } from "./windows.js";

/**
 * One pass over all work that is due: locks books past their deadline, settles and refunds tickets, makes room in full
 * lines, closes expired series, fixes rates of floating tranches, freezes shares
 * after their exchange window and opens the next, executes resolutions and takes exceptional measures if asked, gives managers the points that no book grants, records losses whose notice is over,
 * carries out payments that waited, collects revenue and unsolicited money, tests triggers, moves control and converts classes if asked, repays tranches from the reinvestment account of a deal that
 * does not revolve any more, has reserves pay what has fallen due, sends home a reserve and covers that protect nothing any more, returns proceeds that anyone may return, pays fees and holders. Anybody may do all of this. Failures are reported and skipped; a second pass repeats nothing.
 *
 * Once it is told to stop it starts nothing else, and what is under way has five seconds to end.
 *
 * @throws If the node cannot be reached, or its cluster has no such program; work done until then remains done.
 */
export async function crank(cluster: Cluster, options: CrankOptions): Promise<CrankReport> {
  const cutting = cutAfter(cluster, options.signal);
  try {
    return await pass(jobFor(cutting.cluster, options), options.securities);
  } finally {
    cutting.end();
  }
}

async function pass(job: Job, named: readonly Address[] | undefined): Promise<CrankReport> {
  const { cluster } = job;
  await requireProgram(cluster);
  const closed = new Set<Address>();
  for (const address of named ?? []) {
    if ((await findClosedSecurity(cluster, address)) !== undefined) {
      closed.add(address);
    }
  }
  const securities =
    named === undefined
      ? await listAllSecurities(cluster)
      : await Promise.all(
          named.filter((address) => !closed.has(address)).map((address) => readSecurity(cluster, address)),
        );
  for (const security of securities) {
    if (isStopped(job)) {
      break;
    }
    await job.report.guard(security.address, () => crankSecurity(job, security));
  }
  // One that was named is closed at some time, and is no mistake then.
  for (const address of closed) {
    await job.report.guard(address, () => crankClosed(job, address));
  }
  return job.report.finish(securities.length, isStopped(job));
}

async function crankSecurity(job: Job, security: Account<Security>): Promise<void> {
  const { cluster, report } = job;
  if (await crankWindDown(job, security)) {
    return;
  }
  const time = await clusterTime(cluster);
  const tranches = await readTranches(cluster, security);
  // While they are thawed, no book of theirs is locked and no window opened.
  for (const tranche of tranches) {
    await report.guard(tranche.address, () => crankFreezes(job, tranche, time));
  }
  await report.guard(security.address, () => crankCredentials(job, { security, tranches }, time));
  await crankGroups(job, security, time);
  for (const tranche of tranches) {
    await crankBooks(job, tranche, time);
  }
  // After all tickets to which they could be granted.
  for (const tranche of tranches) {
    await crankSeries(job, tranche, time);
  }
  for (const tranche of tranches) {
    await report.guard(tranche.address, () => crankFixing(job, tranche, { security, time }));
    await report.guard(tranche.address, () => crankWindow(job, tranche, time));
  }
  // What was decided holds for the money that comes in from here on.
  await report.guard(security.address, () => crankResolutions(job, security.address, time));
  await report.guard(security.address, () => crankMeasures(job, security, time));
  // Money that comes in from here on is shared with the points that exist.
  for (const { address } of tranches) {
    await report.guard(address, () => crankPoints(job, security, address));
  }
  // Money that comes in after them meets the state that they left.
  await report.guard(security.address, () => crankLosses(job, security, time));
  await report.guard(security.address, () => crankPending(job, security, time));
  await report.guard(security.address, () => crankSources(job, security));
  const now = await readSecurity(cluster, security.address);
  await report.guard(security.address, () => crankTriggers(job, now));
  await report.guard(security.address, () => crankControl(job, now));
  // By the triggers as they were tested just now.
  await report.guard(security.address, () => crankConversions(job, now, time));
  await report.guard(security.address, async () =>
    crankProceeds(job, await readSecurity(cluster, security.address)),
  );
  // Behind the triggers, whose acceleration ends a revolving period, and behind payments, which would do the same.
  await report.guard(security.address, async () =>
    crankReinvestment(job, await readSecurity(cluster, security.address)),
  );
  await report.guard(security.address, () => crankFees(job, now));
  for (const { address } of tranches) {
    await report.guard(address, async () => {
      const tranche = await readTranche(cluster, address);
      for (const { mint } of vaultsOf(now.data)) {
        await crankPayments(job, { security: now, tranche, mint });
      }
    });
  }
}
