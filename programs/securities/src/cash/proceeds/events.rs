//! Events: the way of proceeds.

use anchor_lang::prelude::*;

/// The sponsor drew proceeds.
#[event]
pub struct ProceedsDrawn {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// In which mint.
    pub mint: Pubkey,
    /// Where to.
    pub destination: Pubkey,
    /// How much.
    pub amount: u64,
}

/// What came into a vault unasked before the first lock of a book was moved to the treasury.
#[event]
pub struct DonationSwept {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Of which mint.
    pub mint: Pubkey,
    /// How much.
    pub amount: u64,
}
