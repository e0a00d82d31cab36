//! Blocks: shares of a record that an exceptional measure keeps in it for a time. Blocked shares earn and are paid like
//! others.

use anchor_lang::prelude::*;

/// How many measures block shares of a record at a time: one, and the one that follows it.
pub const MAX_BLOCKS: usize = 2;
/// As a number of shares: all that a record has, also those that it receives while it is blocked.
pub const ALL_SHARES: u64 = u64::MAX;

/// Shares of a record that a measure blocks.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Shares, in share base units; the largest number: all; 0: the slot is free.
    pub shares: u64,
    /// Until when, in Unix seconds: from then on the slot is free.
    pub until: u32,
    /// Number of the measure.
    pub measure: u16,
    /// 1: the measure is to move them to another owner, so that the record does not vote.
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
}
