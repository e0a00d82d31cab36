//! Reward curves: what all tickets get is the curve's, however the money came, and being early is never worse.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError,
    curve::{Knot, MAX_KNOTS, budget, check, cumulative_reward, reward_between},
};
use securities_math_tests::{USUAL, cases, number, positive, quick_below_bits};

mod bent;

/// A curve from its pieces, the steepest first.
fn curve(mut pieces: Vec<(u64, u64)>) -> Vec<Knot> {
    let slope = |a: &(u64, u64), b: &(u64, u64)| {
        (u128::from(a.0) * u128::from(b.1)).cmp(&(u128::from(b.0) * u128::from(a.1)))
    };
    pieces.sort_by(slope);
    pieces[0].1 = pieces[0].1.max(1);
    pieces
        .iter()
        .scan(Knot::default(), |knot, (money, reward)| {
            knot.money += money;
            knot.reward += reward;
            Some(*knot)
        })
        .collect()
}

/// A knot at the end of a straight piece.
const fn straight(money: u64, reward: u64) -> Knot {
    Knot {
        money,
        reward,
        bend: 0,
    }
}

fn some(bits: u32) -> impl Strategy<Value = u64> {
    quick_below_bits(bits).prop_map(|number| number.max(1))
}

/// Curves of up to eight pieces: small ones, where a floor shows, large ones, and one unit for much money.
fn curves() -> impl Strategy<Value = Vec<Knot>> {
    let of = |money, reward| {
        prop::collection::vec((some(money), quick_below_bits(reward)), 1..=MAX_KNOTS)
            .prop_map(curve)
    };
    prop_oneof![of(5, 5), of(20, 30), of(61, 61), of(61, 4), of(4, 61)]
}

/// Money that lies on the curve more often than not.
fn on(knots: &[Knot], at: u64) -> u64 {
    at % knots.last().unwrap().money.saturating_mul(2)
}

/// The curve at a point, rounded down, without limits: a concave curve is the least of its pieces drawn out to lines,
/// and of its last level.
fn exact(knots: &[Knot], at: u64) -> BigUint {
    let mut from = Knot::default();
    let mut least = BigUint::from(budget(knots));
    for to in knots {
        let (money, reward) = (to.money - from.money, to.reward - from.reward);
        let line = (BigUint::from(from.reward) * money + BigUint::from(at) * reward
            - BigUint::from(from.money) * reward)
            / money;
        least = least.min(line);
        from = *to;
    }
    least
}

proptest! {
    #![proptest_config(cases(USUAL / 2))]

    #[test]
    fn a_curve_is_exact_everywhere(knots in curves(), at in number()) {
        prop_assert_eq!(check(&knots), Ok(()));
        let beside = knots.iter().flat_map(|knot| [knot.money - 1, knot.money, knot.money + 1]);
        for money in beside.chain([0, on(&knots, at), at, u64::MAX]) {
            prop_assert_eq!(BigUint::from(cumulative_reward(&knots, money).unwrap()), exact(&knots, money));
        }
        for knot in &knots {
            prop_assert_eq!(cumulative_reward(&knots, knot.money), Ok(knot.reward), "it goes through its knots");
        }
        prop_assert_eq!(cumulative_reward(&knots, u64::MAX), Ok(budget(&knots)));
    }

    #[test]
    fn parts_sum_to_the_curve_at_the_total_and_never_pass_the_budget(
        knots in curves(), draws in prop::collection::vec(number(), 1..20),
    ) {
        let most = knots.last().unwrap().money.saturating_mul(2) / 24 + 1;
        let (mut ahead, mut paid) = (0, 0);
        for value in draws.iter().map(|draw| draw % most) {
            paid += reward_between(&knots, ahead, value).unwrap();
            ahead += value;
            prop_assert_eq!(cumulative_reward(&knots, ahead), Ok(paid));
            prop_assert!(paid <= budget(&knots));
        }
    }

    #[test]
    fn splitting_a_stake_changes_nothing(knots in curves(), draws: [u64; 3]) {
        let [ahead, first, second] = draws.map(|draw| on(&knots, draw) / 4);
        let parts = reward_between(&knots, ahead, first).unwrap() + reward_between(&knots, ahead + first, second).unwrap();
        prop_assert_eq!(reward_between(&knots, ahead, first + second), Ok(parts));
    }

    #[test]
    fn more_money_never_gets_less_and_no_money_nothing(knots in curves(), draws: [u64; 3]) {
        let [ahead, value, more] = draws.map(|draw| on(&knots, draw) / 4);
        prop_assert_eq!(reward_between(&knots, ahead, 0), Ok(0));
        prop_assert!(reward_between(&knots, ahead, value).unwrap() <= reward_between(&knots, ahead, value + more).unwrap());
    }

    #[test]
    fn further_ahead_a_ticket_gets_at_most_one_unit_less(knots in curves(), draws: [u64; 3]) {
        let [ahead, up, value] = draws.map(|draw| on(&knots, draw));
        let (here, there) = (reward_between(&knots, ahead, value).unwrap(), reward_between(&knots, ahead - up.min(ahead), value).unwrap());
        prop_assert!(there + 1 >= here, "{there} there, {here} here");
    }

    #[test]
    fn with_whole_slopes_further_ahead_a_ticket_gets_no_less(
        pieces in prop::collection::vec((some(30), quick_below_bits(30)), 1..=MAX_KNOTS), draws: [u64; 3],
    ) {
        let knots = curve(pieces.iter().map(|(money, slope)| (*money, money * slope)).collect());
        // The one unit that a curve must give at least has a slope of its own.
        if budget(&knots) == 1 { return Ok(()) }
        let [ahead, up, value] = draws.map(|draw| on(&knots, draw));
        prop_assert!(reward_between(&knots, ahead - up.min(ahead), value).unwrap() >= reward_between(&knots, ahead, value).unwrap());
    }

    #[test]
    fn a_ticket_past_all_numbers_gets_the_rest_of_the_curve(knots in curves(), ahead in number(), more in number()) {
        let rest = budget(&knots) - cumulative_reward(&knots, ahead).unwrap();
        prop_assert_eq!(reward_between(&knots, ahead, u64::MAX), Ok(rest));
        let last = u64::MAX - more.min(ahead);
        prop_assert_eq!(reward_between(&knots, last, u64::MAX), Ok(budget(&knots) - cumulative_reward(&knots, last).unwrap()));
    }
}

#[test]
fn the_unit_that_a_floor_can_cost_further_ahead_is_reached() {
    let half = [Knot {
        money: 10,
        reward: 5,
        bend: 0,
    }];
    let parts: Vec<u64> = (0..10)
        .map(|ahead| reward_between(&half, ahead, 1).unwrap())
        .collect();
    assert_eq!(parts, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
}

#[test]
fn the_last_number_of_money_is_on_the_curve() {
    let knots = [Knot {
        money: u64::MAX,
        reward: u64::MAX,
        bend: 0,
    }];
    assert_eq!(check(&knots), Ok(()));
    for money in [0, 1, u64::MAX - 1, u64::MAX] {
        assert_eq!(cumulative_reward(&knots, money), Ok(money));
    }
    assert_eq!(reward_between(&knots, 5, u64::MAX), Ok(u64::MAX - 5));
}

#[test]
fn without_knots_there_is_no_reward() {
    assert_eq!(
        (
            budget(&[]),
            cumulative_reward(&[], 9),
            reward_between(&[], 1, 9)
        ),
        (0, Ok(0), Ok(0))
    );
}

#[test]
fn knots_that_are_no_curve_have_no_reward_where_they_fall() {
    let falling = [(4, 9), (8, 3)].map(|(money, reward)| straight(money, reward));
    assert_eq!(cumulative_reward(&falling, 5), Err(MathError::Overflow));
    let back = [(4, 9), (4, 12)].map(|(money, reward)| straight(money, reward));
    assert_eq!(
        cumulative_reward(&back, 4),
        Ok(12),
        "nothing divides by zero"
    );
}

/// What a curve is, said of its points: the origin and the knots, from left to right, not falling, somewhere above 0,
/// and no point below the line from any before it to any after it.
fn is_curve(knots: &[Knot]) -> bool {
    let points: Vec<(i64, i64)> = [(0, 0)]
        .into_iter()
        .chain(
            knots
                .iter()
                .map(|knot| (knot.money as i64, knot.reward as i64)),
        )
        .collect();
    let above = |a: (i64, i64), b: (i64, i64), c: (i64, i64)| {
        (b.1 - a.1) * (c.0 - a.0) >= (c.1 - a.1) * (b.0 - a.0)
    };
    points
        .windows(2)
        .all(|two| two[0].0 < two[1].0 && two[0].1 <= two[1].1)
        && points.iter().any(|point| point.1 > 0)
        && (2..points.len())
            .all(|c| (1..c).all(|b| (0..b).all(|a| above(points[a], points[b], points[c]))))
}

#[test]
fn three_small_knots_are_a_curve_just_when_they_look_like_one() {
    let knots: Vec<Knot> = (0..36).map(|at| straight(at / 6, at % 6)).collect();
    let mut good = 0;
    for a in &knots {
        assert_eq!(check(&[*a]).is_ok(), is_curve(&[*a]), "{a:?}");
        for b in &knots {
            assert_eq!(check(&[*a, *b]).is_ok(), is_curve(&[*a, *b]), "{a:?} {b:?}");
            for c in &knots {
                let three = [*a, *b, *c];
                assert_eq!(check(&three).is_ok(), is_curve(&three), "{three:?}");
                good += u32::from(check(&three).is_ok());
            }
        }
    }
    assert!(good > 100, "{good} are");
}

proptest! {
    #![proptest_config(cases(USUAL / 2))]

    #[test]
    fn a_piece_may_be_as_steep_as_the_one_before_and_not_by_one_unit_steeper(
        money in positive(30), reward in positive(30), scale in 1_u64..(1 << 32),
    ) {
        let first = straight(money, reward);
        let as_steep = straight(money + money * scale, reward + reward * scale);
        prop_assert_eq!(check(&[first, as_steep]), Ok(()));
        let steeper = Knot { reward: as_steep.reward + 1, ..as_steep };
        prop_assert_eq!(check(&[first, steeper]), Err(MathError::BadCurve));
        let narrower = Knot { money: as_steep.money - 1, ..as_steep };
        prop_assert_eq!(check(&[first, narrower]), Err(MathError::BadCurve));
    }

    #[test]
    fn a_curve_has_one_to_eight_knots_in_order(knots in curves(), at in any::<prop::sample::Index>()) {
        let mut doubled = knots.clone();
        let at = at.index(knots.len());
        doubled.insert(at, knots[at]);
        prop_assert_eq!(check(&doubled), Err(MathError::BadCurve), "a knot twice");
        if knots.len() > 1 {
            let turned: Vec<Knot> = knots.iter().rev().copied().collect();
            prop_assert_eq!(check(&turned), Err(MathError::BadCurve));
        }
    }
}

#[test]
fn none_and_nine_knots_are_no_curve() {
    let line = |count| -> Vec<Knot> { (1..=count).map(|at| straight(at, at)).collect() };
    assert_eq!(check(&[]), Err(MathError::BadCurve));
    assert_eq!(check(&line(8)), Ok(()));
    assert_eq!(check(&line(9)), Err(MathError::BadCurve));
    assert_eq!(MAX_KNOTS, 8);
}
