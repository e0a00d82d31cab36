//! Events: what happens to a tranche.

use anchor_lang::prelude::*;

/// A holder named another account for its payments.
#[event]
pub struct PayoutAccountNamed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The holder's record.
    pub holder: Pubkey,
    /// The token account.
    pub account: Pubkey,
}

/// The rate of a floating tranche's next period was fixed.
#[event]
pub struct RateFixed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// Its rank.
    pub rank: u8,
    /// Day number of the due date with which the period begins.
    pub from_day: u64,
    /// Interest a year, in parts per million.
    pub rate_ppm: u32,
}
