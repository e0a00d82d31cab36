import {
  type Cluster,
  findGovernance,
  listResolutions,
  proposalOf,
  type ResolutionStanding,
  resolutionStanding,
} from "@defi-ready/securities";
import type { Governance, Proposal, Resolution } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";

/** How holders of a deal decide, and what they decided. */
export type Decided = Readonly<{
  governance: Account<Governance>;
  /** Those that are not closed, by number. */
  resolutions: readonly Account<Resolution>[];
}>;

/** A resolution, with where it stands. */
export type Stood = Readonly<{
  resolution: Account<Resolution>;
  proposal: Proposal;
  standing: ResolutionStanding;
}>;

/** Reads how holders decide, and their resolutions; nothing of a security without governance. */
export async function readDecided(cluster: Cluster, security: Address): Promise<Decided | undefined> {
  const [governance, resolutions] = await Promise.all([
    findGovernance(cluster, security),
    listResolutions(cluster, security),
  ]);
  return governance === undefined ? undefined : { governance, resolutions };
}

/** Where the resolutions of a deal stand at a time, the latest first. */
export const stoodAt = ({ governance, resolutions }: Decided, now: bigint): readonly Stood[] =>
  resolutions
    .map((resolution) => ({
      resolution,
      proposal: proposalOf(resolution.data),
      standing: resolutionStanding({ resolution: resolution.data, governance: governance.data, now }),
    }))
    .toReversed();

/** Whether nothing comes of a resolution any more. */
export const isOver = ({ standing: { phase } }: Stood): boolean =>
  phase === "executed" || phase === "stopped" || phase === "failed" || phase === "expired";
