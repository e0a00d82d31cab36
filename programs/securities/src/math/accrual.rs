//! Simple interest between two days.

use super::{MathError, MathResult, calendar, fixed};

/// Parts per million in one. One part is 0.0001 %, so a rate has four decimal places of a percent.
pub const PPM: u64 = 1_000_000;
/// The highest rate a tranche may bear: 1,000 % a year.
pub const MAX_RATE_PPM: u32 = 10_000_000;

/// How days are counted, and how long a year is. Source: 2006 ISDA Definitions, section 4.16 (d), (e) and (g).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayCount {
    /// Actual days over 365.
    Act365,
    /// Actual days over 360.
    Act360,
    /// Months of 30 days over 360, in the Eurobond form (30E/360): day 31 counts as 30 at both ends.
    Thirty360,
}

impl DayCount {
    /// Days in the convention's year.
    #[must_use]
    pub const fn year(self) -> u64 {
        match self {
            Self::Act365 => 365,
            Self::Act360 | Self::Thirty360 => 360,
        }
    }

    /// Days from one day number to another by the convention. In all three conventions, the days of consecutive periods
    /// add up to the days of the whole.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] when the end is before the start or either is out of range.
    pub fn days(self, from: u64, to: u64) -> MathResult<u64> {
        let days = match self {
            Self::Act365 | Self::Act360 => to.checked_sub(from),
            Self::Thirty360 => thirty(to)?.checked_sub(thirty(from)?),
        };
        days.ok_or(MathError::DateOutOfRange)
    }
}

#[expect(
    clippy::arithmetic_side_effects,
    reason = "years, months and days of a date in range are small"
)]
fn thirty(day: u64) -> MathResult<u64> {
    let date = calendar::date_of(day)?;
    Ok(360 * date.year + 30 * date.month + date.day.min(30))
}

/// Interest for a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accrued {
    /// Whole base units.
    pub interest: u64,
    /// The remainder of the division, in base units over `PPM * year`; carried to the next period.
    pub remainder: u64,
}

/// `floor((principal * rate * days + remainder) / (PPM * year))`, with its remainder.
///
/// # Errors
/// [`MathError::Overflow`] when the interest exceeds 64 bits.
pub fn accrue(
    principal: u64,
    rate_ppm: u32,
    days: u64,
    day_count: DayCount,
    remainder: u64,
) -> MathResult<Accrued> {
    let divisor = fixed::product(PPM, day_count.year());
    let numerator = fixed::product(principal, u64::from(rate_ppm))
        .checked_mul(u128::from(days))
        .and_then(|product| product.checked_add(u128::from(remainder)))
        .ok_or(MathError::Overflow)?;
    let interest = numerator
        .checked_div(divisor)
        .ok_or(MathError::DivisionByZero)?;
    let left = numerator.wrapping_sub(interest.wrapping_mul(divisor));
    Ok(Accrued {
        interest: fixed::narrow(interest)?,
        remainder: fixed::narrow(left)?,
    })
}
