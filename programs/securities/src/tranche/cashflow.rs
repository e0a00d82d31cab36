//! What a distribution finds owed to a tranche, and how it changes the tranche.

use super::state::{Payout, Tranche, TrancheKind, TrancheStatus};
use crate::{
    errors::SecuritiesError,
    math::{
        amortisation::{self, Amortisation, Principal},
        calendar, fixed,
        index::{self, Index},
        quantity::Shares,
        stream::{self, Stream},
        trigger::TrancheMetrics,
        waterfall::{Claimant, Mode, Receipt},
    },
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// When money reaches holders.
#[derive(Clone, Copy)]
pub(crate) struct Release {
    /// The time from which it is released, in Unix seconds.
    pub now: i64,
    /// The shortest time over which it is released, in seconds, which is longer where the tranche smooths what it
    /// receives; 0: at once.
    pub seconds: i64,
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

    /// Raises the index by an amount over all shares.
    pub(super) fn raise(&mut self, amount: u64, shares: Shares) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let raised = index::credit(
            Index {
                value: self.index.get(),
                remainder: self.remainder,
            },
            amount,
            shares,
        )?;
        self.index.set(raised.value);
        self.remainder = raised.remainder;
        Ok(())
    }
}

impl Tranche {
    /// The tranche as seen by money in a vault at `now`. Interest must be accrued up to then.
    pub(crate) fn claimant(&self, vault: u8, now: i64) -> Result<Claimant> {
        let paid_in = self
            .payouts
            .get(usize::from(vault))
            .map_or(0, |payout| payout.paid_in);
        // Principal and interest are in settlement money, and are paid back separately.
        let bought = if vault == 0 { self.bought } else { 0 };
        Ok(Claimant {
            paid_in: paid_in.saturating_sub(bought),
            kind: self.kind()?,
            interest: self.interest_due,
            arrears: self.arrears,
            scheduled: self.scheduled(now)?,
            outstanding: self.capital()?,
            loss: self.loss,
            interest_paid: self.interest_paid,
            matured: self.is_debt() && now >= self.maturity,
            vacant: self.shares == 0,
        })
    }

    /// The tranche, as triggers see it.
    pub(crate) fn metrics(&self, claimant: &Claimant) -> TrancheMetrics {
        TrancheMetrics {
            kind: claimant.kind,
            outstanding: claimant.outstanding,
            issued: self.principal_issued,
            loss: self.loss,
            owing: self.interest_due > 0
                || self.arrears > 0
                || (self.is_debt() && claimant.scheduled > 0),
            current_at: self.current_at,
        }
    }

    /// Whether payments to a debt are past due: arrears; interest of a period that is over; principal that is due by
    /// schedule, or at maturity if the deal revolves or principal is swept.
    pub(crate) fn is_overdue(&self, mode: Mode, now: i64) -> Result<bool> {
        if !self.is_debt() || self.principal_issued == 0 {
            return Ok(false);
        }
        let matured = now >= self.maturity;
        let interest = self.interest_due > 0 && (matured || self.periods_over(now)? > self.periods);
        let scheduled =
            matured || (mode != Mode::Revolving && self.amortisation()? != Amortisation::Sweep);
        Ok(self.arrears > 0 || interest || (scheduled && self.scheduled(now)? > 0))
    }

    /// Principal due at `now`. An equity's capital is due as cash allows; a cover's is not due by schedule.
    fn scheduled(&self, now: i64) -> Result<u64> {
        if self.principal_issued == 0 || self.is_cover() {
            return Ok(0);
        }
        let outstanding = self.principal()?;
        if self.kind == TrancheKind::Equity as u8 {
            return Ok(outstanding);
        }
        let start = calendar::day_of(self.starts_at)?;
        let months = calendar::months_between(start, calendar::day_of(now)?.max(start))?;
        let term = calendar::months_between(start, calendar::day_of(self.maturity)?.max(start))?;
        let term = if now >= self.maturity { months } else { term };
        Ok(amortisation::due(
            self.amortisation()?,
            Principal {
                issued: self.principal_issued,
                repaid: self.principal_repaid,
                outstanding,
            },
            months,
            term,
        )?)
    }

    /// Records what a distribution paid to it in a vault's mint: interest and principal fall, interest left unpaid by
    /// its period becomes arrears, and its holders are credited.
    pub(crate) fn receive(
        &mut self,
        vault: u8,
        receipt: &Receipt,
        claimant: &Claimant,
        release: Release,
    ) -> Result<()> {
        let now = release.now;
        self.interest_due = fixed::sub(self.interest_due, receipt.interest)?;
        self.arrears = fixed::sub(self.arrears, receipt.arrears)?;
        let interest = fixed::add(receipt.interest, receipt.arrears)?;
        self.interest_paid = fixed::add(self.interest_paid, interest)?;
        // Reinstated principal was written off and is repaid at once; restored capital stays in the cover.
        let repaid = fixed::add(receipt.principal, receipt.reinstated)?;
        self.principal_repaid = fixed::add(self.principal_repaid, repaid)?;
        let good = fixed::add(receipt.reinstated, receipt.restored)?;
        self.loss = fixed::sub(self.loss, good)?;
        self.note_status()?;
        if self.interest_due == 0 && self.arrears == 0 && receipt.principal >= claimant.scheduled {
            self.current_at = now;
        }
        self.end_period(now)?;
        if receipt.returned > 0 {
            let payout = self.payout_mut(vault)?;
            payout.paid_in = fixed::sub(payout.paid_in, receipt.returned)?;
        }
        self.credit(vault, receipt.total()?, release)
    }

    /// Counts what was paid into the treasury for its shares, in a vault's mint.
    pub(crate) fn pay_in(&mut self, vault: u8, amount: u64) -> Result<()> {
        let payout = self.payout_mut(vault)?;
        payout.paid_in = payout.paid_in.saturating_add(amount);
        Ok(())
    }

    /// Number of interest periods that are over at `now`; 0 for a tranche without periods.
    fn periods_over(&self, now: i64) -> Result<u32> {
        if self.period_months == 0 {
            return Ok(0);
        }
        let start = calendar::day_of(self.starts_at)?;
        let months = calendar::months_between(start, calendar::day_of(now)?.max(start))?;
        months
            .checked_div(u64::from(self.period_months))
            .and_then(|periods| u32::try_from(periods).ok())
            .ok_or_else(|| SecuritiesError::Overflow.into())
    }

    /// Turns unpaid interest into arrears once its period is over.
    fn end_period(&mut self, now: i64) -> Result<()> {
        if self.period_months > 0 {
            let over = self.periods_over(now)?;
            if over <= self.periods {
                return Ok(());
            }
            self.periods = over;
        }
        self.arrears = self.arrears.saturating_add(self.interest_due);
        self.interest_due = 0;
        Ok(())
    }

    /// Takes the sum of principal times days since the last distribution, and restarts it at zero.
    pub(crate) const fn take_principal_days(&mut self) -> u128 {
        let sum = self.principal_days.get();
        self.principal_days.set(0);
        sum
    }

    /// Writes off principal or, for a cover, takes out what it pays for a loss.
    pub(crate) fn lose(&mut self, amount: u64) -> Result<()> {
        self.loss = fixed::add(self.loss, amount)?;
        self.note_status()
    }

    /// Writes up principal that was written off.
    pub(crate) fn write_up(&mut self, amount: u64) -> Result<()> {
        self.loss = fixed::sub(self.loss, amount)?;
        self.note_status()
    }

    /// Repays written-off principal in cash, outside a distribution.
    pub(crate) fn reinstate(&mut self, amount: u64, release: Release) -> Result<()> {
        self.write_up(amount)?;
        self.repay(amount, release)
    }

    /// A tranche is wiped while some of its principal is written off and none is outstanding.
    fn note_status(&mut self) -> Result<()> {
        let wiped = !self.is_cover() && self.loss > 0 && self.principal()? == 0;
        self.status = if wiped {
            TrancheStatus::Wiped
        } else {
            TrancheStatus::Open
        } as u8;
        Ok(())
    }

    /// Pays principal back to the holders, outside a distribution.
    pub(crate) fn repay(&mut self, amount: u64, release: Release) -> Result<()> {
        self.principal_repaid = fixed::add(self.principal_repaid, amount)?;
        self.credit(0, amount, release)
    }

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
        payout.funded = fixed::add(payout.funded, amount)?;
        if seconds == 0 {
            return payout.raise(amount, shares);
        }
        payout.roll(shares, now)?;
        payout.set_stream(stream::add(payout.stream(), now, amount, seconds)?);
        Ok(())
    }

    /// Whether anything streams to its holders.
    #[must_use]
    pub fn is_streaming(&self) -> bool {
        self.payouts().iter().any(|payout| payout.streaming > 0)
    }

    /// Releases what has streamed up to `now`. Called before a holder is settled.
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
