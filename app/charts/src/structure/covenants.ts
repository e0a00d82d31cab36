import {
  breachOf,
  type Consequence,
  consequencesOf,
  describeTier,
  describeTrigger,
  principalOf,
  settlementVault,
  stepsAt,
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
import { dayOf } from "../parts/amounts.js";

const BPS = 10_000n;
const DAY = 86_400n;

/** Flags of a trigger: what it is about was declared, or found overdue; control has stepped because of this breach. */
const [RAISED, STEPPED] = [1, 2];

/** How far it is to a breach, settlement base units or days. */
export type Room = Readonly<{ amount: bigint; of: "loss" | "value" | "worth" | "days" }>;

/** What must hold, and how it stands. */
export type Covenant = Readonly<{
  key: string;
  name: (typeof TRIGGER_KINDS)[number] | "collateral test" | "interest test";
  /** What it requires, in words. */
  words: string;
  /** How it stands, in its unit: at its worst where it is rounded. `undefined` where nothing can be measured. */
  value: bigint | undefined;
  /** Its limit; `undefined` for what somebody says or does not say. */
  threshold: bigint | undefined;
  /** `money`: settlement base units. */
  unit: "bps" | "days" | "money";
  /** Which side of the threshold holds. */
  holdsWhen: "at least" | "at most";
  holds: boolean;
  /** Why it fails or cannot be measured, where the value does not say so. */
  why?: string | undefined;
  /** What could be lost before it fails; `undefined` where it fails or nothing can be measured. */
  room?: Room | undefined;
  /** What follows once it has failed for its cure. */
  consequences: readonly Consequence[];
  /** Since when it fails, Unix time, as tested last. */
  since?: bigint | undefined;
  /** When its cure ends: what follows then goes on while it fails, Unix time. */
  cureEnds?: bigint | undefined;
  /** Whether that is over, and what follows goes on. */
  isPastCure?: boolean | undefined;
  /** From when anyone may move control on because of it, Unix time; `undefined` where it has, or is not known to fail. */
  stepsAt?: bigint | undefined;
  /** Whether that is so now, is still to come, has been done, or waits for a report that proves that it fails. */
  step?: "due" | "coming" | "done" | "unproven" | undefined;
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
  const triggers = triggersOf(waterfall).flatMap((trigger, at): Covenant[] => {
    const judged = triggerStands(trigger, options);
    if (judged === undefined) {
      return [];
    }
    const one = {
      key: `trigger ${at}`,
      words: `it holds if ${named(describeTrigger(trigger, options.decimals))}`,
      ...judged,
      consequences: consequencesOf(trigger),
    };
    const waivedUntil = BigInt(trigger.waivedUntil) * DAY;
    if (options.now < waivedUntil) {
      const why = `a resolution has waived it until ${dayOf(waivedUntil)}`;
      return [{ ...one, holds: true, room: undefined, why }];
    }
    return [judged.holds ? one : { ...one, ...failureOf(trigger, options) }];
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
      return [{ key: `tier ${at}`, name: kind, words, ...stands, holds: true, why, consequences: [] }];
    }
    if (kind !== "collateral test") {
      return [];
    }
    const cash = settlementVault(options.security).reinvestment;
    const judged = covers({ ...options, rank: tier.rank, cash, minBps: tier.bps, maxAge: tier.maxAge });
    return [{ key: `tier ${at}`, name: kind, words, ...judged, consequences: [] }];
  });
  return [...triggers, ...tests];
}

type Standing = Omit<Covenant, "key" | "words" | "consequences">;

/** Since when a trigger fails, and what comes when. */
function failureOf(
  trigger: TriggerState,
  { security, now }: Facts,
): Pick<Covenant, "since" | "cureEnds" | "isPastCure" | "stepsAt" | "step"> {
  const breach = breachOf(trigger);
  const { breachedSince, flags } = trigger;
  // Whoever declared it knew before anybody tested it.
  const isKnownBefore = breachedSince > 0n && breachedSince < (breach?.since ?? now);
  const at = stepsAt(trigger, security.control.steppedAt);
  return {
    since: isKnownBefore ? breachedSince : breach?.since,
    cureEnds: breach?.cureEndsAt,
    isPastCure: breach !== undefined && breach.cureEndsAt <= now,
    stepsAt: at,
    step: !consequencesOf(trigger).includes("step")
      ? undefined
      : (flags & STEPPED) !== 0
        ? "done"
        : at === undefined
          ? "unproven"
          : at <= now
            ? "due"
            : "coming",
  };
}

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
      return { name, ...loanToValue(facts, trigger) };
    case "report overdue":
      return { name, ...reportOverdue(facts, trigger) };
    case "disclosure overdue":
    case "event":
      return { name, ...raised(trigger, name) };
    case "net worth":
      return { name, ...netWorth(trigger, facts.now) };
    default:
      return undefined;
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
  const why = staleness({ at: waterfall.poolAt, days: maxAge, now, what: "the pool" });
  if (why !== undefined) {
    return { ...covered, value: waterfall.poolAt === 0n ? undefined : covered.value, holds: false, why };
  }
  const holds = value * BPS >= above * min;
  const least = (above * min + BPS - 1n) / BPS;
  return { ...covered, holds, room: holds ? { amount: value - least, of: "value" } : undefined };
}

function loanToValue(
  { security, waterfall, tranches, now }: Facts,
  { rank, bps, days }: TriggerState,
): Omit<Standing, "name"> {
  const { above } = around(tranches, rank);
  const { reserve, reinvestment } = settlementVault(security);
  const loan = above > reserve + reinvestment ? above - reserve - reinvestment : 0n;
  const max = BigInt(bps);
  const terms = { threshold: max, unit: "bps", holdsWhen: "at most" } as const;
  if (above === 0n) {
    return { ...terms, value: undefined, holds: true, why: "there is nothing left to protect" };
  }
  const { poolValue, poolAt } = waterfall;
  const value = poolValue === 0n ? undefined : (loan * BPS + poolValue - 1n) / poolValue;
  const why = staleness({ at: poolAt, days, now, what: "the pool" });
  if (why !== undefined) {
    return { ...terms, value: poolAt === 0n ? undefined : value, holds: false, why };
  }
  const holds = poolValue * max >= loan * BPS;
  const room = holds
    ? ({ amount: poolValue - (loan * BPS + max - 1n) / max, of: "value" } as const)
    : undefined;
  return { ...terms, value, holds, room };
}

function reportOverdue({ security, waterfall, now }: Facts, { days }: TriggerState): Omit<Standing, "name"> {
  const { beganAt } = security;
  const threshold = BigInt(days);
  const terms = { threshold, unit: "days", holdsWhen: "at most" } as const;
  if (beganAt === 0n) {
    return { ...terms, value: undefined, holds: true, why: "the deal has not begun" };
  }
  const last = waterfall.poolAt > beganAt ? waterfall.poolAt : beganAt;
  const value = (now - last + DAY - 1n) / DAY;
  const holds = value <= threshold;
  const room = holds ? ({ amount: threshold - value, of: "days" } as const) : undefined;
  return { ...terms, value, holds, room };
}

/** What somebody says of it, or has found. */
function raised(
  { flags, reportedAt }: TriggerState,
  name: "disclosure overdue" | "event",
): Omit<Standing, "name"> {
  const holds = (flags & RAISED) === 0;
  const terms = {
    value: undefined,
    threshold: undefined,
    unit: "days",
    holdsWhen: "at most",
    holds,
  } as const;
  if (name === "event") {
    const why = holds
      ? "the arbitrator has not declared it"
      : `the arbitrator declared it, ${dayOf(reportedAt)}`;
    return { ...terms, why };
  }
  if (reportedAt === 0n) {
    return { ...terms, why: "nobody has had the program look at the calendar yet" };
  }
  return {
    ...terms,
    why: `the latest disclosure ${holds ? "was there in time" : "was overdue"} when somebody looked, ${dayOf(reportedAt)}`,
  };
}

function netWorth({ min, reported, reportedAt, days }: TriggerState, now: bigint): Omit<Standing, "name"> {
  const terms = { threshold: min, unit: "money", holdsWhen: "at least" } as const;
  const why = staleness({ at: reportedAt, days, now, what: "the net worth" });
  if (why !== undefined) {
    return { ...terms, value: reportedAt === 0n ? undefined : reported, holds: false, why };
  }
  const holds = reported >= min;
  return {
    ...terms,
    value: reported,
    holds,
    room: holds ? { amount: reported - min, of: "worth" } : undefined,
  };
}

/** Why a report proves nothing, if it does not. */
function staleness({
  at,
  days,
  now,
  what,
}: Readonly<{ at: bigint; days: number; now: bigint; what: string }>): string | undefined {
  if (at === 0n) {
    return `${what} has never been reported`;
  }
  return now - at > BigInt(days) * DAY ? `the last report of ${what} is too old` : undefined;
}
