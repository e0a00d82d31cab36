import {
  ClientError,
  type Cluster,
  clusterTime,
  readBytes,
  readSecurity,
  readTranches,
  readWaterfall,
  requireProgram,
  settlementVault,
  trancheAddress,
  trancheTerms,
} from "@defi-ready/securities";
import type { TrancheTermsArgs } from "@defi-ready/securities/program";
import {
  addMonths,
  type Deal,
  type Lock,
  loadDeal,
  loadScenario,
  locksOf,
  OWN_PAYMENTS,
  type Payment,
  parseDay,
  type Scenario,
  structureOf,
} from "@defi-ready/securities-migrations";
import {
  type Flow,
  flowsOf,
  type PoolMonth,
  poolMonths,
  project,
  type Start,
  type Statistics,
  type Step,
  type StepReport,
  statisticsOf,
  stepsOfPool,
} from "@defi-ready/securities-projection";
import { readEngine } from "@defi-ready/securities-projection/node";
import { type Address, isAddress, isOption, isSome } from "@solana/kit";
import { money, table } from "./format.js";

/** A class of a projected deal. */
type ProjectedClass = Readonly<{ name: string; statistics: Statistics; flows: readonly Flow[] }>;

/** A projection, as it is shown. */
export type Projection = Readonly<{
  /** Of the settlement mint. */
  decimals: number;
  classes: readonly ProjectedClass[];
  steps: readonly Step[];
  reports: readonly StepReport[];
  pool: readonly PoolMonth[];
}>;

const DAY = 86_400n;
/** Stands for whoever applies a deal that names nobody: it is paid, and does nothing else. */
const ANYBODY = "SysvarRent111111111111111111111111111111111" as Address;

/** A class whose rate follows a reference rate. */
type FloatingClass = Readonly<{
  rank: number;
  /** Months from one due date to the next. */
  months: number;
  /** Unix time. */
  firstDue: bigint;
}>;

/** Where a projection starts: a deal file, or the address of a security on the chain. */
type Begun = Readonly<{
  start: Start;
  names: readonly string[];
  decimals: number;
  now: bigint;
  /** Until when principal buys new assets, Unix time. */
  revolvingUntil: bigint;
  locks: readonly Step[];
  payments: readonly Payment[];
  /** Classes whose rate follows a reference rate. */
  floating: readonly FloatingClass[];
}>;

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
  const read = (decimals: number) =>
    options.scenario === undefined ? OWN_PAYMENTS : loadScenario(options.scenario, decimals);
  let begun: Begun;
  let scenario: Scenario;
  if (isAddress(subject)) {
    begun = await beginOnChain(options.cluster, subject);
    scenario = read(begun.decimals);
  } else {
    const deal = loadDeal(subject);
    scenario = read(deal.settlementMint.decimals);
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
    now: createdAt,
    revolvingUntil: BigInt(terms.rules.revolvingUntil),
    locks: locks.map(({ at, ...lock }) => ({
      at,
      event: { __kind: "Lock", ...lock },
    })),
    payments: deal.payments,
    floating: terms.tranches.flatMap((tranche, rank) => floatingClass(rank, tranche.terms, locks)),
  };
}

async function beginOnChain(cluster: Cluster, address: Address): Promise<Begun> {
  await requireProgram(cluster);
  const security = await readSecurity(cluster, address);
  const waterfall = await readWaterfall(cluster, address);
  const ranks = Array.from({ length: security.data.trancheCount }, (_, rank) => rank);
  const addresses = [
    address,
    waterfall.address,
    ...(await Promise.all(ranks.map((rank) => trancheAddress(address, rank)))),
  ];
  const accounts = (await readBytes(cluster, addresses)).map((account) => account?.data);
  const [bytes, rules, ...tranches] = accounts;
  if (bytes === undefined || rules === undefined || !tranches.every((one) => one !== undefined)) {
    throw new ClientError(`the security ${address} is not whole on this cluster`);
  }
  return {
    start: { __kind: "Accounts", security: bytes, waterfall: rules, tranches },
    names: ranks.map((rank) => `class ${rank}`),
    decimals: settlementVault(security.data).decimals,
    now: await clusterTime(cluster),
    revolvingUntil: waterfall.data.revolvingUntil,
    locks: [],
    payments: [],
    floating: (await readTranches(cluster, security)).flatMap(({ data }) =>
      floatingClass(data.rank, trancheTerms(data), [{ rank: data.rank, at: data.startsAt }]),
    ),
  };
}

function floatingClass(
  rank: number,
  { floating, firstDue, periodMonths }: TrancheTermsArgs,
  locks: readonly Pick<Lock, "rank" | "at">[],
): readonly FloatingClass[] {
  const begins = locks.find((lock) => lock.rank === rank)?.at ?? 0n;
  const first = BigInt(firstDue);
  const isFloating = isOption(floating) ? isSome(floating) : floating !== null;
  return isFloating && begins > 0n
    ? [{ rank, months: periodMonths, firstDue: first > 0n ? first : addMonths(begins, periodMonths) }]
    : [];
}

/** On the day before each due date, the rate of the next period is fixed at the reference rate of that day. */
function fixingsOf({ floating }: Begun, { referenceRates }: Scenario, until: bigint): readonly Step[] {
  return floating.flatMap(({ rank, months, firstDue }) => {
    const steps: Step[] = [];
    for (let period = 0; addMonths(firstDue, period * months) <= until; period += 1) {
      const at = addMonths(firstDue, period * months) - DAY;
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
    const steps = stepsOf(begun, scenario, pool);
    const reports = project(engine, { start: begun.start, steps });
    const refused = steps.find(
      ({ event }, at) => event.__kind === "Draw" && event.reinvestment && reports[at]?.error !== 0,
    );
    if (refused === undefined) {
      const classes = flowsOf(steps, reports).map((flows, rank) => ({
        name: begun.names[rank] ?? `class ${rank}`,
        statistics: statisticsOf(flows),
        flows,
      }));
      return { decimals: begun.decimals, classes, steps, reports, pool };
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

/** All that happens, in order of time; on a day, books lock first and losses come before payments. */
function stepsOf(begun: Begun, scenario: Scenario, pool: readonly PoolMonth[]): readonly Step[] {
  const paid = scenario.payments ?? (scenario.pool === null ? begun.payments : []);
  const lost = scenario.losses.map(({ at, amount }): Step => ({ at, event: { __kind: "Lose", amount } }));
  const payments = paid.map(
    ({ periodEnd, amount, principal, recovery }): Step => ({
      at: periodEnd,
      event: { __kind: "Pay", amount, principal, recovery, clawback: null },
    }),
  );
  const others = [...begun.locks, ...lost, ...payments, ...stepsOfPool(pool)];
  const end = others.reduce((last, { at }) => (at > last ? at : last), begun.now);
  const fixings = fixingsOf(begun, scenario, end).filter(({ at }) => at >= begun.now);
  const steps = [...fixings, ...others];
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
  return [...sorted, { at: last, event: { __kind: "Look" } } as const].map(({ at, event }) => ({
    at: from(at),
    event,
  }));
}

function timeOf(day: string | undefined): bigint | undefined {
  const time = day === undefined ? undefined : parseDay(day);
  if (day !== undefined && time === undefined) {
    throw new ClientError(`"${day}" is not a day from 1970 to 2200: write one like 2027-01-31`);
  }
  return time;
}

function dayOf(time: bigint): string {
  return new Date(Number(time) * 1000).toISOString().slice(0, 10);
}

/** A projection for people: what each class comes to, and what was refused. */
export function renderProjection({ classes, decimals, steps, reports }: Projection): string {
  const amount = (units: bigint) => money(units, decimals);
  const columns = ["Class", ...NUMBERS.map((right) => ({ right }))];
  const rows = classes.map(({ name, statistics: one }) => [
    name,
    ...[one.invested, one.interest, one.principal, one.other, one.loss, one.outstanding].map(amount),
    one.yieldPpm === null ? "-" : `${decimal(one.yieldPpm, YIELD_PLACES)} %`,
    one.averageLifeDays === null ? "-" : years(one.averageLifeDays),
    one.durationDays === null ? "-" : years(one.durationDays),
  ]);
  const refused = steps.flatMap(({ at, event }, index) => {
    const error = reports[index]?.error ?? 0;
    return error === 0
      ? []
      : [`${dayOf(at)}: ${event.__kind.toLowerCase()} is refused with error ${error}, and is left out`];
  });
  return [table(columns, rows), ...refused].join("\n");
}

const NUMBERS = [
  "Invested",
  "Interest",
  "Principal",
  "Other",
  "Loss",
  "Outstanding",
  "Yield",
  "Average life",
  "Duration",
] as const;

/** The cash flows of all classes, a row each, with a header. */
export function csvOf({ classes, decimals }: Projection): string {
  const amount = (units: bigint) => decimal(units, decimals);
  const rows = classes.flatMap(({ name, flows }) =>
    flows.map((flow) => [
      dayOf(flow.at),
      `"${name.replaceAll('"', '""')}"`,
      ...[flow.invested, flow.interest, flow.principal, flow.other, flow.loss, flow.outstanding].map(amount),
    ]),
  );
  const header = ["day", "class", "invested", "interest", "principal", "other", "loss", "outstanding"];
  return [header, ...rows].map((row) => row.join(",")).join("\n");
}

/** A projection for programs. Amounts are texts in units of the settlement mint, rates in parts per million. */
export function projectionJson({ classes, decimals, steps, reports }: Projection): object {
  const amount = (units: bigint) => decimal(units, decimals);
  return {
    classes: classes.map(({ name, statistics: one, flows }) => ({
      name,
      invested: amount(one.invested),
      interest: amount(one.interest),
      principal: amount(one.principal),
      other: amount(one.other),
      loss: amount(one.loss),
      outstanding: amount(one.outstanding),
      yieldPpm: one.yieldPpm === null ? null : Number(one.yieldPpm),
      averageLifeDays: one.averageLifeDays === null ? null : Number(one.averageLifeDays),
      durationDays: one.durationDays === null ? null : Number(one.durationDays),
      flows: flows.map((flow) => ({
        day: dayOf(flow.at),
        invested: amount(flow.invested),
        interest: amount(flow.interest),
        principal: amount(flow.principal),
        other: amount(flow.other),
        loss: amount(flow.loss),
        outstanding: amount(flow.outstanding),
      })),
    })),
    refused: steps.flatMap(({ at, event }, index) => {
      const error = reports[index]?.error ?? 0;
      return error === 0 ? [] : [{ day: dayOf(at), event: event.__kind, error }];
    }),
  };
}

/** Parts per million as a percentage. */
const YIELD_PLACES = 4;
const HUNDREDTHS = 100n;
const YEAR_DAYS = 365n;

/** Days as years with two places, to the nearest. */
function years(days: bigint): string {
  return `${decimal((2n * days * HUNDREDTHS + YEAR_DAYS) / (2n * YEAR_DAYS), 2)} years`;
}

/** A whole number of parts as a decimal number with so many places. */
function decimal(parts: bigint, places: number): string {
  const digits = (parts < 0n ? -parts : parts).toString().padStart(places + 1, "0");
  const [whole, rest] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places)];
  return `${parts < 0n ? "-" : ""}${whole}${places === 0 ? "" : `.${rest}`}`;
}
