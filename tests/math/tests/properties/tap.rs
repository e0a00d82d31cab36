//! A later issue of shares with principal and interest: every share is worth the same after it as before, to the unit,
//! and who buys pays for all that its class is owed more.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError, MathResult, fixed,
    quantity::Shares,
    tap::{self, Added, Class, accrued},
};
use securities_math_tests::{USUAL, cases};

fn bought(money: u64, price: u64, accrued: u128, unit: u64) -> MathResult<u64> {
    tap::bought(money, price, accrued, unit).map(Shares::get)
}

fn added(class: &Class, new: u64) -> MathResult<Added> {
    tap::added(class, Shares(new))
}

/// A class with shares out, some of its principal repaid and some interest accrued.
fn classes() -> impl Strategy<Value = Class> {
    (
        1..=1_u64 << 50,
        0..=9_u32,
        1..=1_u64 << 30,
        any::<u64>(),
        0..=1_u64 << 50,
        any::<(u64, u64, u64, bool)>(),
    )
        .prop_map(
            |(shares, decimals, par, left, interest, (due, period, streaming, has_fraction))| {
                let unit = 10_u64.pow(decimals);
                let whole = u64::try_from(u128::from(shares) * u128::from(par) / u128::from(unit));
                let whole = whole.unwrap_or(u64::MAX / 4).min(u64::MAX / 4);
                Class {
                    shares: Shares(shares),
                    unit,
                    par,
                    principal: if whole == 0 { 0 } else { left % (whole + 1) },
                    principal_due: if whole == 0 {
                        0
                    } else {
                        due % (left % (whole + 1) + 1)
                    },
                    interest,
                    streaming: streaming >> 14,
                    period_interest: period >> 14,
                    has_fraction,
                }
            },
        )
}

fn big(number: impl Into<BigUint>) -> BigUint {
    number.into()
}

/// What a share stands for, rounded up to a price.
fn fair(class: &Class) -> Option<u64> {
    fixed::mul_div_ceil(class.principal, class.unit, class.shares.get()).ok()
}

/// Interest with what streams of a class.
fn with_stream(interest: u64, class: &Class) -> u64 {
    interest + class.streaming
}

/// The class after an issue of so many shares.
fn after(class: &Class, new: u64) -> Result<Class, MathError> {
    let added = added(class, new)?;
    Ok(Class {
        shares: class.shares.plus(Shares(new))?,
        principal: fixed::add(class.principal, added.issued - added.repaid)?,
        principal_due: fixed::add(class.principal_due, added.principal_due)?,
        interest: fixed::add(class.interest, added.interest)?,
        period_interest: fixed::add(class.period_interest, added.period_interest)?,
        ..*class
    })
}

proptest! {
    #![proptest_config(cases(USUAL))]

    /// Of principal, and of interest with what streams, by cross multiplication: no share has less, and all together less
    /// than a unit more.
    #[test]
    fn every_share_is_worth_the_same_after_an_issue(class in classes(), new in 1..=1_u64 << 50) {
        let Ok(next) = after(&class, new) else { return Ok(()) };
        for (before, now, capped) in [
            (class.principal, next.principal, true),
            (class.principal_due, next.principal_due, true),
            (with_stream(class.interest, &class), with_stream(next.interest, &class), false),
            (class.period_interest, next.period_interest, false),
        ] {
            let (before, now) = (big(before) * next.shares.get(), big(now) * class.shares.get());
            let par = u128::from(class.shares.get()) * u128::from(class.par) / u128::from(class.unit);
            // Where nothing is repaid it is the par, floors and all.
            let whole = capped && u128::from(class.principal) >= par;
            prop_assert!(whole || now >= before);
            prop_assert!(now < before + class.shares.get());
        }
    }

    /// The price of what a share stands for, with the interest on top, pays for all that the class is owed more.
    #[test]
    fn who_buys_pays_for_all_that_the_class_is_owed_more(
        class in classes(),
        premium in 0..=1_000_u64,
        money in 0..=1_u64 << 62,
    ) {
        let Some(price) = fair(&class).and_then(|fair| fair.checked_add(premium)) else { return Ok(()) };
        prop_assume!(price > 0);
        let accrued = accrued(&class).unwrap();
        let Ok(new) = bought(money, price, accrued, class.unit) else { return Ok(()) };
        prop_assume!(new > 0);
        let Ok(added) = added(&class, new) else { return Ok(()) };
        prop_assert!(added.issued - added.repaid + added.interest <= money);
    }

    /// It pays no more than for one share base unit more, and two units.
    #[test]
    fn who_buys_is_charged_for_roundings_alone(class in classes(), money in 1..=1_u64 << 62) {
        let Some(price) = fair(&class) else { return Ok(()) };
        prop_assume!(price > 0);
        let accrued = accrued(&class).unwrap();
        let Ok(new) = bought(money, price, accrued, class.unit) else { return Ok(()) };
        // money - 1 < (new + 1) * (price + accrued) / unit, with the accrued no more than 2^-32 above the exact.
        let dirty = (big(price) << 32_u32) + big(accrued);
        prop_assert!(((big(money) - 1_u32) * class.unit) << 32_u32 < (big(new) + 1_u32) * dirty);
        let beside = with_stream(class.interest, &class) + u64::from(class.has_fraction);
        let exact = (big(beside) * class.unit) << 32_u32;
        prop_assert!(big(accrued) * class.shares.get() >= exact);
        prop_assert!(big(accrued) * class.shares.get() < exact + class.shares.get());
    }

    /// What shares cost buys no more than them, and three units more buy all of them.
    #[test]
    fn the_cost_of_shares_buys_them_and_no_more(class in classes(), shares in 0..=1_u64 << 50) {
        let Some(price) = fair(&class) else { return Ok(()) };
        prop_assume!(price > 0);
        let accrued = accrued(&class).unwrap();
        let Ok(cost) = tap::cost(Shares(shares), price, accrued, class.unit) else { return Ok(()) };
        prop_assert!(bought(cost, price, accrued, class.unit).is_ok_and(|all| all <= shares));
        prop_assert!(bought(cost + 3, price, accrued, class.unit).is_ok_and(|all| all >= shares));
        // Without interest no unit pays for a rounding.
        let alone = tap::cost(Shares(shares), price, 0, class.unit).unwrap();
        let all = fixed::mul_div_floor(alone, class.unit, price);
        prop_assert!(all.is_ok_and(|all| all <= shares));
    }

    /// The parts of a book sum to the whole in any cut.
    #[test]
    fn the_parts_of_an_issue_sum_to_the_whole(
        class in classes(),
        cuts in prop::collection::vec(0..=1_u64 << 40, 1..20),
    ) {
        let Some(price) = fair(&class) else { return Ok(()) };
        prop_assume!(price > 0);
        let accrued = accrued(&class).unwrap();
        let all = |money| bought(money, price, accrued, class.unit);
        let (mut ahead, mut sum) = (0, 0_u64);
        for money in cuts {
            let (Ok(before), Ok(then)) = (all(ahead), all(ahead + money)) else { return Ok(()) };
            prop_assert!(then >= before);
            sum += then - before;
            ahead += money;
        }
        prop_assert_eq!(all(ahead), Ok(sum));
    }

    /// What is issued and cancelled at once leaves the interest as it was, or a unit more.
    #[test]
    fn a_cancellation_mirrors_an_issue(class in classes(), new in 1..=1_u64 << 50) {
        let Ok(next) = after(&class, new) else { return Ok(()) };
        let left = tap::interest_left(&next, class.shares).unwrap();
        prop_assert!(left >= class.interest && left - class.interest <= 1);
        // Of a part of the shares: no share that is left has less than before.
        let rest = Shares(class.shares.get() + new / 3);
        let left = with_stream(tap::interest_left(&next, rest).unwrap(), &class);
        let all = with_stream(next.interest, &class);
        prop_assert!(big(left) * next.shares.get() >= big(all) * rest.get());
    }

    /// Those that are left have no less of both, and no more but where the stream alone is more.
    #[test]
    fn no_interest_is_left_below_zero(class in classes(), part in 1..=1_u64 << 50) {
        let rest = Shares(part % class.shares.get() + 1);
        let left = tap::interest_left(&class, rest).unwrap();
        let fair = big(with_stream(class.interest, &class)) * rest.get();
        let has = big(with_stream(left, &class)) * class.shares.get();
        prop_assert!(has >= fair);
        prop_assert!(left == 0 || has < fair + class.shares.get());
    }

    /// The price with what is added, in whole units, is what a whole share costs, rounded up.
    #[test]
    fn a_whole_share_costs_its_price_and_what_is_added(class in classes(), price in 1..=1_u64 << 50) {
        let accrued = accrued(&class).unwrap();
        let most = big(u64::MAX) << 32_u32;
        let exact = (big(price) << 32_u32) + big(accrued);
        let cost = big(tap::dirty(price, accrued)) << 32_u32;
        prop_assert!(cost == most || cost >= exact);
        prop_assert!(cost < exact + (1_u64 << 32));
    }

    /// Issue after issue: what a holder of a part of the first shares stands for stays within a unit for each.
    #[test]
    fn after_many_issues_a_share_is_worth_what_it_was(
        class in classes(),
        issues in prop::collection::vec(1..=1_u64 << 44, 1..12),
        part in 1..=1_u64 << 50,
    ) {
        prop_assume!(class.principal > 0);
        let part = part.min(class.shares.get());
        let worth = |entitlement: u64, class: &Class| big(entitlement) * part / class.shares.get();
        let (mut now, mut count) = (class, 0_u32);
        for new in issues {
            let Ok(next) = after(&now, new) else { break };
            (now, count) = (next, count + 1);
        }
        for (before, then) in [
            (worth(class.principal, &class), worth(now.principal, &now)),
            (
                worth(with_stream(class.interest, &class), &class),
                worth(with_stream(now.interest, &class), &now),
            ),
        ] {
            prop_assert!(then.clone() + 1_u32 >= before);
            prop_assert!(then <= before + count);
        }
    }
}

/// A million at 12 % for 29 days of 30E/360: the buyer of another million pays 9,666.66 accrued and a third of a cent
/// that rounds up, and then each has half.
#[test]
fn a_reopened_bond() {
    let class = Class {
        shares: Shares(1_000_000),
        unit: 1,
        par: 1_000_000,
        principal: 1_000_000_000_000,
        principal_due: 250_000_000_001,
        interest: 9_666_666_666,
        streaming: 0,
        period_interest: 10_000_000_000,
        has_fraction: true,
    };
    let accrued = accrued(&class).unwrap();
    assert_eq!(
        accrued >> 32,
        9_666,
        "a whole share's, with 0.666667 of a unit"
    );
    let money = 1_000_000_000_000 + 9_666_666_667 + 1;
    assert_eq!(bought(money, class.par, accrued, class.unit), Ok(999_999));
    assert_eq!(
        bought(money + 1, class.par, accrued, class.unit),
        Ok(1_000_000)
    );
    let added = added(&class, 1_000_000).unwrap();
    assert_eq!(
        (added.issued, added.repaid, added.interest),
        (1_000_000_000_000, 0, 9_666_666_666)
    );
    // And what has fallen due, and what the period has borne.
    assert_eq!(
        (added.principal_due, added.period_interest),
        (250_000_000_001, 10_000_000_000)
    );
}

/// Half of it is repaid: another share stands for the other half.
#[test]
fn a_share_stands_for_what_is_left() {
    let class = Class {
        shares: Shares(1_000_000),
        unit: 1,
        par: 100,
        principal: 50_000_000,
        principal_due: 0,
        interest: 0,
        streaming: 0,
        period_interest: 0,
        has_fraction: false,
    };
    assert_eq!(accrued(&class), Ok(0));
    let added = added(&class, 1_000_000).unwrap();
    assert_eq!(
        (added.issued, added.repaid, added.interest),
        (100_000_000, 50_000_000, 0)
    );
    let none = Class {
        shares: Shares::ZERO,
        ..class
    };
    assert_eq!(accrued(&none), Err(MathError::DivisionByZero));
    assert_eq!(bought(10, 0, 0, 1), Err(MathError::DivisionByZero));
}

/// Half of 1,000 came back and streams: 1,000 more buy as many shares, each at 0.50 and 0.50 of what streams, and then each
/// share has 0.25 of that, and 0.25 of interest.
#[test]
fn what_streams_is_paid_for() {
    let class = Class {
        shares: Shares(1_000_000_000),
        unit: 1_000_000,
        par: 1_000_000,
        principal: 500_000_000,
        principal_due: 0,
        interest: 0,
        streaming: 500_000_000,
        period_interest: 0,
        has_fraction: false,
    };
    let accrued = accrued(&class).unwrap();
    assert_eq!(accrued, 500_000 << 32);
    assert_eq!(tap::dirty(500_000, accrued), 1_000_000);
    let new = bought(1_000_000_001, 500_000, accrued, class.unit).unwrap();
    assert_eq!(new, 1_000_000_000);
    let added = added(&class, new).unwrap();
    assert_eq!(
        (added.issued - added.repaid, added.interest),
        (500_000_000, 500_000_000)
    );
}
