//! Shares of a tranche whose number of shares is fixed. All of them come into being at once, and those that no book
//! grants belong to its manager. So a part of the carry stays the same part, however full the books are that share it
//! out.

use super::{
    issue::Accumulators,
    payout::Payout,
    pot::{PotEarnings, Taken},
    state::Tranche,
};
use crate::{
    errors::SecuritiesError,
    math::{fixed, quantity::Shares},
    security::state::{Security, Status},
};
use anchor_lang::prelude::*;

impl Tranche {
    /// Whether its number of shares is fixed, which is so if it names a manager for those that no book grants.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.manager != Pubkey::default()
    }

    /// Refuses a manager for a tranche with a capital, and an address that can own nothing.
    ///
    /// # Errors
    /// [`SecuritiesError::NotEquityWithoutPar`], [`SecuritiesError::KeyRefused`].
    pub(crate) fn require_manager(
        &self,
        security: &Security,
        address: &Pubkey,
        own: &Pubkey,
    ) -> Result<()> {
        if !self.is_fixed() {
            return Ok(());
        }
        ensure!(
            self.is_no_par_equity(),
            SecuritiesError::NotEquityWithoutPar
        );
        ensure!(self.manager != self.mint, SecuritiesError::KeyRefused);
        security.require_foreign(&self.manager, address, own)
    }

    /// Refuses to sell shares of a tranche whose number of shares is fixed.
    ///
    /// # Errors
    /// [`SecuritiesError::FixedNumber`].
    pub(crate) fn require_not_fixed(&self) -> Result<()> {
        ensure!(!self.is_fixed(), SecuritiesError::FixedNumber);
        Ok(())
    }

    /// Shares issued to holders, or held by books for their tickets.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub fn issued(&self) -> Result<u64> {
        Ok(fixed::sub(self.shares, self.pot.shares)?)
    }

    /// Brings all shares of a fixed number into being, in the pot, unless they already exist.
    fn fill_pot(&mut self) {
        if self.shares > 0 {
            return;
        }
        self.shares = self.authorised;
        self.pot.shares = self.authorised;
        for (earned, payout) in self.pot.earned.iter_mut().zip(&self.payouts) {
            earned.accumulator = payout.accumulator;
        }
    }

    /// Brings the shares of a fixed number into being if no book has: some book was locked that granted none of them,
    /// and none is open that could grant any. Once the security has ended, they do not come back.
    pub(crate) fn begin_points(&mut self, security: &Security) {
        let has_begun = security.status != Status::Draft as u8;
        if self.is_fixed() && has_begun && !security.has_ended() && security.open_books == 0 {
            self.fill_pot();
        }
    }

    /// Credits the pot with what its shares earned up to `now`. Called before every change of them.
    fn update_pot(&mut self, now: i64) -> Result<()> {
        self.roll(now)?;
        let shares = Shares(self.pot.shares);
        for (earned, payout) in self.pot.earned.iter_mut().zip(&self.payouts) {
            earned.credit(shares, earned.accumulator.get(), payout.accumulator.get())?;
            earned.accumulator = payout.accumulator;
        }
        Ok(())
    }

    /// Whether it has no shares but those in the pot, whose money the manager has taken.
    pub(crate) fn has_only_pot(&mut self, now: i64) -> Result<bool> {
        self.update_pot(now)?;
        let has_shares = self.pot.shares > 0;
        let pot = self.pot.earned.iter().zip(&self.payouts);
        let waits = |(earned, payout): (&PotEarnings, &Payout)| {
            earned.owed > 0 || (has_shares && payout.streaming > 0)
        };
        Ok(self.shares == self.pot.shares && !pot.into_iter().any(waits))
    }

    /// Gives a book that is locked points for its tickets: new ones or, if their number is fixed, points from the pot.
    /// Returns the accumulators that they earn from.
    ///
    /// # Errors
    /// [`SecuritiesError::SharesThawed`], [`SecuritiesError::Overflow`].
    pub(crate) fn grant_points(&mut self, points: Shares, now: i64) -> Result<Accumulators> {
        self.require_still()?;
        if !self.is_fixed() {
            return self.issue(points, 0, now);
        }
        self.fill_pot();
        self.update_pot(now)?;
        self.pot.shares = Shares(self.pot.shares).minus(points)?.get();
        Ok(self.payouts.map(|payout| payout.accumulator))
    }

    /// Returns points that no ticket took up to the pot, with what they have earned since the lock.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub(crate) fn put_back(
        &mut self,
        points: Shares,
        since: &Accumulators,
        now: i64,
    ) -> Result<()> {
        self.update_pot(now)?;
        let payouts = self.payouts.iter().zip(since);
        for (earned, (payout, since)) in self.pot.earned.iter_mut().zip(payouts) {
            earned.credit(points, since.get(), payout.accumulator.get())?;
        }
        self.pot.shares = Shares(self.pot.shares).plus(points)?.get();
        Ok(())
    }

    /// Takes the manager's part out of the pot: everything it has earned, and its shares except those that open books
    /// have set aside.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub(crate) fn take_pot(&mut self, now: i64) -> Result<Taken> {
        self.update_pot(now)?;
        let shares = if self.shares == 0 {
            0
        } else {
            self.not_offered()?
        };
        self.pot.shares = fixed::sub(self.pot.shares, shares)?;
        self.offer(shares)?;
        let taken = Taken {
            shares,
            earned: self.pot.earned,
        };
        for earned in &mut self.pot.earned {
            earned.fraction = 0;
            earned.owed = 0;
        }
        Ok(taken)
    }
}
