import { principalOf } from "./earnings.js";
import {
  type Security,
  type Tranche,
  TrancheKind,
  type TriggerState,
  type Waterfall,
} from "./generated/index.js";
import { describeTier, tierKindOf, tiersOf } from "./tiers.js";
import { breachOf, describeTrigger, triggerKindOf, triggersOf } from "./triggers.js";
import { settlementVault } from "./vaults-and-assets.js";

const WHOLE = 10_000n;
const DAY = 86_400n;

/** A test that the deal has to meet: a trigger, or a test of coverage among the tiers. */
export type Covenant = Readonly<{
  /** What is tested. */
  kind: "subordination" | "losses" | "overdue" | "collateral" | "collateral test" | "interest test";
  /** What it requires, in words. */
  words: string;
  /** The most junior rank that it protects; `undefined` for losses, which concern all. */
  rank: number | undefined;
  /** What the value is counted in. */
  unit: "bps" | "days";
  /** Whether the value has to be the limit at least; at most otherwise. */
  isFloor: boolean;
  limit: bigint;
  /**
   * Where it stands, rounded against the deal. `undefined` if there is nothing to protect or to measure, or no recent
   * report of the pool.
   */
  value: bigint | undefined;
  /** Whether it holds. */
  holds: boolean;
  /** For a trigger that fails: since when, and when that accelerates the waterfall, both in Unix time. */
  breach: Readonly<{ since: bigint; acceleratesAt: bigint }> | undefined;
  /** For a test among the tiers: the place of its tier. */
  tier: number | undefined;
}>;

type Accounts = Readonly<{
  security: Security;
  /** As `simulateCheckTriggers` gives it: the account itself holds the result of the last test. */
  waterfall: Waterfall;
  /** By rank. */
  tranches: readonly Tranche[];
  /** The cluster's time. */
  now: bigint;
}>;

/**
 * The tests of a security, each with where it stands and its limit: triggers first, then the tests of coverage in the
 * order of their tiers. A test of interest stands as of the last payment.
 */
export function covenantsOf(accounts: Accounts): Covenant[] {
  const triggers = triggersOf(accounts.waterfall).flatMap((trigger) => triggerCovenant(trigger, accounts));
  const { decimals } = settlementVault(accounts.security);
  const tests = tiersOf(accounts.waterfall).flatMap((tier, at): Covenant[] => {
    const kind = tierKindOf(tier);
    if (kind !== "collateral test" && kind !== "interest test") {
      return [];
    }
    const { rank, bps } = tier;
    const measured =
      kind === "collateral test"
        ? collateral(accounts, {
            rank,
            maxAge: tier.maxAge,
            cash: settlementVault(accounts.security).reinvestment,
          })
        : interest(accounts, rank, tier.reached);
    const limit = BigInt(bps);
    return [
      {
        kind,
        words: describeTier(tier, decimals),
        rank,
        unit: "bps",
        isFloor: true,
        limit,
        value: measured.value,
        holds: measured.value === undefined ? measured.isEmpty : measured.value >= limit,
        breach: undefined,
        tier: at,
      },
    ];
  });
  return [...triggers, ...tests];
}

function triggerCovenant(trigger: TriggerState, accounts: Accounts): Covenant[] {
  const kind = triggerKindOf(trigger);
  if (kind === undefined) {
    return [];
  }
  const { rank, bps, days } = trigger;
  const breach = breachOf(trigger);
  const one = { kind, words: describeTrigger(trigger), breach, holds: breach === undefined, tier: undefined };
  const floor = { ...one, rank, unit: "bps" as const, isFloor: true, limit: BigInt(bps) };
  switch (kind) {
    case "subordination": {
      const { above, below } = around(accounts, rank);
      return [{ ...floor, value: above === 0n ? undefined : (below * WHOLE) / (above + below) }];
    }
    case "collateral": {
      const { reserve, reinvestment } = settlementVault(accounts.security);
      const { value } = collateral(accounts, { rank, maxAge: days, cash: reserve + reinvestment });
      return [{ ...floor, value }];
    }
    case "losses":
      return [
        { ...one, rank: undefined, unit: "bps", isFloor: false, limit: BigInt(bps), value: losses(accounts) },
      ];
    case "overdue":
      return [
        { ...one, rank, unit: "days", isFloor: false, limit: BigInt(days), value: overdue(accounts, rank) },
      ];
  }
}

/** Capital down to a rank, and all behind it. Covers bear losses before all others, whatever their rank. */
function around({ tranches }: Accounts, rank: number): Readonly<{ above: bigint; below: bigint }> {
  let [above, below] = [0n, 0n];
  for (const tranche of tranches) {
    if (tranche.kind !== TrancheKind.Cover && tranche.rank <= rank) {
      above += principalOf(tranche);
    } else {
      below += principalOf(tranche);
    }
  }
  return { above, below };
}

type Measured = Readonly<{ value: bigint | undefined; isEmpty: boolean }>;

function collateral(
  accounts: Accounts,
  { rank, maxAge, cash }: Readonly<{ rank: number; maxAge: number; cash: bigint }>,
): Measured {
  const { waterfall, now } = accounts;
  const { above } = around(accounts, rank);
  const isFresh = waterfall.poolAt > 0n && now - waterfall.poolAt <= BigInt(maxAge) * DAY;
  const isEmpty = above === 0n;
  return { value: isEmpty || !isFresh ? undefined : ((waterfall.poolValue + cash) * WHOLE) / above, isEmpty };
}

function interest({ tranches }: Accounts, rank: number, income: bigint): Measured {
  const owed = tranches
    .filter((tranche) => tranche.kind === TrancheKind.Debt && tranche.rank <= rank)
    .reduce((sum, { periodInterest, arrears }) => sum + periodInterest + arrears, 0n);
  return { value: owed === 0n ? undefined : (income * WHOLE) / owed, isEmpty: owed === 0n };
}

/** Losses of debts and equity as a part of what was paid in for them, rounded up. */
function losses({ tranches }: Accounts): bigint | undefined {
  const bearing = tranches.filter(({ kind }) => kind !== TrancheKind.Cover);
  const issued = bearing.reduce(
    (sum, { principalIssued, pik }) => sum + principalIssued - pik.capitalised,
    0n,
  );
  const lost = bearing.reduce((sum, { loss }) => sum + loss, 0n);
  return issued === 0n ? undefined : (lost * WHOLE + issued - 1n) / issued;
}

function overdue({ tranches, now }: Accounts, rank: number): bigint | undefined {
  const since = tranches[rank]?.overdueSince;
  return since === undefined ? undefined : since === 0n ? 0n : now / DAY - since;
}
