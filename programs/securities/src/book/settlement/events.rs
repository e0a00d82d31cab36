//! Events at the end of a book.

use crate::tranche::thaw::Freeze;
use anchor_lang::prelude::*;

/// Lamports were set aside for tips.
#[event]
pub struct TipsFunded {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// Lamports added to the tip budget.
    pub amount: u64,
}

/// A book was locked.
#[event]
pub struct BookLocked {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// Money in line, in value.
    pub locked: u64,
    /// The part of `locked` that is committed and counts, in value.
    pub committed: u64,
    /// Price of one whole share, in settlement base units.
    pub price: u64,
    /// Number of tickets to settle or refund.
    pub tickets: u32,
    /// Shares that were issued and that the book holds for its tickets, bonus shares included, in share base units.
    pub shares: u64,
}

/// A book has failed, because another book of its group has failed.
#[event]
pub struct BookFailed {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The book's group.
    pub group: u8,
}

/// A ticket of a locked book became shares.
#[event]
pub struct TicketSettled {
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
    /// Money that became proceeds, in value.
    pub accepted: u64,
    /// Base units of the ticket's asset that were taken for it.
    pub units: u64,
    /// Base units that were returned, with what they earned.
    pub refunded: u64,
    /// Base units that wait until they can be paid to an account of the owner.
    pub waiting: u64,
    /// Shares that the accepted money bought, without bonus shares, in share base units.
    pub shares: u64,
    /// Rewards by curve, in base units of each reward.
    pub rewards: [u64; 4],
    /// Accounts of the owner that were thawed and are frozen with what they received, because it is locked: of the book's tranche,
    /// then of tranches of points.
    pub frozen: Vec<Freeze>,
}

/// Proceeds of a locked book left its escrow for the security's vault.
#[event]
pub struct ProceedsReleased {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The asset's mint.
    pub mint: Pubkey,
    /// Base units of the asset.
    pub amount: u64,
}

/// A ticket was refunded: in a failed book, or because nothing of it was accepted; or what had waited of it was paid.
#[event]
pub struct TicketRefunded {
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
    /// Base units that were returned; 0 if no account of the owner could be paid.
    pub amount: u64,
    /// Base units that wait until they can be paid to an account of the owner.
    pub waiting: u64,
}

/// A book's escrow for an asset other than the settlement mint was closed.
#[event]
pub struct EscrowClosed {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The asset's mint.
    pub mint: Pubkey,
    /// Donations to the escrow, moved to the security's vault, in base units of the asset.
    pub donated: u64,
}

/// A book was closed and its rent returned.
#[event]
pub struct BookClosed {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Money that became proceeds, in value.
    pub accepted: u64,
    /// Donations to its escrow, moved to the security's vault, in settlement base units.
    pub donated: u64,
}
