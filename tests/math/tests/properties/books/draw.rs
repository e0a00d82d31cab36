//! Actions out of numbers. What a number means depends on the model, so that most actions are sensible; smaller
//! numbers mean simpler actions.

use super::{
    model::{Held, Model},
    offers::{curve, grow, lock, offer, pass, poll, rate, tip},
    terms::STRANGER,
};
use securities::{
    book::{phase::Phase, state::AllocationRule},
    math::{curve::Knot, rate::Rate},
};

/// A number that is spent choice by choice.
#[derive(Clone, Copy)]
pub struct Draw(pub u64);

impl Draw {
    /// Below `count`, and 0 for none.
    pub const fn below(&mut self, count: u64) -> u64 {
        let Some(choice) = self.0.checked_rem(count) else {
            return 0;
        };
        self.0 /= count;
        choice
    }

    pub const fn one_in(&mut self, count: u64) -> bool {
        self.below(count) + 1 == count
    }

    pub fn pick<T: Copy, const N: usize>(&mut self, of: [T; N]) -> T {
        of[self.below(N as u64) as usize]
    }
}

/// An offer, as a whole.
#[derive(Clone, Debug)]
pub struct Whole {
    pub replaces: u32,
    pub rule: AllocationRule,
    pub price: u64,
    pub price_min: u64,
    pub minimum: u64,
    pub cap: u64,
    pub min_ticket: u64,
    pub max_ticket: u64,
    pub owner_limit: u64,
    pub ends_at: i64,
}

/// What somebody does to a book.
#[rustfmt::skip]
#[derive(Clone, Debug)]
pub enum Action {
    Deposit { owner: u8, asset: u8, units: u64, rate: Rate, version: u32, qualified: bool },
    Withdraw { ticket: u32, value: u64 },
    Commit { ticket: u32, version: u32 },
    Uncommit { ticket: u32 },
    Qualify { ticket: u32 },
    Disqualify { ticket: u32 },
    Approve { ticket: u32, amount: u64 },
    Vote { ticket: u32, yes: bool },
    Poll { ends_at: i64, new_deadline: i64 },
    Offer(Whole),
    Tip { tip: u64 },
    Curve { replaces: u32, index: usize, knots: Vec<Knot> },
    Grow { capacity: u32 },
    MoveUp { ticket: u32 },
    Pass { to: i64 },
    Rate { asset: u8, rate: Rate },
    Lock { price: u64 },
    Settle { ticket: u32, payable: bool },
    GiveBack { ticket: u32 },
    Refund { ticket: u32 },
}

/// An action out of what is chosen and how much of it.
type Drawn = fn(&Model, what: &mut Draw, how: &mut Draw) -> Action;

/// What to draw, and how often out of 100.
const KINDS: [(u64, Drawn); 16] = [
    (30, deposit),
    (13, withdraw),
    (15, commit),
    (3, uncommit),
    (4, qualify),
    (1, disqualify),
    (7, approve),
    (5, vote),
    (2, poll),
    (3, offer),
    (1, tip),
    (2, curve),
    (2, grow),
    (3, move_up),
    (6, pass),
    (3, rate),
];

impl Action {
    /// Whether the sponsor alone does it, to everybody in line.
    pub const fn is_the_sponsors(&self) -> bool {
        matches!(
            self,
            Self::Poll { .. }
                | Self::Offer(_)
                | Self::Tip { .. }
                | Self::Curve { .. }
                | Self::Grow { .. }
        )
    }

    /// What two numbers mean in a book as it is now.
    pub fn drawn(model: &Model, [what, how]: [u64; 2]) -> Self {
        let (mut what, mut how) = (Draw(what), Draw(how));
        match model.phase() {
            Phase::Draft if what.one_in(4) => return Self::Pass { to: model.opens_at },
            Phase::Settling if what.one_in(3) => return settle(model, &mut what, &mut how),
            Phase::Refunding if what.one_in(6) => {
                if let Some(held) = any(model, &mut what) {
                    return Self::Refund { ticket: held.id };
                }
            }
            _ if model.can_lock() && what.one_in(100) => return lock(model, &mut how),
            _ => {}
        }
        let mut at = what.below(100);
        for (weight, draw) in KINDS {
            if at < weight {
                return draw(model, &mut what, &mut how);
            }
            at -= weight;
        }
        Self::Pass { to: model.now }
    }
}

/// Any ticket there is.
fn any<'a>(model: &'a Model, what: &mut Draw) -> Option<&'a Held> {
    let at = what.below(model.tickets.len() as u64) as usize;
    model.tickets.get(at)
}

/// A ticket that something is true of, if one is soon found.
fn one(model: &Model, what: &mut Draw, fits: impl Fn(&Held) -> bool) -> Option<Held> {
    let first = what.below(model.tickets.len() as u64) as usize;
    let found = (first..first + 4).find_map(|at| model.tickets.get(at).filter(|held| fits(held)));
    found.or_else(|| model.tickets.get(first)).copied()
}

fn deposit(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let wants_lead = model.has_lead() && model.lead_live() < model.lead_minimum;
    let owner = if wants_lead && !what.one_in(4) {
        0
    } else {
        what.below(6) as u8
    };
    let asset = what.below(model.assets.len() as u64) as u8;
    let value = match how.below(64) {
        0..=55 => model.min_ticket + model.lot * how.below(model.spread + 1),
        56..=58 => model.min_ticket + how.below(model.spread + 1),
        59..=61 => how.below(model.min_ticket + 1),
        62 => model.min_ticket + model.lot * how.below(model.spread) * 2,
        _ => {
            let bits = how.below(59);
            model.min_ticket + how.below(1 << bits)
        }
    };
    let rate = model.assets[usize::from(asset)].rate;
    let exact = u128::from(value) * u128::from(rate.denominator);
    let units = exact.div_ceil(u128::from(rate.numerator)) + u128::from(what.below(3));
    let is_par = model.assets[usize::from(asset)].is_par;
    Action::Deposit {
        owner,
        asset,
        units: if is_par {
            value
        } else {
            u64::try_from(units).unwrap_or(u64::MAX)
        },
        rate,
        version: version(model, what),
        qualified: (model.restricted && owner != STRANGER && what.below(4) > 0) || what.one_in(99),
    }
}

/// None, the present one, or seldom another.
fn version(model: &Model, what: &mut Draw) -> u32 {
    match what.below(20) {
        0..=8 => 0,
        9 => model.version + 1,
        10 => model.version.saturating_sub(1),
        _ => model.version,
    }
}

fn withdraw(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let Some(held) = any(model, what) else {
        return deposit(model, what, how);
    };
    let lots = held.value / model.lot;
    let value = match how.below(8) {
        0..=2 => held.value,
        3 => how.below(held.value.saturating_add(2)),
        4 => model.lot * how.below(lots + 2),
        _ => model.lot * how.below(lots.saturating_sub(model.min_ticket / model.lot) + 1),
    };
    let ticket = held.id;
    Action::Withdraw { ticket, value }
}

fn commit(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let Some(held) = one(model, what, |held| !model.is_committed(held)) else {
        return deposit(model, what, how);
    };
    let off = what.pick([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, -1]);
    Action::Commit {
        ticket: held.id,
        version: model.version.saturating_add_signed(off),
    }
}

fn uncommit(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let found = one(model, what, |held| model.is_committed(held));
    found.map_or_else(
        || deposit(model, what, how),
        |held| Action::Uncommit { ticket: held.id },
    )
}

/// Of anybody but the stranger; where the shares want no credential, seldom.
fn qualify(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    if !model.restricted && !what.one_in(8) {
        return commit(model, what, how);
    }
    match one(model, what, |held| !held.qualified) {
        Some(held) if held.owner != STRANGER => Action::Qualify { ticket: held.id },
        _ => commit(model, what, how),
    }
}

fn disqualify(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    if !model.restricted && !what.one_in(8) {
        return uncommit(model, what, how);
    }
    let found = one(model, what, |held| held.qualified);
    found.map_or_else(
        || deposit(model, what, how),
        |held| Action::Disqualify { ticket: held.id },
    )
}

fn approve(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    if !model.is_discretionary() && !what.one_in(8) {
        return commit(model, what, how);
    }
    let Some(held) = one(model, what, |held| model.is_committed(held)) else {
        return deposit(model, what, how);
    };
    let amount = match how.below(8) {
        0..=3 => held.value,
        4 => how.below(held.value.saturating_mul(2)),
        5 => 0,
        _ => model.lot * how.below(held.value / model.lot + 2),
    };
    let ticket = held.id;
    Action::Approve { ticket, amount }
}

fn vote(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let Some(held) = any(model, what) else {
        return deposit(model, what, how);
    };
    let ticket = held.id;
    Action::Vote {
        ticket,
        yes: how.below(4) < 3,
    }
}

fn move_up(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let gap = |held: &Held| model.free_place_before(held.id) < held.place;
    let found = one(model, what, gap);
    found.map_or_else(
        || deposit(model, what, how),
        |held| Action::MoveUp { ticket: held.id },
    )
}

/// Of a locked book: a ticket settled, or what of it waits given back.
fn settle(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    match any(model, what) {
        Some(held) if held.waits => Action::GiveBack { ticket: held.id },
        Some(held) => Action::Settle {
            ticket: held.id,
            payable: !how.one_in(4),
        },
        None => Action::Pass { to: model.now },
    }
}
