//! Events of refunds that left their book.

use anchor_lang::prelude::*;

/// A refund that could not be paid for a year left its book, and waits for its owner in a record of its own.
#[event]
pub struct RefundOwed {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// The ticket's owner.
    pub owner: Pubkey,
    /// The mint of the refund.
    pub mint: Pubkey,
    /// The refund, in base units of the mint.
    pub amount: u64,
}

/// An owner received the refund that waited for it.
#[event]
pub struct RefundClaimed {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The record, which is closed.
    pub owed: Pubkey,
    /// The owner of the refund.
    pub owner: Pubkey,
    /// The mint of the refund.
    pub mint: Pubkey,
    /// Paid, including what others sent to the token account, in base units of the mint.
    pub amount: u64,
}
