//! What a payee outside the tranches is due.

use super::{
    MathError, MathResult,
    accrual::{BPS, DayCount},
    fixed,
};

/// A fee that fell due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Whole base units.
    pub amount: u64,
    /// What the division left, to be carried to the next time.
    pub remainder: u64,
}

/// A share of gross proceeds: `floor((gross * bps + remainder) / 10_000)`. The remainder is in base units over 10,000.
///
/// # Errors
/// [`MathError::Overflow`].
pub fn of_gross(gross: u64, bps: u32, remainder: u64) -> MathResult<Due> {
    let (amount, remainder) = fixed::bps_of(gross, bps, remainder)?;
    Ok(Due { amount, remainder })
}

/// A fee by time, on principal and flat, both by the year of 365 days:
/// `floor(((principal * bps + flat * 10_000) * days + remainder) / (10_000 * 365))`. The remainder is in base units
/// over 10,000 * 365; it may be carried only while principal is in the same base units.
///
/// # Errors
/// [`MathError::Overflow`].
pub fn annual(principal: u64, bps: u32, flat: u64, days: u64, remainder: u64) -> MathResult<Due> {
    let divisor = fixed::product(BPS, DayCount::Act365.year());
    // Both products are below 2^96.
    let by_year = fixed::product(principal, u64::from(bps)).wrapping_add(fixed::product(flat, BPS));
    let numerator = by_year
        .checked_mul(u128::from(days))
        .and_then(|product| product.checked_add(u128::from(remainder)))
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
