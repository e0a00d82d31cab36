import {
  breachOf,
  describeTier,
  describeTrigger,
  principalOf,
  settlementVault,
  type TRIGGER_KINDS,
  tierKindOf,
  tiersOf,
  triggerKindOf,
  triggersOf,
} from "@defi-ready/securities";
import {
  type Security,
  type Tranche,
  TrancheKind,
  type TriggerState,
  type Waterfall,
} from "@defi-ready/securities/program";

import { type ClassLabel, shortNames } from "../flow/names.js";

const BPS = 10_000n;
const DAY = 86_400n;
/** The flag of a trigger whose event was declared, or whose disclosure was found to be overdue. */
const RAISED = 1;

/** How far it is to a breach, settlement base units or days. */
export type Room = Readonly<{ amount: bigint; of: "loss" | "value" | "days" }>;

/** What must hold, and how it stands. */
export type Covenant = Readonly<{
  key: string;
  name: (typeof TRIGGER_KINDS)[number] | "collateral test" | "interest test";
  /** What it requires, in words. */
  words: string;
  /** How it stands, in basis points or days: at its worst where it is rounded. `undefined` where nothing can be measured. */
  value: bigint | undefined;
  threshold: bigint;
  unit: "bps" | "days";
  /** Which side of the threshold holds. */
  holdsWhen: "at least" | "at most";
  holds: boolean;
  /** Why it fails or cannot be measured, where the value does not say so. */
  why?: string | undefined;
  /** What could be lost before it fails; `undefined` where it fails or nothing can be measured. */
  room?: Room | undefined;
  /** When its failing accelerates the waterfall, Unix time. */
  acceleratesAt?: bigint | undefined;
}>;

type Facts = Readonly<{
  security: Security;
  waterfall: Waterfall;
  tranches: readonly Tranche[];
  now: bigint;
}>;

/**
 * The triggers and the tests of coverage of a security, as the program would judge them by the accounts as they are.
 * Nothing is brought up to date first: what falls due today is overdue only once somebody has touched the tranche.
 */
export function covenantsOf(
  options: Facts &
    Readonly<{
      /** Of the settlement mint. */
      decimals: number;
      /** By rank; their names stand for "tranche 0" and so on. */
      classes?: readonly ClassLabel[] | undefined;
    }>,
): readonly Covenant[] {
  const { waterfall, decimals, classes = [] } = options;
  const names = shortNames(classes.map(({ name }) => name));
  const named = (words: string) =>
    words.replace(/\btranche (\d)\b/g, (whole, rank: string) => names[Number(rank)] ?? whole);
  const triggers = triggersOf(waterfall).flatMap((trigger, at) => {
    const breach = breachOf(trigger);
    const judged = triggerStands(trigger, options);
    return judged === undefined
      ? []
      : [
          {
            key: `trigger ${at}`,
            words: named(describeTrigger(trigger)),
            ...judged,
            acceleratesAt: judged.holds ? undefined : breach?.acceleratesAt,
          },
        ];
  });
  const tests = tiersOf(waterfall).flatMap((tier, at): Covenant[] => {
    const kind = tierKindOf(tier);
    const words = named(describeTier(tier, decimals));
    if (kind === "interest test") {
      const why = "its income is known when a payment runs";
      const stands = {
        value: undefined,
        threshold: BigInt(tier.bps),
        unit: "bps",
        holdsWhen: "at least",
      } as const;
      return [{ key: `tier ${at}`, name: kind, words, ...stands, holds: true, why }];
    }
    if (kind !== "collateral test") {
      return [];
    }
    const cash = settlementVault(options.security).reinvestment;
    const judged = covers({ ...options, rank: tier.rank, cash, minBps: tier.bps, maxAge: tier.maxAge });
    return [{ key: `tier ${at}`, name: kind, words, ...judged }];
  });
  return [...triggers, ...tests];
}

type Standing = Omit<Covenant, "key" | "words">;

function triggerStands(trigger: TriggerState, facts: Facts): Standing | undefined {
  const name = triggerKindOf(trigger);
  switch (name) {
    case "subordination":
      return { name, ...subordination(facts.tranches, trigger.rank, BigInt(trigger.bps)) };
    case "losses":
      return { name, ...losses(facts.tranches, BigInt(trigger.bps)) };
    case "overdue":
      return { name, ...overdue(facts, trigger) };
    case "collateral": {
      const { reserve, reinvestment } = settlementVault(facts.security);
      const terms = { rank: trigger.rank, minBps: trigger.bps, maxAge: trigger.days };
      return { name, ...covers({ ...facts, ...terms, cash: reserve + reinvestment }) };
    }
    case "loan to value":
      return { name, ...loanToValue(trigger, facts) };
    case "report overdue":
    case "disclosure overdue":
    case "event":
    case "net worth":
      return { name, ...asReported(trigger, facts) };
    case undefined:
      return undefined;
  }
}

/** Principal less cash, in parts of the pool's value. */
function loanToValue(
  trigger: TriggerState,
  { tranches, security, waterfall, now }: Facts,
): Omit<Standing, "name"> {
  const { reserve, reinvestment } = settlementVault(security);
  const { above } = around(tranches, trigger.rank);
  const loan = above > reserve + reinvestment ? above - reserve - reinvestment : 0n;
  const max = BigInt(trigger.bps);
  const terms = { threshold: max, unit: "bps", holdsWhen: "at most" } as const;
  if (above === 0n) {
    return { ...terms, value: undefined, holds: true, why: "there is nothing left to protect" };
  }
  const { poolValue, poolAt } = waterfall;
  if (poolAt === 0n || now - poolAt > BigInt(trigger.days) * DAY) {
    return { ...terms, value: undefined, holds: false, why: "the report of the pool is missing or too old" };
  }
  const holds = poolValue * max >= loan * BPS;
  // The least value that holds is rounded up.
  const least = (loan * BPS + max - 1n) / max;
  return {
    ...terms,
    value: (loan * BPS + poolValue - 1n) / poolValue,
    holds,
    room: holds ? { amount: poolValue - least, of: "value" } : undefined,
  };
}

/** What a report or somebody's word decides: in days where it is about time. */
function asReported(trigger: TriggerState, { security, waterfall, now }: Facts): Omit<Standing, "name"> {
  const threshold = BigInt(trigger.days);
  const terms = { threshold, unit: "days", holdsWhen: "at most", value: undefined } as const;
  const raised = (trigger.flags & RAISED) !== 0;
  switch (triggerKindOf(trigger)) {
    case "report overdue": {
      const last = waterfall.poolAt > security.beganAt ? waterfall.poolAt : security.beganAt;
      const age = now - last;
      if (security.beganAt === 0n) {
        return { ...terms, holds: true, why: "the deal has not begun" };
      }
      return { ...terms, value: (age + DAY - 1n) / DAY, holds: age <= threshold * DAY };
    }
    case "net worth": {
      const { reportedAt, reported, min } = trigger;
      const isOld = reportedAt === 0n || now - reportedAt > threshold * DAY;
      const why = isOld ? "its report is missing or too old" : "by its last report";
      return { ...terms, holds: !isOld && reported >= min, why };
    }
    case "event":
      return {
        ...terms,
        holds: !raised,
        why: raised ? "the arbitrator has declared it" : "none is declared",
      };
    default:
      return {
        ...terms,
        holds: !raised,
        why: raised ? "it was found to be overdue" : "none was found to be",
      };
  }
}

/** What is outstanding of a rank and those senior to it, and of those below; every cover is below. */
function around(tranches: readonly Tranche[], rank: number): Readonly<{ above: bigint; below: bigint }> {
  let [above, below] = [0n, 0n];
  for (const tranche of tranches) {
    if (tranche.kind !== TrancheKind.Cover && tranche.rank <= rank) {
      above += principalOf(tranche);
    } else {
      // Money of a cover that its books have not released pays for no loss yet.
      below += principalOf(tranche) - tranche.unfunded;
    }
  }
  return { above, below };
}

function subordination(tranches: readonly Tranche[], rank: number, min: bigint): Omit<Standing, "name"> {
  const { above, below } = around(tranches, rank);
  const all = above + below;
  const holds = above === 0n || below * BPS >= all * min;
  const terms = { threshold: min, unit: "bps", holdsWhen: "at least" } as const;
  if (above === 0n) {
    return { ...terms, value: undefined, holds, why: "there is nothing left to protect" };
  }
  // A loss of x leaves (below - x) / (all - x).
  const room = holds && min < BPS ? (below * BPS - all * min) / (BPS - min) : undefined;
  return {
    ...terms,
    value: (below * BPS) / all,
    holds,
    room: room === undefined ? undefined : { amount: room, of: "loss" },
  };
}

function losses(tranches: readonly Tranche[], max: bigint): Omit<Standing, "name"> {
  const bearing = tranches.filter(({ kind }) => kind !== TrancheKind.Cover);
  const loss = bearing.reduce((sum, one) => sum + one.loss, 0n);
  const issued = bearing.reduce((sum, one) => sum + one.principalIssued - one.pik.capitalised, 0n);
  const holds = issued * max >= loss * BPS;
  const terms = { threshold: max, unit: "bps", holdsWhen: "at most" } as const;
  return issued === 0n
    ? { ...terms, value: undefined, holds: true, why: "nothing has been issued" }
    : {
        ...terms,
        value: (loss * BPS + issued - 1n) / issued,
        holds,
        room: holds ? { amount: (issued * max) / BPS - loss, of: "loss" } : undefined,
      };
}

function overdue(
  { tranches }: Facts,
  { rank, days }: Pick<TriggerState, "rank" | "days">,
): Omit<Standing, "name"> {
  const { overdueSince = 0n, accruedTo = 0n } = tranches[rank] ?? {};
  const value = overdueSince === 0n ? 0n : accruedTo - overdueSince;
  const holds = value <= BigInt(days);
  const room = holds ? ({ amount: BigInt(days) - value, of: "days" } as const) : undefined;
  return { value, threshold: BigInt(days), unit: "days", holdsWhen: "at most", holds, room };
}

function covers({
  waterfall,
  tranches,
  now,
  rank,
  cash,
  minBps,
  maxAge,
}: Facts & Readonly<{ rank: number; cash: bigint; minBps: number; maxAge: number }>): Omit<Standing, "name"> {
  const { above } = around(tranches, rank);
  const min = BigInt(minBps);
  const terms = { threshold: min, unit: "bps", holdsWhen: "at least" } as const;
  if (above === 0n) {
    return { ...terms, value: undefined, holds: true, why: "there is nothing left to protect" };
  }
  const value = waterfall.poolValue + cash;
  const covered = { ...terms, value: (value * BPS) / above };
  if (waterfall.poolAt === 0n) {
    return { ...covered, value: undefined, holds: false, why: "the pool has never been reported" };
  }
  if (now - waterfall.poolAt > BigInt(maxAge) * DAY) {
    return { ...covered, holds: false, why: "the last report of the pool is too old" };
  }
  const holds = value * BPS >= above * min;
  const least = (above * min + BPS - 1n) / BPS;
  return { ...covered, holds, room: holds ? { amount: value - least, of: "value" } : undefined };
}
