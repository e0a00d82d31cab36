//! Blocks: shares of a record that an exceptional measure keeps in it for a time. Blocked shares earn and are paid like
//! others.

use anchor_lang::prelude::*;

/// How many measures block shares of a record at a time: one, and the one that follows it, or two court orders.
pub const MAX_BLOCKS: usize = 2;
/// As a number of shares: all that a record has, also those that it receives while it is blocked.
pub const ALL_SHARES: u64 = u64::MAX;

/// How long a measure can be taken, in seconds.
pub const TAKING: i64 = 30 * 86_400;

/// Shares of a record that a measure blocks.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Shares, in share base units; the largest number: all; 0: the slot is free.
    pub shares: u64,
    /// Until when, in Unix seconds: from then on the slot is free. Of 0 shares that were to leave: until when no other measure
    /// that moves shares is announced.
    pub until: u32,
    /// Number of the measure.
    pub measure: u16,
    /// 1: the measure is to move them to another owner, from 30 days before then on.
    pub leaves: u8,
    /// Zero.
    pub padding: u8,
}

const _: () = assert!(size_of::<Block>() == 16 && align_of::<Block>() == 8);

impl Block {
    /// Whether its slot is free at `now`.
    pub(super) fn is_over(&self, now: i64) -> bool {
        self.shares == 0 || now >= i64::from(self.until)
    }

    /// Until when the record rests after it, where it was to move shares and is over without having done so. `lasts` is how
    /// long such a measure blocks shares at least, in seconds.
    pub(super) fn rests_until(&self, lasts: i64) -> i64 {
        let until = i64::from(self.until);
        match (self.leaves, self.shares) {
            (0, _) => 0,
            (_, 0) => until,
            _ => until.saturating_add(lasts),
        }
    }
}
