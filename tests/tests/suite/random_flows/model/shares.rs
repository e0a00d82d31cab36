//! Shares of profit by capital: what each class had outstanding, day by day, since the share period began that counts.

use super::{Model, day};
use securities::{cash::waterfall::terms::TierTerms, math::waterfall::Claimant};

impl Model {
    /// The day after which capital counts: the end of the last period or, if that was less than a week ago, of the one
    /// before.
    fn counts_since(&self, today: u128) -> Option<u128> {
        let ended = self.share_periods.iter().rev();
        let young = self
            .share_periods
            .last()
            .is_some_and(|last| last + 7 > today);
        ended.copied().nth(usize::from(young))
    }

    pub(super) fn weigh(&self, claimants: &mut [Claimant], now: i64) {
        let since = self.counts_since(day(now)).unwrap_or(0);
        for (claimant, class) in claimants.iter_mut().zip(&self.classes) {
            let days = class.held.iter().filter(|(day, _)| *day > since);
            claimant.weight = days.map(|(_, capital)| capital).sum();
        }
        if claimants.iter().all(|claimant| claimant.weight == 0) {
            for (claimant, class) in claimants.iter_mut().zip(&self.classes) {
                claimant.weight = if class.terms.par == 0 {
                    0
                } else {
                    class.owes.outstanding
                };
            }
        }
    }

    /// A payment that gives something to a share ends the period, unless the last one ended less than a week ago.
    pub(super) fn end_share_period(&mut self, took: &[u128], now: i64) {
        let shares = self.tiers.iter().zip(took);
        let gave = shares
            .filter(|(tier, _)| matches!(tier, TierTerms::Share { .. }))
            .any(|(_, took)| *took > 0);
        let old = self
            .share_periods
            .last()
            .is_none_or(|last| last + 7 <= day(now));
        if gave && old {
            self.share_periods.push(day(now));
        }
    }
}
