//! Products and quotients that exceed 64 bits.

use super::{MathError, MathResult};

/// Basis points in one.
pub const BPS: u64 = 10_000;

/// `floor(a * b / divisor)`.
///
/// # Errors
/// [`MathError::DivisionByZero`]; [`MathError::Overflow`] when the quotient exceeds 64 bits.
pub fn mul_div_floor(a: u64, b: u64, divisor: u64) -> MathResult<u64> {
    quotient(product(a, b), divisor)
}

/// `floor(product / divisor)`. What fits 64 bits is divided so: 128-bit division is slow on the virtual machine.
fn quotient(product: u128, divisor: u64) -> MathResult<u64> {
    if let Ok(product) = u64::try_from(product) {
        return product
            .checked_div(divisor)
            .ok_or(MathError::DivisionByZero);
    }
    let quotient = product.checked_div(u128::from(divisor));
    narrow(quotient.ok_or(MathError::DivisionByZero)?)
}

/// `ceil(a * b / divisor)`.
///
/// # Errors
/// [`MathError::DivisionByZero`]; [`MathError::Overflow`] when the quotient exceeds 64 bits.
pub fn mul_div_ceil(a: u64, b: u64, divisor: u64) -> MathResult<u64> {
    if divisor == 0 {
        return Err(MathError::DivisionByZero);
    }
    // At most (2^64 - 1)^2 + 2^64 - 2: one division, where a quotient and a remainder are two.
    let up = product(a, b).wrapping_add(u128::from(divisor.wrapping_sub(1)));
    quotient(up, divisor)
}

/// `floor(a * b / divisor)` for a 128-bit `a`, through a 192-bit product that is divided digit by digit.
///
/// # Errors
/// [`MathError::DivisionByZero`]; [`MathError::Overflow`] when the quotient exceeds 128 bits.
pub fn wide_mul_div(a: u128, b: u64, divisor: u64) -> MathResult<u128> {
    let low = product(a as u64, b);
    // At most (2^64 - 1)^2 + 2^64 - 1 < 2^128.
    let high = product((a >> 64) as u64, b).wrapping_add(low >> 64);
    let wide = u128::from(divisor);
    let (first, rest) = high
        .checked_div(wide)
        .zip(high.checked_rem(wide))
        .ok_or(MathError::DivisionByZero)?;
    // The remainder is below the divisor, so the second digit fits 64 bits.
    let second = ((rest << 64) | u128::from(low as u64))
        .checked_div(wide)
        .ok_or(MathError::DivisionByZero)?;
    Ok((u128::from(narrow(first)?) << 64) | second)
}

/// `floor(amount * bps / 10_000)`.
///
/// # Errors
/// [`MathError::Overflow`], only above 10,000 basis points.
pub fn bps_floor(amount: u64, bps: u32) -> MathResult<u64> {
    Ok(bps_of(amount, bps, 0)?.0)
}

/// `floor((amount * bps + remainder) / 10_000)`, and the remainder of the division.
///
/// The multiples of 10,000 in the amount are handled separately, so up to 10,000 basis points no product exceeds 64
/// bits: 128-bit division is slow on the virtual machine.
///
/// # Errors
/// [`MathError::Overflow`] when the quotient, or the sum with the remainder, exceeds 64 bits.
#[expect(
    clippy::integer_division,
    reason = "the floors are the algorithm, and the remainders are kept"
)]
pub fn bps_of(amount: u64, bps: u32, remainder: u64) -> MathResult<(u64, u64)> {
    let bps = u64::from(bps);
    let (whole, part) = (amount / BPS, amount % BPS);
    let whole = if bps <= BPS {
        whole.wrapping_mul(bps)
    } else {
        narrow(product(whole, bps))?
    };
    // part * bps is below 10^4 * 2^32.
    let part = add(part.wrapping_mul(bps), remainder)?;
    Ok((add(whole, part / BPS)?, part % BPS))
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

/// Takes back what was counted in a total that is only told. Such a total stops at the largest number, and one that has
/// stopped stays there.
#[must_use]
pub const fn untell(total: u64, amount: u64) -> u64 {
    if total == u64::MAX {
        total
    } else {
        total.saturating_sub(amount)
    }
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
