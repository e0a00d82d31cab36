//! Simple interest between two days.

use super::{MathError, MathResult, calendar, fixed};

/// Parts per million in one. One part is 0.0001 %, so a rate has four decimal places of a percent.
pub const PPM: u64 = 1_000_000;
/// The highest rate a tranche may bear: 1,000 % a year.
pub const MAX_RATE_PPM: u32 = 10_000_000;

/// Days of a common year times those of a leap year: a year of which either is a whole number of parts.
const COMMON_BY_LEAP: u64 = 365 * 366;

/// How days are counted, and how long a year is. Source: 2006 ISDA Definitions, section 4.16 (b), (d), (e), (f) and (g).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayCount {
    /// Actual days over 365.
    Act365,
    /// Actual days over 360.
    Act360,
    /// Months of 30 days over 360, in the Eurobond form (30E/360): day 31 counts as 30 at both ends.
    Thirty360,
    /// Months of 30 days over 360, in the US form (30/360, bond basis): day 31 counts as 30 at the start, and at the end
    /// if the start is on day 30 or 31. The last of February is no exception.
    Thirty360Us,
    /// Actual days in common years over 365, and those in leap years over 366 (Act/Act, ISDA).
    ActAct,
}

impl DayCount {
    /// Parts of the convention's year: its days; for Act/Act 365 times 366, of which a day of a common year is 366 and a
    /// day of a leap year 365.
    #[must_use]
    pub const fn year(self) -> u64 {
        match self {
            Self::Act365 => 365,
            Self::Act360 | Self::Thirty360 | Self::Thirty360Us => 360,
            Self::ActAct => COMMON_BY_LEAP,
        }
    }

    /// Days from one day number to another by the convention, in parts of its [`year`](Self::year). The days of
    /// consecutive periods add up to the days of the whole, except in the US form of 30/360.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] when the end is before the start or either is out of range.
    pub fn days(self, from: u64, to: u64) -> MathResult<u64> {
        let days = match self {
            Self::Act365 | Self::Act360 => to.checked_sub(from),
            Self::Thirty360 => thirty(to)?.checked_sub(thirty(from)?),
            Self::Thirty360Us => thirty_us(from, to)?,
            Self::ActAct => years(to)?.checked_sub(years(from)?),
        };
        days.ok_or(MathError::DateOutOfRange)
    }

    /// Days from one day number to another within a period that began on `start`: those of the period up to the end less
    /// those up to the beginning. So the parts of a period add up to the period in every convention.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] unless `start <= from <= to`, all in range.
    pub fn days_within(self, start: u64, from: u64, to: u64) -> MathResult<u64> {
        if self != Self::Thirty360Us {
            return self.days(from, to);
        }
        let whole = self.days(start, to)?;
        let before = self.days(start, from)?;
        whole.checked_sub(before).ok_or(MathError::DateOutOfRange)
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

#[expect(
    clippy::arithmetic_side_effects,
    reason = "years, months and days of a date in range are small"
)]
fn thirty_us(from: u64, to: u64) -> MathResult<Option<u64>> {
    if to < from {
        return Ok(None);
    }
    let (start, end) = (calendar::date_of(from)?, calendar::date_of(to)?);
    let day = if start.day >= 30 {
        end.day.min(30)
    } else {
        end.day
    };
    let from = 360 * start.year + 30 * start.month + start.day.min(30);
    Ok((360 * end.year + 30 * end.month + day).checked_sub(from))
}

/// The time from the beginning of 1970 to a day, in parts of a year of [`COMMON_BY_LEAP`].
#[expect(
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    reason = "years and days of a date in range are small; the floors count leap years"
)]
fn years(day: u64) -> MathResult<u64> {
    let year = calendar::date_of(day)?.year;
    let leaps = |before: u64| before / 4 - before / 100 + before / 400;
    let leap_years = leaps(year - 1) - leaps(1969);
    let begin = 365 * (year - 1970) + leap_years;
    let a_day = if calendar::is_leap(year) { 365 } else { 366 };
    // Every whole year is one year, whatever its length.
    Ok(COMMON_BY_LEAP * (year - 1970) + (day - begin) * a_day)
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
