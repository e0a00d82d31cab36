import {
  type Cluster,
  listMeasures,
  type MeasurePhase,
  measureLine,
  measureOf,
  measurePhase,
  readBytes,
} from "@defi-ready/securities";
import { getHolderDecoder, type Measure, type MeasureKind } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { short } from "../format.js";
import type { Deal, DealClass } from "./deal.js";
import { nameWithin } from "./names.js";

/** A measure, and whose record it is about; nobody's of a pause, or of a record that is closed. */
export type Announced = Readonly<{ measure: Account<Measure>; owner: Address | undefined }>;

/** An exceptional measure of a deal, with where it stands. */
export type Measured = Announced &
  Readonly<{
    kind: MeasureKind;
    phase: MeasurePhase;
    /** The class that it is about, and what that is called within the deal. */
    of: DealClass | undefined;
    name: string;
  }>;

/** Reads the measures of a security that are not closed, by number. */
export async function readMeasures(cluster: Cluster, security: Address): Promise<readonly Announced[]> {
  const measures = await listMeasures(cluster, security);
  const records = await readBytes(
    cluster,
    measures.map(({ data }) => data.holder),
  );
  const decoder = getHolderDecoder();
  return measures.map((measure, at) => {
    const record = records[at];
    const isRecord = record !== undefined && record.data.length >= decoder.fixedSize;
    return { measure, owner: isRecord ? decoder.decode(record.data).owner : undefined };
  });
}

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
