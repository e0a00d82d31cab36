//! What a distribution finds owed to a tranche, and how it changes the tranche.

use super::{
    credit::{Arrival, Release},
    state::{Tranche, TrancheKind},
    status::TrancheStatus,
};
use crate::math::{
    amortisation::Amortisation,
    fixed,
    trigger::TrancheMetrics,
    waterfall::{Claimant, Receipt, Tier},
};
use anchor_lang::prelude::*;

impl Tranche {
    /// The tranche as seen by money in a vault at `now`. Interest must be accrued up to then.
    pub(crate) fn claimant(&self, vault: u8, now: i64) -> Result<Claimant> {
        let paid_in = self
            .payouts
            .get(usize::from(vault))
            .map_or(0, |payout| payout.paid_in);
        // Principal and interest are in settlement money, and are paid back separately.
        let bought = if vault == 0 { self.bought } else { 0 };
        let claimant = Claimant {
            paid_in: paid_in.saturating_sub(bought),
            kind: self.kind()?,
            pari_passu: self.pari_passu == 1,
            interest_paid: self.interest_paid,
            // Who has shares of a class that was converted has claims on another one, and of one that was redeemed on nothing.
            vacant: self.shares == 0 || self.is_over(),
            ..Claimant::default()
        };
        // It has no principal, and is owed nothing by time.
        if self.is_no_par_equity() {
            return Ok(claimant);
        }
        Ok(Claimant {
            interest: self.interest_due,
            arrears: self.arrears,
            scheduled: self.scheduled()?,
            outstanding: self.capital()?,
            loss: self.loss,
            issued: self.raised(),
            bought_interest: self.bought_interest(),
            matured: self.has_matured(now)?,
            // Its weight is set by a run that has participations in profit.
            ..claimant
        })
    }

    /// The tranche, as triggers see it.
    pub(crate) const fn metrics(&self, claimant: &Claimant) -> TrancheMetrics {
        TrancheMetrics {
            kind: claimant.kind,
            outstanding: claimant.outstanding,
            issued: self.raised(),
            loss: self.loss,
            days_overdue: if self.is_overdue() {
                self.accrued_to.saturating_sub(self.overdue_since)
            } else {
                0
            },
        }
    }

    /// The principal issued that was paid for: not what was interest.
    const fn raised(&self) -> u64 {
        self.principal_issued.saturating_sub(self.pik.capitalised)
    }

    /// Whether a share stands for no more principal than its par: a new one is given as much at most. More is
    /// outstanding after interest was paid in kind.
    pub(super) fn is_within_par(&self) -> Result<bool> {
        let principal = fixed::product(self.principal()?, self.unit);
        let paid_for = self.pik.capitalised == 0 || self.is_cover();
        Ok(paid_for || principal <= fixed::product(self.par, self.shares))
    }

    /// Whether a due date was not met in full. Interest must be accrued up to now.
    pub(crate) const fn is_overdue(&self) -> bool {
        self.overdue_since > 0
    }

    /// Whether a tier pays interest of it that is unpaid and overdue, or will be when today is over; not interest that is
    /// to be paid in kind, or that buyers of later shares paid for. Interest must be accrued up to now.
    pub(crate) const fn has_interest_due(&self, tier: Tier, today: u64) -> bool {
        let falls_due = self.next_due == today && self.own_interest() > 0 && self.pik.elected == 0;
        match tier {
            Tier::Interest(_) => falls_due,
            Tier::Arrears(_) => self.arrears > 0,
            Tier::Service(_) => falls_due || self.arrears > 0,
            _ => false,
        }
    }

    /// Principal that a distribution may repay: what has fallen due, what was interest that was paid in kind, and all of a
    /// debt that is swept. An equity's capital
    /// is repaid as cash allows; a cover's only when it is released.
    fn scheduled(&self) -> Result<u64> {
        if self.is_cover() {
            return Ok(0);
        }
        let swept = self.kind == TrancheKind::Equity as u8
            || matches!(self.amortisation()?, Amortisation::Sweep);
        if swept {
            self.principal()
        } else {
            let due = self.principal_due.saturating_add(self.pik.outstanding);
            Ok(due.min(self.principal()?))
        }
    }

    /// Records what a distribution paid to it in a vault's mint, and returns it: interest and principal fall, without due
    /// dates unpaid interest becomes arrears, and its holders are credited. What the deal let go reaches them over a day: as much of
    /// what the tranche received as can have come from it, since nobody pays that in. The rest is the payer's, and
    /// takes the payment's own time.
    pub(crate) fn receive(
        &mut self,
        vault: u8,
        receipt: &Receipt,
        arrival: Arrival,
    ) -> Result<u64> {
        // One without a par has no principal, and is owed nothing by time.
        if !self.is_no_par_equity() {
            self.meet_entitlements(receipt)?;
        }
        if receipt.returned > 0 {
            let payout = self.payout_mut(vault)?;
            payout.paid_in = fixed::sub(payout.paid_in, receipt.returned)?;
            if vault == 0 && self.is_no_par_equity() {
                self.invested = self.invested.saturating_sub(receipt.returned);
            }
        }
        let Arrival {
            now,
            seconds,
            let_go,
        } = arrival;
        let total = receipt.total()?;
        let kept = total.min(let_go);
        self.credit(vault, fixed::sub(total, kept)?, Release { now, seconds })?;
        self.credit(vault, kept, Release::over_a_day(now))?;
        Ok(total)
    }

    /// Takes what a distribution paid of interest, arrears and principal out of what it owes. Of interest, what it owes by
    /// time comes before what buyers of later shares paid for, which is not counted as paid: it is their own.
    fn meet_entitlements(&mut self, receipt: &Receipt) -> Result<()> {
        let of_own = receipt.interest.min(self.own_interest());
        let of_bought = fixed::sub(receipt.interest, of_own)?;
        let interest = fixed::sub(self.own_interest(), of_own)?;
        let bought = fixed::sub(self.bought_interest(), of_bought)?;
        let arrears = fixed::sub(self.arrears, receipt.arrears)?;
        let paid = fixed::add(of_own, receipt.arrears)?;
        self.interest_paid = self.interest_paid.saturating_add(paid);
        self.set_bought_interest(bought);
        // Reinstated principal was written off and is repaid at once; restored capital stays in the cover.
        let repaid = fixed::add(receipt.principal, receipt.reinstated)?;
        self.principal_repaid = fixed::add(self.principal_repaid, repaid)?;
        let good = fixed::add(receipt.reinstated, receipt.restored)?;
        let good = fixed::add(good, receipt.written_up)?;
        self.loss = fixed::sub(self.loss, good)?;
        self.note_status()?;
        let ends_period = self.period_months == 0;
        self.change_dues(|dues| {
            dues.interest = interest;
            dues.arrears = arrears;
            dues.repay(receipt.principal);
            if ends_period {
                dues.end_early();
            }
        })
    }

    /// Counts what was paid into the treasury for its shares, in a vault's mint.
    pub(crate) fn pay_in(&mut self, vault: u8, amount: u64) -> Result<()> {
        let payout = self.payout_mut(vault)?;
        payout.paid_in = payout.paid_in.saturating_add(amount);
        Ok(())
    }

    /// Counts its capital over some days in which it did not change, for participations in profit and for fees that accrue by the
    /// day. A cover's capital stays in the vault, and bears no fee.
    pub(super) fn count_days(&mut self, days: u64) -> Result<()> {
        // Equity without a par shares no profit by its capital.
        let (capital, raised) = if self.is_no_par_equity() {
            (self.invested, self.sold_for)
        } else {
            let shared = fixed::product(self.capital()?, days);
            self.participation_days
                .set(self.participation_days.get().saturating_add(shared));
            if self.is_cover() {
                return Ok(());
            }
            (self.principal()?, self.raised())
        };
        let capital_days = fixed::product(capital, days);
        // Until some of it is paid back, all that was raised is outstanding.
        let raised_days = if raised == capital {
            capital_days
        } else {
            fixed::product(raised, days)
        };
        for (sum, counted) in [
            (&mut self.capital_days, capital_days),
            (&mut self.raised_days, raised_days),
        ] {
            sum.set(sum.get().saturating_add(counted));
        }
        Ok(())
    }

    /// Takes the sums of its capital outstanding, and of its capital ever raised, times days, and restarts them at zero.
    pub(crate) fn take_days(&mut self) -> (u128, u128) {
        let sums = (self.capital_days.get(), self.raised_days.get());
        self.capital_days.set(0);
        self.raised_days.set(0);
        sums
    }

    /// What it weighs in participations in profit: its capital times days in the participation period and in the one before.
    pub(crate) fn participation_weight(&self) -> u128 {
        let last = self.last_participation_days.get();
        self.participation_days.get().saturating_add(last)
    }

    /// Begins a participation period.
    pub(crate) fn end_participation_period(&mut self) {
        self.last_participation_days
            .set(self.participation_days.get());
        self.participation_days.set(0);
    }

    /// Writes off principal or, for a cover, takes out what it pays for a loss.
    pub(crate) fn lose(&mut self, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        self.loss = fixed::add(self.loss, amount)?;
        self.note_status()?;
        self.change_dues(|_| {})
    }

    /// Writes up principal that was written off.
    pub(crate) fn write_up(&mut self, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        self.loss = fixed::sub(self.loss, amount)?;
        self.note_status()?;
        self.change_dues(|_| {})
    }

    /// Repays written-off principal in cash, outside a distribution, over a day.
    pub(crate) fn reinstate(&mut self, amount: u64, now: i64) -> Result<()> {
        self.write_up(amount)?;
        self.repay(amount, now)
    }

    /// A tranche is wiped while some of its principal is written off and none is outstanding.
    fn note_status(&mut self) -> Result<()> {
        if self.is_over() {
            return Ok(());
        }
        let wiped = !self.is_cover() && self.loss > 0 && self.principal()? == 0;
        self.status = if wiped {
            TrancheStatus::Wiped
        } else {
            TrancheStatus::Open
        } as u8;
        Ok(())
    }

    /// Pays principal back to the holders, outside a distribution, over a day.
    pub(crate) fn repay(&mut self, amount: u64, now: i64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        self.principal_repaid = fixed::add(self.principal_repaid, amount)?;
        self.change_dues(|dues| dues.repay(amount))?;
        self.credit(0, amount, Release::over_a_day(now))
    }
}
