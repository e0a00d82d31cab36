//! What a unit is worth, and how far its rate may move.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError, MathResult,
    quantity::Units,
    rate::{PAR, Rate, moved_within},
};
use securities_math_tests::{EDGES, USUAL, below_bits, cases, number, positive};

const fn rate(numerator: u64, denominator: u64) -> Rate {
    Rate {
        numerator,
        denominator,
    }
}

fn rates() -> impl Strategy<Value = Rate> {
    (positive(64), positive(64)).prop_map(|(numerator, denominator)| rate(numerator, denominator))
}

fn fits(number: &BigUint) -> MathResult<u64> {
    u64::try_from(number).map_err(|_| MathError::Overflow)
}

fn worth(units: u64, rate: Rate) -> BigUint {
    BigUint::from(units) * rate.numerator / rate.denominator
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn values_are_exact_or_refused(rate in rates(), units in number()) {
        prop_assert_eq!(rate.value(Units(units)), fits(&worth(units, rate)));
    }

    #[test]
    fn the_units_for_a_value_are_the_fewest_that_are_worth_it(rate in rates(), value in number()) {
        let enough = |units| worth(units, rate) >= BigUint::from(value);
        match rate.units_for(value) {
            Ok(Units(units)) => prop_assert!(enough(units) && (units == 0 || !enough(units - 1))),
            refused => {
                prop_assert_eq!(refused, Err(MathError::Overflow));
                prop_assert!(!enough(u64::MAX), "no number of units is worth it");
            }
        }
    }

    #[test]
    fn units_survive_their_value_to_the_rounding(rate in rates(), units in number()) {
        if let Ok(value) = rate.value(Units(units)) {
            let back = rate.units_for(value).unwrap();
            prop_assert!(back <= Units(units), "nobody gets out more than came in");
            prop_assert_eq!(rate.value(back), Ok(value));
        }
    }

    #[test]
    fn parts_are_worth_at_most_a_unit_less_than_the_whole(rate in rates(), a in below_bits(63), b in below_bits(63)) {
        if let Ok(whole) = rate.value(Units(a + b)) {
            let parts = rate.value(Units(a)).unwrap() + rate.value(Units(b)).unwrap();
            prop_assert!(parts <= whole && whole <= parts + 1);
        }
    }

    #[test]
    fn a_fraction_need_not_be_reduced(
        numerator in positive(32), denominator in positive(32), scale in positive(32), amount in number(),
        new in rates(), elapsed in number(), bps: u32,
    ) {
        let (reduced, scaled) = (rate(numerator, denominator), rate(numerator * scale, denominator * scale));
        prop_assert_eq!(reduced.value(Units(amount)), scaled.value(Units(amount)));
        prop_assert_eq!(reduced.units_for(amount), scaled.units_for(amount));
        prop_assert_eq!(moved_within(reduced, new, elapsed, bps), moved_within(scaled, new, elapsed, bps));
        prop_assert_eq!(moved_within(new, reduced, elapsed, bps), moved_within(new, scaled, elapsed, bps));
        prop_assert!(moved_within(reduced, scaled, 0, 0), "it did not move");
    }
}

#[test]
fn at_par_a_unit_is_a_unit() {
    assert_eq!(PAR.check(), Ok(()));
    for amount in EDGES {
        assert_eq!(
            (PAR.value(Units(amount)), PAR.units_for(amount)),
            (Ok(amount), Ok(Units(amount)))
        );
    }
}

#[test]
fn a_rate_is_positive_and_finite() {
    for (numerator, denominator) in [(0, 0), (0, 1), (1, 0), (0, u64::MAX), (u64::MAX, 0)] {
        let bad = rate(numerator, denominator);
        assert_eq!(bad.check(), Err(MathError::DivisionByZero));
        assert!(!moved_within(bad, PAR, 0, u32::MAX));
        assert!(!moved_within(PAR, bad, 0, u32::MAX));
        assert!(!moved_within(bad, bad, 0, u32::MAX));
    }
    assert_eq!(rate(1, 0).value(Units(1)), Err(MathError::DivisionByZero));
    assert_eq!(rate(0, 1).units_for(1), Err(MathError::DivisionByZero));
    assert_eq!(rate(0, 1).value(Units(9)), Ok(0));
    assert_eq!(rate(u64::MAX, u64::MAX).check(), Ok(()));
}

/// `|new / old - 1| <= daily_bps * days / 10,000` without limits, but for the allowance's own.
fn exact(old: Rate, new: Rate, elapsed: u64, daily_bps: u32) -> bool {
    let days = (elapsed / 86_400 + u64::from(!elapsed.is_multiple_of(86_400))).max(1);
    let allowed = (BigUint::from(days) * daily_bps).min(u64::MAX.into());
    let after = BigUint::from(new.numerator) * old.denominator;
    let before = BigUint::from(old.numerator) * new.denominator;
    let moved = after.clone().max(before.clone()) - after.min(before.clone());
    moved * 10_000_u32 <= before * allowed
}

/// Two rates, the second at the edge of what the allowance permits, or a unit beside it.
fn at_the_edge() -> impl Strategy<Value = (Rate, Rate, u64, u32)> {
    let allowance = (below_bits(24), 0_u32..30_000);
    (rates(), allowance, any::<bool>(), -1_i64..=1, positive(16)).prop_map(
        |(old, (elapsed, bps), up, off, scale)| {
            let allowed = u128::from(elapsed.div_ceil(86_400).max(1)) * u128::from(bps);
            let factor = if up {
                10_000 + allowed
            } else {
                10_000_u128.saturating_sub(allowed)
            };
            let numerator = u128::from(old.numerator) * factor / 10_000;
            let numerator = u64::try_from(numerator)
                .unwrap_or(u64::MAX)
                .saturating_add_signed(off);
            let scale = scale.min(u64::MAX / numerator.max(old.denominator).max(1));
            (
                old,
                rate(numerator * scale, old.denominator * scale),
                elapsed,
                bps,
            )
        },
    )
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn a_move_is_allowed_just_when_it_is_within_the_allowance(
        old in rates(), new in rates(), elapsed in number(), bps: u32, shift in 0_u32..32, edge in at_the_edge(),
    ) {
        for (old, new, elapsed, bps) in [(old, new, elapsed, bps >> shift), edge] {
            let expected = new.numerator > 0 && exact(old, new, elapsed, bps);
            prop_assert_eq!(moved_within(old, new, elapsed, bps), expected);
        }
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn more_time_and_more_basis_points_never_allow_less(edge in at_the_edge(), later in below_bits(40), more: u16) {
        let (old, new, elapsed, bps) = edge;
        if moved_within(old, new, elapsed, bps) {
            prop_assert!(moved_within(old, new, elapsed + later, bps + u32::from(more)));
        }
    }
}

#[test]
fn the_allowance_grows_with_the_days_begun() {
    let (old, day) = (rate(1_000_000, 1), 86_400);
    let up_to = |elapsed, bps| {
        let within = |numerator: &u64| moved_within(old, rate(*numerator, 1), elapsed, bps);
        let moves = (900_000..=1_100_000).filter(within);
        moves.fold((u64::MAX, 0), |(low, high), at| (low.min(at), high.max(at)))
    };
    for elapsed in [0, 1, day - 1, day] {
        assert_eq!(up_to(elapsed, 100), (990_000, 1_010_000), "{elapsed} s");
    }
    assert_eq!(up_to(day + 1, 100), (980_000, 1_020_000));
    assert_eq!(up_to(2 * day, 100), (980_000, 1_020_000));
    assert_eq!(up_to(2 * day + 1, 100), (970_000, 1_030_000));
    assert_eq!(up_to(30 * day, 0), (1_000_000, 1_000_000));
    // A fall to next to nothing is a move of all of the rate, a rise may be more than all.
    assert!(!moved_within(old, rate(1, 1), day, 9_999));
    assert!(moved_within(old, rate(1, u64::MAX), day, 10_000));
    assert!(moved_within(old, rate(2_000_000, 1), day, 10_000));
    assert!(!moved_within(old, rate(2_000_001, 1), day, 10_000));
}
