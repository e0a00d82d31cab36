//! Tests of coverage: money that would pass a test that fails repays debts, or is trapped.

use super::{Walk, clamp, rank::Claim};
use crate::math::{
    MathResult,
    fixed::{self, BPS},
    waterfall::{Coverage, Kind},
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
        let claimants = self.flow.claimants.iter().zip(&self.outcome.receipts);
        let debts = claimants
            .take(usize::from(test.rank).saturating_add(1))
            .filter(|(claimant, _)| claimant.kind == Kind::Debt);
        let owed = debts
            .map(|(debt, _)| u128::from(debt.period_interest).wrapping_add(debt.arrears.into()))
            .fold(0, u128::wrapping_add);
        let of_income = self.arrears_of_income.iter().zip(self.flow.claimants);
        let arrears = of_income
            .take(usize::from(test.rank).saturating_add(1))
            .filter(|(_, claimant)| claimant.kind == Kind::Debt)
            .fold(0_u64, |sum, (paid, _)| sum.saturating_add(*paid));
        let income = fixed::sub(self.flow.amount, self.flow.principal)?;
        // Beside the tiers, only a recovery has put anything into covers: that is no income.
        let goods = self.flow.claimants.iter().zip(&self.outcome.made_good);
        let restored = goods
            .filter(|(claimant, _)| claimant.kind == Kind::Cover)
            .fold(0_u64, |sum, (_, good)| sum.saturating_add(*good));
        let income = income
            .saturating_sub(restored)
            .saturating_sub(self.fees_of_income);
        if let Some(counted) = self.outcome.reached.get_mut(at) {
            *counted = income.saturating_sub(arrears);
        }
        let income = test.income.saturating_add(income);
        let covers = fixed::product(income, BPS) >= owed.wrapping_mul(test.min_bps.into());
        self.divert(test, if covers { 0 } else { u64::MAX })
    }

    /// Traps so much of what is left, or repays debts with it, down to the rank of the test, the most senior first. The
    /// reserve that may pay everything, which is spent last, passes every test.
    fn divert(&mut self, test: Coverage, needed: u64) -> MathResult<()> {
        let mut needed = needed.min(self.left.saturating_sub(self.reserve_left()));
        if test.traps {
            self.left = fixed::sub(self.left, needed)?;
            self.outcome.reinvestment = fixed::add(self.outcome.reinvestment, needed)?;
            self.outcome.trapped = fixed::add(self.outcome.trapped, needed)?;
            return Ok(());
        }
        for rank in 0..=test.rank {
            let claimant = self.claimant(rank)?;
            let Some(at) = self.place(rank) else {
                continue;
            };
            if needed > 0 && claimant.kind == Kind::Debt && !self.is_joined(rank) {
                let before = self.left;
                let owed = self.owed(at, Claim::All)?;
                self.repay_up_to(rank, owed, Claim::All, needed)?;
                needed = fixed::sub(needed, fixed::sub(before, self.left)?)?;
            }
        }
        Ok(())
    }
}
