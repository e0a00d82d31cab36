//! Shares that come into being and, of tickets that come to nothing, vanish again.

use super::state::{Payout, Tranche};
use crate::{
    chain::wide::Wide,
    math::{
        calendar, fixed,
        index::{self, Accrued},
        quantity::Shares,
    },
    security::state::{MAX_VAULTS, Orphaned},
};
use anchor_lang::prelude::*;

/// A tranche's indices at one moment, by payout mint: from when shares that were issued then have earned.
pub type Indices = [Wide; MAX_VAULTS];

impl Tranche {
    /// Starts the tranche's term with its first locked book.
    pub(crate) const fn begin(&mut self, now: i64) {
        if self.starts_at == 0 {
            self.starts_at = now;
            self.current_at = now;
        }
    }

    /// Issues shares at `now`, with principal and interest as the others have, a cover's with the money that they cost.
    /// Returns the indices that they earn from.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`].
    pub(crate) fn issue(&mut self, new: Shares, money: u64, now: i64) -> Result<Indices> {
        self.accrue(calendar::day_of(now)?)?;
        // What streamed up to now is of those who held until now.
        self.roll(now)?;
        if self.is_cover() {
            self.principal_issued = fixed::add(self.principal_issued, money)?;
            self.unfunded = fixed::add(self.unfunded, money)?;
        } else {
            self.claim_more(new)?;
        }
        self.shares = Shares(self.shares).plus(new)?.get();
        Ok(self.payouts.map(|payout| payout.index))
    }

    /// Takes back shares that a book holds and nobody takes up: all other shares stay what they are, and what these
    /// earned since they were issued is shared out to all others. Where there are none, returns it.
    ///
    /// Of every claim of the class it takes `claim * cancelled / shares`, rounded so that the others have no less. A
    /// cover's capital is the cash of its tickets: what it paid or lost stays with those who paid it in, and it takes the
    /// money that the cancelled shares were to cost.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`] for more shares than there are.
    pub(crate) fn cancel(
        &mut self,
        (cancelled, money): (Shares, u64),
        since: &Indices,
        now: i64,
    ) -> Result<Orphaned> {
        let mut orphaned = Orphaned::default();
        if cancelled.is_zero() {
            return Ok(orphaned);
        }
        self.accrue(calendar::day_of(now)?)?;
        self.roll(now)?;
        let (all, rest) = (self.shares, Shares(self.shares).minus(cancelled)?.get());
        let most = |claim: u64| fixed::mul_div_ceil(claim, rest, all);
        let least = |claim: u64| fixed::mul_div_floor(claim, rest, all);
        self.interest_due = most(self.interest_due)?;
        self.arrears = most(self.arrears)?;
        if self.is_cover() {
            let less = money.min(self.unfunded);
            self.principal_issued = fixed::sub(self.principal_issued, less)?;
            self.unfunded = fixed::sub(self.unfunded, less)?;
        } else {
            self.principal_issued = most(self.principal_issued)?;
            self.principal_repaid = least(self.principal_repaid)?;
            self.bought = most(self.bought)?;
            self.loss = least(self.loss)?;
        }
        self.shares = rest;
        let payouts = self.payouts.iter_mut().zip(since);
        for ((payout, since), orphan) in payouts.zip(&mut orphaned) {
            let earned = index::settle(cancelled, 0, since.get(), payout.index.get())?;
            *orphan = payout.share_out(earned, Shares(rest))?;
        }
        self.invariant()?;
        Ok(orphaned)
    }

    /// The capital that can pay or be repaid: principal outstanding; of a cover the part that is in the security's
    /// vault.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`] when the account contradicts itself.
    pub fn capital(&self) -> Result<u64> {
        Ok(fixed::sub(self.principal()?, self.unfunded)?)
    }
}

impl Payout {
    /// Gives all shares what cancelled ones had earned; without shares takes it, and what still streams, out of the
    /// books and returns it.
    fn share_out(&mut self, earned: Accrued, shares: Shares) -> Result<u64> {
        // The fraction of a unit joins what the last division left: nothing is lost.
        let (remainder, is_unit) = self.remainder.overflowing_add(earned.fraction);
        self.remainder = remainder;
        let earned = fixed::add(earned.earned, u64::from(is_unit))?;
        if !shares.is_zero() {
            self.raise(earned, shares)?;
            return Ok(0);
        }
        let orphaned = fixed::add(earned, core::mem::take(&mut self.streaming))?;
        self.funded = fixed::sub(self.funded, orphaned)?;
        Ok(orphaned)
    }
}
