//! What becomes of the tickets, reckoned naively: money dealt out ticket by ticket, fractions multiplied out.

use super::model::{Held, Model};
use securities::{
    book::{outcome::TicketOutcome, state::AllocationRule},
    math::{
        curve::Knot,
        quantity::{Shares, Units},
    },
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

/// The reward of so much money, rounded down: all of the pieces below it, and of the one it lies in the integral of a
/// rate that falls linearly, which is what it is on the mean at half the way.
pub fn reward(knots: &[Knot], money: u64) -> u64 {
    let mut pieces = points(knots).zip(knots);
    let Some((from, to)) = pieces.find(|(_, to)| money < to.money) else {
        return knots.last().map_or(0, |last| last.reward);
    };
    let (run, rise, way) = (
        to.money - from.money,
        to.reward - from.reward,
        money - from.money,
    );
    // The rate at half the way is (rise + bend * (run - way) / run) / run.
    let big = |number: u64| num_bigint::BigUint::from(number);
    let mean = big(rise) * run + big(to.bend) * (run - way);
    let part = mean * way / (big(run) * run);
    from.reward + u64::try_from(part).unwrap()
}

/// Whether the rate falls, or stays, all along: on each piece, to nothing at the least, and from piece to piece.
pub fn is_curve(knots: &[Knot]) -> bool {
    let rises = points(knots)
        .zip(knots)
        .all(|(from, to)| from.money < to.money && from.reward <= to.reward);
    if !rises || knots.is_empty() || knots.len() > 8 || knots[knots.len() - 1].reward == 0 {
        return false;
    }
    let pieces: Vec<(u64, u64, u64)> = points(knots)
        .zip(knots)
        .map(|(from, to)| (to.money - from.money, to.reward - from.reward, to.bend))
        .collect();
    let falls = |[a, b]: [(u64, u64, u64); 2]| {
        // The end of one and the beginning of the next, as fractions.
        product(a.1 - a.2, b.0) >= product(b.1 + b.2, a.0)
    };
    pieces
        .iter()
        .all(|(_, rise, bend)| bend <= rise && rise.checked_add(*bend).is_some())
        && pieces.windows(2).all(|two| falls([two[0], two[1]]))
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
            let value = if self.counts(held) { held.value } else { 0 };
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
    pub fn outcomes(&self, locked: bool) -> Vec<TicketOutcome> {
        let both = self.tickets.iter().zip(self.parts());
        both.map(|(held, (ahead, part))| self.outcome(held, ahead, part, locked))
            .collect()
    }

    fn outcome(&self, held: &Held, ahead: u64, part: u64, locked: bool) -> TicketOutcome {
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
        TicketOutcome {
            ahead,
            accepted,
            units_taken: Units(units_taken),
            units_back: Units(held.units - units_taken),
            shares: Shares(self.shares(bought + accepted) - self.shares(bought)),
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
