//! Events: losses.

use crate::math::waterfall::MAX_TRANCHES;
use anchor_lang::prelude::*;

/// The servicer announced a loss of the pool. Nothing changes until it is recorded.
#[event]
pub struct LossAnnounced {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The loss's account.
    pub loss: Pubkey,
    /// The amount announced, in settlement base units.
    pub amount: u64,
    /// From when anyone may record it, in Unix seconds.
    pub due_at: i64,
    /// SHA-256 of the report.
    pub report_sha256: [u8; 32],
}

/// An announced loss took effect. Arrays are by rank.
#[event]
pub struct LossRecorded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The loss's account.
    pub loss: Pubkey,
    /// The amount recorded, in settlement base units: the amount announced, at most the principal outstanding.
    pub amount: u64,
    /// What each cover paid for it.
    pub covered: [u64; MAX_TRANCHES],
    /// Principal written off, by tranche.
    pub written_off: [u64; MAX_TRANCHES],
    /// Principal repaid to each tranche from what covers paid.
    pub repaid: [u64; MAX_TRANCHES],
    /// SHA-256 of the report.
    pub report_sha256: [u8; 32],
}

/// The arbitrator struck out an announced loss.
#[event]
pub struct LossStruck {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The loss's account.
    pub loss: Pubkey,
    /// The amount announced, in settlement base units.
    pub amount: u64,
    /// SHA-256 of the report.
    pub report_sha256: [u8; 32],
}

/// Servicer and arbitrator lowered a recorded loss.
#[event]
pub struct LossCorrected {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The loss's account.
    pub loss: Pubkey,
    /// The amount of the correction, in settlement base units.
    pub amount: u64,
    /// Principal of each tranche that was written up, by rank, without cash.
    pub written_up: [u64; MAX_TRANCHES],
    /// SHA-256 of the report.
    pub report_sha256: [u8; 32],
}
