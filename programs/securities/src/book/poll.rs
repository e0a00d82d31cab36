//! Polls: a question that a book puts to the money in line.

use crate::math::poll;
use anchor_lang::prelude::*;

/// A question to the money that was in line when the poll opened. Voting costs no rights: the money may leave at any
/// time, and its vote leaves with it.
#[zero_copy]
pub struct Poll {
    /// SHA-256 of the question.
    pub subject_sha256: [u8; 32],
    /// The poll's number in the book, from 1; 0: there has been no poll.
    pub number: u32,
    /// Tickets with lower numbers may vote: those that were in line when the poll opened.
    pub tickets_before: u32,
    /// When voting ends, in Unix seconds.
    pub ends_at: i64,
    /// The deadline that the poll proposes, in Unix seconds; 0: the poll is advisory and changes nothing.
    pub new_deadline: i64,
    /// Money of the tickets that may vote, less what has left the line during the poll, in value.
    pub base: u64,
    /// Money that voted in favour, in value.
    pub yes: u64,
    /// Money that voted against, in value.
    pub no: u64,
}

const _: () = assert!(size_of::<Poll>() == 80);

impl Poll {
    /// Whether the poll is running, so that votes count.
    #[must_use]
    pub const fn is_running(&self, now: i64) -> bool {
        self.number > 0 && now < self.ends_at
    }

    /// The new deadline, once the poll has ended and if it passed.
    #[must_use]
    pub fn extension(&self, now: i64, threshold_bps: u16) -> Option<i64> {
        let decided = self.new_deadline > 0
            && now >= self.ends_at
            && poll::passes(self.yes, self.base, threshold_bps);
        decided.then_some(self.new_deadline)
    }
}
