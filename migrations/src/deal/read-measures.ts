import { MEASURE_DAYS, MEASURES, type MeasureWord } from "../client.js";
import { type Field, whole, wholeList } from "./field.js";
import type { MeasuresTerms } from "./measures.js";

/** What a measure waits for if a file says nothing. */
const DEFAULT_NOTICE = 14;

/** The exceptional measures of a deal, and how long each waits. */
export function readMeasures(field: Field): MeasuresTerms | undefined {
  const kinds = field.get("kinds").items();
  return whole<MeasuresTerms>({
    kinds: wholeList(kinds.map((kind) => kind.choice<MeasureWord>())),
    days: field.get("notice").or(DEFAULT_NOTICE, readNotice),
  });
}

function readNotice(field: Field): number | undefined {
  const days = field.wholeDays();
  const { min, max } = MEASURE_DAYS;
  return days === undefined || (days >= min && days <= max)
    ? days
    : field.refuse(
        `is ${days}d: give ${min}d to ${max}d; a recovery and a court order wait ${MEASURES.recovery.minDays} at least`,
      );
}
