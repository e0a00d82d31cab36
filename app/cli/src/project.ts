import {
  addMonths,
  type BusinessDays,
  ClientError,
  type Cluster,
  clusterTime,
  feesOf,
  movedTime,
  needsPool,
  readSecurity,
  readTranches,
  readWaterfall,
  requireProgram,
  settlementVault,
  tierKindOf,
  tiersOf,
  trancheTerms,
} from "@defi-ready/securities";
import type { TrancheTermsArgs } from "@defi-ready/securities/program";
import {
  carriesOf,
  type Deal,
  factsOfDeal,
  type Lock,
  loadDeal,
  loadScenario,
  locksOf,
  OWN_PAYMENTS,
  type Payment,
  parseDay,
  type Scenario,
  scenarioRulesOf,
  structureOf,
} from "@defi-ready/securities-migrations";
import {
  flowsOf,
  type PoolMonth,
  poolMonths,
  project,
  type Start,
  type Step,
  statisticsOf,
  stepsOfPool,
  withConversions,
} from "@defi-ready/securities-projection";
import { readEngine } from "@defi-ready/securities-projection/node";
import { type Address, isAddress, isOption, isSome } from "@solana/kit";
import { ANYBODY } from "./anybody.js";
import { startOnChain } from "./chain-start.js";
import { dayOf, type Projection } from "./projection-report.js";

const DAY = 86_400n;
const NOT_VALUED =
  "nothing says what the assets are worth, without which tests and triggers of collateral fail and a fee of the pool is " +
  "nothing: give the scenario valuations or a pool";

/** A class whose rate follows a reference rate. */
type FloatingClass = Readonly<{
  rank: number;
  /** Months from one due date to the next. */
  months: number;
  /** Unix time. */
  firstDue: bigint;
  /** Where due dates move. */
  businessDays: BusinessDays;
}>;

/** A conversion between classes of the deal: its place in the projection, and the decimals of the shares that are given. */
type ProjectedConversion = Readonly<{ place: number; decimals: number }>;

/** Where a projection starts: a deal file, or the address of a security on the chain. */
type Begun = Readonly<{
  start: Start;
  names: readonly string[];
  decimals: number;
  /** The classes that are paid a carry, by name, with their ranks. */
  carries: ReadonlyMap<string, number>;
  now: bigint;
  /** Until when principal buys new assets, Unix time. */
  revolvingUntil: bigint;
  locks: readonly Step[];
  payments: readonly Payment[];
  /** Classes whose rate follows a reference rate. */
  floating: readonly FloatingClass[];
  /** Places of the tiers of fees and expenses that may be paid out of the treasury. */
  fromTreasury: readonly number[];
  /** Of shares, by rank. */
  shareDecimals: readonly number[];
  /** The conversions as a scenario counts them; `undefined` for one into another security, which is not projected. */
  conversions: readonly (ProjectedConversion | undefined)[];
  /** Whether anything depends on what the pool is worth, which nobody has reported yet. */
  needsPool: boolean;
}>;

/** What a class is called whose name is not read from the chain. */
const nameOf = (rank: number) => `class ${rank}`;

/** Projects a deal file or the security at an address, as the scenario of a file says. */
export async function projectDeal(
  subject: string,
  options: Readonly<{
    scenario: string | undefined;
    /** The day on which a deal file is applied, in place of the scenario's. */
    start: string | undefined;
    /** Of a security on the chain. */
    cluster: Cluster;
  }>,
): Promise<Projection> {
  const read = (rules: Parameters<typeof loadScenario>[1]) =>
    options.scenario === undefined ? OWN_PAYMENTS : loadScenario(options.scenario, rules);
  let begun: Begun;
  let scenario: Scenario;
  if (isAddress(subject)) {
    begun = await beginOnChain(options.cluster, subject);
    scenario = read({ ...begun, conversions: begun.conversions.map((one) => one?.decimals) });
  } else {
    const deal = loadDeal(subject);
    scenario = read(scenarioRulesOf(deal));
    begun = beginWithTerms(deal, scenario, options.start);
  }
  return play(begun, scenario);
}

function beginWithTerms(deal: Deal, { start, filled }: Scenario, day: string | undefined): Begun {
  const createdAt = timeOf(day) ?? start ?? BigInt(Math.floor(Date.now() / 1000));
  const sponsor = deal.sponsor ?? ANYBODY;
  const terms = { createdAt, ...structureOf(deal, { sponsor, createdAt }) };
  const locks = locksOf(deal, { filled, createdAt });
  return {
    start: { __kind: "Terms", terms },
    names: deal.tranches.map(({ name }) => name),
    decimals: deal.settlementMint.decimals,
    carries: carriesOf(deal),
    now: createdAt,
    revolvingUntil: BigInt(terms.rules.revolvingUntil),
    locks: locks.map(({ at, ...lock }) => ({
      at,
      event: { __kind: "Lock", ...lock },
    })),
    payments: deal.payments,
    floating: terms.tranches.flatMap((tranche, rank) => floatingClass(rank, tranche.terms, locks)),
    fromTreasury: deal.waterfall.flatMap((tier, place) =>
      "fromTreasury" in tier && tier.fromTreasury ? place : [],
    ),
    shareDecimals: deal.tranches.map(({ decimals }) => decimals),
    conversions: conversionsOf(deal),
    needsPool: needsPool(factsOfDeal(deal)),
  };
}

/** The conversions of a deal file, those into other securities left out. */
function conversionsOf({ conversions, tranches }: Deal): Begun["conversions"] {
  let place = 0;
  return conversions.map(({ from, into }) => {
    if (typeof into !== "number") {
      return undefined;
    }
    place += 1;
    return { place: place - 1, decimals: tranches[from]?.decimals ?? 0 };
  });
}

async function beginOnChain(cluster: Cluster, address: Address): Promise<Begun> {
  await requireProgram(cluster);
  const security = await readSecurity(cluster, address);
  const waterfall = await readWaterfall(cluster, address);
  const start = await startOnChain(cluster, security);
  const classes = await readTranches(cluster, security);
  const shareDecimals = classes.map(({ data }) => data.decimals);
  return {
    start,
    shareDecimals,
    conversions: start.conversions.map(({ from }, place) => ({ place, decimals: shareDecimals[from] ?? 0 })),
    names: start.tranches.map((_, rank) => nameOf(rank)),
    decimals: settlementVault(security.data).decimals,
    carries: new Map(
      tiersOf(waterfall.data).flatMap((tier) =>
        tierKindOf(tier) === "carry" ? [[nameOf(tier.rank), tier.rank]] : [],
      ),
    ),
    now: await clusterTime(cluster),
    revolvingUntil: waterfall.data.revolvingUntil,
    locks: [],
    payments: [],
    floating: classes.flatMap(({ data }) =>
      floatingClass(data.rank, trancheTerms(data), [{ rank: data.rank, at: data.startsAt }]),
    ),
    fromTreasury: feesOf(waterfall.data).flatMap((fee) => (fee.fromTreasury ? fee.tier : [])),
    // The last report is on the chain.
    needsPool: false,
  };
}

function floatingClass(
  rank: number,
  { floating, firstDue, periodMonths, businessDays }: TrancheTermsArgs,
  locks: readonly Pick<Lock, "rank" | "at">[],
): readonly FloatingClass[] {
  const begins = locks.find((lock) => lock.rank === rank)?.at ?? 0n;
  const first = BigInt(firstDue);
  const isFloating = isOption(floating) ? isSome(floating) : floating !== null;
  return isFloating && begins > 0n
    ? [
        {
          rank,
          months: periodMonths,
          firstDue: first > 0n ? first : addMonths(begins, periodMonths),
          businessDays,
        },
      ]
    : [];
}

/** On the day before each due date, the rate of the next period is fixed at the reference rate of that day. */
function fixingsOf({ floating }: Begun, { referenceRates }: Scenario, until: bigint): readonly Step[] {
  return floating.flatMap(({ rank, months, firstDue, businessDays }) => {
    const steps: Step[] = [];
    const due = (period: number) => movedTime(businessDays, addMonths(firstDue, period * months));
    for (let period = 0; due(period) <= until; period += 1) {
      const at = due(period) - DAY;
      const rate = referenceRates.findLast(({ from }) => from <= at);
      if (rate !== undefined) {
        steps.push({ at, event: { __kind: "Fix", rank, referencePpm: rate.ratePpm } });
      }
    }
    return steps;
  });
}

function play(begun: Begun, scenario: Scenario): Projection {
  const engine = readEngine();
  // What a refused draw would have bought is not bought, so the pool is reckoned again without it.
  let until = scenario.pool?.reinvests === true ? begun.revolvingUntil : 0n;
  for (;;) {
    const pool = monthsOf(scenario, until);
    const ofPool = stepsOfPool(pool);
    const steps = stepsOf(begun, scenario, ofPool);
    const reports = project(engine, { start: begun.start, steps });
    const drawn = new Set(ofPool.map(({ event }) => event).filter(({ __kind }) => __kind === "Draw"));
    const refused = steps.find(({ event }, at) => drawn.has(event) && reports[at]?.error !== 0);
    if (refused === undefined) {
      const classes = flowsOf({ start: begun.start, steps }, reports).map((flows, rank) => ({
        name: begun.names[rank] ?? nameOf(rank),
        statistics: statisticsOf(flows),
        flows,
      }));
      const isValued = steps.some(({ event }) => event.__kind === "Report");
      const notes = begun.needsPool && !isValued ? [NOT_VALUED] : [];
      const { decimals, shareDecimals } = begun;
      return { decimals, shareDecimals, classes, steps, reports, pool, notes };
    }
    until = refused.at;
  }
}

function monthsOf({ pool }: Scenario, reinvestedUntil: bigint): readonly PoolMonth[] {
  return pool === null
    ? []
    : poolMonths(
        { ...pool, ratePpm: BigInt(pool.ratePpm) },
        {
          prepaymentPpm: BigInt(pool.prepaymentPpm),
          defaultPpm: BigInt(pool.defaultPpm),
          recoveryPpm: BigInt(pool.recoveryPpm),
          recoveryMonths: pool.recoveryMonths,
          reinvestedUntil,
        },
      );
}

/**
 * All that happens, in order of time; on a day, books lock first, losses, valuations and expenses come before payments, and
 * the sponsor's draws after them.
 */
function stepsOf(begun: Begun, scenario: Scenario, pool: readonly Step[]): readonly Step[] {
  const paid = scenario.payments ?? (scenario.pool === null ? begun.payments : []);
  const lost = scenario.losses.map(({ at, amount }): Step => ({ at, event: { __kind: "Lose", amount } }));
  const valued = scenario.valuations.map(
    ({ at, amount }): Step => ({ at, event: { __kind: "Report", value: amount } }),
  );
  const payments = paid.map(
    ({ periodEnd, amount, principal, recovery, clawback }): Step => ({
      at: periodEnd,
      event: { __kind: "Pay", amount, principal, recovery, clawback },
    }),
  );
  const expenses = scenario.expenses.map(
    ({ at, tier, amount }): Step => ({ at, event: { __kind: "Expense", tier, amount } }),
  );
  const draws = scenario.draws.map(
    ({ at, amount, reinvestment }): Step => ({ at, event: { __kind: "Draw", amount, reinvestment } }),
  );
  const converted = scenario.conversions.map(({ at, conversion, shares }): Step => {
    const place = begun.conversions[conversion]?.place ?? 0;
    const event: Step["event"] =
      shares === null
        ? { __kind: "ConvertClass", conversion: place }
        : { __kind: "ConvertShares", conversion: place, shares };
    return { at, event };
  });
  const paying = [...payments, ...pool];
  const costs = scenario.draws.some(({ reinvestment }) => !reinvestment) ? costsOf(begun, paying) : [];
  const others = [
    ...begun.locks,
    ...converted,
    ...lost,
    ...valued,
    ...expenses,
    ...costs,
    ...paying,
    ...draws,
  ];
  const end = others.reduce((last, { at }) => (at > last ? at : last), begun.now);
  const turn = turnOf(begun, end);
  const fixings = fixingsOf(begun, scenario, end).filter(({ at }) => at >= begun.now);
  const steps = [...fixings, ...turn, ...others];
  const sorted = steps.toSorted((one, other) => Number(one.at - other.at));
  const last = sorted.at(-1)?.at ?? begun.now;
  const early = sorted.find(({ at }) => at < begun.now - (begun.now % DAY));
  if (early !== undefined) {
    throw new ClientError(
      `something happens on ${dayOf(early.at)}, before the projection starts on ${dayOf(begun.now)}: ` +
        "give an earlier --start, or the scenario later days",
    );
  }
  // A day's payments come after what the chain says of that day.
  const from = (at: bigint) => (at < begun.now ? begun.now : at);
  const all = [...sorted, { at: last, event: { __kind: "Look" } } as const];
  return withConversions(
    begun.start,
    all.map(({ at, event }) => ({ at: from(at), event })),
  );
}

/** When the deal revolves no more, somebody makes what waits repay the tranches, by a payment of nothing. */
function turnOf({ revolvingUntil, now }: Begun, end: bigint): readonly Step[] {
  const event = { __kind: "Pay", amount: 0n, principal: 0n, recovery: false, clawback: null } as const;
  return now < revolvingUntil && revolvingUntil <= end ? [{ at: revolvingUntil, event }] : [];
}

/** Before each payment, what the treasury has left pays the fees and expenses that it may. */
function costsOf({ fromTreasury }: Begun, payments: readonly Step[]): readonly Step[] {
  const days = new Set(payments.map(({ at }) => at));
  return [...days].flatMap((at) =>
    fromTreasury.map((tier): Step => ({ at, event: { __kind: "PayFee", tier } })),
  );
}

function timeOf(day: string | undefined): bigint | undefined {
  const time = day === undefined ? undefined : parseDay(day);
  if (day !== undefined && time === undefined) {
    throw new ClientError(`"${day}" is not a day from 1970 to 2200: write one like 2027-01-31`);
  }
  return time;
}
