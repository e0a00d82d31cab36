//! Events: rates.

use anchor_lang::prelude::*;

/// Rates of a mint can now be reported.
#[event]
pub struct RateCreated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The mint.
    pub mint: Pubkey,
    /// The most that the rate may move in a day, in basis points.
    pub daily_bps: u32,
}

/// A reference rate was reported, the first time by its creation.
#[event]
pub struct ReferenceRateReported {
    /// The reference rate.
    pub reference: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The rate a year, in parts per million.
    pub rate_ppm: u32,
}

/// A rate was reported.
#[event]
pub struct RateReported {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The mint.
    pub mint: Pubkey,
    /// The number of settlement base units that
    pub numerator: u64,
    /// this number of base units of the mint is worth.
    pub denominator: u64,
}
