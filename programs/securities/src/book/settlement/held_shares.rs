//! Shares that a locked book holds for its tickets. The lock issues all of them at once, and each settlement hands a
//! ticket its own, with what they have earned since. So payments wait for no ticket, and nobody gains by being settled
//! first.

use crate::{
    book::{
        outcome::TicketOutcome,
        reward::{RewardCurve, RewardKind},
        state::{AllocationRule, Book},
    },
    chain::extra::Extra,
    errors::SecuritiesError,
    math::{fixed, quantity::Shares, shares, tap},
    security::state::Orphaned,
    tranche::{locks::Lock, state::Tranche},
};
use anchor_lang::prelude::*;

/// The remaining accounts that [`Book::issue`] and [`Book::cancel`] read.
pub const PROMOTE_TRANCHES: &str = "the tranche of each curve of promote points, in order, writable (RewardAccountsMissing, \
    WrongReward)";

impl Book {
    /// The most money that can be accepted of all its tickets together, in value: what is committed, or approved where
    /// allocation is discretionary, up to the cap. If an asset has fallen, less is accepted in the end.
    #[must_use]
    pub fn accepted_at_most(&self) -> u64 {
        let wanted = if self.is_discretionary() {
            self.approved
        } else {
            self.committed
        };
        wanted.min(self.cap)
    }

    /// Sets aside the shares that its tickets can become at the price of the lock, which is lower than the one for which
    /// shares were set aside. Where the authorised number does not leave as many, the cap falls to what the
    /// rest costs, so that whoever is past it is cut as at any cap.
    ///
    /// # Errors
    /// [`SecuritiesError::TooFewShares`].
    pub(crate) fn set_aside_at_lock(&mut self, tranche: &mut Tranche) -> Result<()> {
        let unit = tranche.unit;
        let bought = |book: &Self| book.shares_for(0, book.accepted_at_most(), unit);
        let before = self.shares_set_aside;
        let needed = bought(self)?.get();
        if needed <= before {
            return Ok(());
        }
        let most = fixed::add(before, tranche.not_offered()?)?;
        if needed > most {
            self.lower_cap(Shares(most), unit)?;
        }
        self.shares_set_aside = bought(self)?.get().max(before);
        tranche.set_aside(before, self.shares_set_aside)
    }

    /// Lowers the cap to the money that so many shares cost, in whole lots.
    fn lower_cap(&mut self, most: Shares, unit: u64) -> Result<()> {
        let cost = tap::cost(most, self.price, self.accrued.get(), unit)?;
        let cap = shares::whole_lots(cost, self.lot)?.min(self.cap);
        let less = fixed::sub(self.cap, cap)?;
        self.cap = cap;
        // All of what the cap loses may be the lead's.
        self.lead_within = self.lead_within.saturating_sub(less);
        // What the sponsor approved is accepted whole, whatever the cap.
        ensure!(
            self.approved <= cap && self.is_ready(),
            SecuritiesError::TooFewShares
        );
        Ok(())
    }

    /// Issues the shares that its tickets can become, including rewards in shares, and holds them for the tickets.
    /// `promotes` are [`PROMOTE_TRANCHES`].
    ///
    /// Where allocation is discretionary, the sum of all rewards is not known at the lock. It is at most what a curve
    /// pays for all committed money; any excess is cancelled with the shares that no ticket takes up.
    ///
    /// # Errors
    /// [`SecuritiesError::RewardAccountsMissing`], [`SecuritiesError::WrongReward`], [`SecuritiesError::ClassVoting`].
    pub(crate) fn issue(
        &mut self,
        tranche: &mut Tranche,
        promotes: &mut Extra<'_>,
        now: i64,
    ) -> Result<()> {
        let accepted = self.accepted_at_most();
        let rewarded = match self.allocation()? {
            AllocationRule::FirstCome | AllocationRule::ProRata => accepted,
            AllocationRule::Discretionary => self.committed,
        };
        let mut held = self.shares_for(0, accepted, tranche.unit)?;
        for curve in self.curves() {
            if curve.kind()? == RewardKind::BonusShares {
                held = held.plus(Shares(curve.earned(0, rewarded)?))?;
            }
        }
        self.since = tranche.issue(held, accepted, now)?;
        self.shares_held = held.get();
        tranche.invariant()?;
        self.each_promote(promotes, |promote, curve| {
            curve.held = curve.earned(0, rewarded)?;
            if curve.held > 0 {
                promote.require_no_vote(now)?;
            }
            curve.since = promote.grant_points(Shares(curve.held), now)?;
            // This book will not grant what the rest of the curve would pay, so it is free again.
            let rest = fixed::sub(curve.budget, curve.held)?;
            curve.budget = curve.held;
            promote.free_shares(rest)
        })
    }

    /// Counts the shares of a settled ticket as handed over. Returns those of the book's own tranche.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] for more than the book holds.
    pub fn deliver_shares(&mut self, outcome: &TicketOutcome) -> Result<Shares> {
        let shares = self.shares_of(outcome)?;
        self.shares_held = Shares(self.shares_held).minus(shares)?.get();
        self.shares_issued = Shares(self.shares_issued).plus(shares)?.get();
        for (curve, reward) in self.curves.iter_mut().zip(outcome.rewards) {
            if curve.kind == RewardKind::PromotePoints as u8 {
                curve.held = fixed::sub(curve.held, reward)?;
            }
        }
        Ok(shares)
    }

    /// The lock of shares that it delivers.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`].
    pub(super) fn lock_of(&self, shares: Shares) -> Result<Lock> {
        Lock::from(self.locked_at, shares, (self.cliff_days, self.vesting_days))
    }

    /// Cancels the shares that the book still holds and that no ticket took up; points of a fixed number return to the
    /// pot. Returns what the cancelled shares had earned, if no other shares are left to take it.
    pub(crate) fn cancel(
        &mut self,
        tranche: &mut Tranche,
        promotes: &mut Extra<'_>,
        now: i64,
    ) -> Result<Orphaned> {
        let own = Shares(self.shares_held);
        // What was to be accepted and is not; shares that a reward did not need cost nothing.
        let money = fixed::sub(self.accepted_at_most(), self.accepted)?;
        self.shares_held = 0;
        let mut orphaned = tranche.cancel((own, money), &self.since, now)?;
        self.each_promote(promotes, |promote, curve| {
            let points = curve.held;
            curve.held = 0;
            curve.budget = fixed::sub(curve.budget, points)?;
            if promote.is_fixed() {
                promote.put_back(Shares(points), &curve.since, now)?;
            } else {
                let more = promote.cancel((Shares(points), 0), &curve.since, now)?;
                for (sum, part) in orphaned.iter_mut().zip(more) {
                    *sum = fixed::add(*sum, part)?;
                }
            }
            promote.free_shares(points)
        })?;
        Ok(orphaned)
    }

    /// Whether the book holds shares, be it for tickets or because no ticket took them up.
    #[must_use]
    pub fn holds_shares(&self) -> bool {
        self.shares_held > 0 || self.curves().iter().any(|curve| curve.held > 0)
    }

    /// The shares of the book's own tranche that a ticket's owner gets: those it bought, and bonus shares.
    fn shares_of(&self, outcome: &TicketOutcome) -> Result<Shares> {
        let mut shares = outcome.shares;
        for (curve, reward) in self.curves().iter().zip(outcome.rewards) {
            if curve.kind()? == RewardKind::BonusShares {
                shares = shares.plus(Shares(reward))?;
            }
        }
        Ok(shares)
    }

    /// Visits each curve of promote points with its tranche, in order.
    fn each_promote(
        &mut self,
        accounts: &mut Extra<'_>,
        mut visit: impl FnMut(&mut Tranche, &mut RewardCurve) -> Result<()>,
    ) -> Result<()> {
        let count = usize::from(self.curve_count);
        for curve in self.curves.iter_mut().take(count) {
            if curve.kind()? != RewardKind::PromotePoints {
                continue;
            }
            let account = accounts.next(SecuritiesError::RewardAccountsMissing)?;
            ensure_keys_eq!(*account.key, curve.target, SecuritiesError::WrongReward);
            let loader = AccountLoader::<Tranche>::try_from(account)?;
            let tranche = &mut loader.load_mut()?;
            visit(tranche, curve)?;
            tranche.invariant()?;
        }
        Ok(())
    }
}
