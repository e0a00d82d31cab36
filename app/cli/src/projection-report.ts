import { csvCell } from "@defi-ready/securities";
import {
  type Flow,
  isTried,
  type PoolMonth,
  type Statistics,
  type Step,
  type StepReport,
  turnedIn,
} from "@defi-ready/securities-projection";
import { money, table } from "./format.js";

/** A class of a projected deal. */
type ProjectedClass = Readonly<{ name: string; statistics: Statistics; flows: readonly Flow[] }>;

/** A projection, as it is shown. */
export type Projection = Readonly<{
  /** Of the settlement mint. */
  decimals: number;
  /** Of shares, by rank. */
  shareDecimals: readonly number[];
  classes: readonly ProjectedClass[];
  steps: readonly Step[];
  reports: readonly StepReport[];
  pool: readonly PoolMonth[];
  /** What to know about it. */
  notes: readonly string[];
}>;

/** The day of a Unix time, such as 2027-01-31. */
export function dayOf(time: bigint): string {
  return new Date(Number(time) * 1000).toISOString().slice(0, 10);
}

/** A projection for people: what each class comes to, what was refused, and what to know about it. */
export function renderProjection(projection: Projection): string {
  const { classes, decimals, steps, reports, notes } = projection;
  const amount = (units: bigint) => money(units, decimals);
  const columns = ["Class", ...NUMBERS.map((right) => ({ right }))];
  const rows = classes.map(({ name, statistics: one }) => [
    name,
    ...[one.invested, one.interest, one.principal, one.other, one.loss, one.outstanding].map(amount),
    one.yieldPpm === null ? "-" : `${decimal(one.yieldPpm, YIELD_PLACES)} %`,
    one.averageLifeDays === null ? "-" : years(one.averageLifeDays),
    one.durationDays === null ? "-" : years(one.durationDays),
  ]);
  const refused = refusalsOf({ steps, reports }).map(
    ({ day, event, error }) =>
      `${day}: ${event.toLowerCase()} is refused with error ${error}, and is left out`,
  );
  return [table(columns, rows), ...turnedLines(projection), ...refused, ...notes].join("\n");
}

/** What became what, a line each. */
function turnedLines({ classes, decimals, shareDecimals, steps, reports }: Projection): readonly string[] {
  const shares = (count: bigint, rank: number) =>
    `${money(count, shareDecimals[rank] ?? 0)} shares of ${classes[rank]?.name}`;
  return turnedIn(steps, reports).map(({ at, from, into, given, received, principal }) => {
    const owed = principal === 0n ? "" : `, which were owed ${money(principal, decimals)} of principal,`;
    return `${dayOf(at)}: ${shares(given, from)}${owed} become ${shares(received, into)}`;
  });
}

/** What was refused, but for what is only tried. */
function refusalsOf({ steps, reports }: Pick<Projection, "steps" | "reports">) {
  return steps.flatMap((step, index) => {
    const error = reports[index]?.error ?? 0;
    return error === 0 || isTried(step) ? [] : [{ day: dayOf(step.at), event: step.event.__kind, error }];
  });
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
      csvCell(name),
      ...[flow.invested, flow.interest, flow.principal, flow.other, flow.loss, flow.outstanding].map(amount),
    ]),
  );
  const header = ["day", "class", "invested", "interest", "principal", "other", "loss", "outstanding"];
  return [header, ...rows].map((row) => row.join(",")).join("\n");
}

/** A projection for programs. Amounts are texts in units of the settlement mint, rates in parts per million. */
export function projectionJson(projection: Projection): object {
  const { classes, decimals, shareDecimals, steps, reports, notes } = projection;
  const shares = (count: bigint, rank: number) => decimal(count, shareDecimals[rank] ?? 0);
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
    converted: turnedIn(steps, reports).map((one) => ({
      day: dayOf(one.at),
      from: one.from,
      into: one.into,
      given: shares(one.given, one.from),
      received: shares(one.received, one.into),
      principal: amount(one.principal),
      interest: amount(one.interest),
    })),
    refused: refusalsOf({ steps, reports }),
    notes,
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
