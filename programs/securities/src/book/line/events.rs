//! Events of the line.

use anchor_lang::prelude::*;

/// A ticket moved to an empty place ahead; nobody's order changed.
#[event]
pub struct TicketMoved {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// The ticket's new place.
    pub place: u32,
}

/// Places were added to a line.
#[event]
pub struct LineGrown {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The new number of places.
    pub capacity: u32,
}
