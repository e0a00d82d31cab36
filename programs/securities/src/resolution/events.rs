//! Events: resolutions.

use super::{governance::GovernanceTerms, proposal::Proposal, state::Proposer};
use anchor_lang::prelude::*;

/// The sponsor set how holders decide.
#[event]
pub struct GovernanceSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// All terms.
    pub terms: GovernanceTerms,
}

/// A resolution was proposed.
#[event]
pub struct ResolutionProposed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the resolution.
    pub number: u32,
    /// Who proposed it.
    pub by: Proposer,
    /// The key that did.
    pub proposer: Pubkey,
    /// What it would do.
    pub proposal: Proposal,
    /// SHA-256 of its document.
    pub document_sha256: [u8; 32],
    /// The classes that are asked, one bit by rank.
    pub asked: u8,
    /// From when it is voted on, in Unix seconds.
    pub opens_at: i64,
    /// Until when.
    pub closes_at: i64,
    /// From when it can be executed.
    pub executable_from: i64,
    /// Until when.
    pub executable_until: i64,
}

/// A record voted on a resolution, or changed its vote.
#[event]
pub struct BallotCast {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the resolution.
    pub number: u32,
    /// The rank of the record's class.
    pub rank: u8,
    /// The record's owner.
    pub owner: Pubkey,
    /// Whether it votes in favour.
    pub in_favour: bool,
    /// The shares that it votes with, in share base units.
    pub weight: u64,
}

/// A record took its vote back before the close.
#[event]
pub struct BallotWithdrawn {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the resolution.
    pub number: u32,
    /// The rank of the record's class.
    pub rank: u8,
    /// The record's owner.
    pub owner: Pubkey,
    /// The shares that it had voted with, in share base units.
    pub weight: u64,
}

/// The account of a vote was closed after the close.
#[event]
pub struct BallotClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The resolution.
    pub resolution: Pubkey,
    /// The holder record.
    pub holder: Pubkey,
}

/// A resolution was stopped.
#[event]
pub struct ResolutionStopped {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the resolution.
    pub number: u32,
    /// Whether whoever proposed it withdrew it; otherwise the arbitrator stopped it.
    pub withdrawn: bool,
}

/// A resolution was executed.
#[event]
pub struct ResolutionExecuted {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the resolution.
    pub number: u32,
    /// What it did.
    pub proposal: Proposal,
}

/// The account of a resolution was closed.
#[event]
pub struct ResolutionClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the resolution.
    pub number: u32,
    /// 0: it failed or was not executed in time; 1: it was executed; 2: it was stopped.
    pub status: u8,
}

/// Somebody laid down a waterfall as a whole.
#[event]
pub struct StructureDrafted {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The draft.
    pub draft: Pubkey,
    /// Who may propose it.
    pub author: Pubkey,
    /// Its SHA-256, which the proposal repeats.
    pub sha256: [u8; 32],
    /// How many tiers it has.
    pub tiers: u8,
    /// How many triggers.
    pub triggers: u8,
}

/// The account of a draft was closed.
#[event]
pub struct DraftClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The draft.
    pub draft: Pubkey,
}

/// A resolution redeemed a class: its holders are owed the price, and its shares nothing more.
#[event]
pub struct ClassRedeemed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the resolution.
    pub number: u32,
    /// The class.
    pub tranche: Pubkey,
    /// What a whole share was paid, in settlement base units.
    pub price: u64,
    /// Shares that ended, in share base units.
    pub shares: u64,
    /// What all of them were paid, in settlement base units.
    pub amount: u64,
    /// Principal that ended with them; of equity without a par what was raised for them and not returned.
    pub principal: u64,
    /// Interest due and arrears that ended with them.
    pub interest: u64,
}
