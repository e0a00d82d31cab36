import {
  type Cluster,
  findDisclosureCalendar,
  type Hindrance,
  hindranceOf,
  isoDay,
  listDisclosures,
  openWindow,
  readTranche,
  send,
  windowState,
} from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { Job } from "./job.js";
import { Waits } from "./report.js";

/**
 * Opens the exchange window of a tranche, on the first of its days that a pass falls on. A window that lacks a disclosure, or
 * whose disclosure came too late, stays closed whoever calls, so nothing is tried there.
 */
export async function crankWindow(job: Job, tranche: Account<Tranche>, time: bigint): Promise<void> {
  const { cluster, payer, report } = job;
  const due = windowState({ tranche: tranche.data, now: time })?.due;
  if (due === undefined) {
    return;
  }
  const { security } = tranche.data;
  const needs = tranche.data.rules.window.needs > 0;
  const calendar = needs ? await findDisclosureCalendar(cluster, security) : undefined;
  const hindrance = needs
    ? hindranceOf({
        tranche: tranche.data,
        calendar: calendar?.data,
        posted: await listDisclosures(cluster, security),
        window: due,
      })
    : undefined;
  if (hindrance !== undefined) {
    report.skip("window", tranche.address, new Waits(wordsOf(hindrance)));
    return;
  }
  await report.attempt(
    "window",
    tranche.address,
    async () => send(cluster, { instructions: await openWindow({ tranche, calendar, now: time }), payer }),
    async () => isOpen(cluster, tranche, time),
    { security },
  );
}

async function isOpen(cluster: Cluster, { address }: Account<Tranche>, now: bigint): Promise<boolean> {
  const { data } = await readTranche(cluster, address);
  return windowState({ tranche: data, now })?.due === undefined;
}

const wordsOf = ({ kind, end, why }: Hindrance) =>
  `the window stays closed: the disclosure of kind ${kind} for the period up to ${isoDay(end)} ${why === "late" ? "came after it had begun" : "was not posted before it began"}`;
