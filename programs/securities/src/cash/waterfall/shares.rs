//! Shares of profit by capital: over which days capital counts.
//!
//! Capital counts times the days for which it was outstanding in a **share period**, which ends with a payment that gives
//! something to a share. So whoever pays, or repays capital just before, does not choose the parts. While the current period
//! is younger than a week, the one before it counts too, and does not end again: neither does a small payment that ends a
//! period just before a large one.

use super::{state::Waterfall, tier::TierKind, tranches::Tranches};
use crate::math::waterfall::{Claimant, Outcome};

/// The days after which a share period counts alone.
pub const SHARE_DAYS: u64 = 7;

impl Tranches<'_> {
    /// Sets what the tranches weigh in shares of profit, on a day up to which they are accrued. Before any capital has
    /// counted for a day, what is outstanding counts.
    pub(super) fn weigh(&self, claimants: &mut [Claimant], waterfall: &Waterfall, today: u64) {
        if !waterfall.has_shares() {
            return;
        }
        let with_last = !waterfall.ends_share_period(today);
        let mut any = false;
        for (claimant, tranche) in claimants.iter_mut().zip(&self.0) {
            claimant.weight = tranche.share_weight(with_last);
            any |= claimant.weight > 0;
        }
        if !any {
            for claimant in claimants {
                claimant.weight = claimant.outstanding.into();
            }
        }
    }

    /// Ends the share period on a day if a run gave something to a share, unless it is younger than a week.
    pub(super) fn end_share_period(
        &mut self,
        waterfall: &mut Waterfall,
        outcome: &Outcome,
        today: u64,
    ) {
        let tiers = waterfall.tiers.iter().zip(outcome.tiers);
        let gave = tiers
            .into_iter()
            .any(|(tier, took)| tier.kind == TierKind::Share as u8 && took > 0);
        if gave && waterfall.ends_share_period(today) {
            waterfall.shares_since = today;
            for tranche in &mut self.0 {
                tranche.end_share_period();
            }
        }
    }
}

impl Waterfall {
    fn has_shares(&self) -> bool {
        let mut tiers = self.tiers.iter();
        tiers.any(|tier| tier.kind == TierKind::Share as u8)
    }

    /// Whether the current share period counts alone on a day, and may end: a week after the last one, or if it is the
    /// first.
    const fn ends_share_period(&self, today: u64) -> bool {
        self.shares_since == 0 || today.saturating_sub(self.shares_since) >= SHARE_DAYS
    }
}
