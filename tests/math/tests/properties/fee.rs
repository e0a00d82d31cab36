//! Fees of a share and by time.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError, MathResult,
    fee::{Annual, Due, annual, of_amount},
};
use securities_math_tests::{MANY, USUAL, below_bits, cases, number};

fn exact(numerator: &BigUint, divisor: u32) -> MathResult<Due> {
    let part = |number: BigUint| u64::try_from(number).map_err(|_| MathError::Overflow);
    Ok(Due {
        amount: part(numerator / divisor)?,
        remainder: part(numerator % divisor)?,
    })
}

/// Without limits.
fn part_and_flat(bps: u32, flat: u64) -> Annual {
    Annual {
        bps,
        flat,
        ..Annual::default()
    }
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
    fn a_fee_by_time_is_exact_within_its_limits_or_overflows(
        [value, held] in [number(), number()], bps: u32, [flat, min, more] in [number(), number(), number()],
        capped: bool, days in number(), remainder in 0_u64..3_650_000,
    ) {
        let value_days = u128::from(value) * u128::from(held);
        let max = if capped { min.max(1).saturating_add(more) } else { 0 };
        let a_year = |amount: u64| BigUint::from(amount) * 10_000_u32 * days;
        let mut numerator = (BigUint::from(value_days) * bps + a_year(flat)).max(a_year(min));
        if capped {
            numerator = numerator.min(a_year(max));
        }
        let terms = Annual { bps, flat, min, max };
        prop_assert_eq!(annual(terms, value_days, days, remainder), exact(&(numerator + remainder), 3_650_000));
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
            let due = annual(part_and_flat(bps, flat), u128::from(*principal) * u128::from(*days), *days, remainder).unwrap();
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
    let of_pool = |days: u64, remainder| {
        annual(
            part_and_flat(100, 0),
            2_000_000_000 * u128::from(days),
            days,
            remainder,
        )
    };
    assert_eq!(of_pool(365, 0), whole(20_000_000));
    assert_eq!(
        annual(part_and_flat(0, 3_650_000), 0, 30, 0),
        whole(300_000)
    );
    assert_eq!(annual(part_and_flat(100, 3_650_000), 0, 0, 0), whole(0));
    assert_eq!(
        annual(part_and_flat(2, 0), u128::MAX, 0, 0),
        Err(MathError::Overflow)
    );
    // At most 150,000.00 a year, which is 750,000.00 in five.
    let capped = Annual {
        max: 15_000_000,
        ..part_and_flat(100, 0)
    };
    assert_eq!(
        annual(capped, 2_000_000_000 * 1_825, 1_825, 0),
        whole(75_000_000)
    );
    let least = Annual {
        min: 25_000_000,
        ..part_and_flat(100, 0)
    };
    assert_eq!(annual(least, 2_000_000_000 * 73, 73, 0), whole(5_000_000));
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
