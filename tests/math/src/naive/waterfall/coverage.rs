//! Tests of coverage, and what they divert.

use super::{Book, repays};
use securities::math::waterfall::{Coverage, Kind, Mode, Tier};

impl Book<'_> {
    /// Whether a tier is a test that may divert money in this run.
    pub(super) fn tests_at(&self, at: usize) -> bool {
        let tier = self.flow.tiers[at];
        !self.flow.in_kind
            && self.flow.mode != Mode::Accelerated
            && matches!(tier, Tier::CollateralTest(_) | Tier::InterestTest(_))
    }

    /// Unit by unit in principle: as much as it takes for the test to hold, found by halving.
    pub(super) fn test(&mut self, at: usize) {
        let (test, diverted) = match self.flow.tiers[at] {
            Tier::CollateralTest(test) => (test, self.least_that_covers(test)),
            Tier::InterestTest(test) => {
                let diverted = if self.income_covers(test) {
                    0
                } else {
                    self.left
                };
                (test, diverted)
            }
            _ => unreachable!("it is a test"),
        };
        let mut diverted = diverted.min(self.left);
        if test.traps {
            self.left -= diverted;
            self.stays += diverted;
            return;
        }
        for rank in 0..=test.rank {
            let claimant = self.flow.claimants[usize::from(rank)];
            let first = self.flow.tiers.iter().position(|tier| repays(*tier, rank));
            if let (Kind::Debt, Some(first), true) = (claimant.kind, first, diverted > 0) {
                let before = self.left;
                self.repay_up_to(first, rank, claimant.outstanding.into(), diverted);
                diverted -= before - self.left;
            }
        }
    }

    fn least_that_covers(&self, test: Coverage) -> i128 {
        let owed: i128 = (0..=test.rank)
            .map(|rank| {
                let claimant = self.flow.claimants[usize::from(rank)];
                match claimant.kind {
                    Kind::Cover => 0,
                    _ => i128::from(claimant.outstanding) - self.paid(|tier| repays(tier, rank)),
                }
            })
            .sum();
        let Some(pool) = test.pool else {
            return i128::MAX;
        };
        let value = i128::from(pool) + self.stays + self.pot;
        let covers = |diverted: i128| {
            let (value, owed) = if test.traps {
                (value + diverted, owed)
            } else {
                (value, owed - diverted)
            };
            value * 10_000 >= owed * i128::from(test.min_bps)
        };
        if covers(0) {
            return 0;
        }
        // `low` does not cover, `high` does or is more than there is.
        let (mut low, mut high) = (0, self.left + 1);
        while high - low > 1 {
            let middle = (low + high) / 2;
            if covers(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }

    fn income_covers(&self, test: Coverage) -> bool {
        let owed: i128 = self
            .flow
            .claimants
            .iter()
            .take(usize::from(test.rank) + 1)
            .filter(|claimant| claimant.kind == Kind::Debt)
            .map(|claimant| i128::from(claimant.interest) + i128::from(claimant.arrears))
            .sum();
        let fees = self.paid(|tier| matches!(tier, Tier::Fee(_)));
        let income = i128::from(self.flow.amount) - i128::from(self.flow.principal) - fees;
        income.max(0) * 10_000 >= owed * i128::from(test.min_bps)
    }
}
