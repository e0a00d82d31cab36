//! Tests of coverage, and what they divert.

use super::{Book, peer_groups};
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
                let diverted = if self.income_covers(at, test) {
                    0
                } else {
                    self.left
                };
                (test, diverted)
            }
            _ => unreachable!("it is a test"),
        };
        // The reserve is spent last, and passes.
        let reserve = self.reserve_left();
        let mut diverted = diverted.min(self.left - reserve);
        if test.traps {
            self.left -= diverted;
            self.stays += diverted;
            self.trapped += diverted;
            return;
        }
        for peers in peer_groups(self.flow) {
            let first = peers[0];
            let is_debt = self.flow.claimants[usize::from(first)].kind == Kind::Debt;
            if first > test.rank || !is_debt || diverted == 0 {
                continue;
            }
            if let Some((places, mut owed)) = self.principal_of(first) {
                let before = self.left;
                self.repay_up_to(first, &places, &mut owed, diverted);
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
                    _ => self.outstanding(rank),
                }
            })
            .sum();
        if owed == 0 {
            return 0;
        }
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

    /// All income of the period, less all that is or was due in it of the fees ahead, against all interest and arrears that
    /// are due or were paid in it, but for the interest that buyers of later shares paid for.
    fn income_covers(&self, at: usize, test: Coverage) -> bool {
        let debts = (0..=test.rank).map(|rank| self.flow.claimants[usize::from(rank)]);
        let owed = debts
            .filter(|claimant| claimant.kind == Kind::Debt)
            .map(|debt| {
                let own = i128::from(debt.interest) - i128::from(debt.bought_interest);
                own.max(0) + i128::from(debt.arrears)
            });
        let owed = owed.sum::<i128>() + i128::from(test.period.paid);
        let fees = self.flow.tiers[..at].iter().map(|tier| match tier {
            Tier::Fee(due) => i128::from(*due),
            _ => 0,
        });
        let limit = i128::from(u64::MAX);
        let fees = (fees.sum::<i128>() + i128::from(test.period.fees)).min(limit);
        // What a recovery puts back into covers is none.
        let covers = self.flow.claimants.iter().zip(&self.made_good);
        let covers = covers.filter(|(claimant, _)| claimant.kind == Kind::Cover);
        let restored: i128 = covers.map(|(_, good)| *good).sum();
        let came_in = i128::from(self.flow.amount) - i128::from(self.flow.principal);
        let income = (i128::from(test.period.income) + came_in - restored).min(limit);
        (income - fees).max(0) * 10_000 >= owed * i128::from(test.min_bps)
    }
}
