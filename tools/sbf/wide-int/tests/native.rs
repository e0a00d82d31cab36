//! The routines against the machine's own 128-bit arithmetic.
use sbf_wide_int::Wide;

mod vectors;

const CASES: usize = 1_000_000;

fn check(a: u128, b: u128) {
    let (x, y) = (Wide::from(a), Wide::from(b));
    let case = || format!("{a:#034x}, {b:#034x}");

    assert_eq!(
        u128::from(x.wrapping_mul(y)),
        a.wrapping_mul(b),
        "product of {}",
        case()
    );

    let (quotient, remainder) = x.div_rem(y);
    assert_eq!(u128::from(quotient), a / b, "quotient of {}", case());
    assert_eq!(u128::from(remainder), a % b, "remainder of {}", case());

    let (signed_a, signed_b) = (a as i128, b as i128);
    let quotient = x.signed_quotient(y, |n, d| n.div_rem(d).0);
    let remainder = x.signed_remainder(y, |n, d| n.div_rem(d).1);
    assert_eq!(
        u128::from(quotient) as i128,
        signed_a.wrapping_div(signed_b),
        "signed quotient of {}",
        case()
    );
    assert_eq!(
        u128::from(remainder) as i128,
        signed_a.wrapping_rem(signed_b),
        "signed remainder of {}",
        case()
    );
}

#[test]
fn a_million_pairs_agree_with_native_arithmetic() {
    let mut operands = vectors::Operands::new(1);
    for _ in 0..CASES {
        let (a, b) = operands.pair();
        check(a, b);
    }
}

#[test]
fn every_pair_of_edge_values_agrees_with_native_arithmetic() {
    for (a, b) in vectors::edges() {
        check(a, b);
    }
}

#[test]
fn a_zero_divisor_leaves_the_dividend() {
    let (seven, zero) = (Wide::from(7), Wide::from(0));
    assert_eq!(seven.div_rem(zero), (zero, seven));
}
