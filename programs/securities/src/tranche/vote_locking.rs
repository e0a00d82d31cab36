//! What a record cannot send since it is voted or may not vote, and how shares are kept for a vote.

use super::{
    holder::Holder,
    state::Tranche,
    vote_locks::{NewShares, VoteLock},
};
use crate::{errors::SecuritiesError, math::fixed};
use anchor_lang::prelude::*;

impl Holder {
    /// The shares that cannot be sent at `now`: those that are voted, the most on any open resolution, and those that were
    /// issued during a vote.
    #[must_use]
    pub fn voted_at(&self, now: i64) -> u64 {
        let open = self.votes.iter().filter(|vote| !vote.is_over(now));
        let voted = open.map(|vote| vote.shares).max().unwrap_or(0);
        voted.saturating_add(self.new_shares.at(now))
    }

    /// The shares that vote at `now` on what was proposed at a time: all but those issued since.
    #[must_use]
    pub fn voting_on(&self, proposed_at: i64, now: i64) -> u64 {
        let is_older = i64::from(self.new_shares.since) < proposed_at;
        let new = if is_older { 0 } else { self.new_shares.at(now) };
        self.shares.saturating_sub(new)
    }

    /// Notes shares that its tranche issues to it: nobody floods a class that votes.
    ///
    /// # Errors
    /// [`SecuritiesError::AlreadyThawed`] during a vote while its token account is thawed, from which they could be sent;
    /// [`SecuritiesError::DateOutOfRange`], [`SecuritiesError::Overflow`].
    pub(crate) fn note_new(&mut self, tranche: &Tranche, shares: u64, now: i64) -> Result<()> {
        if now >= tranche.voting.until || shares == 0 {
            return Ok(());
        }
        ensure!(!self.is_thawed(), SecuritiesError::AlreadyThawed);
        let seconds = |at: i64| u32::try_from(at).map_err(|_| SecuritiesError::DateOutOfRange);
        self.new_shares = NewShares {
            shares: fixed::add(self.new_shares.at(now), shares)?,
            since: seconds(now)?,
            until: seconds(tranche.voting.until)?,
        };
        Ok(())
    }

    /// Keeps shares for a resolution until its vote closes, in place of those that it kept for it before.
    ///
    /// # Errors
    /// [`SecuritiesError::AlreadyThawed`] while its token account is thawed, which then says what it holds;
    /// [`SecuritiesError::VotesFull`], [`SecuritiesError::DateOutOfRange`].
    pub(crate) fn keep_voted(
        &mut self,
        (resolution, closes_at): (u32, i64),
        shares: u64,
        now: i64,
    ) -> Result<()> {
        ensure!(!self.is_thawed(), SecuritiesError::AlreadyThawed);
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
