import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { disclosureAddress, disclosureCalendarAddress, waterfallAddress } from "../addresses.js";
import type { Cluster } from "../cluster.js";
import {
  type ControlTermsArgs,
  type CovenantReportArgs,
  getReportCovenantInstruction,
  getSetControlInstruction,
  getStepControlInstruction,
  type Security,
  type Waterfall,
} from "../generated/index.js";
import { withTranches } from "../tranche-metas.js";
import { disclosureItems, findDisclosureCalendar, periodsDue } from "../transfers/index.js";
import { stepsAt, triggersOf } from "../triggers.js";
import { nextStage } from "./powers.js";

const DAY = 86_400n;

/** Sets who is in control when, in place of what was set before. By the sponsor, while no book is open and before the first lock. */
export async function setControl(
  options: Readonly<{ sponsor: TransactionSigner; security: Address; terms: ControlTermsArgs }>,
): Promise<Instruction[]> {
  const { sponsor, security, terms } = options;
  const waterfall = await waterfallAddress(security);
  return [getSetControlInstruction({ sponsor, security, waterfall, terms })];
}

/** Tests the triggers, and moves control one stage on if one has failed for its cure. By anyone. */
export async function stepControl(
  options: Readonly<{ security: Account<Security> }>,
): Promise<Instruction[]> {
  const { security } = options;
  const waterfall = await waterfallAddress(security.address);
  const step = getStepControlInstruction({ security: security.address, waterfall });
  return [await withTranches(step, security)];
}

/** Whether control can step at `now`, by a waterfall whose triggers were tested then. */
export function isStepDue(
  options: Readonly<{ security: Security; waterfall: Waterfall; now: bigint }>,
): boolean {
  const { security, waterfall, now } = options;
  if (nextStage(security.control) === undefined) {
    return false;
  }
  return triggersOf(waterfall).some((trigger) => {
    const at = stepsAt(trigger, security.control.steppedAt);
    return at !== undefined && at <= now;
  });
}

/**
 * The latest period of a kind of disclosure that was due so many days ago and one more, which tells whether one is overdue;
 * `undefined` if none was.
 */
export async function overduePeriod(
  cluster: Cluster,
  options: Readonly<{ security: Address; kind: number; lateDays: number; now: bigint }>,
): Promise<Readonly<{ kind: number; period: number }> | undefined> {
  const { security, kind, lateDays, now } = options;
  const calendar = (await findDisclosureCalendar(cluster, security))?.data;
  const item = calendar && disclosureItems(calendar).find((one) => one.kind === kind);
  if (item === undefined) {
    return undefined;
  }
  const count = periodsDue(item, (now / DAY - BigInt(lateDays) - 1n) * DAY);
  return count === 0 ? undefined : { kind, period: count - 1 };
}

/**
 * Reports what a trigger needs to know: a net worth, by the reporter; an event, by the arbitrator; or whether a disclosure is
 * overdue, by anyone, with the latest period that was due before the trigger's days began, if there is one.
 */
export async function reportCovenant(
  options: Readonly<{
    authority: TransactionSigner;
    /** As it was read: a report counts for the trigger that stands at the place in this version of the structure. */
    waterfall: Pick<Waterfall, "security" | "structureVersion">;
    /** The trigger's place, from 0. */
    place: number;
    report: CovenantReportArgs;
    /** Of a disclosure. */
    disclosure?: Readonly<{ kind: number; period: number }> | undefined;
  }>,
): Promise<Instruction[]> {
  const { authority, place, report, disclosure } = options;
  const { security, structureVersion } = options.waterfall;
  const isDisclosure = report.__kind === "Disclosure";
  return [
    getReportCovenantInstruction({
      authority,
      security,
      waterfall: await waterfallAddress(security),
      ...(isDisclosure ? { calendar: await disclosureCalendarAddress(security) } : {}),
      ...(disclosure === undefined
        ? {}
        : { disclosure: await disclosureAddress({ security, ...disclosure }) }),
      structureVersion,
      place,
      report,
    }),
  ];
}
