//! The issue of shares, and the cancellation of those that no ticket takes up.

use super::{
    payout::{Payout, Releasing},
    state::Tranche,
};
use crate::{
    chain::wide::Wide,
    errors::SecuritiesError,
    math::{
        accumulator::{self, Earned},
        calendar, fixed,
        quantity::Shares,
        tap,
    },
    security::state::{MAX_VAULTS, Orphaned},
};
use anchor_lang::prelude::*;

/// A tranche's accumulators at one moment, by payout mint. Shares issued at that moment earn from there.
pub type Accumulators = [Wide; MAX_VAULTS];

impl Tranche {
    /// Sets `all` shares aside for what a book or its rewards could issue, so that every ticket of a locked book can be
    /// settled, however much is accepted.
    ///
    /// # Errors
    /// [`SecuritiesError::AboveAuthorised`].
    pub(crate) fn offer(&mut self, all: u64) -> Result<()> {
        let offered = self.shares_offered.checked_add(all);
        self.shares_offered = offered
            .filter(|offered| *offered <= self.authorised)
            .ok_or(SecuritiesError::AboveAuthorised)?;
        Ok(())
    }

    /// Authorised shares that are neither issued nor set aside.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub(crate) fn not_offered(&self) -> Result<u64> {
        Ok(fixed::sub(self.authorised, self.shares_offered)?)
    }

    /// Sets `now` shares aside in place of `before`.
    pub(crate) fn set_aside(&mut self, before: u64, now: u64) -> Result<()> {
        self.free_shares(before)?;
        self.offer(now)
    }

    /// Frees shares that were set aside and can no longer be issued.
    pub(crate) fn free_shares(&mut self, rest: u64) -> Result<()> {
        self.shares_offered = fixed::sub(self.shares_offered, rest)?;
        self.invariant()
    }

    /// Issues shares at `now`, with as much principal and interest per share as the existing ones, and as much more
    /// interest as they take of what streams; for a cover, with
    /// the money that they cost, which equity without a par counts as raised. Returns the accumulators that they earn from.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`], [`crate::errors::SecuritiesError::ClassConverted`].
    #[inline(never)]
    pub(crate) fn issue(&mut self, new: Shares, money: u64, now: i64) -> Result<Accumulators> {
        // A share of a class that was converted would be a claim on nothing.
        self.require_not_converted()?;
        self.accrue(calendar::day_of(now)?)?;
        // What has streamed up to now belongs to those who held until now.
        self.roll(now)?;
        if self.is_cover() {
            self.principal_issued = fixed::add(self.principal_issued, money)?;
            self.unfunded = fixed::add(self.unfunded, money)?;
        } else {
            self.add_entitlements(new)?;
            if self.is_no_par_equity() {
                self.sold_for = self.sold_for.saturating_add(money);
                self.invested = self.invested.saturating_add(money);
            }
        }
        self.shares = Shares(self.shares).plus(new)?.get();
        Ok(self.payouts.map(|payout| payout.accumulator))
    }

    /// Cancels shares that a book holds and no ticket takes up. All other shares stay as they are, and share what the
    /// cancelled ones earned since their issue. If there are no other shares, returns those earnings.
    ///
    /// Takes `amount * cancelled / shares` from every entitlement of the class, rounded so that the others have no less; from the
    /// interest also as much as the cancelled shares had of what still streams, which is the others' now. A cover's
    /// capital is the cash of its tickets: what it paid or lost stays with those who paid in, and the money that the
    /// cancelled shares were to cost is deducted.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`] when more shares are cancelled than exist.
    pub(crate) fn cancel(
        &mut self,
        (cancelled, money): (Shares, u64),
        since: &Accumulators,
        now: i64,
    ) -> Result<Orphaned> {
        let mut orphaned = Orphaned::default();
        if cancelled.is_zero() {
            return Ok(orphaned);
        }
        self.accrue(calendar::day_of(now)?)?;
        self.roll(now)?;
        let (all, rest) = (self.shares, Shares(self.shares).minus(cancelled)?.get());
        self.lower_entitlements(rest, all)?;
        if self.is_cover() {
            let less = money.min(self.unfunded);
            self.principal_issued = fixed::sub(self.principal_issued, less)?;
            self.unfunded = fixed::sub(self.unfunded, less)?;
        } else {
            self.sold_for = fixed::untell(self.sold_for, money);
            self.invested = self.invested.saturating_sub(money);
        }
        self.change_dues(|_| {})?;
        self.shares = rest;
        let releasing = self.releasing();
        let payouts = self.payouts.iter_mut().zip(since);
        for ((payout, since), orphan) in payouts.zip(&mut orphaned) {
            let earned = accumulator::earned(cancelled, 0, since.get(), payout.accumulator.get())?;
            *orphan = payout.share_out(earned, (Shares(rest), releasing))?;
        }
        self.invariant()?;
        Ok(orphaned)
    }

    /// Leaves to `rest` of `all` shares their part of every entitlement, rounded so that they have no less; not of a cover's
    /// capital, which is cash. Interest must be accrued and what streams rolled up to now; dues are changed by the caller.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`].
    #[inline(never)]
    pub(super) fn lower_entitlements(&mut self, rest: u64, all: u64) -> Result<()> {
        let most = |entitlement: u64| fixed::mul_div_ceil(entitlement, rest, all);
        let least = |entitlement: u64| fixed::mul_div_floor(entitlement, rest, all);
        for days in [
            &mut self.participation_days,
            &mut self.last_participation_days,
        ] {
            if days.get() > 0 {
                days.set(fixed::wide_mul_div(days.get(), rest, all)?);
            }
        }
        let interest = tap::interest_left(&self.class_to_cancel()?, Shares(rest))?;
        // What falls is what buyers brought, as far as it goes: a test of interest finds as much owed as before.
        let less = self.interest_due.saturating_sub(interest);
        (self.interest_due, self.arrears) = (interest, most(self.arrears)?);
        self.set_bought_interest(self.bought_interest().saturating_sub(less));
        self.period_interest = most(self.period_interest)?;
        self.principal_due = most(self.principal_due)?;
        if !self.is_cover() {
            self.principal_issued = most(self.principal_issued)?;
            self.pik.capitalised = least(self.pik.capitalised)?;
            self.pik.outstanding = most(self.pik.outstanding)?;
            self.principal_repaid = least(self.principal_repaid)?;
            self.bought = most(self.bought)?;
            self.loss = least(self.loss)?;
        }
        Ok(())
    }

    /// The capital that can pay or be repaid: principal outstanding; for a cover, the part that is in the security's
    /// vault.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`] when the account is inconsistent.
    pub fn capital(&self) -> Result<u64> {
        Ok(fixed::sub(self.principal()?, self.unfunded)?)
    }
}

impl Payout {
    /// Gives all shares what the cancelled ones had earned. Without shares, takes it out of the counters, together with
    /// what still streams or is held, and returns it.
    fn share_out(
        &mut self,
        earned: Earned,
        (shares, releasing): (Shares, Releasing),
    ) -> Result<u64> {
        // The fraction of a unit joins the remainder of the last division, so nothing is lost.
        let (remainder, is_unit) = self.remainder.overflowing_add(earned.fraction);
        self.remainder = remainder;
        let earned = fixed::add(earned.earned, u64::from(is_unit))?;
        if !shares.is_zero() {
            self.release(earned, releasing)?;
            return Ok(0);
        }
        let waiting = fixed::add(
            core::mem::take(&mut self.streaming),
            core::mem::take(&mut self.held),
        )?;
        let orphaned = fixed::add(earned, waiting)?;
        self.payable = fixed::sub(self.payable, orphaned)?;
        Ok(orphaned)
    }
}
