//! What a carry is due, and what it has to give back, from all payments to its steps.

use super::{Book, What, vacant};
use securities::math::waterfall::{Carry, Tier, WaterfallInput};

/// A step of a carry on a profit: beyond how much, what part in all, and what part until then.
pub struct Step {
    pub hurdle: i128,
    pub share: i128,
    pub catch_up: i128,
}

/// The carry on a profit, by a table of what is due at each hurdle and at the profit, filled in step by step.
#[must_use]
pub fn due(profit: i128, steps: &[Step]) -> i128 {
    let mut hurdles = Vec::new();
    for step in steps {
        let before = hurdles.last().copied().unwrap_or(0);
        hurdles.push(step.hurdle.max(before));
    }
    let points: Vec<i128> = hurdles.iter().copied().chain([profit]).collect();
    let mut table = vec![0; points.len()];
    for (at, step) in steps.iter().enumerate() {
        let (hurdle, there) = (points[at], table[at]);
        for (value, point) in table.iter_mut().zip(&points) {
            let above = point - hurdle;
            if above > 0 {
                let climbing = there + above * step.catch_up / 10_000;
                let level = point * step.share / 10_000;
                *value = climbing.min(level).max(*value);
            }
        }
    }
    table[steps.len()]
}

impl Book<'_> {
    /// The places of the steps of a class's carry.
    fn steps(&self, rank: u8) -> Vec<(usize, Carry)> {
        let carries = self
            .flow
            .tiers
            .iter()
            .enumerate()
            .filter_map(|(at, tier)| match *tier {
                Tier::Carry(carry) if carry.rank == rank => Some((at, carry)),
                _ => None,
            });
        carries.collect()
    }

    pub(super) fn begins_carry(&self, at: usize) -> bool {
        match self.flow.tiers[at] {
            Tier::Carry(carry) => self.steps(carry.rank)[0].0 == at,
            _ => false,
        }
    }

    /// What steps take after all that they took and gave back, up to one of them and with what reaches the first.
    fn due(&self, steps: &[(usize, Carry)], reaches: i128) -> i128 {
        let base = self.flow.claimants[usize::from(steps[0].1.base)];
        let whose = steps[0].1.base;
        let limit = i128::from(u64::MAX);
        // What later buyers brought is paid last, and is theirs.
        let own = i128::from(base.interest) - i128::from(base.bought_interest);
        let own = own.max(0);
        let interest = self.got(whose, What::Interest).min(own) + self.got(whose, What::Arrears);
        let (lost, out) = (self.lost(whose).max(0), self.outstanding(whose));
        let lost = lost + out.min(steps[0].1.spent.into());
        let income =
            i128::from(base.interest_paid) + interest + i128::from(steps[0].1.reached) + reaches;
        let profit = (income - lost).clamp(0, limit);
        let entitled = i128::from(base.interest_paid) + own + i128::from(base.arrears);
        let steps = steps.iter().map(|(_, step)| {
            let capital = i128::from(base.issued);
            let multiple = capital * i128::from(step.multiple_bps) / 10_000;
            Step {
                hurdle: entitled.max(multiple.min(limit) - capital).min(limit),
                share: step.carry_bps.into(),
                catch_up: step.catch_up_bps.into(),
            }
        });
        due(profit, &steps.collect::<Vec<_>>())
    }

    /// What steps took and did not give back, one by one; the last gives back first.
    fn have_taken(&self, steps: &[(usize, Carry)]) -> Vec<i128> {
        let rank = usize::from(steps[0].1.rank);
        let taken = steps.iter().map(|(at, step)| {
            let now = self.payments.iter().filter(|payment| payment.at == *at);
            i128::from(step.paid)
                + now
                    .map(|payment| payment.took + payment.passed)
                    .sum::<i128>()
        });
        let mut taken: Vec<i128> = taken.collect();
        let mut back = i128::from(steps[0].1.clawed_back) + self.clawed_back[rank];
        for step in taken.iter_mut().rev() {
            let part = back.min(*step);
            *step -= part;
            back -= part;
        }
        taken
    }

    /// What they let pass, as nobody held the class, before this run and in it.
    fn have_passed(&self, steps: &[(usize, Carry)]) -> i128 {
        let before: i128 = steps.iter().map(|step| i128::from(step.1.passed)).sum();
        before + self.passes(steps)
    }

    fn passes(&self, steps: &[(usize, Carry)]) -> i128 {
        let is_step = |at: usize| steps.iter().any(|step| step.0 == at);
        let now = self.payments.iter().filter(|payment| is_step(payment.at));
        now.map(|payment| payment.passed).sum()
    }

    fn has_taken(&self, steps: &[(usize, Carry)]) -> i128 {
        let taken: i128 = self.have_taken(steps).iter().sum();
        taken.min(u64::MAX.into())
    }

    /// What reached the first step in this run.
    fn reached(&self, first: usize) -> Option<i128> {
        let mut payments = self.payments.iter();
        payments
            .find(|payment| payment.at == first)
            .map(|payment| payment.reached)
    }

    pub(super) fn carry(&self, at: usize, carry: Carry) -> i128 {
        let steps = self.steps(carry.rank);
        if !carry.deal_by_deal && self.outstanding(carry.base) > 0 {
            return 0;
        }
        let reaches = self.reached(steps[0].0).unwrap_or(self.left);
        let all = self.due(&steps, reaches) - self.has_taken(&steps);
        let upto = steps.iter().filter(|(place, _)| *place <= at).count();
        let own: i128 = self.have_taken(&steps)[..upto].iter().sum();
        let own = self.due(&steps[..upto], reaches) - own;
        // What a step lets pass is not there twice.
        let there = self.left - self.passes(&steps);
        if upto == steps.len() {
            all.min(there).max(0)
        } else {
            own.min(all).min(there).max(0)
        }
    }

    /// What of a split or a residual goes to whom the class took too much carry from.
    pub(super) fn gives_back(&self, tier: Tier, part: i128) -> i128 {
        let rank = match tier {
            Tier::Split { rank, .. } | Tier::Residual(rank) => rank,
            Tier::Participation(share) => share.rank,
            _ => return 0,
        };
        let steps = self.steps(rank);
        let Some((first, carry)) = steps.first() else {
            return 0;
        };
        if self.flow.in_kind || vacant(self.flow, carry.base) {
            return 0;
        }
        let reached = self.reached(*first).unwrap_or(0);
        let taken = self.has_taken(&steps);
        let held = (taken - self.have_passed(&steps)).max(0);
        (taken - self.due(&steps, reached)).clamp(0, part.min(held))
    }
}

/// What a class has to give back of its carry.
#[must_use]
pub fn overpaid(flow: &WaterfallInput, rank: u8) -> i128 {
    Book::new(flow).gives_back(Tier::Residual(rank), i128::MAX)
}
