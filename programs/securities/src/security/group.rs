//! Groups of books that close together: all of a group are locked at once, or none.

use anchor_lang::prelude::*;

/// Groups that the books of a security can form, each once.
pub const MAX_GROUPS: usize = 4;
/// The most books of a group. As many fit one transaction with a lookup table, whatever assets and rewards they have: with
/// eight tranches, their reported values and six sources of rates it takes under 40 of 64 accounts.
pub const MAX_GROUP: u8 = 8;

/// Books of a security that close together.
#[zero_copy]
pub struct Group {
    /// When all of them open, Unix time.
    pub opens_at: i64,
    /// The deadline of all of them, which no vote moves, Unix time.
    pub deadline: i64,
    /// How many books it has, 2 to [`MAX_GROUP`]; 0: the number is not used yet.
    pub size: u8,
    /// How many of them have been opened.
    pub opened: u8,
    /// How many of them have had an offer.
    pub offered: u8,
    /// 1: one of them came to nothing, so that none will be locked any more.
    pub failed: u8,
    /// Zero.
    pub padding: [u8; 4],
}

const _: () = assert!(size_of::<Group>() == 24);

/// The group that a book is opened in.
#[derive(Clone, Copy, Debug)]
pub struct Membership {
    /// Its number, 1 to [`MAX_GROUPS`]; 0: none.
    pub group: u8,
    /// How many books it has; 0: none.
    pub size: u8,
    /// When the book opens, Unix time.
    pub opens_at: i64,
    /// The book's deadline, Unix time.
    pub deadline: i64,
    /// The latest that a vote may extend it to.
    pub latest_deadline: i64,
}

impl Group {
    /// Whether all its books are there, each with an offer: from then on investors can consent to close with all of them.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.size > 0 && self.offered == self.size
    }
}
