import type { Governance, GovernanceTerms } from "../generated/index.js";

/** The most days of notice, of voting, or of the timelock. */
export const MAX_GOVERNANCE_DAYS = 90;
/** The fewest days of voting. */
export const MIN_VOTING_DAYS = 3;
/** The least part of a class's shares that a consent may ask for, basis points: more than half. */
export const MIN_CONSENT_BPS = 5_001;
/** The least quorum of a class, basis points: more than a third. */
export const MIN_QUORUM_BPS = 3_334;
/** The largest part of a class's shares that a proposal may ask for, basis points: half. */
export const MAX_PROPOSAL_BPS = 5_000;

/** What a deal file has where it says nothing else. */
export const DEFAULT_GOVERNANCE = {
  noticeDays: 7,
  votingDays: 14,
  timelockDays: 7,
  consentBps: 6_667,
  quorumBps: 5_000,
  proposalBps: 1_000,
} as const;

/** How the holders decide, with the terms of each of a number of classes. */
export const governanceTermsOf = (
  { noticeDays, votingDays, timelockDays, classes }: Governance,
  count: number,
): GovernanceTerms => ({
  noticeDays,
  votingDays,
  timelockDays,
  classes: classes
    .slice(0, count)
    .map(({ consentBps, quorumBps, proposalBps }) => ({ consentBps, quorumBps, proposalBps })),
});
