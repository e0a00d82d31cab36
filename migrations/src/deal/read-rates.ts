import type { Field } from "./field.js";
import { whole } from "./field.js";
import type { Amortisation, FloatingTerms } from "./model.js";
import { parseYearlyRate } from "./values.js";

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
  if (ratePpm === 0) {
    field.refuse(
      `needs a ${rate.name.split(".").at(-1)}, which is that of the first period: give one above 0, or leave this out`,
    );
  }
  const period = tranche.get("period");
  if (!period.given || period.text() === "none") {
    field.refuse("needs a period: rates are fixed before each due date; give one, or leave this out");
  }
  if (tranche.get("amortisation").choice<Amortisation>() === "level") {
    field.refuse("does not go with level payments, which are set once at one rate: use another amortisation");
  }
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
