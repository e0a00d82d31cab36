//! Events: the line.

use anchor_lang::prelude::*;

/// A ticket moved to an empty place ahead; nobody's order changed.
#[event]
pub struct TicketMoved {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its place now.
    pub place: u32,
}

/// A line got more places.
#[event]
pub struct LineGrown {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// Places now.
    pub capacity: u32,
}
