//! Fees due to payees outside the tranches.

use super::{
    MathError, MathResult,
    accrual::DayCount,
    fixed::{self, BPS},
};

/// A fee that has fallen due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Whole base units.
    pub amount: u64,
    /// The remainder of the division, carried to the next calculation.
    pub remainder: u64,
}

/// A share of what comes in: `floor((amount * bps + remainder) / 10_000)`. The remainder is in base units over 10,000.
///
/// # Errors
/// [`MathError::Overflow`].
pub fn of_amount(amount: u64, bps: u32, remainder: u64) -> MathResult<Due> {
    let (amount, remainder) = fixed::bps_of(amount, bps, remainder)?;
    Ok(Due { amount, remainder })
}

/// A fee by time, over a year of 365 days: a part of principal and a flat amount. `floor((principal_days * bps + flat *
/// 10_000 * days + remainder) / (10_000 * 365))`. The remainder is in base units over 10,000 * 365. `principal_days` is
/// the sum of the principal over the days, so money lent yesterday bears no fee for last year.
///
/// # Errors
/// [`MathError::Overflow`].
pub fn annual(
    principal_days: u128,
    bps: u32,
    flat: u64,
    days: u64,
    remainder: u64,
) -> MathResult<Due> {
    let divisor = fixed::product(BPS, DayCount::Act365.year());
    let on_principal = principal_days.checked_mul(u128::from(bps));
    let by_time = fixed::product(flat, BPS).checked_mul(u128::from(days));
    let numerator = on_principal
        .zip(by_time)
        .and_then(|(one, other)| one.checked_add(other))
        .and_then(|sum| sum.checked_add(u128::from(remainder)))
        .ok_or(MathError::Overflow)?;
    let amount = numerator
        .checked_div(divisor)
        .ok_or(MathError::DivisionByZero)?;
    let left = numerator.wrapping_sub(amount.wrapping_mul(divisor));
    Ok(Due {
        amount: fixed::narrow(amount)?,
        remainder: fixed::narrow(left)?,
    })
}
