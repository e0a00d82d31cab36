import type { MeasureWord } from "../client.js";

/** The exceptional measures of a deal. */
export type MeasuresTerms = Readonly<{
  kinds: readonly MeasureWord[];
  /** Days from an announcement until a measure can be taken. */
  days: number;
}>;
