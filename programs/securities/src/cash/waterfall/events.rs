//! Events: the waterfall.

use crate::cash::distribution::state::MAX_NOTE;
use anchor_lang::prelude::*;

/// The triggers were tested.
#[event]
pub struct TriggersChecked {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Bit n is set if trigger n does not hold.
    pub failing: u8,
    /// The mode after the test: 0 revolving, 1 amortising, 2 accelerated.
    pub mode: u8,
}

/// The sponsor or the arbitrator changed the mode.
#[event]
pub struct ModeSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The key that changed it.
    pub authority: Pubkey,
    /// The new mode: 0 revolving, 1 amortising, 2 accelerated.
    pub mode: u8,
}

/// The reporter reported the pool's value.
#[event]
pub struct PoolReported {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The value, in settlement base units.
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
    /// Place of the fee tier, from 0.
    pub tier: u8,
    /// The payee.
    pub payee: Pubkey,
    /// The amount paid, in settlement base units.
    pub amount: u64,
    /// Whether it was paid out of the treasury; otherwise it is what the tier took of distributions.
    pub from_treasury: bool,
}

/// The sponsor submitted an expense.
#[event]
pub struct ExpenseSubmitted {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Place of the expense tier, from 0.
    pub tier: u8,
    /// The payee.
    pub payee: Pubkey,
    /// The amount submitted, in settlement base units.
    pub amount: u64,
    /// What may still be submitted in the year, in settlement base units.
    pub left: u64,
    /// SHA-256 of the document.
    pub document_sha256: [u8; 32],
    /// What the expense is, UTF-8, padded with zeros.
    pub note: [u8; MAX_NOTE],
}

/// The sponsor elected that the interest of a tranche's current period is paid in kind.
#[event]
pub struct PikElected {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche's rank.
    pub rank: u8,
    /// Day number of the due date with which the period ends.
    pub due_day: u64,
    /// Periods that are left.
    pub left: u8,
}
