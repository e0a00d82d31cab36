//! Shares that are voted on resolutions: they stay in their record until the vote closes or the ballot is withdrawn, so that
//! no share votes twice.

use anchor_lang::prelude::*;

/// On how many open resolutions a record votes at a time.
pub const MAX_VOTES: usize = 3;

/// Shares of a record that are voted on a resolution.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct VoteLock {
    /// Shares, in share base units; 0: the slot is free.
    pub shares: u64,
    /// When the vote closes, in Unix seconds: from then on the slot is free.
    pub until: u32,
    /// Number of the resolution.
    pub resolution: u32,
}

const _: () = assert!(size_of::<VoteLock>() == 16 && align_of::<VoteLock>() == 8);

impl VoteLock {
    /// Whether its slot is free at `now`.
    pub(super) fn is_over(&self, now: i64) -> bool {
        self.shares == 0 || now >= i64::from(self.until)
    }
}
