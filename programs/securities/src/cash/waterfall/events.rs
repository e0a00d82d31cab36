//! Events: the waterfall.

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
