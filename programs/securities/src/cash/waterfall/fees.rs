//! Fees and expenses: how they fall due, and what may be paid of them out of the treasury.

use super::{
    state::Waterfall,
    terms::FeeBase,
    tier::{TierKind, TierState},
    tranches::Tranches,
};
use crate::{
    errors::SecuritiesError,
    math::{
        MathError,
        accrual::DayCount,
        calendar,
        fee::{self, Annual, Due, ValueDays},
        fixed,
    },
    security::state::Security,
};
use anchor_lang::prelude::*;

impl Tranches<'_> {
    /// Makes fees due: those of what comes in, `(gross, income)`, and annual fees up to today; and begins the periods in
    /// which tests of interest count them. The tranches are accrued up to then.
    #[inline(never)]
    pub(super) fn accrue_fees(
        &mut self,
        security: &Security,
        waterfall: &mut Waterfall,
        earned: (u64, u64),
        now: i64,
    ) -> Result<()> {
        let today = calendar::day_of(now)?;
        let mut sums = ValueDays::default();
        for tranche in &mut self.0 {
            let (capital, raised) = tranche.take_days();
            if tranche.is_debt() {
                sums.debt = sums.debt.saturating_add(capital);
            }
            sums.capital = sums.capital.saturating_add(capital);
            sums.raised = sums.raised.saturating_add(raised);
        }
        waterfall.accrue(earned, sums, (security.began_on(today)?, today))?;
        // A test of interest counts the period of the debt that it names.
        for tier in waterfall
            .tiers
            .iter_mut()
            .take(usize::from(waterfall.tier_count))
            .filter(|tier| tier.tests_interest())
        {
            let tested = self.0.get(usize::from(tier.rank));
            tier.begin_period(tested.map_or(0, |tranche| tranche.period_start));
        }
        Ok(())
    }

    /// Takes what is due of a fee or an expense out of the counters of the treasury, under the conditions of draws, and
    /// returns its payee and the amount.
    ///
    /// # Errors
    /// Those of draws; [`SecuritiesError::WrongTier`], [`SecuritiesError::NotFromTreasury`],
    /// [`SecuritiesError::NothingOwed`].
    pub fn pay_from_treasury(
        &mut self,
        security: &mut Security,
        waterfall: &mut Waterfall,
        tier: u8,
        now: i64,
    ) -> Result<(Pubkey, u64)> {
        security.require_running()?;
        // Proceeds that wait for a delivery are not the deal's yet.
        security.delivery.require_confirmed()?;
        self.require_drawable(security, waterfall, now)?;
        self.accrue_fees(security, waterfall, (0, 0), now)?;
        let state = waterfall.fee_tier_mut(tier)?;
        let due = state.due_from_treasury()?;
        let amount = security.vault_mut().spend(due, now)?;
        state.pay(amount)?;
        let payee = state.payee;
        // It is a cost of the period, whoever pays it.
        let behind = waterfall.tiers.iter_mut().skip(usize::from(tier));
        for test in behind.filter(|tier| tier.tests_interest()) {
            test.count_fee(amount);
        }
        security.invariant()?;
        Ok((payee, amount))
    }
}

impl Waterfall {
    /// Makes fees due: on the amount of a distribution, of which `income` is no principal, and, by the day up to
    /// `today`, on what the tranches were summed up to. Annual fees begin on the day on which the first book was locked.
    pub(crate) fn accrue(
        &mut self,
        (gross, income): (u64, u64),
        mut sums: ValueDays,
        (began, today): (u64, u64),
    ) -> Result<()> {
        self.count_pool(began, today);
        sums.pool = self.pool_days.get();
        self.pool_days.set(0);
        let from = self.accrued_to.max(began);
        sums.days = today.saturating_sub(from);
        self.accrued_to = from.max(today);
        self.tiers
            .iter_mut()
            .take(usize::from(self.tier_count))
            .filter(|tier| tier.is_fee())
            .try_for_each(|tier| tier.accrue((gross, income), &sums))
    }

    /// Counts the pool's reported value over the days up to `today` since it was last counted, none of them before the
    /// deal began.
    pub(crate) fn count_pool(&mut self, began: u64, today: u64) {
        let days = today.saturating_sub(self.pool_counted_to.max(began));
        let held = fixed::product(self.pool_value, days);
        self.pool_days
            .set(self.pool_days.get().saturating_add(held));
        self.pool_counted_to = today.max(self.pool_counted_to);
    }

    /// Makes an expense due, and returns its payee and what may still be submitted this year.
    ///
    /// # Errors
    /// [`SecuritiesError::NotBegun`], [`SecuritiesError::WrongTier`], [`SecuritiesError::NotExpense`],
    /// [`SecuritiesError::ExpenseAboveCap`].
    pub(crate) fn submit_expense(
        &mut self,
        security: &Security,
        tier: u8,
        amount: u64,
        now: i64,
    ) -> Result<(Pubkey, u64)> {
        ensure!(security.began_at > 0, SecuritiesError::NotBegun);
        let today = calendar::day_of(now)?;
        let days = today.saturating_sub(security.began_on(today)?);
        let year = days.checked_div(DayCount::Act365.year()).unwrap_or(0);
        let year = u32::try_from(year).map_err(|_| SecuritiesError::DateOutOfRange)?;
        let state = self.fee_tier_mut(tier)?;
        Ok((state.payee, state.submit(amount, year)?))
    }

    /// The tier at a place, from 0, if it is a fee or an expense.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongTier`].
    pub(crate) fn fee_tier_mut(&mut self, place: u8) -> Result<&mut TierState> {
        self.tiers
            .get_mut(usize::from(place))
            .filter(|tier| tier.is_fee())
            .ok_or_else(|| SecuritiesError::WrongTier.into())
    }
}

impl TierState {
    /// What is due of a fee or an expense that may be paid out of the treasury.
    ///
    /// # Errors
    /// [`SecuritiesError::NotFromTreasury`], [`SecuritiesError::NothingOwed`].
    fn due_from_treasury(&self) -> Result<u64> {
        ensure!(self.from_treasury == 1, SecuritiesError::NotFromTreasury);
        ensure!(self.due > 0, SecuritiesError::NothingOwed);
        Ok(self.due)
    }

    /// Counts what was taken of a fee or an expense, or paid out of the treasury, so that as much less is due.
    pub(super) fn pay(&mut self, amount: u64) -> Result<()> {
        self.due = fixed::sub(self.due, amount)?;
        self.taken = self.taken.saturating_add(amount);
        Ok(())
    }

    /// Makes an expense due that is submitted in a year, from 0, and returns what may still be submitted in it.
    ///
    /// # Errors
    /// [`SecuritiesError::NotExpense`], [`SecuritiesError::ExpenseAboveCap`].
    fn submit(&mut self, amount: u64, year: u32) -> Result<u64> {
        ensure!(
            self.kind == TierKind::Expense as u8,
            SecuritiesError::NotExpense
        );
        if self.year != year {
            self.year = year;
            self.reached = 0;
        }
        // A resolution may have lowered the cap below what was submitted.
        let left = self.amount.saturating_sub(self.reached);
        let rest = left.checked_sub(amount).ok_or_else(|| {
            msg!("left of this year's cap: {}", left);
            SecuritiesError::ExpenseAboveCap
        })?;
        self.reached = fixed::add(self.reached, amount)?;
        self.due = fixed::add(self.due, amount)?;
        Ok(rest)
    }

    /// The sum over the days that an annual fee is a part of.
    fn value_days(&self, sums: &ValueDays) -> Result<u128> {
        const DEBT: u8 = FeeBase::Debt as u8;
        const CAPITAL: u8 = FeeBase::Capital as u8;
        const RAISED: u8 = FeeBase::Raised as u8;
        const POOL: u8 = FeeBase::Pool as u8;
        match self.fee_base {
            DEBT => Ok(sums.debt),
            CAPITAL => Ok(sums.capital),
            RAISED => Ok(sums.raised),
            POOL => Ok(sums.pool),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    /// Makes a fee due: its part of what a distribution brings or of the income in it, or what has accrued over the
    /// days.
    pub(crate) fn accrue(&mut self, (gross, income): (u64, u64), sums: &ValueDays) -> Result<()> {
        let base = if self.income_only == 1 { income } else { gross };
        let due = match TierKind::try_from(self.kind)? {
            TierKind::Fee => fee::of_amount(base, self.bps, self.remainder),
            TierKind::AnnualFee => {
                let terms = Annual {
                    bps: self.bps,
                    flat: self.amount,
                    min: self.min,
                    max: self.max,
                };
                fee::annual(terms, self.value_days(sums)?, sums.days, self.remainder)
            }
            TierKind::Interest
            | TierKind::Arrears
            | TierKind::Principal
            | TierKind::Residual
            | TierKind::Sweep
            | TierKind::Reserve
            | TierKind::Cover
            | TierKind::Carry
            | TierKind::Split
            | TierKind::CollateralTest
            | TierKind::InterestTest
            | TierKind::Expense
            | TierKind::Service
            | TierKind::Participation
            | TierKind::Capital
            | TierKind::Deficiency => return Ok(()),
        };
        // A fee above 64 bits can never be paid in full; it must not stop everybody else's money.
        let due = match due {
            Err(MathError::Overflow) => Due {
                amount: u64::MAX,
                remainder: 0,
            },
            other => other?,
        };
        self.due = self.due.saturating_add(due.amount);
        self.remainder = due.remainder;
        Ok(())
    }
}
