import { readFileSync } from "node:fs";
import { DealDocument } from "./document.js";
import { Field, reason, whole, wholeList } from "./field.js";
import { readPaymentsOf } from "./load.js";
import type { Payment } from "./model.js";
import type { PaymentRules } from "./payments.js";
import { DealError, ProblemList } from "./problem.js";
import { checkSchema } from "./schema.js";
import { readText } from "./text.js";
import { parseDay, parseYearlyRate } from "./values.js";

/** A pool of loans alike. Money in settlement base units, parts and rates a year in parts per million. */
export type PoolTerms = Readonly<{
  balance: bigint;
  ratePpm: number;
  months: number;
  repays: "level" | "bullet";
  /** When the first month ends, Unix time. */
  firstAt: bigint;
  prepaymentPpm: number;
  defaultPpm: number;
  recoveryPpm: number;
  recoveryMonths: number;
  /** Whether what is repaid buys new loans while the deal revolves. */
  reinvests: boolean;
}>;

/** An amount that belongs to a day: Unix time, settlement base units. */
type Dated = Readonly<{ at: bigint; amount: bigint }>;

/** What is assumed of a deal's assets. */
export type Scenario = Readonly<{
  /** When the deal is created, Unix time; `null`: now. */
  start: bigint | null;
  /** How full its books are. */
  filled: "cap" | "minimum";
  pool: PoolTerms | null;
  /** `null`: those of the deal. */
  payments: readonly Payment[] | null;
  /** Besides those of the pool. */
  losses: readonly Dated[];
  /** What the reporter says the assets are worth, without a pool. */
  valuations: readonly Dated[];
  /** What the sponsor draws besides what a pool reinvests: proceeds, or from the reinvestment account. */
  draws: readonly (Dated & Readonly<{ reinvestment: boolean }>)[];
  /** What the sponsor submits as expenses, each at the tier of a place, from 0. */
  expenses: readonly (Dated & Readonly<{ tier: number }>)[];
  /** What is converted on a day: the place of the conversion in the deal, and share base units; `null`: the whole class. */
  conversions: readonly Readonly<{ at: bigint; conversion: number; shares: bigint | null }>[];
  /** The reference rate of floating classes, in order of time: from a Unix time on, a rate a year in parts per million. */
  referenceRates: readonly Readonly<{ from: bigint; ratePpm: number }>[];
}>;

/** The scenario of a deal whose own payments come in. */
export const OWN_PAYMENTS: Scenario = {
  start: null,
  filled: "cap",
  pool: null,
  payments: null,
  losses: [],
  valuations: [],
  draws: [],
  expenses: [],
  conversions: [],
  referenceRates: [],
};
const RECOVERY_MONTHS = 12;

/** What is known of a deal that a scenario is for. */
export type ScenarioRules = Pick<PaymentRules, "decimals"> &
  Readonly<{
    carries: ReadonlyMap<string, number>;
    /** By the place of each conversion: the decimals of the shares that are given; `undefined` if it cannot be projected. */
    conversions: readonly (number | undefined)[];
  }>;

/**
 * Reads a scenario file.
 *
 * @param path The file; messages use the name given here.
 * @param rules What is known of the deal: decimals of the settlement mint, and the classes that are paid a carry.
 * @throws {DealError} With all problems, each with its place and its field.
 */
export function loadScenario(path: string, rules: ScenarioRules): Scenario {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new DealError([
      { file: path, field: "", message: `cannot read the scenario file: ${reason(error)}` },
    ]);
  }
  const text = readText(bytes);
  if (typeof text !== "string") {
    throw new DealError([{ file: path, field: "", ...text }]);
  }
  const problems = new ProblemList();
  const document = new DealDocument(path, text, problems);
  checkSchema(document, "scenario");
  const scenario = readScenario(new Field(document, [], document.value), path, rules, problems);
  problems.throwIfAny();
  if (scenario === undefined) {
    throw new Error("a scenario without a problem is whole");
  }
  return scenario;
}

function readScenario(
  top: Field,
  path: string,
  { decimals, carries, conversions }: ScenarioRules,
  problems: ProblemList,
): Scenario | undefined {
  return whole<Scenario>({
    start: top.get("start").or(null, readDay),
    filled: top.get("filled").or("cap", (field) => field.choice<"cap" | "minimum">()),
    pool: top.get("pool").or(null, (field) => readPool(field, decimals)),
    payments: top
      .get("payments")
      .or(null, (field) => readPaymentsOf(field, path, { decimals, carries, smallest: undefined }, problems)),
    losses: readEach(top.get("losses"), (loss) => readDated(loss, "amount", decimals)),
    valuations: readEach(top.get("valuations"), (one) => readDated(one, "value", decimals)),
    draws: readEach(top.get("draws"), (draw) => {
      const dated = readDated(draw, "amount", decimals);
      return dated && { ...dated, reinvestment: draw.get("reinvestment").flag() };
    }),
    expenses: readEach(top.get("expenses"), (expense) => {
      const [dated, tier] = [readDated(expense, "amount", decimals), expense.get("tier").count()];
      return dated && tier !== undefined ? { ...dated, tier } : undefined;
    }),
    conversions: readEach(top.get("conversions"), (one) => readConversion(one, conversions)),
    referenceRates: readReferenceRates(top.get("reference_rates")),
  });
}

function readEach<T>(list: Field, read: (field: Field) => T | undefined): readonly T[] | undefined {
  return wholeList(list.items().map(read));
}

function readDated(field: Field, name: "amount" | "value", decimals: number): Dated | undefined {
  return whole<Dated>({ at: readDay(field.get("on")), amount: field.get(name).amount(decimals) });
}

function readConversion(
  field: Field,
  known: ScenarioRules["conversions"],
): Scenario["conversions"][number] | undefined {
  const [at, conversion] = [readDay(field.get("on")), field.get("conversion").count()];
  const decimals = conversion === undefined ? undefined : known[conversion];
  if (conversion !== undefined && decimals === undefined) {
    return field
      .get("conversion")
      .refuse("is no conversion between classes of this deal: give the place of one, from 0");
  }
  const shares = field.get("shares").or(null, (given) => given.amount(decimals));
  return whole<Scenario["conversions"][number]>({ at, conversion, shares });
}

function readReferenceRates(list: Field): Scenario["referenceRates"] | undefined {
  const fields = list.items();
  const rates = fields.map((field) =>
    whole<Scenario["referenceRates"][number]>({
      from: readDay(field.get("from")),
      ratePpm: readRate(field.get("percent")),
    }),
  );
  for (const [at, rate] of rates.entries()) {
    const before = rates[at - 1];
    if (rate !== undefined && before !== undefined && rate.from <= before.from) {
      fields[at]?.get("from").refuse("is not after the day before it in the list: put them in order of time");
    }
  }
  return wholeList(rates);
}

function readPool(field: Field, decimals: number): PoolTerms | undefined {
  const rate = (name: string) => field.get(name).or(0, readRate);
  return whole<PoolTerms>({
    balance: field.get("balance").amount(decimals),
    ratePpm: readRate(field.get("rate")),
    months: field.get("months").count(),
    repays: field.get("repays").or("level", (one) => one.choice<PoolTerms["repays"]>()),
    firstAt: readDay(field.get("first")),
    prepaymentPpm: rate("prepayments"),
    defaultPpm: rate("defaults"),
    recoveryPpm: rate("recovery"),
    recoveryMonths: field.get("recovery_months").or(RECOVERY_MONTHS, (one) => one.count()),
    reinvests: field.get("reinvests").flag(),
  });
}

function readDay(field: Field): bigint | undefined {
  const text = field.text();
  return text === undefined
    ? undefined
    : (parseDay(text) ?? field.refuse(`${text} is not a day of the calendar from 1970 to 2200`));
}

/** A rate a year in percent, in parts per million. */
function readRate(field: Field): number | undefined {
  const text = field.text();
  return text === undefined ? undefined : parseYearlyRate(text);
}
