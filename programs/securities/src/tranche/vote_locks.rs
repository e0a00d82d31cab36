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

/// Shares that were issued to a record while its class could vote. They vote on nothing that was proposed before, and stay in the
/// record as long as that can be voted on, so that they do not in another one either.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct NewShares {
    /// Shares, in share base units.
    pub shares: u64,
    /// When the last of them were issued, in Unix seconds.
    pub since: u32,
    /// Until when they stay: the latest close of the votes that were open then, in Unix seconds.
    pub until: u32,
}

const _: () = assert!(size_of::<NewShares>() == 16 && align_of::<NewShares>() == 8);

/// Shares of a record that a resolution does not count, but for those that were issued during a vote: they stay in it until the
/// close, and vote on other resolutions as before.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Uncounted {
    /// Shares, in share base units.
    pub shares: u64,
    /// Until when they stay: the latest close of the votes that do not count them, in Unix seconds.
    pub until: u32,
    /// Zero.
    pub padding: u32,
}

const _: () = assert!(size_of::<Uncounted>() == 16 && align_of::<Uncounted>() == 8);

impl Uncounted {
    /// Those that stay in their record at `now`.
    #[must_use]
    pub fn at(&self, now: i64) -> u64 {
        if now < self.until.into() {
            self.shares
        } else {
            0
        }
    }
}

impl NewShares {
    /// Those that stay in their record at `now`.
    #[must_use]
    pub fn at(&self, now: i64) -> u64 {
        if now < self.until.into() {
            self.shares
        } else {
            0
        }
    }
}

impl VoteLock {
    /// Whether its slot is free at `now`.
    pub(super) fn is_over(&self, now: i64) -> bool {
        self.shares == 0 || now >= i64::from(self.until)
    }
}
