//! What a record cannot send since it is voted, and how shares are kept for a vote.

use super::{holder::Holder, vote_locks::VoteLock};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

impl Holder {
    /// The shares that cannot be sent at `now`, since they are voted: the most on any open resolution.
    #[must_use]
    pub fn voted_at(&self, now: i64) -> u64 {
        let open = self.votes.iter().filter(|vote| !vote.is_over(now));
        open.map(|vote| vote.shares).max().unwrap_or(0)
    }

    /// When the last vote closes that shares of it are voted on, in Unix seconds; 0: none is open.
    pub(crate) fn voted_until(&self, now: i64) -> i64 {
        let open = self.votes.iter().filter(|vote| !vote.is_over(now));
        open.map(|vote| vote.until.into()).max().unwrap_or(0)
    }

    /// Keeps shares for a resolution until its vote closes, in place of those that it kept for it before.
    ///
    /// # Errors
    /// [`SecuritiesError::AlreadyThawed`] while its token account is thawed, which then says what it holds;
    /// [`SecuritiesError::SharesLeaving`], [`SecuritiesError::VotesFull`], [`SecuritiesError::DateOutOfRange`].
    pub(crate) fn keep_voted(
        &mut self,
        (resolution, closes_at): (u32, i64),
        shares: u64,
        now: i64,
    ) -> Result<()> {
        ensure!(!self.is_thawed(), SecuritiesError::AlreadyThawed);
        let is_own = |vote: &VoteLock| !vote.is_over(now) && vote.resolution == resolution;
        // Nothing more is voted that its next owner would vote once more.
        let own = self.votes.iter().find(|vote| is_own(vote));
        ensure!(
            shares <= own.map_or(0, |vote| vote.shares) || !self.is_leaving(now),
            SecuritiesError::SharesLeaving
        );
        let votes = &mut self.votes;
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
