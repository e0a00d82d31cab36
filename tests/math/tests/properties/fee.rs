//! Fees of a share and by time.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError, MathResult,
    fee::{Due, annual, of_amount},
};
use securities_math_tests::{MANY, USUAL, below_bits, cases, number};

fn exact(numerator: &BigUint, divisor: u32) -> MathResult<Due> {
    let part = |number: BigUint| u64::try_from(number).map_err(|_| MathError::Overflow);
    Ok(Due {
        amount: part(numerator / divisor)?,
        remainder: part(numerator % divisor)?,
    })
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn a_share_of_amount_is_exact(gross in number(), bps in prop_oneof![0_u32..=10_000, any::<u32>()], remainder in prop_oneof![0_u64..10_000, number()]) {
        let due = of_amount(gross, bps, remainder);
        let expected = exact(&(BigUint::from(gross) * bps + remainder), 10_000);
        // A remainder that no division left may pass 64 bits on the way.
        if remainder < 10_000 {
            prop_assert_eq!(due, expected);
        } else {
            prop_assert!(due == expected || due == Err(MathError::Overflow));
        }
    }

    #[test]
    fn a_fee_by_time_is_exact_or_overflows(
        [principal, principal_for] in [number(), number()], bps: u32, flat in number(), days in number(), remainder in 0_u64..3_650_000,
    ) {
        let principal_days = u128::from(principal) * u128::from(principal_for);
        let numerator = BigUint::from(principal_days) * bps + BigUint::from(flat) * 10_000_u32 * days + remainder;
        prop_assert_eq!(annual(principal_days, bps, flat, days, remainder), exact(&numerator, 3_650_000));
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn shares_of_parts_are_the_share_of_the_whole(parts in prop::collection::vec(below_bits(58), 1..24), bps in 0_u32..=10_000) {
        let (mut paid, mut remainder) = (0, 0);
        for part in &parts {
            let due = of_amount(*part, bps, remainder).unwrap();
            prop_assert!(due.remainder < 10_000);
            paid += due.amount;
            remainder = due.remainder;
        }
        prop_assert_eq!(of_amount(parts.iter().sum(), bps, 0), Ok(Due { amount: paid, remainder }));
    }

    #[test]
    fn a_fee_day_by_day_is_the_fee_of_the_whole_time(
        periods in prop::collection::vec((below_bits(48), 0_u64..400), 1..16), bps in 0_u32..=20_000, flat in below_bits(48),
    ) {
        let (mut paid, mut remainder, mut numerator) = (0_u64, 0, BigUint::ZERO);
        for (principal, days) in &periods {
            let due = annual(u128::from(*principal) * u128::from(*days), bps, flat, *days, remainder).unwrap();
            paid += due.amount;
            remainder = due.remainder;
            numerator += (BigUint::from(*principal) * bps + BigUint::from(flat) * 10_000_u32) * *days;
        }
        prop_assert_eq!(exact(&numerator, 3_650_000), Ok(Due { amount: paid, remainder }));
    }
}

#[test]
fn usual_fees() {
    let whole = |amount| {
        Ok(Due {
            amount,
            remainder: 0,
        })
    };
    // 1 % servicing a year on 20 million, in cents: 200,000.00 over a year of 365 days.
    let of_pool =
        |days: u64, remainder| annual(2_000_000_000 * u128::from(days), 100, 0, days, remainder);
    assert_eq!(of_pool(365, 0), whole(20_000_000));
    assert_eq!(annual(0, 0, 3_650_000, 30, 0), whole(300_000));
    assert_eq!(annual(0, 100, 3_650_000, 0, 0), whole(0));
    assert_eq!(annual(u128::MAX, 2, 0, 0, 0), Err(MathError::Overflow));
    let due = of_pool(31, 0).unwrap();
    assert_eq!(
        due,
        Due {
            amount: 1_698_630,
            remainder: 500_000
        }
    );
    assert_eq!(
        of_amount(12_345, 100, 0),
        Ok(Due {
            amount: 123,
            remainder: 4_500
        })
    );
    assert_eq!(of_amount(12_345, 100, 5_500), whole(124));
    assert_eq!(of_amount(u64::MAX, 10_000, 0), whole(u64::MAX));
    assert_eq!(
        of_amount(u64::MAX, 10_000, 10_000),
        Err(MathError::Overflow)
    );
}
