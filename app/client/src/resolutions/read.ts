import type { Account, Address } from "@solana/kit";
import { find, list, OFFSET, read } from "../account-kinds.js";
import { ballotAddress, governanceAddress, resolutionAddress } from "../addresses.js";
import type { Cluster } from "../cluster.js";
import {
  type Ballot,
  type Governance,
  getProposalDecoder,
  type Proposal,
  type Resolution,
} from "../generated/index.js";
import { BALLOT, GOVERNANCE, RESOLUTION } from "./kinds.js";

/** Reads how the holders of a security decide, if they do. */
export const findGovernance = async (
  cluster: Cluster,
  security: Address,
): Promise<Account<Governance> | undefined> => find(cluster, GOVERNANCE, await governanceAddress(security));

/** Reads how the holders of a security decide; it must have a governance. */
export const readGovernance = async (cluster: Cluster, security: Address): Promise<Account<Governance>> =>
  read(cluster, GOVERNANCE, await governanceAddress(security));

/** Reads a resolution by its number; it must be there. */
export const readResolution = async (
  cluster: Cluster,
  { security, number }: Readonly<{ security: Address; number: number }>,
): Promise<Account<Resolution>> => read(cluster, RESOLUTION, await resolutionAddress(security, number));

/** All resolutions of a security that are not closed, by number. */
export const listResolutions = async (cluster: Cluster, security: Address): Promise<Account<Resolution>[]> =>
  (await list(cluster, RESOLUTION, [[OFFSET.resolutionSecurity, security]])).sort(
    (a, b) => a.data.number - b.data.number,
  );

/** How a holder's record votes on a resolution, if it does. */
export const findBallot = async (
  cluster: Cluster,
  { resolution, holder }: Readonly<{ resolution: Address; holder: Address }>,
): Promise<Account<Ballot> | undefined> => find(cluster, BALLOT, await ballotAddress(resolution, holder));

/** All ballots on a resolution, also after it was closed. */
export const listBallots = async (cluster: Cluster, resolution: Address): Promise<Account<Ballot>[]> =>
  list(cluster, BALLOT, [[OFFSET.ballotResolution, resolution]]);

/** What a resolution would do. */
export const proposalOf = ({ proposal }: Pick<Resolution, "proposal">): Proposal =>
  getProposalDecoder().decode(proposal);
