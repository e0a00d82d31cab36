//! Income that covers what is written off, and principal that stays in the deal.

use super::{Walk, pari_passu::Entitlement};
use crate::math::{
    MathResult, fixed,
    seniority::{self, Parts},
};

impl Walk<'_> {
    /// Covers with income what is written off of pari passu debts: as much is written up, and is principal for the
    /// tiers that repay debts.
    pub(super) fn cover_deficiency(&mut self, at: usize) -> MathResult<()> {
        let tiers = self.flow.tiers.get(self.places(at)).unwrap_or(&[]);
        let mut lost = Parts::default();
        for rank in tiers.iter().filter_map(|tier| tier.claimant()) {
            let (claimant, got) = (self.claimant(rank)?, *self.receipt(rank)?);
            if let Some(entry) = lost.get_mut(usize::from(rank)) {
                *entry = claimant.lost(&got);
            }
        }
        let mut covered = 0;
        let parts = seniority::pro_rata(self.left, &lost);
        for (receipt, part) in self.outcome.receipts.iter_mut().zip(parts) {
            receipt.written_up = fixed::add(receipt.written_up, part)?;
            covered = fixed::add(covered, part)?;
        }
        self.left = fixed::sub(self.left, covered)?;
        self.principal = fixed::add(self.principal, covered)?;
        self.covered = fixed::add(self.covered, covered)?;
        let more = self.divide(covered);
        for (part, more) in self.parts.iter_mut().flatten().zip(more) {
            *part = part.saturating_add(more);
        }
        Ok(())
    }

    /// Repays what has matured while the deal revolves: losses of it may have been covered behind the tiers that repay.
    pub(super) fn repay_matured(&mut self) -> MathResult<()> {
        for rank in (0_u8..).take(self.flow.claimants.len()) {
            if self.is_debt(rank)
                && !self.is_joined(rank)
                && self.is_due_to_any(rank, Entitlement::Sweep)
                && let Some(at) = self.place(rank)
            {
                self.on_principal(|walk| walk.repay_of_principal(at, rank, Entitlement::Sweep))?;
            }
        }
        Ok(())
    }

    /// Keeps principal in the reinvestment account. What tests trapped of it and income covered is for the debts: nobody
    /// draws it.
    pub(super) fn stay(&mut self, stays: u64) -> MathResult<()> {
        let outcome = &mut self.outcome;
        outcome.reinvestment = fixed::add(outcome.reinvestment, stays)?;
        outcome.trapped = fixed::add(outcome.trapped, self.covered.min(stays))?;
        Ok(())
    }
}
