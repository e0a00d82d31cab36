//! A share in the profit above a hurdle.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError, MathResult,
    carry::{self, Step, multiple_hurdle},
};
use securities_math_tests::{
    MANY, USUAL, below_bits, cases, naive::waterfall::carry as naive, number,
};

/// A carry of one step.
fn due(profit: u64, hurdle: u64, carry_bps: u32, catch_up_bps: u32) -> MathResult<u64> {
    carry::due(
        profit,
        &[Step {
            hurdle,
            carry_bps,
            catch_up_bps,
        }],
    )
}

/// Up to three steps whose shares do not fall; hurdles may be out of order.
fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((number(), shares()), 0..4).prop_map(|mut steps| {
        let mut least = 0;
        for (_, (carry, catch_up)) in &mut steps {
            *carry = least.max(*carry);
            *catch_up = (*carry).max(*catch_up);
            least = *carry;
        }
        let step = |(hurdle, (carry_bps, catch_up_bps))| Step {
            hurdle,
            carry_bps,
            catch_up_bps,
        };
        steps.into_iter().map(step).collect()
    })
}

/// A carry and its catch-up.
fn shares() -> impl Strategy<Value = (u32, u32)> {
    (1_u32..=10_000).prop_flat_map(|carry| {
        (
            Just(carry),
            prop_oneof![carry..=10_000, Just(10_000), Just(carry)],
        )
    })
}

/// A carry, and a catch-up above it.
fn unequal_shares() -> impl Strategy<Value = (u32, u32)> {
    (1_u32..10_000)
        .prop_flat_map(|carry| (Just(carry), prop_oneof![carry + 1..=10_000, Just(10_000)]))
}

/// `floor(amount * bps / 10_000)` without limits.
fn share(amount: u64, bps: u32) -> u64 {
    u64::try_from(BigUint::from(amount) * bps / 10_000_u32).unwrap()
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn nothing_up_to_the_hurdle_then_the_catch_up_then_the_carry(profit in number(), hurdle in number(), (carry, catch_up) in shares()) {
        let paid = due(profit, hurdle, carry, catch_up).unwrap();
        let all = share(profit, carry);
        prop_assert!(paid <= all, "never more than its share of all profit");
        if profit <= hurdle {
            prop_assert_eq!(paid, 0);
        } else {
            let catching = share(profit - hurdle, catch_up);
            prop_assert!(paid <= catching, "never more than its share above the hurdle");
            prop_assert!(paid == all || paid == catching, "and no less");
        }
    }

    #[test]
    fn beyond_the_catch_up_it_is_the_share_of_all_profit(hurdle in below_bits(50), more in below_bits(62), (carry, catch_up) in unequal_shares()) {
        // Caught up where (profit - hurdle) * catch_up = profit * carry, which equal shares never do.
        let caught_up = BigUint::from(hurdle) * catch_up / (catch_up - carry) + 1_u8;
        let Ok(caught_up) = u64::try_from(caught_up) else { return Ok(()) };
        let profit = caught_up.saturating_add(more);
        prop_assert_eq!(due(profit, hurdle, carry, catch_up), Ok(share(profit, carry)));
    }

    #[test]
    fn it_rises_with_profit_and_no_faster(profit in number(), more in number(), hurdle in number(), (carry, catch_up) in shares()) {
        let now = due(profit, hurdle, carry, catch_up).unwrap();
        let then = due(profit.saturating_add(more), hurdle, carry, catch_up).unwrap();
        prop_assert!(now <= then);
        prop_assert!(then - now <= more, "who is paid out of the same profit loses nothing of what it had");
    }

    #[test]
    fn a_higher_hurdle_gives_no_more(profit in number(), hurdle in number(), more in number(), (carry, catch_up) in shares()) {
        let low = due(profit, hurdle, carry, catch_up).unwrap();
        prop_assert!(due(profit, hurdle.saturating_add(more), carry, catch_up).unwrap() <= low);
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn profit_in_parts_pays_what_it_pays_at_once(
        parts in prop::collection::vec(below_bits(58), 1..16), hurdle in below_bits(60), (carry, catch_up) in shares(),
    ) {
        let (mut profit, mut paid) = (0, 0);
        for part in &parts {
            profit += part;
            let now = due(profit, hurdle, carry, catch_up).unwrap() - paid;
            prop_assert!(now <= *part, "each part suffices for what is due of it");
            paid += now;
        }
        prop_assert_eq!(due(profit, hurdle, carry, catch_up), Ok(paid));
    }
}

#[test]
fn eight_on_a_hundred_with_full_catch_up() {
    let carry = |profit| due(profit, 8_000, 2_000, 10_000).unwrap();
    assert_eq!(carry(0), 0);
    assert_eq!(carry(8_000), 0);
    assert_eq!(carry(8_001), 1);
    assert_eq!(carry(9_999), 1_999);
    assert_eq!(carry(10_000), 2_000);
    assert_eq!(carry(10_001), 2_000);
    assert_eq!(carry(10_005), 2_001);
    assert_eq!(carry(100_000), 20_000);
}

#[test]
fn half_a_catch_up_takes_longer() {
    // (p - 8,000) / 2 = p / 5 at 13,333.
    let carry = |profit| due(profit, 8_000, 2_000, 5_000).unwrap();
    assert_eq!(carry(10_000), 1_000);
    assert_eq!(carry(13_332), 2_666);
    assert_eq!(carry(13_333), 2_666);
    assert_eq!(carry(20_000), 4_000);
}

#[test]
fn a_catch_up_no_higher_than_the_carry_never_catches_up() {
    let carry = |profit| due(profit, 8_000, 2_000, 2_000).unwrap();
    assert_eq!(carry(10_000), 400);
    assert_eq!(carry(1_008_000), 200_000);
}

#[test]
fn shares_above_the_whole_overflow_or_are_right() {
    assert_eq!(due(u64::MAX, 0, 10_000, 10_000), Ok(u64::MAX));
    assert_eq!(due(u64::MAX, u64::MAX, u32::MAX, u32::MAX), Ok(0));
    assert_eq!(due(u64::MAX, 0, 10_001, 10_001), Err(MathError::Overflow));
    assert_eq!(due(10_000, 0, 20_000, 30_000), Ok(20_000));
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn steps_pay_what_a_table_of_their_hurdles_says(profit in number(), steps in steps()) {
        let model = steps.iter().map(|step| naive::Step {
            hurdle: step.hurdle.into(),
            share: step.carry_bps.into(),
            catch_up: step.catch_up_bps.into(),
        });
        let model = naive::due(profit.into(), &model.collect::<Vec<_>>());
        prop_assert_eq!(carry::due(profit, &steps).map(i128::from), Ok(model));
    }

    #[test]
    fn with_steps_it_rises_with_profit_and_no_faster(profit in number(), more in number(), steps in steps()) {
        let now = carry::due(profit, &steps).unwrap();
        let then = carry::due(profit.saturating_add(more), &steps).unwrap();
        prop_assert!(now <= then && then - now <= more);
        let last = steps.last().map_or(0, |step| step.carry_bps);
        prop_assert!(now <= share(profit, last), "never more than the last share of all profit");
    }

    #[test]
    fn a_further_step_takes_nothing_away(profit in number(), steps in steps()) {
        let fewer = steps.split_last().map_or(&[][..], |(_, before)| before);
        prop_assert!(carry::due(profit, fewer).unwrap() <= carry::due(profit, &steps).unwrap());
        // Nothing before the first hurdle.
        let least = steps.iter().map(|step| step.hurdle).next().unwrap_or(u64::MAX);
        prop_assert!(profit > least || carry::due(profit, &steps) == Ok(0));
    }

    #[test]
    fn a_multiple_is_of_all_capital_and_less_it(capital in number(), bps in any::<u32>()) {
        let all = BigUint::from(capital) * bps / 10_000_u32;
        let above = if all > capital.into() { all - capital } else { 0_u8.into() };
        let most = multiple_hurdle(capital, bps);
        prop_assert!(BigUint::from(most) == above || (above + capital > u64::MAX.into() && most == u64::MAX - capital));
    }
}

#[test]
fn a_fifth_above_eight_percent_and_three_tenths_above_twice_the_capital() {
    // Capital 100,000, a preferred return of 8,000, full catch-up to a fifth; above 100,000 of profit three tenths of
    // what is above, without a catch-up.
    let step = |hurdle, carry_bps, catch_up_bps| Step {
        hurdle,
        carry_bps,
        catch_up_bps,
    };
    let twice = multiple_hurdle(100_000, 20_000);
    assert_eq!(twice, 100_000);
    let marginal = [step(8_000, 2_000, 10_000), step(twice, 3_000, 3_000)];
    let carry = |profit| carry::due(profit, &marginal).unwrap();
    assert_eq!(
        [8_000, 9_000, 10_000, 100_000].map(carry),
        [0, 1_000, 2_000, 20_000]
    );
    assert_eq!(
        [100_001, 110_000, 200_000].map(carry),
        [20_000, 23_000, 50_000]
    );
    // With a full catch-up it has three tenths of all profit from (p - 100,000) + 20,000 = 0.3 p on: 114,285.71.
    let whole = [step(8_000, 2_000, 10_000), step(twice, 3_000, 10_000)];
    let carry = |profit| carry::due(profit, &whole).unwrap();
    assert_eq!(
        [100_000, 110_000, 114_285, 114_286, 200_000].map(carry),
        [20_000, 30_000, 34_285, 34_285, 60_000]
    );
    // Until the preferred return is earned, no step pays: it may have grown beyond the multiple.
    let late = [step(150_000, 2_000, 10_000), step(twice, 3_000, 10_000)];
    assert_eq!(carry::due(150_000, &late), Ok(0));
    assert_eq!(carry::due(150_010, &late), Ok(10));
    assert_eq!(carry::due(0, &[]), Ok(0));
}
