//! Events: warrants.

use anchor_lang::prelude::*;

/// A series of warrants was created.
#[event]
pub struct SeriesCreated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche whose shares it buys.
    pub tranche: Pubkey,
    /// The series.
    pub series: Pubkey,
    /// The mint of the warrants.
    pub mint: Pubkey,
    /// Price of one whole share, settlement base units.
    pub strike: u64,
    /// Until when it can be exercised.
    pub expires_at: i64,
}

/// Warrants became shares.
#[event]
pub struct WarrantsExercised {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The series.
    pub series: Pubkey,
    /// Who exercised.
    pub owner: Pubkey,
    /// Warrants burnt, and shares issued, in base units.
    pub warrants: u64,
    /// Paid into the treasury.
    pub cost: u64,
}

/// A series expired and was closed; the shares set aside for it are free.
#[event]
pub struct SeriesClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The series.
    pub series: Pubkey,
    /// Warrants that became shares.
    pub exercised: u64,
    /// Shares that were set aside and are free now.
    pub released: u64,
}
