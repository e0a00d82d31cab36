import type { Account, Address, Instruction } from "@solana/kit";
import { waterfallAddress } from "./addresses.js";
import type { Cluster } from "./cluster.js";
import { ClientError } from "./errors.js";
import {
  getCheckTriggersInstruction,
  getWaterfallDecoder,
  type Security,
  type TriggerState,
  type Waterfall,
} from "./generated/index.js";
import { shownUrl } from "./shown-url.js";
import { simulate } from "./simulate.js";
import { inDays, percentage } from "./tiers.js";
import { withTranches } from "./tranche-metas.js";

/** What triggers test, in the order of their numbers on chain, from 1. */
export const TRIGGER_KINDS = ["subordination", "losses", "overdue", "collateral"] as const;

const DAY = 86_400n;

/** The triggers of a waterfall that are in use. */
export function triggersOf(waterfall: Waterfall): TriggerState[] {
  return waterfall.triggers.slice(0, waterfall.triggerCount);
}

/** What a trigger tests; `undefined` for what this client does not know. */
export function triggerKindOf({ kind }: Pick<TriggerState, "kind">) {
  return TRIGGER_KINDS[kind - 1];
}

/** What a trigger requires, in words. */
export function describeTrigger(trigger: TriggerState): string {
  const { rank, bps, days } = trigger;
  switch (triggerKindOf(trigger)) {
    case "subordination":
      return `at least ${percentage(bps)} of all capital stands behind tranche ${rank} and those senior to it`;
    case "losses":
      return `losses are at most ${percentage(bps)} of all principal issued`;
    case "overdue":
      return `tranche ${rank} is owed nothing for longer than ${inDays(days)}`;
    case "collateral":
      return (
        `pool, reserve and reinvestment account are worth at least ${percentage(bps)} of the principal of tranche ` +
        `${rank} and those senior to it, by a report of the last ${inDays(days)}`
      );
    default:
      return "a test that this client does not know: update it";
  }
}

/**
 * Since when a trigger has failed, and when that accelerates the waterfall, both in Unix time; `undefined` while it
 * holds.
 */
export function breachOf(
  trigger: TriggerState,
): Readonly<{ since: bigint; acceleratesAt: bigint }> | undefined {
  const { failedSince: since, cureDays } = trigger;
  return since === 0n ? undefined : { since, acceleratesAt: since + BigInt(cureDays) * DAY };
}

/**
 * When an acceleration by a trigger ends if all triggers continue to hold, Unix time: after the longest of their cures,
 * at least a day. `undefined` if there is none, or while a trigger fails.
 */
export function resumesAt(waterfall: Waterfall): bigint | undefined {
  const { tripped, holdsSince } = waterfall;
  const cures = triggersOf(waterfall).map(({ cureDays }) => cureDays);
  return tripped === 0 || holdsSince === 0n ? undefined : holdsSince + BigInt(Math.max(1, ...cures)) * DAY;
}

/** Tests the triggers: one that has failed for its cure accelerates the waterfall. By anyone. */
export async function checkTriggers(
  options: Readonly<{ security: Account<Security> }>,
): Promise<Instruction[]> {
  const { security } = options;
  const waterfall = await waterfallAddress(security.address);
  const check = getCheckTriggersInstruction({ security: security.address, waterfall });
  return [await withTranches(check, security)];
}

/**
 * The waterfall as testing the triggers would leave it now, by the program itself in a simulated transaction. The
 * account holds the result of the last test, which may be long ago.
 */
export async function simulateCheckTriggers(
  cluster: Cluster,
  options: Readonly<{
    security: Account<Security>;
    /** An account with SOL, which is not charged; the security's sponsor if left out. */
    payer?: Address | undefined;
  }>,
): Promise<Waterfall> {
  const { security, payer = security.data.sponsor } = options;
  const addresses = [await waterfallAddress(security.address)];
  const [bytes] = await simulate(cluster, await checkTriggers({ security }), payer, addresses);
  if (bytes === undefined) {
    throw new ClientError(`${shownUrl(cluster.url)} returns no accounts of simulated transactions`);
  }
  return getWaterfallDecoder().decode(bytes);
}
