//! How what a tranche receives reaches its holders: at once, or evenly over time; and what was paid to them of it.

use super::{
    payout::{Payout, Releasing},
    state::Tranche,
};
use crate::{
    errors::SecuritiesError,
    math::{calendar, fixed, quantity::Shares},
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// The time over which money reaches holders that nobody pays in: what the deal kept and lets go, in seconds.
pub(crate) const DAY: i64 = 86_400;

/// When money reaches holders.
#[derive(Clone, Copy)]
pub(crate) struct Release {
    /// The time from which it is released, in Unix seconds.
    pub now: i64,
    /// The shortest time over which it is released, in seconds, which is longer where the tranche smooths what it
    /// receives; 0: at once.
    pub seconds: i64,
}

impl Release {
    /// Over a day from a time.
    pub const fn over_a_day(now: i64) -> Self {
        Self { now, seconds: DAY }
    }
}

/// When what a distribution pays to a tranche reaches its holders.
#[derive(Clone, Copy)]
pub(crate) struct Arrival {
    /// The time of the distribution, in Unix seconds.
    pub now: i64,
    /// The shortest time over which what was paid in is released, in seconds; 0: at once.
    pub seconds: i64,
    /// What reserves and the reinvestment account let go in it, for all tranches together.
    pub let_go: u64,
}

impl Tranche {
    /// Credits the holders: at once, over the tranche's smoothing time, or over the release time if that is longer. While
    /// accounts are thawed, what is released is held.
    pub(crate) fn credit(&mut self, vault: u8, amount: u64, release: Release) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        self.payout_count = self.payout_count.max(vault.saturating_add(1));
        let now = release.now;
        let seconds = calendar::seconds_of(self.smoothing_days).max(release.seconds);
        let releasing = self.releasing();
        let payout = self.payout_mut(vault)?;
        payout.payable = fixed::add(payout.payable, amount)?;
        if seconds == 0 {
            return payout.release(amount, releasing);
        }
        payout.roll(releasing, now)?;
        payout.add_to_stream(now, amount, seconds)
    }

    /// What becomes of money that is released to its holders.
    pub(super) const fn releasing(&self) -> Releasing {
        if self.thawed > 0 {
            Releasing::Holds
        } else {
            Releasing::Credits(Shares(self.shares))
        }
    }

    /// Counts a payment to a holder in a vault's mint.
    ///
    /// # Errors
    /// [`SecuritiesError::CountersInconsistent`] for more than is there for its holders.
    pub(crate) fn pay(&mut self, vault: u8, amount: u64) -> Result<()> {
        let payout = self.payout_mut(vault)?;
        let rest = payout.payable.checked_sub(amount);
        payout.payable = rest.ok_or(SecuritiesError::CountersInconsistent)?;
        payout.paid = payout.paid.saturating_add(amount);
        self.invariant()
    }

    /// Takes back what was paid to the escheat account for a holder, in a vault's mint.
    pub(crate) fn restore(&mut self, vault: u8, amount: u64) -> Result<()> {
        let payout = self.payout_mut(vault)?;
        payout.paid = fixed::untell(payout.paid, amount);
        self.pay_back(vault, amount)
    }

    /// Takes in what a holder pays back in a vault's mint, to be owed again.
    pub(crate) fn pay_back(&mut self, vault: u8, amount: u64) -> Result<()> {
        let payout = self.payout_mut(vault)?;
        payout.payable = fixed::add(payout.payable, amount)?;
        Ok(())
    }

    /// Whether anything streams to its holders.
    #[must_use]
    pub fn is_streaming(&self) -> bool {
        self.payouts().iter().any(|payout| payout.streaming > 0)
    }

    /// Releases what has streamed up to `now`. Called before a holder is updated. While accounts are thawed, it is held, and no
    /// accumulator moves.
    pub(crate) fn roll(&mut self, now: i64) -> Result<()> {
        if !self.is_streaming() {
            return Ok(());
        }
        self.payouts = self.payouts_at(now)?;
        Ok(())
    }

    /// The payouts as of `now`, for a caller that cannot write the tranche.
    pub(crate) fn payouts_at(&self, now: i64) -> Result<[Payout; MAX_VAULTS]> {
        let mut payouts = self.payouts;
        payouts
            .iter_mut()
            .take(self.payouts().len())
            .try_for_each(|payout| payout.roll(self.releasing(), now))?;
        Ok(payouts)
    }
}
