import type { MeasureWord } from "../client.js";

/** The exceptional measures of a deal. */
export type MeasuresTerms = Readonly<{
  kinds: readonly MeasureWord[];
  /** Days from an announcement until a measure can be taken; 0 where none is announced. */
  days: number;
  /** Hours that a payment which waits can be corrected; 0 without corrections. */
  hours: number;
}>;
