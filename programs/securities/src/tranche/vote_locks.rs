//! Shares that are voted on resolutions: they stay in their record until the vote closes or the ballot is withdrawn, so that
//! no share votes twice.

use super::holder::Holder;
use crate::errors::SecuritiesError;
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
    fn is_over(&self, now: i64) -> bool {
        self.shares == 0 || now >= i64::from(self.until)
    }
}

impl Holder {
    /// The shares that cannot be sent at `now`, since they are voted: the most on any open resolution.
    #[must_use]
    pub fn voted_at(&self, now: i64) -> u64 {
        let open = self.votes.iter().filter(|vote| !vote.is_over(now));
        open.map(|vote| vote.shares).max().unwrap_or(0)
    }

    /// Keeps shares for a resolution until its vote closes, in place of those that it kept for it before.
    ///
    /// # Errors
    /// [`SecuritiesError::VotesFull`], [`SecuritiesError::DateOutOfRange`].
    pub(crate) fn keep_voted(
        &mut self,
        (resolution, closes_at): (u32, i64),
        shares: u64,
        now: i64,
    ) -> Result<()> {
        let votes = &mut self.votes;
        let is_own = |vote: &VoteLock| !vote.is_over(now) && vote.resolution == resolution;
        let slot = votes
            .iter()
            .position(is_own)
            .or_else(|| votes.iter().position(|vote| vote.is_over(now)))
            .and_then(|at| votes.get_mut(at))
            .ok_or(SecuritiesError::VotesFull)?;
        *slot = VoteLock {
            shares,
            until: u32::try_from(closes_at).map_err(|_| SecuritiesError::DateOutOfRange)?,
            resolution,
        };
        Ok(())
    }
}
