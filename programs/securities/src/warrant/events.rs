//! Events of warrants.

use anchor_lang::prelude::*;

/// A series of warrants was created.
#[event]
pub struct SeriesCreated {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The tranche whose shares the warrants buy.
    pub tranche: Pubkey,
    /// The series.
    pub series: Pubkey,
    /// The mint of the warrants.
    pub mint: Pubkey,
    /// Price of one whole share, in settlement base units.
    pub strike: u64,
    /// When the warrants expire, in Unix seconds.
    pub expires_at: i64,
}

/// Warrants were exercised.
#[event]
pub struct WarrantsExercised {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The series.
    pub series: Pubkey,
    /// The owner who exercised them.
    pub owner: Pubkey,
    /// Warrants that were burnt, and shares that were issued for them, in base units.
    pub warrants: u64,
    /// The strike paid into the treasury, in settlement base units.
    pub cost: u64,
}

/// An expired series was closed; the shares that were still set aside for it are free again.
#[event]
pub struct SeriesClosed {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The series.
    pub series: Pubkey,
    /// Warrants that were exercised, in base units.
    pub exercised: u64,
    /// Shares that were still set aside and are free again, in share base units.
    pub freed: u64,
}
