//! Groups of books that close together: all books of a group are locked at once, or none.

use anchor_lang::prelude::*;

/// How many groups the books of a security can form; each number is used once.
pub const MAX_GROUPS: usize = 4;
/// The most books in a group. This many fit into one transaction with a lookup table, whatever their assets and
/// rewards: with eight tranches, their reported values and six rate sources, it needs under 40 of 64 accounts.
pub const MAX_GROUP: u8 = 8;

/// Books of a security that close together.
#[zero_copy]
pub struct Group {
    /// When all of them open, in Unix seconds.
    pub opens_at: i64,
    /// The deadline of all of them, in Unix seconds, which no vote moves.
    pub deadline: i64,
    /// Number of books in the group, 2 to [`MAX_GROUP`]; 0: the group's number is not used yet.
    pub size: u8,
    /// How many of them have been opened.
    pub opened: u8,
    /// How many of them have had an offer.
    pub offered: u8,
    /// 1: one of them has failed, so none will be locked any more.
    pub failed: u8,
    /// 1: it is locked only if the tests of the structure hold with what it locks.
    pub requires_tests: u8,
    /// Zero.
    pub padding: [u8; 3],
}

const _: () = assert!(size_of::<Group>() == 24);

/// The group that a book is opened in, and the book's clock.
#[derive(Clone, Copy, Debug)]
pub struct Membership {
    /// The group's number, 1 to [`MAX_GROUPS`]; 0: none.
    pub group: u8,
    /// Number of books in the group; 0: none.
    pub size: u8,
    /// Whether the group is locked only if the tests of the structure hold with what it locks.
    pub requires_tests: bool,
    /// When the book opens, in Unix seconds.
    pub opens_at: i64,
    /// The book's deadline, in Unix seconds.
    pub deadline: i64,
    /// The latest deadline that a vote may set, in Unix seconds.
    pub latest_deadline: i64,
}

impl Group {
    /// Whether all its books are open, each with an offer: from then on, investors can commit to closing with all of
    /// them.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.size > 0 && self.offered == self.size
    }
}
