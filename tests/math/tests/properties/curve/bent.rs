//! Pieces on which the rate falls linearly.

use super::straight;
use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError,
    curve::{Knot, MAX_KNOTS, budget, check, cumulative_reward, reward_between},
};
use securities_math_tests::{USUAL, cases, number, quick_below_bits};

/// A piece by the rates at its beginning and its end, which fall from piece to piece: money, and twice the mean rate
/// and how far it falls, so that everything is whole.
fn falling(bits: u32) -> impl Strategy<Value = Vec<Knot>> {
    let piece = (quick_below_bits(bits), 0_u64..40, 0_u64..40);
    prop::collection::vec(piece, 1..=MAX_KNOTS).prop_map(|pieces| {
        let falls: u64 = pieces.iter().map(|(_, drop, gap)| drop + gap).sum();
        let mut rate = falls + 1;
        let mut knot = Knot::default();
        pieces
            .iter()
            .map(|(money, drop, gap)| {
                let run = (money + 1) * 2;
                let ends = rate - drop;
                knot.money += run;
                knot.reward += (rate + ends) * (run / 2);
                knot.bend = (rate - ends) * (run / 2);
                rate = ends - gap;
                knot
            })
            .collect()
    })
}

/// The curve at a point without limits: the integral of the rate, rounded down.
fn exact(knots: &[Knot], at: u64) -> BigUint {
    let mut from = Knot::default();
    for to in knots {
        if at < to.money {
            let (run, rise) = (to.money - from.money, to.reward - from.reward);
            let x = at - from.money;
            // From (rise + bend) / run at the beginning it falls by 2 * bend / run^2 with each unit.
            let first = BigUint::from(rise + to.bend) * x * run;
            let less = BigUint::from(to.bend) * x * x;
            return BigUint::from(from.reward) + (first - less) / (BigUint::from(run) * run);
        }
        from = *to;
    }
    BigUint::from(from.reward)
}

proptest! {
    #![proptest_config(cases(USUAL / 2))]

    #[test]
    fn a_falling_rate_is_exact_everywhere(
        knots in prop_oneof![falling(4), falling(20), falling(48)], draws: [u64; 4],
    ) {
        prop_assert_eq!(check(&knots), Ok(()));
        let last = knots.last().unwrap().money;
        let beside = knots.iter().flat_map(|knot| [knot.money - 1, knot.money, knot.money + 1]);
        for money in beside.chain(draws.map(|draw| draw % (last + 9))) {
            prop_assert_eq!(BigUint::from(cumulative_reward(&knots, money).unwrap()), exact(&knots, money));
        }
        prop_assert_eq!(cumulative_reward(&knots, u64::MAX), Ok(budget(&knots)));
    }

    #[test]
    fn under_a_falling_rate_further_ahead_a_ticket_gets_at_most_one_unit_less(
        knots in prop_oneof![falling(4), falling(20), falling(48)], draws: [u64; 3],
    ) {
        let last = knots.last().unwrap().money;
        let [ahead, up, value] = draws.map(|draw| draw % (last + 9));
        let here = reward_between(&knots, ahead, value).unwrap();
        let there = reward_between(&knots, ahead - up.min(ahead), value).unwrap();
        prop_assert!(there + 1 >= here, "{there} there, {here} here");
        let parts = reward_between(&knots, ahead, value / 3).unwrap()
            + reward_between(&knots, ahead + value / 3, value - value / 3).unwrap();
        prop_assert_eq!(parts, here, "split");
    }

    #[test]
    fn any_piece_that_may_be_is_exact(money in number(), rise in number(), bend in number(), at in number()) {
        let knot = Knot { money, reward: rise, bend };
        let fits = money > 0 && rise > 0 && bend <= rise && rise.checked_add(bend).is_some();
        prop_assert_eq!(check(&[knot]).is_ok(), fits);
        if fits {
            let at = at % money;
            prop_assert_eq!(BigUint::from(cumulative_reward(&[knot], at).unwrap()), exact(&[knot], at));
        }
    }
}

#[test]
fn the_rate_never_rises_from_piece_to_piece() {
    // From 3 to 1 over ten.
    let first = Knot {
        money: 10,
        reward: 20,
        bend: 10,
    };
    let next = |rise: u64, bend| {
        let knot = Knot {
            money: 20,
            reward: 20 + rise,
            bend,
        };
        check(&[first, knot])
    };
    assert_eq!(next(10, 0), Ok(()), "at 1");
    assert_eq!(next(5, 5), Ok(()), "from 1 to nothing");
    assert_eq!(next(11, 0), Err(MathError::BadCurve));
    assert_eq!(next(9, 2), Err(MathError::BadCurve), "begins at 1.1");
    assert_eq!(
        check(&[Knot { bend: 21, ..first }]),
        Err(MathError::BadCurve)
    );
    assert_eq!(check(&[first, straight(20, 30), straight(30, 31)]), Ok(()));
}

#[test]
fn a_rate_that_falls_from_one_to_nothing_at_ten_thousand() {
    let knots = [Knot {
        money: 10_000,
        reward: 5_000,
        bend: 5_000,
    }];
    let part = |ahead, value| reward_between(&knots, ahead, value).unwrap();
    assert_eq!([part(0, 2_000), part(2_000, 3_000)], [1_800, 1_950]);
    assert_eq!([part(0, 3_000), part(8_000, 4_000)], [2_550, 200]);
    assert_eq!(part(10_000, 4_000), 0, "nothing past the end");
}
