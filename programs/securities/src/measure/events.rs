//! Events: exceptional measures.

use super::state::MeasureKind;
use crate::tranche::thaw::Freeze;
use anchor_lang::prelude::*;

/// The sponsor and the arbitrator announced a measure.
#[event]
pub struct MeasureAnnounced {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the measure.
    pub number: u16,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner of the record that it is about; of a pause, the default address.
    pub owner: Pubkey,
    /// What it is about.
    pub measure: MeasureKind,
    /// SHA-256 of its document.
    pub document_sha256: [u8; 32],
    /// From when it can be taken, in Unix seconds.
    pub takeable_from: i64,
    /// Until when.
    pub takeable_until: i64,
}

/// A measure was cancelled before it was taken, or a block was lifted.
#[event]
pub struct MeasureCancelled {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the measure.
    pub number: u16,
    /// The tranche.
    pub tranche: Pubkey,
    /// Who did: the sponsor, the arbitrator or, of a recovery, the owner.
    pub by: Pubkey,
    /// Whether it was a block in force, which the arbitrator lifted.
    pub lifted: bool,
}

/// A block or a pause was taken.
#[event]
pub struct MeasureTaken {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the measure.
    pub number: u16,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner of the record that it is about; of a pause, the default address.
    pub owner: Pubkey,
    /// What it is about.
    pub measure: MeasureKind,
    /// Until when it lasts, in Unix seconds.
    pub until: i64,
}

/// Shares moved by a recovery or a court order, or tokens were gathered for it in the associated account of their owner.
#[event]
pub struct SharesReassigned {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the measure.
    pub number: u16,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner of the record that they left.
    pub from: Pubkey,
    /// The owner of the record that received them.
    pub to: Pubkey,
    /// Tokens that were burnt, in share base units; of gathered ones, as many as were minted to the owner again.
    pub burnt: u64,
    /// Whether the measure was taken; otherwise tokens were gathered, and nothing else changed.
    pub taken: bool,
    /// Shares that moved, in share base units.
    pub shares: u64,
    /// Of these, as many whose tokens nobody had any more.
    pub missing: u64,
    /// Of a recovery, what the record was owed and the other is owed now, by vault, in base units.
    pub owed: [u64; 4],
    /// The account that received them, if it was thawed and is frozen with them because they are locked.
    pub frozen: Vec<Freeze>,
}

/// The account of a measure was closed.
#[event]
pub struct MeasureClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Number of the measure.
    pub number: u16,
    /// 0: it was not taken in time; 1: it was taken; 2: it was cancelled.
    pub status: u8,
}
