//! The errors of resolutions.

/// Their names, in order.
pub const RESOLUTIONS: &[&str] = &[
    "BadGovernance",
    "BadProposal",
    "NotAmendable",
    "ProposerRefused",
    "ProposalTooEarly",
    "NobodyAsked",
    "SponsorRecord",
    "VotingClosed",
    "VotingOpen",
    "ClassNotAsked",
    "SponsorDisregarded",
    "SharesVoted",
    "VotesFull",
    "ClassVoting",
    "OfferAmended",
    "WrongResolution",
    "ResolutionEnded",
    "ResolutionEarly",
    "ResolutionExpired",
    "NotConsented",
    "ResolutionStale",
    "NotStoppable",
    "ResolutionOpen",
];
