import type { Account, Address, Instruction } from "@solana/kit";
import { waterfallAddress } from "./addresses.js";
import { formatGroupedAmount } from "./amount.js";
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
export const TRIGGER_KINDS = [
  "subordination",
  "losses",
  "overdue",
  "collateral",
  "loan to value",
  "report overdue",
  "disclosure overdue",
  "event",
  "net worth",
] as const;

/** What follows when a trigger has failed for its cure, in the order of their bits. */
export const CONSEQUENCES = ["accelerate", "trap", "step"] as const;

/** What follows when a trigger has failed for its cure. */
export type Consequence = (typeof CONSEQUENCES)[number];

/** Flags of a trigger. */
const STEPPED = 2;
const UNPROVEN = 4;

const DAY = 86_400n;

/** The triggers of a waterfall that are in use. */
export function triggersOf(waterfall: Waterfall): TriggerState[] {
  return waterfall.triggers.slice(0, waterfall.triggerCount);
}

/** What a trigger tests; `undefined` for what this client does not know. */
export function triggerKindOf({ kind }: Pick<TriggerState, "kind">) {
  return TRIGGER_KINDS[kind - 1];
}

/** What a trigger requires, in words; with the decimals of the settlement mint, in whole units of it. */
export function describeTrigger(trigger: TriggerState, decimals?: number): string {
  const { rank, bps, days, min } = trigger;
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
    case "loan to value":
      return (
        `the principal of tranche ${rank} and those senior to it, less reserve and reinvestment account, is at most ` +
        `${percentage(bps)} of the pool's value, by a report of the last ${inDays(days)}`
      );
    case "report overdue":
      return `the pool's value was reported in the last ${inDays(days)}`;
    case "disclosure overdue":
      return `the latest disclosure of kind ${rank} was posted${days === 0 ? "" : ` no later than ${inDays(days)} after it was due`}`;
    case "event":
      return "the arbitrator has declared no event that the document describes";
    case "net worth":
      return `the net worth that the reporter reports is at least ${decimals === undefined ? `${min} base units` : formatGroupedAmount(min, decimals)}, by a report of the last ${inDays(days)}`;
    default:
      return "a test that this client does not know: update it";
  }
}

/** What follows when a trigger has failed for its cure. */
export function consequencesOf({ consequences }: Pick<TriggerState, "consequences">): Consequence[] {
  return CONSEQUENCES.filter((_, bit) => (consequences >> bit) & 1);
}

/** The bits of consequences. */
export function consequenceBits(consequences: readonly Consequence[]): number {
  return consequences.reduce((bits, one) => bits | (1 << CONSEQUENCES.indexOf(one)), 0);
}

const CONSEQUENCE_WORDS: Readonly<Record<Consequence, string>> = {
  accelerate: "cash repays the debts in order of seniority",
  trap: "what would be paid behind the debts is trapped",
  step: "control steps on",
};

/** What follows when a trigger has failed for its cure, in words. */
export function describeConsequences(trigger: Pick<TriggerState, "consequences">): string {
  const words = consequencesOf(trigger).map((one) => CONSEQUENCE_WORDS[one]);
  return words.length === 0 ? "nothing is drawn while it fails" : words.join(", and ");
}

/**
 * Since when a trigger has failed, and when its cure ends: what follows then is in its consequences. `acceleratesAt` is
 * `undefined` where it does not accelerate. All in Unix time; `undefined` while it holds.
 */
export function breachOf(
  trigger: TriggerState,
): Readonly<{ since: bigint; cureEndsAt: bigint; acceleratesAt: bigint | undefined }> | undefined {
  const { failedSince: since, cureDays } = trigger;
  if (since === 0n) {
    return undefined;
  }
  const cureEndsAt = since + BigInt(cureDays) * DAY;
  return { since, cureEndsAt, acceleratesAt: accelerates(trigger) ? cureEndsAt : undefined };
}

const accelerates = (trigger: TriggerState) => consequencesOf(trigger).includes("accelerate");

/**
 * When a trigger can step control, in Unix time: it is known to fail, and its cure begins anew with each step. `undefined` where it
 * steps nothing: it has no such consequence, holds, has stepped control already, or what it needs to know is missing or too old.
 * `stepped` is when control stepped last; 0: never.
 */
export function stepsAt(trigger: TriggerState, stepped: bigint): bigint | undefined {
  const { breachedSince, cureDays, flags } = trigger;
  if (!consequencesOf(trigger).includes("step") || breachedSince === 0n || flags & (STEPPED | UNPROVEN)) {
    return undefined;
  }
  const since = breachedSince > stepped ? breachedSince : stepped;
  return since + BigInt(cureDays) * DAY;
}

/** Whether what a trigger needs to know was missing or too old when it was tested last. */
export const isUnproven = ({ flags }: Pick<TriggerState, "flags">): boolean => (flags & UNPROVEN) !== 0;

/**
 * When an acceleration by a trigger ends if all triggers that accelerate continue to hold, Unix time: after the longest of their cures,
 * at least a day. `undefined` if there is none, or while a trigger fails.
 */
export function resumesAt(waterfall: Waterfall): bigint | undefined {
  const { tripped, holdsSince } = waterfall;
  const cures = triggersOf(waterfall)
    .filter(accelerates)
    .map(({ cureDays }) => cureDays);
  return tripped === 0 || holdsSince === 0n ? undefined : holdsSince + BigInt(Math.max(1, ...cures)) * DAY;
}

/** Tests the triggers: one that has failed for its cure has its consequences. By anyone. */
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
