//! Products and quotients against arbitrary precision.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError, MathResult,
    fixed::{add, mul_div_ceil, mul_div_floor, narrow, product, sub},
};
use securities_math_tests::{EDGES, MANY, cases, number};

/// `a * b / divisor`, rounded down and up, without limits; none when there is no quotient.
fn exact(a: u64, b: u64, divisor: u64) -> Option<(BigUint, BigUint)> {
    let (product, divisor) = (BigUint::from(a) * b, BigUint::from(divisor));
    if divisor == BigUint::ZERO {
        return None;
    }
    let floor = &product / &divisor;
    let ceiling = if &floor * &divisor == product {
        floor.clone()
    } else {
        &floor + 1_u8
    };
    Some((floor, ceiling))
}

fn fits(number: &BigUint) -> MathResult<u64> {
    u64::try_from(number).map_err(|_| MathError::Overflow)
}

fn agrees(a: u64, b: u64, divisor: u64) {
    let case = format!("{a} * {b} / {divisor}");
    let (floor, ceiling) = exact(a, b, divisor).map_or(
        (
            Err(MathError::DivisionByZero),
            Err(MathError::DivisionByZero),
        ),
        |(floor, ceiling)| (fits(&floor), fits(&ceiling)),
    );
    assert_eq!(mul_div_floor(a, b, divisor), floor, "floor of {case}");
    assert_eq!(mul_div_ceil(a, b, divisor), ceiling, "ceiling of {case}");
}

#[test]
fn quotients_of_all_edge_values_are_exact() {
    for a in EDGES {
        for b in EDGES {
            for divisor in EDGES {
                agrees(a, b, divisor);
            }
        }
    }
}

#[test]
fn a_ceiling_may_overflow_where_the_floor_just_fits() {
    // 253,921 * 145,295,143,558,111 = 2^65 - 1, and half of it is 2^64 - 1/2.
    let (a, b) = (253_921, 145_295_143_558_111);
    assert_eq!(mul_div_floor(a, b, 2), Ok(u64::MAX));
    assert_eq!(mul_div_ceil(a, b, 2), Err(MathError::Overflow));
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn quotients_are_exact(a in number(), b in number(), divisor in number()) {
        agrees(a, b, divisor);
    }

    #[test]
    fn a_share_of_the_whole_never_exceeds_the_whole(amount in number(), part in number(), more in number()) {
        let Some(whole) = part.checked_add(more).filter(|whole| *whole > 0) else { return Ok(()) };
        let (floor, ceiling) = (mul_div_floor(amount, part, whole).unwrap(), mul_div_ceil(amount, part, whole).unwrap());
        prop_assert!(floor <= ceiling && ceiling <= amount);
        prop_assert_eq!(floor + mul_div_ceil(amount, more, whole).unwrap(), amount, "a floor and its ceiling share all");
    }

    #[test]
    fn small_arithmetic_is_exact_or_refused(a in number(), b in number()) {
        prop_assert_eq!(BigUint::from(product(a, b)), BigUint::from(a) * b);
        prop_assert_eq!(add(a, b), fits(&(BigUint::from(a) + b)));
        prop_assert_eq!(sub(a, b), if a >= b { Ok(a - b) } else { Err(MathError::Overflow) });
        let wide = (u128::from(a) << 64) | u128::from(b);
        prop_assert_eq!(narrow(wide), if a == 0 { Ok(b) } else { Err(MathError::Overflow) });
    }
}
