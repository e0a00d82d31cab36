//! Tests of coverage: money that would pass a test that fails repays debts, or is trapped.

use super::{Walk, clamp, pari_passu::Entitlement};
use crate::math::{
    MathResult,
    fixed::{self, BPS},
    waterfall::{Claimant, Coverage, Kind, Mode, Outcome, Period, Tier, WaterfallInput},
};

impl Walk<'_> {
    /// Diverts as much as makes the collateral cover the principal: `value / principal >= min`, where the value is that
    /// of the pool and of the principal in the deal. Repaying lowers the principal, trapping raises the value; both are
    /// rounded in favour of the test.
    pub(super) fn test_collateral(&mut self, test: Coverage) -> MathResult<()> {
        let debts = self.flow.claimants.iter().zip(&self.outcome.receipts);
        let protected = debts
            .take(usize::from(test.rank).saturating_add(1))
            .filter(|(claimant, _)| claimant.kind != Kind::Cover)
            .map(|(claimant, got)| u128::from(claimant.unpaid_principal(got)))
            .fold(0, u128::wrapping_add);
        let cash = u128::from(self.outcome.reinvestment).wrapping_add(self.principal.into());
        let needed = match test.pool {
            _ if test.covers(cash, protected) => 0,
            None => u64::MAX,
            Some(pool) => {
                let value = cash.wrapping_add(pool.into());
                let (bps, min) = (u128::from(BPS), u128::from(test.min_bps.max(1)));
                // Sums of eight 64-bit numbers, times 32 bits at most.
                if test.traps {
                    clamp(
                        protected
                            .wrapping_mul(min)
                            .div_ceil(bps)
                            .saturating_sub(value),
                    )
                } else {
                    let covered = value.wrapping_mul(bps).checked_div(min).unwrap_or(0);
                    clamp(protected.saturating_sub(covered))
                }
            }
        };
        self.divert(test, needed)
    }

    /// Diverts all that is left while the period's income is less than it has to be.
    pub(super) fn test_interest(&mut self, at: usize, test: Coverage) -> MathResult<()> {
        let covers = test.covers_interest(at, self.flow, &self.outcome);
        self.divert(test, if covers { 0 } else { u64::MAX })
    }

    /// Keeps a part of what is left in the reinvestment account.
    fn trap(&mut self, amount: u64) -> MathResult<()> {
        self.left = fixed::sub(self.left, amount)?;
        self.outcome.reinvestment = fixed::add(self.outcome.reinvestment, amount)?;
        self.outcome.trapped = fixed::add(self.outcome.trapped, amount)?;
        Ok(())
    }

    /// Whether what would be paid behind the debts is trapped.
    pub(super) fn traps(&self) -> bool {
        self.flow.traps && !self.flow.in_kind && self.flow.mode != Mode::Accelerated
    }

    /// Traps what is left at the end, where that is so.
    pub(super) fn trap_rest(&mut self) -> MathResult<()> {
        if self.traps() {
            self.outcome.held = self.left;
            self.trap(self.left)?;
        }
        Ok(())
    }

    /// Traps so much of what is left, or repays debts with it, down to the rank of the test, the most senior first. The
    /// reserve that may pay everything, which is spent last, passes every test.
    fn divert(&mut self, test: Coverage, needed: u64) -> MathResult<()> {
        let mut needed = needed.min(self.left.saturating_sub(self.reserve_left()));
        if test.traps {
            return self.trap(needed);
        }
        for rank in 0..=test.rank {
            if needed == 0 {
                break;
            }
            let claimant = self.claimant(rank)?;
            let Some(at) = self.place(rank) else {
                continue;
            };
            if claimant.kind == Kind::Debt && !self.is_joined(rank) {
                let before = self.left;
                let owed = self.owed(at, Entitlement::All)?;
                self.repay_up_to(rank, owed, Entitlement::All, needed)?;
                needed = fixed::sub(needed, fixed::sub(before, self.left)?)?;
            }
        }
        Ok(())
    }
}

impl Coverage {
    /// Whether the income of the period, less the fees ahead of the test, covers the interest of the protected debts:
    /// what came in by now of a run, with what earlier ones brought, against what these paid and all that was due when
    /// the run began.
    #[must_use]
    pub fn covers_interest(&self, at: usize, flow: &WaterfallInput, by_now: &Outcome) -> bool {
        let due = flow.tiers.iter().take(at).map(|tier| match tier {
            Tier::Fee(unpaid) => *unpaid,
            _ => 0,
        });
        let fees = due.fold(self.period.fees, u64::saturating_add);
        let income = self.period.income.saturating_add(income(flow, by_now));
        let debts = flow.claimants.iter().take(self.protected());
        let owed = debts
            .filter(|claimant| claimant.kind == Kind::Debt)
            .map(Claimant::tested_interest)
            .fold(u128::from(self.period.paid), u128::wrapping_add);
        // Sums of few 64-bit numbers, times 32 bits at most.
        fixed::product(income.saturating_sub(fees), BPS) >= owed.wrapping_mul(self.min_bps.into())
    }

    /// What the period brought with a run, for a test at a place.
    #[must_use]
    pub fn period_after(&self, at: usize, flow: &WaterfallInput, outcome: &Outcome) -> Period {
        let Period {
            income: before,
            fees,
            paid: before_paid,
        } = self.period;
        let tiers = flow.tiers.iter().zip(outcome.tiers).take(at);
        let took = tiers
            .filter(|(tier, _)| matches!(tier, Tier::Fee(_)))
            .map(|(_, took)| took);
        let debts = flow.claimants.iter().zip(&outcome.receipts);
        let debts = debts
            .take(self.protected())
            .filter(|(claimant, _)| claimant.kind == Kind::Debt);
        Period {
            income: before.saturating_add(income(flow, outcome)),
            fees: took.fold(fees, u64::saturating_add),
            paid: debts
                .map(|(debt, got)| debt.tested_payment(got))
                .fold(before_paid, u64::saturating_add),
        }
    }

    /// How many tranches stand no lower than the most junior that it protects.
    fn protected(&self) -> usize {
        usize::from(self.rank).saturating_add(1)
    }
}

/// What a run has brought of income by now.
fn income(flow: &WaterfallInput, by_now: &Outcome) -> u64 {
    // Beside the tiers, only a recovery puts anything into covers: that is no income.
    let goods = flow.claimants.iter().zip(&by_now.made_good);
    let restored = goods
        .filter(|(claimant, _)| claimant.kind == Kind::Cover)
        .fold(0_u64, |sum, (_, good)| sum.saturating_add(*good));
    let income = flow.amount.saturating_sub(flow.principal);
    income.saturating_sub(restored)
}
