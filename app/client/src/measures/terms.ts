import { counted } from "../counted.js";
import type { MeasureKindArgs, MeasureTermsArgs, Security } from "../generated/index.js";

/** An exceptional measure that a security may have. */
export type MeasureWord = "block" | "pause" | "recovery" | "court order" | "correction";

/** Of each measure its bit, what it does in a sentence, and the least days from its announcement; nobody announces a correction. */
export const MEASURES: Readonly<
  Record<MeasureWord, Readonly<{ bit: number; does: string; minDays: number }>>
> = {
  block: {
    bit: 1,
    does: "the shares of a record, or a number of them, are neither sent nor wrapped for a time, at most 366 days; they earn and are paid as ever",
    minDays: 3,
  },
  pause: {
    bit: 2,
    does: "a class's shares are neither sent nor wrapped for at most 14 days, and then for at least 30 days not again; payments and every way out go on",
    minDays: 3,
  },
  recovery: {
    bit: 4,
    does: "all that the record of a lost key has moves to another key, unless the owner ends it with its signature",
    minDays: 30,
  },
  "court order": {
    bit: 8,
    does: "a number of shares of a record moves to another owner; what they have earned stays owed to the record",
    minDays: 30,
  },
  correction: {
    bit: 16,
    does: "a payment that its payer lets wait is sent back by the payer and the arbitrator together; it counts for nothing until it runs, and what has run stays",
    minDays: 0,
  },
};

/** All measures, in order. */
export const MEASURE_WORDS = Object.keys(MEASURES) as readonly MeasureWord[];

/** The fewest and the most days that a security's measures wait. */
export const MEASURE_DAYS = { min: 3, max: 90 } as const;
/** The fewest and the most hours that a payment which waits can be corrected. */
export const CORRECTION_HOURS = { min: 1, max: 72 } as const;
/** The most days of a pause. */
export const MAX_PAUSE_DAYS = 14;
/** The most days of a block, from its announcement. */
export const MAX_BLOCK_DAYS = 366;
/** As a number of shares of a block: all that the record has and receives. */
export const ALL_SHARES = 2n ** 64n - 1n;
/** Without measures. */
export const NO_MEASURES: MeasureTermsArgs = { kinds: 0, days: 0, hours: 0 };

/** The bits of measures, added up. */
export const measureBits = (words: readonly MeasureWord[]): number =>
  words.reduce((bits, word) => bits | MEASURES[word].bit, 0);

/** The measures that bits stand for. */
export const measureWords = (bits: number): MeasureWord[] =>
  MEASURE_WORDS.filter((word) => (bits & MEASURES[word].bit) !== 0);

/** A measure that a security has, with the time that it takes: days from its announcement, or hours to correct a payment. */
export type MeasureHad = Readonly<{ word: MeasureWord; waits: string; when: string }>;

/** The measures of a security. */
export const measuresOf = ({ measures }: Pick<Security, "measures">): MeasureHad[] => measuresHad(measures);

/** The measures that terms state. */
export const measuresHad = (terms: MeasureTermsArgs): MeasureHad[] =>
  measureWords(terms.kinds).map((word) => {
    const isCorrection = word === "correction";
    const waits = isCorrection ? counted(terms.hours, "hour") : counted(measureDays(terms, word), "day");
    return { word, waits, when: `${isCorrection ? "within" : "after"} ${waits}` };
  });

/** The days that a measure waits after its announcement. */
export const measureDays = ({ days }: Pick<MeasureTermsArgs, "days">, word: MeasureWord): number =>
  Math.max(days, MEASURES[word].minDays);

/** The word for a measure. */
export function measureWordOf({ __kind }: Pick<MeasureKindArgs, "__kind">): MeasureWord {
  switch (__kind) {
    case "Block":
      return "block";
    case "Pause":
      return "pause";
    case "Recovery":
      return "recovery";
    case "CourtOrder":
      return "court order";
  }
}
