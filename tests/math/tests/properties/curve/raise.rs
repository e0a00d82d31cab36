//! Whether a curve raises another: no slice of the line earns less.

use super::{curves, on};
use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::curve::{Knot, MAX_KNOTS, between, check, raises};
use securities_math_tests::{USUAL, cases};

/// A curve at a point as a fraction, without rounding: its numerator and denominator.
fn fraction(knots: &[Knot], at: u64) -> (BigUint, u64) {
    let mut from = Knot::default();
    for to in knots {
        if at < to.money {
            let money = to.money - from.money;
            let part = BigUint::from(at - from.money) * (to.reward - from.reward);
            return (BigUint::from(from.reward) * money + part, money);
        }
        from = *to;
    }
    (BigUint::from(from.reward), 1)
}

/// What a slice earns, as a fraction.
fn earned(knots: &[Knot], from: u64, to: u64) -> (BigUint, BigUint) {
    let (after, before) = (fraction(knots, to), fraction(knots, from));
    let numerator = after.0 * before.1 - before.0 * after.1;
    (numerator, BigUint::from(after.1) * before.1)
}

fn no_less(new: &[Knot], old: &[Knot], from: u64, to: u64) -> bool {
    let (new, old) = (earned(new, from, to), earned(old, from, to));
    new.0 * old.1 >= old.0 * new.1
}

/// Where slices begin and end: the knots of both, and what lies beside, between and behind them.
fn points(new: &[Knot], old: &[Knot], draws: &[u64]) -> Vec<u64> {
    let knots = || new.iter().chain(old).map(|knot| knot.money);
    let last = knots().max().unwrap_or(0);
    let drawn = draws.iter().flat_map(|draw| {
        let of = |knots: &[Knot]| knots.last().map_or(0, |_| on(knots, *draw));
        [of(new), of(old), *draw]
    });
    let mut points: Vec<u64> = if last < 48 {
        (0..=last + 1).collect()
    } else {
        let beside = knots().flat_map(|at| [at - 1, at, at.saturating_add(1)]);
        beside.chain(drawn).chain([0, u64::MAX]).collect()
    };
    points.sort_unstable();
    points.dedup();
    points
}

/// A curve near another: some knots moved by a few units, left out or added, if that makes a curve.
fn near(knots: &[Knot], moves: &[(i8, i8)], add: Option<(u64, u64)>) -> Vec<Knot> {
    let by = |number: u64, by: i8| number.saturating_add_signed(i64::from(by));
    let mut moved: Vec<Knot> = knots
        .iter()
        .zip(moves)
        .filter(|(_, (money, _))| *money != 3)
        .map(|(knot, (money, reward))| Knot {
            money: by(knot.money, *money),
            reward: by(knot.reward, *reward),
        })
        .collect();
    if let (Some((money, reward)), Some(last)) = (add, moved.last().copied()) {
        moved.push(Knot {
            money: last.money.saturating_add(money),
            reward: last.reward.saturating_add(reward),
        });
    }
    moved
}

/// A curve plus another: as steep as both together.
fn sum(one: &[Knot], other: &[Knot], keep: usize) -> Vec<Knot> {
    let mut ends: Vec<u64> = one.iter().chain(other).map(|knot| knot.money).collect();
    ends.sort_unstable();
    ends.dedup();
    ends.truncate(keep);
    let at = |knots: &[Knot], money| {
        let (numerator, denominator) = fraction(knots, money);
        u64::try_from(numerator / denominator).unwrap_or(0)
    };
    ends.iter()
        .map(|money| Knot {
            money: *money,
            reward: at(one, *money).saturating_add(at(other, *money)),
        })
        .collect()
}

fn pairs() -> impl Strategy<Value = (Vec<Knot>, Vec<Knot>)> {
    let moves = prop::collection::vec((-2_i8..=3, -2_i8..=3), MAX_KNOTS);
    let add = prop::option::of((1_u64..20, 0_u64..4));
    (curves(), curves(), moves, add, any::<bool>()).prop_map(|(knots, other, moves, add, sums)| {
        let made = if sums {
            sum(&knots, &other, MAX_KNOTS)
        } else {
            near(&knots, &moves, add)
        };
        let new = if check(&made).is_ok() { made } else { other };
        (new, knots)
    })
}

proptest! {
    #![proptest_config(cases(USUAL / 4))]

    #[test]
    fn a_curve_raises_another_just_when_no_slice_earns_less(pair in pairs(), draws: [u64; 3]) {
        for (new, old) in [(&pair.0, &pair.1), (&pair.1, &pair.0)] {
            let points = points(new, old, &draws);
            // Between two neighbouring points both curves are straight, so these slices decide.
            let nowhere_less = points.windows(2).all(|two| no_less(new, old, two[0], two[1]));
            prop_assert_eq!(raises(new, old), nowhere_less);
            if !nowhere_less { continue }
            for (at, from) in points.iter().enumerate() {
                for to in &points[at..] {
                    prop_assert!(no_less(new, old, *from, *to), "{from} to {to}");
                    let part = |knots| between(knots, *from, *to - *from).unwrap();
                    prop_assert!(part(new) + 1 >= part(old), "each rounding takes less than a unit");
                }
            }
        }
    }

    #[test]
    fn a_curve_raises_itself_and_no_curve_at_all(knots in curves()) {
        prop_assert!(raises(&knots, &knots) && raises(&knots, &[]) && raises(&[], &[]));
        prop_assert!(!raises(&[], &knots));
    }

    #[test]
    fn what_raises_what_raises_a_curve_raises_it(a in curves(), b in pairs()) {
        let [c, b] = [b.0, b.1];
        prop_assert!(!(raises(&a, &b) && raises(&b, &c)) || raises(&a, &c));
    }

    #[test]
    fn the_last_knot_raised_by_a_unit_raises_and_is_not_raised(knots in curves()) {
        let mut raised = knots.clone();
        raised.last_mut().unwrap().reward += 1;
        if check(&raised).is_ok() {
            prop_assert!(raises(&raised, &knots) && !raises(&knots, &raised));
        }
    }
}

#[test]
fn a_curve_that_lies_above_another_may_still_give_a_late_ticket_less() {
    let curve = |money, reward| [Knot { money, reward }];
    let (old, above) = (curve(100, 100), curve(50, 100));
    assert_eq!(
        (between(&above, 50, 50), between(&old, 50, 50)),
        (Ok(0), Ok(50))
    );
    assert!(!raises(&above, &old));
    assert!(raises(&curve(100, 101), &old) && raises(&curve(101, 101), &old));
    assert!(!raises(&curve(99, 100), &old) && !raises(&curve(101, 100), &old));
}

#[test]
fn a_curve_is_flat_after_its_last_knot() {
    let whole = |reward| {
        [Knot {
            money: u64::MAX,
            reward,
        }]
    };
    assert!(raises(&whole(7), &whole(7)) && raises(&whole(8), &whole(7)));
    assert!(!raises(&whole(6), &whole(7)));
    let longer = [(4, 8), (9, 9)].map(|(money, reward)| Knot { money, reward });
    assert!(raises(&longer, &longer[..1]) && !raises(&longer[..1], &longer));
}
