//! Products and quotients that pass 64 bits.

use super::{MathError, MathResult};

/// `floor(a * b / divisor)`.
///
/// # Errors
/// [`MathError::DivisionByZero`]; [`MathError::Overflow`] when the quotient passes 64 bits.
pub fn mul_div_floor(a: u64, b: u64, divisor: u64) -> MathResult<u64> {
    let quotient = product(a, b)
        .checked_div(u128::from(divisor))
        .ok_or(MathError::DivisionByZero)?;
    narrow(quotient)
}

/// `ceil(a * b / divisor)`.
///
/// # Errors
/// [`MathError::DivisionByZero`]; [`MathError::Overflow`] when the quotient passes 64 bits.
pub fn mul_div_ceil(a: u64, b: u64, divisor: u64) -> MathResult<u64> {
    if divisor == 0 {
        return Err(MathError::DivisionByZero);
    }
    narrow(product(a, b).div_ceil(u128::from(divisor)))
}

/// The full product of two 64-bit numbers; it always fits.
#[must_use]
pub fn product(a: u64, b: u64) -> u128 {
    u128::from(a).wrapping_mul(u128::from(b))
}

/// The number as 64 bits.
///
/// # Errors
/// [`MathError::Overflow`] when it does not fit.
pub fn narrow(wide: u128) -> MathResult<u64> {
    u64::try_from(wide).map_err(|_| MathError::Overflow)
}

/// `a + b`.
///
/// # Errors
/// [`MathError::Overflow`].
pub fn add(a: u64, b: u64) -> MathResult<u64> {
    a.checked_add(b).ok_or(MathError::Overflow)
}

/// `a - b`.
///
/// # Errors
/// [`MathError::Overflow`] when `b` is larger than `a`.
pub fn sub(a: u64, b: u64) -> MathResult<u64> {
    a.checked_sub(b).ok_or(MathError::Overflow)
}
