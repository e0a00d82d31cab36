import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { Amortisation, FloatingTerms, StepUp } from "./model.js";
import { parseDay, parseYearlyRate } from "./values.js";

/** The highest rate a year, parts per million. */
export const MAX_RATE_PPM = 10_000_000;
const DEFAULT_FIXING_DAYS = 5;

/** Reads a rate a year in percent, in parts per million. */
export function readRate(field: Field): number | undefined {
  const text = field.text();
  if (text === undefined) {
    return undefined;
  }
  const ppm = parseYearlyRate(text);
  return ppm <= MAX_RATE_PPM ? ppm : field.refuse(`${text} % a year is too high: the most is 1000`);
}

/** Whether a rate is left out or 0, so that nothing bears interest; a wrong one has a message of its own. */
export function isZeroRate(rate: Field): boolean {
  return !rate.given || readRate(rate) === 0;
}

/**
 * How the rate of a tranche follows a reference rate. It needs a rate, which is that of the first period, and due dates,
 * before which the rates of the others are fixed.
 */
export function readFloating(
  tranche: Field,
  rate: Field,
  ratePpm: number | undefined,
): FloatingTerms | null | undefined {
  const field = tranche.get("floating");
  if (!field.given) {
    return null;
  }
  requirePeriods(field, { tranche, rate, ratePpm });
  const [margin, floor, cap] = ["margin", "floor", "cap"].map((name) => field.get(name)) as [
    Field,
    Field,
    Field,
  ];
  const terms = whole<FloatingTerms>({
    reference: field.get("over").address(),
    marginPpm: margin.or(0, readRate),
    floorPpm: floor.or(0, readRate),
    capPpm: cap.or(0, readRate),
    fixingDays: field.get("fixing_days").or(DEFAULT_FIXING_DAYS, (days) => days.count()),
  });
  if (terms === undefined) {
    return undefined;
  }
  if (cap.given && terms.capPpm === 0) {
    return cap.refuse("is 0: leave it out, and the rate has no cap");
  }
  const late = tranche.get("default_margin").or(0, readRate) ?? 0;
  const most = terms.capPpm === 0 ? MAX_RATE_PPM - late : terms.capPpm;
  if (most + late > MAX_RATE_PPM) {
    return cap.refuse("and the default margin are together above 1000 % a year: use a lower one");
  }
  const above = terms.capPpm === 0 ? "what the default margin leaves of 1000 % a year" : "the cap";
  for (const [one, ppm] of [
    [floor, terms.floorPpm],
    [margin, terms.marginPpm],
  ] as const) {
    if (ppm > most) {
      return one.refuse(`is above ${above}: use a lower one, or a higher cap`);
    }
  }
  return terms;
}

/**
 * The dated increases of a rate or of a floating rate's margin. The sum of rate, increases and default margin is at most
 * the highest rate, that of margin and increases at most the cap.
 */
export function readStepUps(
  tranche: Field,
  rate: Field,
  ratePpm: number | undefined,
): readonly StepUp[] | undefined {
  const field = tranche.get("step_ups");
  if (!field.given) {
    return [];
  }
  requirePeriods(field, { tranche, rate, ratePpm });
  const all = wholeList(field.items().map(readStepUp));
  if (all === undefined) {
    return undefined;
  }
  const late = all.findIndex(({ from }, at) => at > 0 && from <= (all[at - 1]?.from ?? 0n));
  if (late > 0) {
    return field
      .items()
      [late]?.get("from")
      .refuse("is not after the one before: put them in order, each once");
  }
  const sum = all.reduce((total, { addPpm }) => total + addPpm, 0);
  const margin = tranche.get("default_margin").or(0, readRate) ?? 0;
  const floating = tranche.get("floating");
  const cap = floating.get("cap").or(0, readRate) ?? 0;
  const base = floating.given ? (floating.get("margin").or(0, readRate) ?? 0) : (ratePpm ?? 0);
  const most = floating.given && cap > 0 ? cap : MAX_RATE_PPM - margin;
  if (base + sum > most) {
    return field.refuse(
      floating.given
        ? "raise the margin above the cap, or above 1000 % a year: use lower ones, or a higher cap"
        : "raise the rate, with the default margin, above 1000 % a year: use lower ones",
    );
  }
  return all;
}

function readStepUp(field: Field): StepUp | undefined {
  const [from, add] = [field.get("from"), field.get("add")];
  const text = from.text();
  const time = text === undefined ? undefined : parseDay(text);
  if (text !== undefined && time === undefined) {
    from.refuse(`"${text}" is not a day from 1970-01-01 to 2200-01-01: check year, month and day`);
  }
  const addPpm = readRate(add);
  return whole<StepUp>({
    from: time,
    addPpm: addPpm === 0 ? add.refuse("is 0: leave it out") : addPpm,
  });
}

type Rated = Readonly<{ tranche: Field; rate: Field; ratePpm: number | undefined }>;

/** Refuses a rate that changes from period to period where there is no rate, or no period, or payments are level. */
function requirePeriods(field: Field, { tranche, rate, ratePpm }: Rated): void {
  if (ratePpm === 0) {
    field.refuse(
      `needs a ${rate.name.split(".").at(-1)}, which is that of the first period: give one above 0, or leave this out`,
    );
  }
  const period = tranche.get("period");
  if (!period.given || period.text() === "none") {
    field.refuse("needs a period: rates change with due dates; give one, or leave this out");
  }
  if (tranche.get("amortisation").choice<Amortisation>() === "level") {
    field.refuse("does not go with level payments, which are set once at one rate: use another amortisation");
  }
}
