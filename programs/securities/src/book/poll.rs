//! The question that a book has put to the money in line.

use crate::math::poll;
use anchor_lang::prelude::*;

/// A question to the money that was in line when it was asked. A vote costs no rights: whoever voted may leave, and
/// its vote leaves with it.
#[zero_copy]
pub struct Poll {
    /// SHA-256 of the question.
    pub subject_sha256: [u8; 32],
    /// Its number, from 1; 0: none was held.
    pub number: u32,
    /// Tickets with lower numbers may vote: those that were in line.
    pub tickets_before: u32,
    /// Until when votes count, Unix time.
    pub ends_at: i64,
    /// The deadline that it proposes, Unix time; 0: it advises and changes nothing.
    pub new_deadline: i64,
    /// Money of the tickets that may vote, as far as it is still in line.
    pub base: u64,
    /// Money for it.
    pub yes: u64,
    /// Money against it.
    pub no: u64,
}

const _: () = assert!(size_of::<Poll>() == 80);

impl Poll {
    /// Whether votes count.
    #[must_use]
    pub const fn is_running(&self, now: i64) -> bool {
        self.number > 0 && now < self.ends_at
    }

    /// The deadline that it has decided on, if it has.
    #[must_use]
    pub fn extension(&self, now: i64, threshold_bps: u16) -> Option<i64> {
        let decided = self.new_deadline > 0
            && now >= self.ends_at
            && poll::passes(self.yes, self.base, threshold_bps);
        decided.then_some(self.new_deadline)
    }
}
