//! Events: refunds that left their book.

use anchor_lang::prelude::*;

/// A refund that could not be paid for its time left its book and waits for its owner in a record of its own.
#[event]
pub struct RefundOwed {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// In what mint.
    pub mint: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// An owner has the refund that waited for it.
#[event]
pub struct OwedClaimed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The record, which is closed.
    pub owed: Pubkey,
    /// Whose it was.
    pub owner: Pubkey,
    /// In what mint.
    pub mint: Pubkey,
    /// Base units, with what others sent there.
    pub amount: u64,
}
