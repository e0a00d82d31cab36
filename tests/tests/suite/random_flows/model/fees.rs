//! Fees and expenses.

use super::{Model, class::Class, day, small};
use securities::cash::waterfall::terms::{FeeBase, TierTerms};

impl Model {
    pub(super) fn accrue_fees(&mut self, (gross, income): (u64, u64), today: u128) {
        let sum = |counts: fn(&Class) -> bool, which: usize| -> u128 {
            let counted = self.classes.iter().filter(|class| counts(class));
            counted.map(|class| class.capital_days[which]).sum()
        };
        let all = [sum(Class::is_debt, 0), sum(|_| true, 0), sum(|_| true, 1)];
        let [debt, capital, raised] = [0, 1, 2].map(|base| all[base] - self.fee_days[base]);
        self.fee_days = all;
        let days = today - self.fee_day;
        self.fee_day = today;
        for (tier, memory) in self.tiers.iter().zip(&mut self.memory) {
            memory.due += match *tier {
                TierTerms::Fee {
                    bps, income_only, ..
                } => u128::from(if income_only { income } else { gross }) * u128::from(bps),
                TierTerms::AnnualFee {
                    base,
                    bps,
                    amount,
                    min,
                    max,
                    ..
                } => {
                    let value = match base {
                        FeeBase::Debt => debt,
                        FeeBase::Capital => capital,
                        FeeBase::Raised => raised,
                        FeeBase::Pool => panic!("nobody reports on a pool here"),
                    };
                    let a_year = |amount: u64| u128::from(amount) * 10_000 * days;
                    let fee = value * u128::from(bps) + a_year(amount);
                    let most = if max == 0 { fee } else { a_year(max) };
                    fee.max(a_year(min)).min(most.max(a_year(min)))
                }
                _ => 0,
            };
        }
    }

    /// The first expense, and what is left to submit of it in its year since the first lock.
    pub fn expense(&mut self, now: i64) -> Option<(u8, u64)> {
        let began = self.classes.iter().map(|class| class.starts_at).min()?;
        let year = small((day(now) - day(began)) / 365);
        let mut tiers = self.tiers.iter().zip(&mut self.memory).zip(0_u8..);
        tiers.find_map(|((tier, memory), place)| match *tier {
            TierTerms::Expense { cap, .. } => {
                if memory.period != year {
                    (memory.period, memory.reached) = (year, 0);
                }
                Some((place, cap - small(memory.reached)))
            }
            _ => None,
        })
    }

    /// It is claimed.
    pub fn submit(&mut self, tier: usize, amount: u64) {
        let memory = &mut self.memory[tier];
        memory.due += u128::from(amount);
        memory.reached += u128::from(amount);
    }
}
