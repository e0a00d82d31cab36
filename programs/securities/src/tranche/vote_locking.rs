//! What a record cannot send since it is voted or may not vote, and how shares are kept for a vote.

use super::{
    holder::Holder,
    state::Tranche,
    vote_locks::{NewShares, Uncounted, VoteLock},
};
use crate::{errors::SecuritiesError, math::fixed};
use anchor_lang::prelude::*;

impl Holder {
    fn open_votes(&self, now: i64) -> impl Iterator<Item = &VoteLock> {
        self.votes.iter().filter(move |vote| !vote.is_over(now))
    }

    /// The shares that cannot be sent at `now`: those that are voted, with those that leave before the close and are not, the
    /// most on any open resolution, and those that were issued during a vote. What does not count somewhere can be voted
    /// elsewhere, and stays once.
    #[must_use]
    pub fn voted_at(&self, now: i64) -> u64 {
        let kept = self.open_votes(now).map(|vote| {
            let leaving = self.leaving_before(vote.until.into(), now);
            vote.shares.saturating_add(leaving)
        });
        let kept = kept.max().unwrap_or(0).max(self.uncounted.at(now));
        kept.saturating_add(self.new_shares.at(now))
    }

    /// The shares that are in ballots at `now`: the most on any open resolution.
    pub(crate) fn ballots_at(&self, now: i64) -> u64 {
        let voted = self.open_votes(now).map(|vote| vote.shares);
        voted.max().unwrap_or(0)
    }

    /// Of shares that could vote, those that no measure can move before the vote closes: their next owner would vote them
    /// once more.
    ///
    /// # Errors
    /// [`SecuritiesError::SharesLeaving`] for none.
    pub(crate) fn staying(&self, shares: u64, closes_at: i64, now: i64) -> Result<u64> {
        let staying = shares.saturating_sub(self.leaving_before(closes_at, now));
        ensure!(staying > 0, SecuritiesError::SharesLeaving);
        Ok(staying)
    }

    /// The shares that vote at `now` on what was proposed at a time: all but those issued since.
    #[must_use]
    pub fn voting_on(&self, proposed_at: i64, now: i64) -> u64 {
        let is_older = i64::from(self.new_shares.since) < proposed_at;
        let new = if is_older { 0 } else { self.new_shares.at(now) };
        self.shares.saturating_sub(new)
    }

    /// Notes shares that its tranche gives it, and issued at a time: nobody floods a class that votes.
    ///
    /// # Errors
    /// [`SecuritiesError::AlreadyThawed`] during a vote while its token account is thawed, from which they could be sent;
    /// [`SecuritiesError::DateOutOfRange`], [`SecuritiesError::Overflow`].
    pub(crate) fn note_new(
        &mut self,
        tranche: &Tranche,
        (shares, issued_at): (u64, i64),
        now: i64,
    ) -> Result<()> {
        if now >= tranche.voting.until || shares == 0 {
            return Ok(());
        }
        ensure!(!self.is_thawed(), SecuritiesError::AlreadyThawed);
        let seconds = |at: i64| u32::try_from(at).map_err(|_| SecuritiesError::DateOutOfRange);
        let (others, issued_at) = (self.new_shares.at(now), seconds(issued_at)?);
        let since = if others == 0 {
            issued_at
        } else {
            issued_at.max(self.new_shares.since)
        };
        self.new_shares = NewShares {
            shares: fixed::add(others, shares)?,
            since,
            until: seconds(tranche.voting.until)?,
        };
        Ok(())
    }

    /// Keeps its shares until the close of a vote in which they do not count. Not those in a thawed token account, which do. A
    /// measure moves them all the same.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`].
    pub(crate) fn keep_uncounted(&mut self, closes_at: i64, now: i64) -> Result<()> {
        let until = u32::try_from(closes_at).map_err(|_| SecuritiesError::DateOutOfRange)?;
        let new = self.new_shares.at(now);
        if new > 0 {
            self.new_shares.until = until.max(self.new_shares.until);
        }
        let kept = self.shares.saturating_sub(self.thawed_shares);
        let shares = kept.saturating_sub(new);
        // Those that came since the last one stay as long as the others.
        let last = if self.uncounted.at(now) > 0 {
            self.uncounted.until
        } else {
            0
        };
        self.uncounted = Uncounted {
            shares,
            until: until.max(last),
            padding: 0,
        };
        Ok(())
    }

    /// When the last vote closes that shares of it are voted on, in Unix seconds; 0: none is open.
    pub(crate) fn voted_until(&self, now: i64) -> i64 {
        let open = self.open_votes(now);
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
        // Nothing more is voted that its next owner would vote once more before the close.
        let own = self.votes.iter().find(|vote| is_own(vote));
        ensure!(
            shares <= own.map_or(0, |vote| vote.shares)
                || self
                    .shares
                    .saturating_sub(self.leaving_before(closes_at, now))
                    >= shares,
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
