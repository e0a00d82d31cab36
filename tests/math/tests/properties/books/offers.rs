//! Actions of the sponsor and of the clock, out of numbers.

use super::{
    draw::{Action, Draw, Whole},
    model::Model,
    terms::{DAY, GRACE, fine_from, lot_of},
};
use securities::{
    book::state::AllocationRule,
    math::{curve::Knot, rate::Rate},
};

/// Whether a cap and the shares that it buys fit, with room to spare: no handler lets an offer pass that.
fn fits(model: &Model, cap: u64, price: u64) -> bool {
    let shares = u128::from(cap) * u128::from(model.unit) / u128::from(price.max(1));
    cap <= 1 << 62 && shares < 1 << 63
}

pub fn poll(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let left = (model.deadline - model.now - DAY).max(1) as u64;
    let ends_at = match what.below(8) {
        0 => model.deadline,
        1 => model.deadline + 1,
        2 => model.now + DAY - 1,
        _ => model.now + DAY + how.below(left.div_ceil(8)) as i64,
    };
    let room = (model.latest_deadline - model.deadline).max(0) as u64;
    let new_deadline = match what.below(8) {
        0 => 0,
        1 => model.deadline,
        2 => model.latest_deadline + 1,
        _ => model.deadline + 1 + how.below(room) as i64,
    };
    Action::Poll {
        ends_at,
        new_deadline,
    }
}

pub fn offer(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    // Of the divisors and multiples of a price some have the same lots, some finer ones.
    let price = match what.below(8) {
        0..=1 => model.price,
        2 => model.price * (1 + how.below(4)),
        3 => (model.price / (1 + how.below(10))).max(1),
        4 => 1 + how.below(1_000_000),
        5 => 1 + how.below(model.unit),
        6 => how.below(3),
        _ => (model.unit / 10_u64.pow(how.below(4) as u32)).max(1),
    }
    .min(1 << 40);
    let price = if fits(model, model.cap, price / 2) {
        price
    } else {
        model.price
    };
    let price_min = if model.is_reported {
        price - how.below(price / 2 + 1)
    } else if how.one_in(16) {
        price.saturating_sub(1)
    } else {
        price
    };
    let lot = lot_of(price.max(1), model.unit);
    let minimum = match how.below(8) {
        0..=2 => model.minimum,
        3 => model.cap + model.lot * how.below(2),
        4 => how.below(model.cap),
        _ => (how.below(model.cap / 4 + 1) / lot).max(1) * lot,
    };
    let mut offer = Whole {
        replaces: replaced(model, what),
        price,
        price_min,
        minimum,
        ..model.present()
    };
    if what.one_in(4) {
        offer.ends_at = model.now + how.below((model.deadline - model.opens_at) as u64) as i64;
    }
    if what.one_in(2) {
        limits(model, &mut offer, what, how);
    }
    if what.one_in(8) {
        use AllocationRule::{Discretionary, FirstCome, ProRata};
        offer.rule = what.pick([FirstCome, ProRata, Discretionary]);
    }
    Action::Offer(offer)
}

/// The present version, or seldom another.
fn replaced(model: &Model, what: &mut Draw) -> u32 {
    let off = what.pick([0, 0, 0, 0, 0, 0, 0, 1, -1]);
    model.version.saturating_add_signed(off)
}

fn limits(model: &Model, offer: &mut Whole, what: &mut Draw, how: &mut Draw) {
    let lot = model.lot;
    let cap = match what.below(6) {
        0 => model
            .cap
            .saturating_sub(lot * how.below(model.cap / lot / 2 + 1)),
        1 => model.cap + 1,
        2..=3 => model.cap,
        _ => model.cap + lot * how.below(model.spread + 1),
    };
    offer.cap = if fits(model, cap, offer.price_min) {
        cap
    } else {
        model.cap
    };
    let fine = fine_from(model.price, model.unit).max(1);
    offer.min_ticket = match what.below(6) {
        0 => model.min_ticket + lot,
        1 => model.min_ticket - 1,
        2..=3 => model.min_ticket,
        4 => fine.div_ceil(lot) * lot,
        _ => model.min_ticket.saturating_sub(lot * how.below(4)).max(lot),
    };
    let limit = |old: u64, what: &mut Draw| match what.below(6) {
        0 => 0,
        1 => old / 2,
        2 => old + lot,
        _ => old,
    };
    offer.max_ticket = limit(model.max_ticket, what);
    offer.owner_limit = limit(model.owner_limit, what);
}

pub fn tip(model: &Model, what: &mut Draw, _: &mut Draw) -> Action {
    Action::Tip {
        tip: (model.tip + what.below(4)).saturating_sub(1),
    }
}

/// Pieces of money and reward, the steepest first, as points.
fn points(mut pieces: Vec<(u64, u64)>) -> Vec<Knot> {
    let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
    pieces.sort_by(|a, b| product(a.0, b.1).cmp(&product(b.0, a.1)));
    pieces
        .iter()
        .scan(Knot::default(), |knot, (money, reward)| {
            knot.money += money;
            knot.reward += reward;
            Some(*knot)
        })
        .collect()
}

pub fn curve(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let index = what.below(model.curves.len() as u64 + 1).min(3) as usize;
    let old = model.curves.get(index).cloned().unwrap_or_default();
    let mut seed = how.0 | 1;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 20) % below.max(1)
    };
    let mut knots = match what.below(8) {
        // Twice as steep everywhere.
        0..=2 if !old.is_empty() => {
            let double = |knot: &Knot| Knot {
                reward: knot.reward.saturating_mul(2),
                bend: knot.bend.saturating_mul(2),
                ..*knot
            };
            old.iter().map(double).collect()
        }
        3 if !old.is_empty() => {
            let mut longer = old;
            let last = longer[longer.len() - 1];
            longer.push(Knot {
                money: last.money.saturating_add(1 + next(model.cap)),
                reward: last.reward.saturating_add(next(2)),
                bend: 0,
            });
            longer
        }
        kind => {
            let count = 1 + next(8);
            let reward = [8, 1_000, 1 << 40, model.cap][(kind % 4) as usize];
            let piece = |_| (1 + next(model.cap / count * 2 + 1), next(reward / 4 + 2));
            points((0..count).map(piece).collect())
        }
    };
    // The last piece falls to nothing, or by less, and at times by too much.
    if what.one_in(3) {
        let count = knots.len();
        let before = count.checked_sub(2).map_or(0, |at| knots[at].reward);
        let rise = knots[count - 1].reward.saturating_sub(before);
        knots[count - 1].bend = next(rise + 2);
    }
    if what.one_in(8) {
        let at = what.below(knots.len() as u64) as usize;
        knots[at].reward = knots[at]
            .reward
            .saturating_add_signed(what.pick([-1, 1, 7]));
    }
    Action::Curve {
        replaces: replaced(model, what),
        index,
        knots,
    }
}

pub fn grow(model: &Model, _: &mut Draw, how: &mut Draw) -> Action {
    Action::Grow {
        capacity: model.capacity + 1 + how.pick([0, 4, 15, 16, 31, 63]),
    }
}

pub fn pass(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let off = how.pick([0, -1, 1]);
    let length = (model.deadline - model.opens_at) as u64;
    let poll_ends = model.poll.as_ref().map_or(model.now, |poll| poll.ends_at);
    let to = match what.below(32) {
        0..=19 => model.now + how.below(length / 50 + 2) as i64,
        20..=27 => poll_ends + off,
        28..=30 => model.offer_ends + off,
        _ if model.now >= model.deadline => model.deadline + GRACE + off,
        _ => model.deadline + off,
    };
    Action::Pass {
        to: to.max(model.now),
    }
}

pub fn rate(model: &Model, what: &mut Draw, how: &mut Draw) -> Action {
    let asset = what.below(model.assets.len() as u64) as u8;
    let Rate {
        numerator,
        denominator,
    } = model.assets[usize::from(asset)].rate;
    let (up, down) = how.pick([
        (1, 1),
        (21, 20),
        (1_000, 1_003),
        (19, 20),
        (1, 2),
        (2, 1),
        (1, 5_000),
        (5_000, 1),
    ]);
    // Small enough to move on.
    let part = |number: u64, by: u64| (number % (1 << 40) * by).max(1);
    Action::Rate {
        asset,
        rate: Rate {
            numerator: part(numerator, up),
            denominator: part(denominator, down),
        },
    }
}

pub fn lock(model: &Model, how: &mut Draw) -> Action {
    Action::Lock {
        price: model.price - how.below(model.price - model.price_min + 1),
    }
}
