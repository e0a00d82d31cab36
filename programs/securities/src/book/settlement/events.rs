//! Events: the end of a book.

use anchor_lang::prelude::*;

/// Lamports were put aside for tips.
#[event]
pub struct TipsFunded {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// How many.
    pub amount: u64,
}

/// A book was locked.
#[event]
pub struct BookLocked {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// Money in line.
    pub locked: u64,
    /// The part of it that is committed.
    pub committed: u64,
    /// Price of one whole share.
    pub price: u64,
    /// Tickets to settle or refund.
    pub tickets: u32,
    /// Shares that were issued, bonus shares included, and that the book holds for its tickets.
    pub shares: u64,
}

/// A book can be locked no more, since another of its group came to nothing.
#[event]
pub struct BookFailed {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// Its group.
    pub group: u8,
}

/// A ticket of a locked book became shares.
#[event]
pub struct TicketSettled {
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
    /// Money that became proceeds.
    pub accepted: u64,
    /// Base units of its asset that were taken for it.
    pub units: u64,
    /// Base units that went back, with what they earned.
    pub refunded: u64,
    /// Base units that wait for a refund account that can be paid.
    pub waiting: u64,
    /// Shares that it became, without bonus shares.
    pub shares: u64,
    /// Rewards, curve by curve.
    pub rewards: [u64; 4],
}

/// Proceeds of a locked book left its escrow for the security's vault.
#[event]
pub struct ProceedsReleased {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The mint.
    pub mint: Pubkey,
    /// Base units of it.
    pub amount: u64,
}

/// A ticket went back: of a book that came to nothing, or because nothing of it was accepted; or what waited of it.
#[event]
pub struct TicketRefunded {
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
    /// Base units that went back.
    pub amount: u64,
    /// Base units that wait for an account of the owner that can be paid.
    pub waiting: u64,
}

/// A book's escrow of another asset than the settlement mint was closed.
#[event]
pub struct EscrowClosed {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The asset's mint.
    pub mint: Pubkey,
    /// Donations to it, moved to the treasury.
    pub donated: u64,
}

/// A book was closed and its rent returned.
#[event]
pub struct BookClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Money that became proceeds.
    pub accepted: u64,
    /// Donations to its vault, moved to the treasury.
    pub donated: u64,
}
