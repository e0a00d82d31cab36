import type { FloatingTermsArgs, PikTermsArgs } from "../client.js";
import { counted } from "../client.js";
import type { CapitalTerms, StepUp, TrancheTerms } from "../deal/model.js";
import { formatRate, formatTime, formatYearlyRate } from "../deal/values.js";
import { customOf } from "./due-dates.js";

/** A custom schedule, in words. */
export function describeCustom(parts: readonly Readonly<{ on: bigint; bps: number }>[]): string {
  return parts.map(({ on, bps }) => `${formatRate(bps)} % on ${formatTime(on)}`).join(", ") || "none";
}

/** How a rate or margin rises, in words. */
export function describeStepUps(stepUps: readonly StepUp[]): string {
  const rises = stepUps.map(
    ({ from, addPpm }) => `${formatYearlyRate(addPpm)} % more from ${formatTime(from)}`,
  );
  return rises.join(", ") || "none";
}

/** Interest that may be paid in kind, in words. */
export function describePik({ periods, noticeDays, marginPpm }: PikTermsArgs): string {
  return periods === 0
    ? "none"
    : `interest of ${counted(periods, "period")} in kind at ${formatYearlyRate(marginPpm)} % more, elected ${counted(noticeDays, "day")} before`;
}

/** How a rate floats, in words. */
export function describeFloating(terms: FloatingTermsArgs | undefined): string {
  if (terms === undefined) {
    return "no";
  }
  const { reference, marginPpm, floorPpm, capPpm, fixingDays } = terms;
  return [
    `then ${formatYearlyRate(marginPpm)} % over ${reference}`,
    ...(floorPpm === 0 ? [] : [`at least ${formatYearlyRate(floorPpm)} %`]),
    ...(capPpm === 0 ? [] : [`at most ${formatYearlyRate(capPpm)} %`]),
    `fixed in the ${counted(fixingDays, "day")} before`,
  ].join(", ");
}

/** What a tranche bears, in words: its rate and how that changes. */
export function describeRate({ kind, debt, capital }: TrancheTerms): readonly string[] {
  const bears: CapitalTerms | null = debt ?? capital;
  if (bears === null) {
    return [];
  }
  const { ratePpm, dayCount, floating, stepUps } = bears;
  const preferred = kind === "equity" ? "preferred " : "";
  return [
    ...(debt !== null || ratePpm > 0 ? [`${preferred}${formatYearlyRate(ratePpm)} %`, dayCount] : []),
    ...(floating === null ? [] : [describeFloating(floating)]),
    ...(stepUps.length === 0 ? [] : [describeStepUps(stepUps)]),
  ];
}

/** The parts of a custom schedule, in words; nothing for other tranches. */
export function describeInstalments(terms: TrancheTerms, createdAt: bigint): readonly string[] {
  const parts = customOf(terms, createdAt);
  return parts.length === 0 ? [] : [describeCustom(parts)];
}
