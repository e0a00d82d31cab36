import { CORRECTION_HOURS, MEASURE_DAYS, MEASURES, type MeasureWord } from "../client.js";
import { type Field, whole, wholeList } from "./field.js";
import type { MeasuresTerms } from "./measures.js";

/** What a measure waits for, in days, if a file says nothing. */
const DEFAULT_NOTICE = 14;
/** How long a payment can be corrected, in hours, if a file says nothing. */
const DEFAULT_HOURS = 24;
const HOUR = 3_600n;

/** The exceptional measures of a deal, and how long each waits. */
export function readMeasures(field: Field): MeasuresTerms | undefined {
  const kinds = wholeList(
    field
      .get("kinds")
      .items()
      .map((kind) => kind.choice<MeasureWord>()),
  );
  const has = (is: (word: MeasureWord) => boolean) => kinds?.some(is) ?? true;
  return whole<MeasuresTerms>({
    kinds,
    days: has((word) => word !== "correction")
      ? field.get("notice").or(DEFAULT_NOTICE, readNotice)
      : refuseOf(field.get("notice"), "a correction is not announced: leave it out"),
    hours: has((word) => word === "correction")
      ? field.get("correct_within").or(DEFAULT_HOURS, readHours)
      : refuseOf(
          field.get("correct_within"),
          "is how long a payment can be corrected: add correction to kinds",
        ),
  });
}

const refuseOf = (field: Field, why: string): number | undefined => field.or(0, () => field.refuse(why));

function readNotice(field: Field): number | undefined {
  const days = field.wholeDays();
  const { min, max } = MEASURE_DAYS;
  return days === undefined || (days >= min && days <= max)
    ? days
    : field.refuse(
        `is ${days}d: give ${min}d to ${max}d; a recovery and a court order wait ${MEASURES.recovery.minDays} at least`,
      );
}

function readHours(field: Field): number | undefined {
  const seconds = field.duration();
  if (seconds === undefined) {
    return undefined;
  }
  const { min, max } = CORRECTION_HOURS;
  const hours = Number(seconds / HOUR);
  return seconds % HOUR === 0n && hours >= min && hours <= max
    ? hours
    : field.refuse(`is no whole number of hours from ${min}h to ${max}h, which is 3d`);
}
