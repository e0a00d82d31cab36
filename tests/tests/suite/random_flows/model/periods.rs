//! The periods of tests of interest.

use super::{Memory, Model};
use securities::cash::waterfall::terms::TierTerms;
use securities_math_tests::naive::waterfall::Expected;

impl Model {
    /// A test of interest counts from the last due date of the debt that it names.
    pub(super) fn begin_periods(&mut self) {
        for (tier, memory) in self.tiers.iter().zip(&mut self.memory) {
            if let TierTerms::InterestTest { rank, .. } = *tier {
                let began = self.classes[usize::from(rank)].owes.period.0;
                if memory.period != began {
                    *memory = Memory {
                        period: began,
                        ..Memory::default()
                    };
                }
            }
        }
    }

    /// What came in, and what was paid of what counts against it.
    pub(super) fn count_periods(&mut self, income: u64, took: &[u128], expected: &Expected) {
        let covers = self.classes.iter().zip(&expected.made_good);
        let restored = covers.filter(|(class, _)| class.is_cover());
        let restored: i128 = restored.map(|(_, good)| *good).sum();
        for at in 0..self.tiers.len() {
            let TierTerms::InterestTest { rank, .. } = self.tiers[at] else {
                continue;
            };
            let fees = self.tiers[..at].iter().zip(took).filter(|(tier, _)| {
                matches!(
                    tier,
                    TierTerms::Fee { .. } | TierTerms::AnnualFee { .. } | TierTerms::Expense { .. }
                )
            });
            let debts = self.classes.iter().zip(&expected.entitlements);
            let debts = debts.take(usize::from(rank) + 1);
            let debts = debts.filter(|(class, _)| class.is_debt());
            let memory = &mut self.memory[at];
            memory.reached += u128::from(income) - restored as u128;
            memory.fees += fees.map(|(_, took)| took).sum::<u128>();
            memory.paid += debts
                .map(|(_, [interest, arrears, _])| (interest + arrears) as u128)
                .sum::<u128>();
        }
    }
}
