//! Which triggers hold, and since when all of them do.

use super::{Model, class::Class, day};
use securities::{cash::waterfall::terms::TestTerms, math::waterfall::Cushion};
use securities_tests::world::DAY;

impl Model {
    pub(super) fn look(&mut self, now: i64) {
        let failing = self
            .triggers
            .iter()
            .filter(|test| !self.holds(**test, now))
            .count();
        // Without a cure one that fails trips at once; when none has failed for a day it stops.
        self.tripped |= failing > 0;
        if !self.tripped || failing > 0 {
            self.holds_since = None;
            return;
        }
        let since = *self.holds_since.get_or_insert(now);
        if now - since >= DAY {
            self.tripped = false;
            self.holds_since = None;
        }
    }

    /// Whether principal repays debts pro rata: from a day on, while every subordination test holds.
    pub(super) fn is_pro_rata(&self, now: i64) -> bool {
        let is_floor = |test: &&TestTerms| matches!(test, TestTerms::Subordination { .. });
        self.pro_rata_from > 0
            && now >= self.pro_rata_from
            && self
                .triggers
                .iter()
                .filter(is_floor)
                .all(|test| self.holds(*test, now))
    }

    fn holds(&self, test: TestTerms, now: i64) -> bool {
        let capital = |senior: bool, rank: u8| -> u128 {
            let with_rank = self.classes.iter().enumerate();
            with_rank
                .filter(|(at, class)| (!class.is_cover() && *at <= usize::from(rank)) == senior)
                .map(|(_, class)| class.owes.outstanding)
                .sum()
        };
        match test {
            TestTerms::Losses { max_bps } => {
                let pool = || self.classes.iter().filter(|class| !class.is_cover());
                let lost: u128 = pool().map(|class| class.loss).sum();
                let issued: u128 = pool().map(|class: &Class| class.raised()).sum();
                lost * 10_000 <= issued * u128::from(max_bps)
            }
            TestTerms::Subordination { rank, min_bps } => {
                let (over, below) = (capital(true, rank), capital(false, rank));
                over == 0 || below * 10_000 >= (over + below) * u128::from(min_bps)
            }
            TestTerms::Overdue { rank, days } => {
                let since = self.classes[usize::from(rank)].owes.overdue;
                since.is_none_or(|since| day(now) - u128::from(since) <= days.into())
            }
            _ => panic!("no structure here has one"),
        }
    }

    /// The floors that hold back principal of juniors.
    pub(super) fn cushions(&self) -> Vec<Cushion> {
        let tests = self.triggers.iter();
        tests
            .filter_map(|test| match *test {
                TestTerms::Subordination { rank, min_bps } => Some(Cushion { rank, min_bps }),
                _ => None,
            })
            .collect()
    }
}
