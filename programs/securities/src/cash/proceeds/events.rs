//! Events: draws of proceeds, and swept donations.

use anchor_lang::prelude::*;

/// The sponsor drew proceeds.
#[event]
pub struct ProceedsDrawn {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The mint.
    pub mint: Pubkey,
    /// The destination.
    pub destination: Pubkey,
    /// The amount, in base units of the mint.
    pub amount: u64,
    /// Whether it was drawn from the reinvestment account instead of the proceeds.
    pub reinvestment: bool,
}

/// Unsolicited transfers to a vault were moved to the treasury: before the first lock of a book, or in another mint
/// beside debt.
#[event]
pub struct DonationSwept {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The mint.
    pub mint: Pubkey,
    /// The amount, in base units of the mint.
    pub amount: u64,
}
