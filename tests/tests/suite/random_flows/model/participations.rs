//! Participations in profit by capital: what each class had outstanding, day by day, in this participation period and the one before.

use super::{Model, day};
use securities::{cash::waterfall::terms::TierTerms, math::waterfall::Claimant};

const QUARTER: u128 = 91;

impl Model {
    pub(super) fn weigh(&self, claimants: &mut [Claimant]) {
        let before = self.participation_periods.iter().rev().nth(1);
        let since = before.copied().unwrap_or(0);
        for (claimant, class) in claimants.iter_mut().zip(&self.classes) {
            let days = class.held.iter().filter(|(day, _)| *day > since);
            claimant.weight = days.map(|(_, capital)| capital).sum();
        }
    }

    /// Any payment ends a period of a quarter in which something that shares was outstanding.
    pub(super) fn end_participation_period(&mut self, now: i64) {
        let shares = |rank: usize| {
            let mut tiers = self.tiers.iter();
            tiers.any(|tier| match *tier {
                TierTerms::Participation {
                    rank: own, with, ..
                } => usize::from(own) == rank || with >> rank & 1 == 1,
                _ => false,
            })
        };
        let locked = self.classes.iter().map(|class| day(class.starts_at)).min();
        let last = self.participation_periods.last().copied();
        let began = last.or(locked).unwrap_or(0);
        let current = |class: &super::class::Class| {
            let mut days = class.held.iter();
            days.any(|(day, capital)| *day > last.unwrap_or(0) && *capital > 0)
        };
        let mut classes = self.classes.iter().enumerate();
        let was_out = classes.any(|(rank, class)| shares(rank) && current(class));
        if was_out && day(now) >= began + QUARTER {
            self.participation_periods.push(day(now));
        }
    }
}
