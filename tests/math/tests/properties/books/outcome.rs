//! What becomes of the tickets, reckoned naively: money dealt out ticket by ticket, fractions multiplied out.

use super::model::{Held, Model};
use securities::{
    book::{ledger::Settlement, state::AllocationRule},
    math::curve::Knot,
};

fn product(a: u64, b: u64) -> u128 {
    u128::from(a) * u128::from(b)
}

fn narrow(number: u128) -> u64 {
    u64::try_from(number).unwrap()
}

/// The origin and the knots.
fn points(knots: &[Knot]) -> impl Iterator<Item = Knot> + Clone {
    [Knot::default()].into_iter().chain(knots.iter().copied())
}

/// The reward of so much money, rounded down: the mean of the two points around it, weighted by nearness.
pub fn reward(knots: &[Knot], money: u64) -> u64 {
    let mut pieces = points(knots).zip(knots);
    let Some((from, to)) = pieces.find(|(_, to)| money < to.money) else {
        return knots.last().map_or(0, |last| last.reward);
    };
    let weighted = product(from.reward, to.money - money) + product(to.reward, money - from.money);
    narrow(weighted / u128::from(to.money - from.money))
}

/// Whether points from the origin on bend to the right only: no point lies below the line between two others.
pub fn is_curve(knots: &[Knot]) -> bool {
    let rises = points(knots)
        .zip(knots)
        .all(|(from, to)| from.money < to.money && from.reward <= to.reward);
    let bends = |[a, b, c]: [Knot; 3]| {
        product(b.reward - a.reward, c.money - a.money)
            >= product(c.reward - a.reward, b.money - a.money)
    };
    let all: Vec<Knot> = points(knots).collect();
    (1..=8).contains(&knots.len())
        && rises
        && all[all.len() - 1].reward > 0
        && all
            .windows(3)
            .all(|three| bends([three[0], three[1], three[2]]))
}

impl Model {
    /// What is accepted of each ticket in line, and what counts as ahead of it.
    fn parts(&self) -> Vec<(u64, u64)> {
        let committed = self.committed();
        let whole = |amount: u64| u128::from(amount / self.lot);
        let rationed = |upto: u64| {
            if committed <= self.cap {
                return upto;
            }
            narrow((whole(upto) * whole(self.cap)).div_ceil(whole(committed))) * self.lot
        };
        let (mut ahead, mut left) = (0, self.cap);
        let part = |held: &Held| {
            let value = if self.is_committed(held) {
                held.value
            } else {
                0
            };
            let before = ahead;
            ahead += value;
            match self.rule {
                AllocationRule::FirstCome => {
                    let (used, taken) = (self.cap - left, value.min(left));
                    left -= taken;
                    (used, taken)
                }
                AllocationRule::ProRata => (rationed(before), rationed(ahead) - rationed(before)),
                AllocationRule::Discretionary => (before, held.approved.min(value)),
            }
        };
        self.tickets.iter().map(part).collect()
    }

    /// What becomes of each ticket in line: if the book is locked now at the rates of now, or as it is, at the rates
    /// of the deposits.
    pub fn outcomes(&self, locked: bool) -> Vec<Settlement> {
        let both = self.tickets.iter().zip(self.parts());
        both.map(|(held, (ahead, part))| self.outcome(held, ahead, part, locked))
            .collect()
    }

    fn outcome(&self, held: &Held, ahead: u64, part: u64, locked: bool) -> Settlement {
        let asset = self.assets[usize::from(held.asset)];
        let (accepted, units_taken) = if asset.is_par {
            (part, part)
        } else if locked {
            let (numerator, denominator) = (asset.rate.numerator, asset.rate.denominator);
            let worth = product(held.units, numerator) / u128::from(denominator);
            let accepted = u128::from(part).min(worth - worth % u128::from(self.lot));
            let accepted = narrow(accepted);
            let units = product(accepted, denominator).div_ceil(u128::from(numerator));
            (accepted, narrow(units))
        } else {
            let units = product(held.units, part).div_ceil(u128::from(held.value));
            (part, narrow(units))
        };
        let bought = if self.is_discretionary() { 0 } else { ahead };
        let mut rewards = [0; 4];
        for (sum, curve) in rewards.iter_mut().zip(&self.curves) {
            *sum = reward(curve, ahead.saturating_add(accepted)) - reward(curve, ahead);
        }
        Settlement {
            ahead,
            accepted,
            units_taken,
            units_back: held.units - units_taken,
            shares: self.shares(bought + accepted) - self.shares(bought),
            rewards,
        }
    }

    /// What so much accepted money buys.
    pub fn shares(&self, accepted: u64) -> u64 {
        narrow(product(accepted, self.unit) / u128::from(self.price))
    }

    /// Whether every lot buys whole share base units.
    pub fn is_exact(&self) -> bool {
        product(self.lot, self.unit).is_multiple_of(u128::from(self.price))
    }
}
