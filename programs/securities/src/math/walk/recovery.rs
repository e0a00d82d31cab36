//! Repayment of written-off principal of the debts, and restoration of the capital of covers.

use super::{Walk, take};
use crate::math::waterfall::{Kind, Tier};

impl Walk<'_> {
    /// Repays written-off principal of the debts, the most senior first, once they are owed nothing else. Behind
    /// income, what the reserve has kept in this run is used for this too.
    pub(super) fn reinstate(&mut self) {
        if !self.written_off || !self.debts_are_paid() {
            return;
        }
        let mut reserve = if self.is_principal {
            0
        } else {
            self.outcome.reserve
        };
        let mut tiers = self.flow.tiers.iter();
        let kept = tiers.position(|tier| matches!(tier, Tier::Reserve(_)));
        let claimants = self.flow.claimants.iter().zip(&mut self.outcome.receipts);
        for ((claimant, receipt), good) in claimants.zip(&mut self.outcome.made_good) {
            if claimant.kind != Kind::Debt {
                continue;
            }
            // Both are parts of this run's money, whose sum was checked.
            let there = self.left.saturating_add(reserve);
            let paid = take(&mut receipt.reinstated, claimant.loss, there);
            *good = good.saturating_add(paid);
            let cash = paid.min(self.left);
            let of_reserve = paid.saturating_sub(cash);
            self.left = self.left.saturating_sub(cash);
            reserve = reserve.saturating_sub(of_reserve);
            self.outcome.reserve = self.outcome.reserve.saturating_sub(of_reserve);
            if let Some(took) = kept.and_then(|at| self.outcome.tiers.get_mut(at)) {
                *took = took.saturating_sub(of_reserve);
            }
        }
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
