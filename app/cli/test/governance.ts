/** How the holders of a deal of these tests decide: two thirds of all shares consent. */
export const GOVERNANCE = {
  noticeDays: 1,
  votingDays: 3,
  timelockDays: 2,
  classes: [{ consentBps: 6_667, quorumBps: 5_000, proposalBps: 1_000 }],
};
