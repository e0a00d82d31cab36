/** What a class decides with; basis points of its shares. */
export type ClassVoteTerms = Readonly<{
  /** Where the file says so. */
  field: string;
  /** The least part that consents. */
  consentBps: number;
  /** The least part that votes, where a majority of the votes decides. */
  quorumBps: number;
  /** The least part with which a holder proposes. */
  proposalBps: number;
}>;

/** How the holders of a deal decide. */
export type GovernanceTerms = Readonly<{
  /** Days from a proposal to the opening of its vote. */
  noticeDays: number;
  votingDays: number;
  /** Days from the close of a vote until its resolution can be executed. */
  timelockDays: number;
  /** By rank. */
  classes: readonly ClassVoteTerms[];
}>;
