//! Repayment of written-off principal of the debts, and restoration of the capital of covers.

use super::{Walk, take};
use crate::math::{
    seniority::{self, Claim},
    waterfall::{Kind, MAX_TRANCHES, Tier},
};

impl Walk<'_> {
    /// Repays written-off principal of the debts, the most senior first and those of one rank in proportion, once they are
    /// owed nothing else. Behind
    /// income, what the reserve has kept in this run is used for this too.
    pub(super) fn reinstate(&mut self) {
        if !self.written_off || !self.debts_are_paid() {
            return;
        }
        let reserve = if self.is_principal {
            0
        } else {
            self.outcome.reserve
        };
        let mut tiers = self.flow.tiers.iter();
        let kept = tiers.position(|tier| matches!(tier, Tier::Reserve(_)));
        let mut claims = [Claim::default(); MAX_TRANCHES];
        let claimants = self.flow.claimants.iter().zip(&self.outcome.receipts);
        for (claim, (claimant, receipt)) in claims.iter_mut().zip(claimants) {
            claim.pari_passu = claimant.pari_passu;
            if claimant.kind == Kind::Debt {
                claim.amount = claimant.loss.saturating_sub(receipt.reinstated);
            }
        }
        // Both are parts of this run's money, whose sum was checked.
        let there = self.left.saturating_add(reserve);
        let parts = seniority::senior_first(there, &claims);
        let goods = self
            .outcome
            .receipts
            .iter_mut()
            .zip(&mut self.outcome.made_good);
        for ((receipt, good), paid) in goods.zip(parts) {
            receipt.reinstated = receipt.reinstated.saturating_add(paid);
            *good = good.saturating_add(paid);
            let cash = paid.min(self.left);
            let of_reserve = paid.saturating_sub(cash);
            self.left = self.left.saturating_sub(cash);
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
