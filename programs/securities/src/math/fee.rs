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

/// The terms of a fee that accrues by the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Annual {
    /// The part of its base a year, in basis points.
    pub bps: u32,
    /// Flat amount a year, in base units.
    pub flat: u64,
    /// The least that the whole fee comes to, in base units a year; 0: no minimum.
    pub min: u64,
    /// The most that it comes to, in base units a year; 0: no maximum.
    pub max: u64,
}

/// A fee by time, over a year of 365 days: a part of a base and a flat amount, between a minimum and a maximum.
/// `floor((clamp(value_days * bps + flat * 10_000 * days, min * 10_000 * days, max * 10_000 * days) + remainder) /
/// (10_000 * 365))`. The remainder is in base units over 10,000 * 365. `value_days` is the sum of the base over the
/// days, so money raised yesterday bears no fee for last year.
///
/// Where the base changes within the days, the limits hold for them together. So a minimum never brings in more than it
/// would day by day, and a maximum is never passed over these days.
///
/// # Errors
/// [`MathError::Overflow`].
pub fn annual(terms: Annual, value_days: u128, days: u64, remainder: u64) -> MathResult<Due> {
    let divisor = fixed::product(BPS, DayCount::Act365.year());
    // What saturates is far above 64 bits after the division.
    let by_time = |amount: u64| fixed::product(amount, BPS).saturating_mul(u128::from(days));
    let most = if terms.max == 0 {
        u128::MAX
    } else {
        by_time(terms.max)
    };
    let numerator = value_days
        .saturating_mul(u128::from(terms.bps))
        .saturating_add(by_time(terms.flat))
        .max(by_time(terms.min))
        .min(most)
        .saturating_add(u128::from(remainder));
    let amount = numerator
        .checked_div(divisor)
        .ok_or(MathError::DivisionByZero)?;
    let left = numerator.wrapping_sub(amount.wrapping_mul(divisor));
    Ok(Due {
        amount: fixed::narrow(amount)?,
        remainder: fixed::narrow(left)?,
    })
}

/// What fees by time are reckoned on, since they were last brought up to date: sums of values times days, in base units
/// times days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ValueDays {
    /// The number of days.
    pub days: u64,
    /// Principal of all debt outstanding.
    pub debt: u128,
    /// All capital outstanding, except that of covers.
    pub capital: u128,
    /// All capital ever raised, except that of covers.
    pub raised: u128,
    /// The pool's reported value.
    pub pool: u128,
}
