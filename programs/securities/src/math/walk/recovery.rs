//! Repayment of written-off principal of the debts, and restoration of the capital of covers.

use super::{Walk, all_reserves, take};
use crate::math::{
    MathResult, fixed,
    seniority::{self, Layer},
    waterfall::{Kind, MAX_TRANCHES},
};

impl Walk<'_> {
    /// Repays written-off principal of the debts, the most senior first and peers in proportion, once they are
    /// owed nothing else. Behind income, what reserves hold or have kept in this run is used for this too, in the order of
    /// their tiers.
    pub(super) fn reinstate(&mut self) -> MathResult<()> {
        if !self.written_off || !self.debts_are_paid() {
            return Ok(());
        }
        let mut layers = [Layer::default(); MAX_TRANCHES];
        let claimants = self.flow.claimants.iter().zip(&self.outcome.receipts);
        for (layer, (claimant, receipt)) in layers.iter_mut().zip(claimants) {
            layer.pari_passu = claimant.pari_passu;
            if claimant.kind == Kind::Debt {
                layer.amount = claimant.lost(receipt);
            }
        }
        let mut there = self.left;
        if !self.is_principal {
            let held = all_reserves(self.outcome.reserve, self.outcome.earmarked)?;
            there = fixed::add(there, held)?;
        }
        let parts = seniority::senior_first(there, &layers);
        let outcome = &mut self.outcome;
        let goods = outcome.receipts.iter_mut().zip(&mut outcome.made_good);
        let mut paid = 0;
        for ((receipt, good), part) in goods.zip(parts) {
            receipt.reinstated = fixed::add(receipt.reinstated, part)?;
            *good = fixed::add(*good, part)?;
            paid = fixed::add(paid, part)?;
        }
        let of_reserves = paid.saturating_sub(self.left);
        self.left = self.left.saturating_sub(paid);
        self.take_of_reserves(of_reserves)
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
