import { type MeasurePhase, measureLine, measureOf, measurePhase } from "@defi-ready/securities";
import type { MeasureKind } from "@defi-ready/securities/program";
import { short } from "../format.js";
import type { Announced } from "./announced.js";
import type { Deal, DealClass } from "./deal.js";
import { nameWithin } from "./names.js";

/** An exceptional measure of a deal, with where it stands. */
export type Measured = Announced &
  Readonly<{
    kind: MeasureKind;
    phase: MeasurePhase;
    /** The class that it is about, and what that is called within the deal. */
    of: DealClass | undefined;
    name: string;
  }>;

/** The measures of a deal, the latest first. */
export const measuredOf = (deal: Deal): readonly Measured[] =>
  deal.measures
    .map(({ measure, owner }) => {
      const of = deal.classes.find(({ tranche }) => tranche.address === measure.data.tranche);
      return {
        measure,
        owner,
        kind: measureOf(measure.data),
        phase: measurePhase(measure.data, deal.time),
        of,
        name: of === undefined ? "another class" : nameWithin(deal.name, of.name),
      };
    })
    .toReversed();

/** What a measure does, in a line; who receives shares by the ends of its address, which stands beside it in full. */
export function measureText(kind: MeasureKind, decimals: number): string {
  const line = measureLine(kind, decimals);
  return "to" in kind ? line.replace(kind.to, short(kind.to)) : line;
}

/** Whether a measure is announced, and neither taken nor cancelled. */
export const isPending = ({ phase }: Pick<Measured, "phase">): boolean =>
  phase === "waiting" || phase === "takeable";

/** Whether nothing comes of a measure any more. */
export const isOver = (one: Pick<Measured, "phase">): boolean => !isPending(one) && one.phase !== "in force";
