import { formatAmount } from "../amount.js";
import type { MeasureKind } from "../generated/index.js";
import { isoDay } from "../iso-time.js";
import { ALL_SHARES } from "./terms.js";

/** What a measure does, in a line of words, given the decimals of the class. */
export function measureLine(measure: MeasureKind, decimals: number): string {
  switch (measure.__kind) {
    case "Block": {
      const shares =
        measure.shares === ALL_SHARES ? "all shares" : `${formatAmount(measure.shares, decimals)} shares`;
      return `block ${shares} until ${isoDay(measure.until)}`;
    }
    case "Pause":
      return measure.days === 1 ? "pause transfers for a day" : `pause transfers for ${measure.days} days`;
    case "Recovery":
      return `recover all shares to ${measure.to}`;
    case "CourtOrder":
      return `move ${formatAmount(measure.shares, decimals)} shares to ${measure.to}`;
  }
}
