//! Events: rates.

use anchor_lang::prelude::*;

/// A mint's rate can be reported.
#[event]
pub struct RateCreated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The mint.
    pub mint: Pubkey,
    /// The most it may move in a day, basis points.
    pub daily_bps: u32,
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
    /// So many settlement base units,
    pub numerator: u64,
    /// for so many base units of the mint.
    pub denominator: u64,
}
