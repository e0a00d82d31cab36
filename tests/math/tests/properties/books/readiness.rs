//! What the model says that a lock needs, and that a locked book keeps to it.

use super::model::{Held, Model};
use proptest::{prelude::*, test_runner::TestCaseResult};
use securities::{book::state::AllocationRule, math::rate::Rate};

fn part(amount: u64, (of, all): (u64, u64)) -> u64 {
    let part = u128::from(amount) * u128::from(of) / u128::from(all);
    u64::try_from(part).unwrap()
}

/// The higher of two rates.
pub fn higher(one: Rate, other: Rate) -> Rate {
    let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
    let is_less =
        product(one.numerator, other.denominator) < product(other.numerator, one.denominator);
    if is_less { other } else { one }
}

impl Model {
    /// What of a ticket may be accepted.
    fn offered(&self, held: &Held) -> u64 {
        if !self.counts(held) {
            0
        } else if self.is_discretionary() {
            held.approved
        } else {
            held.value
        }
    }

    fn of_lead(&self, of: impl Fn(&Held) -> u64) -> u64 {
        self.sum(|held| {
            if self.is_lead(held.owner) && self.counts(held) {
                of(held)
            } else {
                0
            }
        })
    }

    /// What would be accepted in all.
    pub fn secured(&self) -> u64 {
        self.sum(|held| self.offered(held)).min(self.cap)
    }

    /// What would be accepted of the lead at the least.
    pub fn lead_secured(&self) -> u64 {
        let (lead, all) = (self.lead_committed(), self.committed());
        match self.rule {
            AllocationRule::Discretionary => self.of_lead(|held| held.approved),
            AllocationRule::FirstCome => self.of_lead(|held| held.within),
            AllocationRule::ProRata if all <= self.cap => lead,
            AllocationRule::ProRata => {
                // Each ticket may miss its part by less than a lot.
                let rounding = self.lot.saturating_mul(self.of_lead(|_| 1));
                part(lead, (self.cap, all)).saturating_sub(rounding)
            }
        }
    }

    /// The most that money of an asset, in so many tickets, lost since it was put in.
    fn lost(&self, asset: usize, money: u64, tickets: u64) -> u64 {
        let (now, then) = (self.assets[asset].rate, self.highest[asset]);
        if self.assets[asset].is_par || money == 0 || higher(now, then) == now {
            return 0;
        }
        let units = part(money, (then.denominator, then.numerator));
        let worth = part(units, (now.numerator, now.denominator));
        (money - worth)
            .saturating_add(self.lot.saturating_mul(tickets))
            .min(money)
    }

    /// Whether the minimum and the lead's are there at the rates of now too, whatever tickets these hit.
    pub fn is_ready_at_rates(&self) -> bool {
        let (mut all, mut lead) = (self.secured(), self.lead_secured());
        let (total, of_lead) = (all, lead);
        let is_par = |held: &Held| self.assets[usize::from(held.asset)].is_par;
        let earning = self.of_lead(|held| if is_par(held) { 0 } else { held.value });
        for asset in 0..self.assets.len() {
            let of = |held: &Held| {
                if usize::from(held.asset) == asset {
                    self.offered(held)
                } else {
                    0
                }
            };
            let money = self.sum(of);
            let tickets = self.sum(|held| u64::from(of(held) > 0));
            all = all.saturating_sub(self.lost(asset, money.min(total), tickets));
            let tickets = self.of_lead(|_| 1);
            lead = lead.saturating_sub(self.lost(asset, earning.min(of_lead).min(money), tickets));
        }
        all >= self.minimum && lead >= self.lead_minimum
    }
}

/// What is accepted of a book when it is locked is its minimum at least, and of the lead its own.
pub fn is_kept(model: &Model) -> TestCaseResult {
    let (mut all, mut lead) = (0, 0);
    for (held, settlement) in model.locked.iter().flatten() {
        all += settlement.accepted;
        if model.is_lead(held.owner) {
            lead += settlement.accepted;
        }
    }
    prop_assert!(all >= model.minimum, "{} of {}", all, model.minimum);
    prop_assert!(lead >= model.lead_minimum, "{} of the lead", lead);
    Ok(())
}
