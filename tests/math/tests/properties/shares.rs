//! From money to shares, and from shares to principal.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError, MathResult,
    quantity::Shares,
    shares::{self, MAX_DECIMALS, is_whole_lots, lot, unit},
};
use securities_math_tests::{USUAL, below_bits, cases, number, positive};

fn issued(ahead: u64, accepted: u64, price: u64, unit: u64) -> MathResult<u64> {
    shares::issued(ahead, accepted, price, unit).map(Shares::get)
}

fn principal(before: u64, new: u64, par: u64, unit: u64) -> MathResult<u64> {
    shares::principal(Shares(before), Shares(new), par, unit)
}

/// Share base units of one whole share, for each number of decimals a mint may have.
fn units() -> impl Strategy<Value = u64> {
    (0..=MAX_DECIMALS).prop_map(|decimals| unit(decimals).unwrap())
}

fn floor(a: u64, b: u64, divisor: u64) -> BigUint {
    BigUint::from(a) * b / divisor
}

/// Amounts one after another: each with what is ahead of it.
fn placed(amounts: &[u64]) -> Vec<(u64, u64)> {
    amounts
        .iter()
        .scan(0, |ahead, amount| {
            let at = *ahead;
            *ahead += amount;
            Some((at, *amount))
        })
        .collect()
}

#[test]
fn a_share_has_ten_to_its_decimals_base_units() {
    let units: Vec<_> = (0..=u8::MAX).map(unit).collect();
    assert_eq!(
        units[..10],
        [
            1,
            10,
            100,
            1_000,
            10_000,
            100_000,
            1_000_000,
            10_000_000,
            100_000_000,
            1_000_000_000
        ]
        .map(Ok)
    );
    assert!(
        units[10..]
            .iter()
            .all(|unit| *unit == Err(MathError::Overflow))
    );
}

#[test]
fn lots_of_usual_offers() {
    // A share of 6 decimals for 1.00 USDC: any money buys whole base units.
    assert_eq!(lot(1_000_000, 1_000_000), Ok(1));
    // For 1,000 USDC, a thousandth of a cent.
    assert_eq!(lot(1_000_000_000, 1_000_000), Ok(1_000));
    // An indivisible share sells whole only.
    assert_eq!(lot(250_000_000, 1), Ok(250_000_000));
    // For 0.99 USDC: 99 base units of money for 100 of shares.
    assert_eq!(lot(990_000, 1_000_000), Ok(99));
    // A price that shares no factor with the unit.
    assert_eq!(lot(999_983, 1_000_000_000), Ok(999_983));
    assert_eq!(lot(u64::MAX, 1), Ok(u64::MAX));
    assert_eq!(lot(1, u64::MAX), Ok(1));
    assert_eq!(lot(u64::MAX, u64::MAX), Ok(1));
    for (price, unit) in [(0, 1), (1, 0), (0, 0), (0, u64::MAX), (u64::MAX, 0)] {
        assert_eq!(lot(price, unit), Err(MathError::DivisionByZero));
    }
}

#[test]
fn a_lot_is_the_least_money_that_buys_whole_base_units() {
    for price in 1..=250 {
        for unit in 1..=125 {
            let least = (1..=price).find(|money| money * unit % price == 0).unwrap();
            assert_eq!(lot(price, unit), Ok(least), "price {price}, unit {unit}");
        }
    }
}

#[test]
fn no_money_and_whole_lots_are_whole() {
    assert!(is_whole_lots(0, 7) && is_whole_lots(7, 7) && is_whole_lots(u64::MAX, 1));
    assert!(!is_whole_lots(6, 7) && !is_whole_lots(8, 7));
    assert!(!is_whole_lots(0, 0), "a lot of nothing divides nothing");
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn whole_lots_buy_shares_without_loss(price in positive(50), unit in units(), ahead in below_bits(40), bought in below_bits(40)) {
        let lot = lot(price, unit).unwrap();
        let (Some(ahead), Some(money)) = (ahead.checked_mul(lot), bought.checked_mul(lot)) else { return Ok(()) };
        prop_assert!(is_whole_lots(money, lot));
        if let Ok(shares) = issued(ahead, money, price, unit) {
            prop_assert_eq!(BigUint::from(shares) * price, BigUint::from(money) * unit);
        }
    }

    #[test]
    fn money_that_is_no_whole_lot_would_lose_a_fraction(price in positive(60), unit in units(), money in below_bits(60)) {
        let whole = BigUint::from(money) * unit % price == BigUint::ZERO;
        prop_assert_eq!(is_whole_lots(money, lot(price, unit).unwrap()), whole);
    }

    #[test]
    fn shares_are_exact_or_refused(ahead in number(), accepted in number(), price in number(), unit in units()) {
        let result = issued(ahead, accepted, price, unit);
        let Some(after) = ahead.checked_add(accepted) else {
            prop_assert_eq!(result, Err(MathError::Overflow));
            return Ok(());
        };
        if price == 0 {
            prop_assert_eq!(result, Err(MathError::DivisionByZero));
            return Ok(());
        }
        let (before, after) = (floor(ahead, unit, price), floor(after, unit, price));
        let expected = u64::try_from(&after).map_err(|_| MathError::Overflow).map(|_| u64::try_from(after - before).unwrap());
        prop_assert_eq!(result, expected);
    }

    #[test]
    fn principal_is_exact_or_refused(before in number(), new in number(), par in number(), unit in prop_oneof![units(), Just(0)]) {
        let result = principal(before, new, par, unit);
        let Some(after) = before.checked_add(new) else {
            prop_assert_eq!(result, Err(MathError::Overflow));
            return Ok(());
        };
        if unit == 0 {
            prop_assert_eq!(result, Err(MathError::DivisionByZero));
            return Ok(());
        }
        let (before, after) = (floor(before, par, unit), floor(after, par, unit));
        let expected = u64::try_from(&after).map_err(|_| MathError::Overflow).map(|_| u64::try_from(after - before).unwrap());
        prop_assert_eq!(result, expected);
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn shares_of_a_book_sum_to_what_its_money_buys(
        amounts in prop::collection::vec(below_bits(48), 1..20), price in positive(30), unit in units(),
    ) {
        let total: u64 = amounts.iter().sum();
        let Ok(all) = issued(0, total, price, unit) else { return Ok(()) };
        let parts: Vec<u64> = placed(&amounts).iter().map(|(ahead, amount)| issued(*ahead, *amount, price, unit).unwrap()).collect();
        prop_assert_eq!(parts.iter().sum::<u64>(), all);
        for (shares, amount) in parts.iter().zip(&amounts) {
            let exact = floor(*amount, unit, price);
            prop_assert!(BigUint::from(*shares) == exact || BigUint::from(*shares) == exact + 1_u8, "within one base unit");
        }
    }

    #[test]
    fn principal_of_a_tranche_sums_to_the_par_of_its_shares(
        amounts in prop::collection::vec(below_bits(48), 1..20), par in below_bits(40), unit in units(),
    ) {
        let total: u64 = amounts.iter().sum();
        let Ok(all) = principal(0, total, par, unit) else { return Ok(()) };
        let sum: u64 = placed(&amounts).iter().map(|(before, new)| principal(*before, *new, par, unit).unwrap()).sum();
        prop_assert_eq!(sum, all);
    }

    #[test]
    fn more_money_never_buys_fewer_shares(
        ahead in below_bits(48), money in below_bits(48), more in below_bits(48), price in positive(30), unit in units(),
    ) {
        if let (Ok(less), Ok(most)) = (issued(ahead, money, price, unit), issued(ahead, money + more, price, unit)) {
            prop_assert!(less <= most);
        }
    }

    #[test]
    fn more_shares_never_carry_less_principal(
        before in below_bits(48), new in below_bits(48), more in below_bits(48), par in below_bits(40), unit in units(),
    ) {
        if let (Ok(less), Ok(most)) = (principal(before, new, par, unit), principal(before, new + more, par, unit)) {
            prop_assert!(less <= most);
        }
    }
}

#[test]
fn a_price_above_par_and_below_par_issue_the_same_shares_a_unit() {
    // 100 USDC at 0.98 and at 1.02 of a share of 6 decimals: bought at a discount and at a premium.
    assert_eq!(issued(0, 98_000_000, 980_000, 1_000_000), Ok(100_000_000));
    assert_eq!(
        issued(0, 102_000_000, 1_020_000, 1_000_000),
        Ok(100_000_000)
    );
    assert_eq!(
        principal(0, 100_000_000, 1_000_000, 1_000_000),
        Ok(100_000_000)
    );
}

#[test]
fn shares_that_do_not_fit_are_refused_and_never_wrap() {
    // A whole share of 9 decimals for one base unit: 18.4 billion base units are too much money.
    let (price, unit) = (1, 1_000_000_000);
    let last = u64::MAX / unit;
    assert_eq!(issued(0, last, price, unit), Ok(last * unit));
    assert_eq!(issued(0, last + 1, price, unit), Err(MathError::Overflow));
    assert_eq!(issued(last, 1, price, unit), Err(MathError::Overflow));
}
