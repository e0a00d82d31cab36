//! The proleptic Gregorian calendar over days since 1970-01-01 (UTC).
//!
//! Day numbers, years, months and days are unsigned: nothing happens before 1970, and the virtual machine has no signed
//! division.
//!
//! Source of the algorithms: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.

use super::{MathError, MathResult};

/// Seconds in a day.
pub const DAY: u64 = 86_400;
/// The last day that the program can represent: 2200-01-01.
pub const LAST_DAY: u64 = 84_006;

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, from 1970.
    pub year: u64,
    /// Month, 1 to 12.
    pub month: u64,
    /// Day of the month, 1 to 31.
    pub day: u64,
}

/// The length of that many days, in seconds.
#[must_use]
pub fn seconds_of(days: impl Into<i64>) -> i64 {
    days.into().saturating_mul(DAY as i64)
}

/// The day that contains a Unix time.
///
/// # Errors
/// [`MathError::DateOutOfRange`] before 1970 or after [`LAST_DAY`].
pub fn day_of(unix_timestamp: i64) -> MathResult<u64> {
    u64::try_from(unix_timestamp)
        .ok()
        .and_then(|seconds| seconds.checked_div(DAY))
        .ok_or(MathError::DateOutOfRange)
        .and_then(in_range)
}

const fn in_range(day: u64) -> MathResult<u64> {
    if day <= LAST_DAY {
        Ok(day)
    } else {
        Err(MathError::DateOutOfRange)
    }
}

/// The date of a day number.
///
/// # Errors
/// [`MathError::DateOutOfRange`] before 1970 or after [`LAST_DAY`].
#[expect(
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    reason = "the range check bounds every term below 2^24; floors are the algorithm"
)]
pub fn date_of(day: u64) -> MathResult<Date> {
    let shifted = in_range(day)? + 719_468; // days since 0000-03-01
    let era = shifted / 146_097;
    let day_of_era = shifted - era * 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153; // 0 is March
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    Ok(Date {
        year: year_of_era + era * 400 + u64::from(month <= 2),
        month,
        day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
    })
}

/// The day number of a date.
///
/// # Errors
/// [`MathError::DateOutOfRange`] when it is not a valid date, is before 1970 or after [`LAST_DAY`].
#[expect(
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    reason = "the range checks bound every term below 2^24; floors are the algorithm"
)]
pub fn day_number(date: Date) -> MathResult<u64> {
    if !(1970..=2200).contains(&date.year)
        || !(1..=12).contains(&date.month)
        || !(1..=days_in_month(date.year, date.month)).contains(&date.day)
    {
        return Err(MathError::DateOutOfRange);
    }
    let year = date.year - u64::from(date.month <= 2);
    let era = year / 400;
    let year_of_era = year - era * 400;
    let shifted_month = if date.month > 2 {
        date.month - 3
    } else {
        date.month + 9
    };
    let day_of_year = (153 * shifted_month + 2) / 5 + date.day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    in_range(era * 146_097 + day_of_era - 719_468)
}

/// Days in a month; 0 if there is no such month.
#[must_use]
pub const fn days_in_month(year: u64, month: u64) -> u64 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Whether a year has 366 days.
#[must_use]
pub const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Whole months from one day to a later one. In a month without the start's day, the month is complete on its last day:
/// from 31 January, one month has passed on the last day of February.
///
/// # Errors
/// [`MathError::DateOutOfRange`] when the end is before the start or either is out of range.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "years and months of dates in range are small"
)]
pub fn months_between(from: u64, to: u64) -> MathResult<u64> {
    if to < from {
        return Err(MathError::DateOutOfRange);
    }
    let (start, end) = (date_of(from)?, date_of(to)?);
    let due = start.day.min(days_in_month(end.year, end.month));
    // The end is not before the start, so the subtraction cannot underflow.
    Ok((end.year * 12 + end.month) - (start.year * 12 + start.month) - u64::from(end.day < due))
}
