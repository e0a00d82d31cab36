//! How what a tranche receives reaches its holders: at once, or evenly over time; and what was paid to them of it.

use super::state::{Payout, Tranche};
use crate::{
    errors::SecuritiesError,
    math::{
        accumulator::{self, Accumulator},
        calendar, fixed,
        quantity::Shares,
        stream::{self, Stream},
    },
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

impl Payout {
    /// Credits what has streamed up to `now`. While there are no shares, it waits.
    fn roll(&mut self, shares: Shares, now: i64) -> Result<()> {
        if self.streaming == 0 || shares.is_zero() {
            return Ok(());
        }
        let (released, rest) = stream::released(self.stream(), now)?;
        self.set_stream(rest);
        self.raise(released, shares)
    }

    const fn stream(&self) -> Stream {
        Stream {
            left: self.streaming,
            from: self.stream_from,
            until: self.stream_until,
        }
    }

    const fn set_stream(&mut self, stream: Stream) {
        self.streaming = stream.left;
        self.stream_from = stream.from;
        self.stream_until = stream.until;
    }

    /// Raises the accumulator by an amount over all shares.
    pub(super) fn raise(&mut self, amount: u64, shares: Shares) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let raised = accumulator::credit(
            Accumulator {
                value: self.accumulator.get(),
                remainder: self.remainder,
            },
            amount,
            shares,
        )?;
        self.accumulator.set(raised.value);
        self.remainder = raised.remainder;
        Ok(())
    }
}

impl Tranche {
    /// Credits the holders: at once, over the tranche's smoothing time, or over the release time if that is longer.
    pub(crate) fn credit(&mut self, vault: u8, amount: u64, release: Release) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        self.payout_count = self.payout_count.max(vault.saturating_add(1));
        let now = release.now;
        let seconds = calendar::seconds_of(self.smoothing_days).max(release.seconds);
        let shares = Shares(self.shares);
        let payout = self.payout_mut(vault)?;
        payout.payable = fixed::add(payout.payable, amount)?;
        if seconds == 0 {
            return payout.raise(amount, shares);
        }
        payout.roll(shares, now)?;
        payout.set_stream(stream::add(payout.stream(), now, amount, seconds)?);
        Ok(())
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

    /// Releases what has streamed up to `now`. Called before a holder is updated.
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
            .try_for_each(|payout| payout.roll(Shares(self.shares), now))?;
        Ok(payouts)
    }
}
