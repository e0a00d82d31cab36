//! Events of modes, triggers, losses and fees.

use crate::math::waterfall::MAX_TRANCHES;
use anchor_lang::prelude::*;

/// The triggers were looked at.
#[event]
pub struct TriggersChecked {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Bit n: trigger n does not hold.
    pub failing: u8,
    /// The mode since: 0 revolving, 1 amortising, 2 accelerated.
    pub mode: u8,
}

/// Somebody with the power changed the mode.
#[event]
pub struct ModeSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Who.
    pub authority: Pubkey,
    /// The mode since: 0 revolving, 1 amortising, 2 accelerated.
    pub mode: u8,
}

/// The reporter said what the pool is worth.
#[event]
pub struct PoolReported {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Settlement base units.
    pub value: u64,
    /// SHA-256 of the report.
    pub report_sha256: [u8; 32],
}

/// The pool lost something. Arrays are by rank.
#[event]
pub struct LossRecorded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// How much, settlement base units.
    pub amount: u64,
    /// What each cover paid for it.
    pub covered: [u64; MAX_TRANCHES],
    /// Principal written off of each tranche.
    pub written_off: [u64; MAX_TRANCHES],
    /// Principal repaid to each tranche with what covers paid.
    pub repaid: [u64; MAX_TRANCHES],
    /// SHA-256 of the report.
    pub report_sha256: [u8; 32],
}

/// A fee was paid out.
#[event]
pub struct FeePaid {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Which tier's, from 0.
    pub tier: u8,
    /// The payee.
    pub payee: Pubkey,
    /// How much.
    pub amount: u64,
}
