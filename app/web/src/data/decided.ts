import {
  type Cluster,
  findGovernance,
  listConversions,
  listDrafts,
  listResolutions,
  proposalOf,
  type ResolutionStanding,
  resolutionStanding,
} from "@defi-ready/securities";
import type {
  Conversion,
  Governance,
  Proposal,
  Resolution,
  StructureDraft,
} from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";

/** How holders of a deal decide, and what they decided. */
export type Decided = Readonly<{
  governance: Account<Governance>;
  /** Those that are not closed, by number. */
  resolutions: readonly Account<Resolution>[];
  /** Where one proposes another waterfall: the drafts that are not closed. */
  drafts: readonly Account<StructureDraft>[];
  /** Likewise the conversions, of which one may hang on a trigger. */
  conversions: readonly Conversion[];
}>;

/** A resolution, with where it stands. */
export type Stood = Readonly<{
  resolution: Account<Resolution>;
  proposal: Proposal;
  standing: ResolutionStanding;
  /** Of another waterfall: its draft, unless that is closed. */
  draft: StructureDraft | undefined;
  conversions: readonly Conversion[];
}>;

/** Reads how holders decide, and their resolutions; nothing of a security without governance. */
export async function readDecided(cluster: Cluster, security: Address): Promise<Decided | undefined> {
  const [governance, resolutions] = await Promise.all([
    findGovernance(cluster, security),
    listResolutions(cluster, security),
  ]);
  if (governance === undefined) {
    return undefined;
  }
  if (!resolutions.some(({ data }) => proposalOf(data).__kind === "Waterfall")) {
    return { governance, resolutions, drafts: [], conversions: [] };
  }
  const [drafts, conversions] = await Promise.all([
    listDrafts(cluster, security),
    listConversions(cluster, security),
  ]);
  return { governance, resolutions, drafts, conversions: conversions.map(({ data }) => data) };
}

/** Where the resolutions of a deal stand at a time, the latest first. */
export const stoodAt = (
  { governance, resolutions, drafts, conversions }: Decided,
  now: bigint,
): readonly Stood[] =>
  resolutions
    .map((resolution) => ({
      resolution,
      proposal: proposalOf(resolution.data),
      draft: drafts.find(({ data }) => data.resolution === resolution.address)?.data,
      conversions,
      standing: resolutionStanding({ resolution: resolution.data, governance: governance.data, now }),
    }))
    .toReversed();

/** Whether nothing comes of a resolution any more. */
export const isOver = ({ standing: { phase } }: Stood): boolean =>
  phase === "executed" || phase === "stopped" || phase === "failed" || phase === "expired";
