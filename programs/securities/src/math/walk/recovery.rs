//! Repayment of written-off principal of the debts, and restoration of the capital of covers.

use super::{Walk, take};
use crate::math::{
    MathResult, fixed,
    waterfall::{Kind, Tier},
};

impl Walk<'_> {
    /// Repays written-off principal of the debts, the most senior first, once they are owed nothing else. Behind
    /// income, what reserves hold or have kept in this run is used for this too, in the order of their tiers.
    pub(super) fn reinstate(&mut self) -> MathResult<()> {
        if !self.written_off || !self.debts_are_paid() {
            return Ok(());
        }
        for (rank, claimant) in (0_u8..).zip(self.flow.claimants) {
            if claimant.kind != Kind::Debt {
                continue;
            }
            let paid = self.make_good(rank, claimant.loss, self.left)?;
            self.left = fixed::sub(self.left, paid)?;
            for (at, tier) in self.flow.tiers.iter().enumerate() {
                let Tier::Reserve(purpose, _) = *tier else {
                    continue;
                };
                let kept = self.balance(purpose).map_or(0, |balance| *balance);
                if kept == 0 || self.is_principal {
                    continue;
                }
                let paid = self.make_good(rank, claimant.loss, kept)?;
                if let Some(balance) = self.balance(purpose) {
                    *balance = fixed::sub(*balance, paid)?;
                }
                if let Some(took) = self.outcome.tiers.get_mut(at) {
                    *took = fixed::sub(*took, paid)?;
                }
            }
        }
        Ok(())
    }

    /// Counts a repayment of a debt's written-off principal, at most `most`, and returns how much it is.
    fn make_good(&mut self, rank: u8, loss: u64, most: u64) -> MathResult<u64> {
        let paid = take(&mut self.receipt(rank)?.reinstated, loss, most);
        if let Some(good) = self.outcome.made_good.get_mut(usize::from(rank)) {
            *good = fixed::add(*good, paid)?;
        }
        Ok(paid)
    }

    /// Puts up to `most` back into the covers, the most senior first.
    pub(super) fn restore(&mut self, most: u64) {
        let mut most = most.min(self.left);
        let claimants = self.flow.claimants.iter().zip(&mut self.outcome.receipts);
        for ((claimant, receipt), good) in claimants.zip(&mut self.outcome.made_good) {
            if claimant.kind == Kind::Cover {
                let paid = take(&mut receipt.restored, claimant.loss, most);
                *good = good.saturating_add(paid);
                most = most.saturating_sub(paid);
                self.left = self.left.saturating_sub(paid);
            }
        }
    }
}
