//! When a class's payments fall due.
//!
//! **Due dates** are a grid: an anchor plus whole periods of one to twelve months, on the anchor's day of the month or,
//! in a shorter month, on its last day. A debt's maturity is a due date too, on the grid or not; the grid goes on after
//! it, so that what is still owed keeps compounding. The days of a custom schedule are due dates as well.

use super::{
    MathError, MathResult,
    calendar::{self, Date, LAST_DAY},
    custom::Custom,
};

/// A day that never comes.
pub const NEVER: u64 = u64::MAX;

/// The due dates of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The day that the grid begins with: the first due date or, if the terms name none, the day on which the class's
    /// term started. Due dates are after that start, so in both cases the grid has no due date before this day.
    pub anchor: u64,
    /// Months between due dates, at most 12; 0: no grid.
    pub months: u64,
    /// The day on which a debt matures; [`NEVER`] for other classes.
    pub maturity: u64,
    /// Days of its own on which principal falls due, which are due dates too.
    pub custom: Custom,
}

impl Schedule {
    /// The first due date after a day; [`NEVER`] if there is none up to [`LAST_DAY`].
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for days out of range.
    pub fn after(&self, day: u64) -> MathResult<u64> {
        let on_grid = if self.months == 0 {
            NEVER
        } else if day < self.anchor {
            self.anchor
        } else {
            self.date(self.periods(day)?.saturating_add(1))?
        };
        let next = on_grid.min(self.custom.after(day).unwrap_or(NEVER));
        Ok(if self.maturity > day {
            next.min(self.maturity)
        } else {
            next
        })
    }

    /// The last due date before a day; 0 if there is none.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for days out of range.
    pub fn before(&self, day: u64) -> MathResult<u64> {
        let on_grid = if self.months == 0 || day <= self.anchor {
            0
        } else {
            self.date(self.periods(day.wrapping_sub(1))?)?
        };
        let last = on_grid.max(self.custom.before(day).unwrap_or(0));
        Ok(if self.maturity < day {
            last.max(self.maturity)
        } else {
            last
        })
    }

    /// Whether a day is on the grid.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for days out of range.
    pub fn has(&self, day: u64) -> MathResult<bool> {
        if self.months == 0 || day < self.anchor {
            return Ok(false);
        }
        Ok(self.date(self.periods(day)?)? == day)
    }

    /// Whole periods from the anchor to a day that is not before it. 0 without a grid.
    fn periods(&self, day: u64) -> MathResult<u64> {
        let months = calendar::months_between(self.anchor, day)?;
        Ok(months.checked_div(self.months).unwrap_or(0))
    }

    /// The day of the grid that many periods after the anchor; [`NEVER`] after [`LAST_DAY`].
    fn date(&self, periods: u64) -> MathResult<u64> {
        add_months(self.anchor, periods.saturating_mul(self.months))
    }
}

/// The day that many months after another, on the same day of the month or, in a shorter month, on its last day;
/// [`NEVER`] after [`LAST_DAY`].
///
/// # Errors
/// [`MathError::DateOutOfRange`] for a day out of range.
#[expect(
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    reason = "the months of a date in range are small, and more than all months of the calendar are none of it"
)]
pub fn add_months(day: u64, months: u64) -> MathResult<u64> {
    let date = calendar::date_of(day)?;
    if months > LAST_DAY {
        return Ok(NEVER);
    }
    let month = date.year * 12 + date.month - 1 + months;
    let (year, month) = (month / 12, month % 12 + 1);
    let day = date.day.min(calendar::days_in_month(year, month));
    match calendar::day_number(Date { year, month, day }) {
        Err(MathError::DateOutOfRange) => Ok(NEVER),
        other => other,
    }
}

/// The instalments in which a debt repays its principal: one at each due date from the first instalment up to and
/// including maturity. A custom schedule counts as many as it has basis points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Instalments {
    /// The day of the first one, a date of the grid or of the custom schedule; 0: all principal is due at maturity.
    pub first: u64,
    /// How many there are; 0: all principal is due at maturity.
    pub count: u64,
}

impl Instalments {
    /// The instalments from a first date of the grid.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] unless the first date is on the grid and not after maturity.
    pub fn new(schedule: &Schedule, first: u64) -> MathResult<Self> {
        if first > schedule.maturity || !schedule.has(first)? {
            return Err(MathError::DateOutOfRange);
        }
        let last = schedule.periods(schedule.maturity)?;
        let on_grid = last.wrapping_sub(schedule.periods(first)?).wrapping_add(1);
        // A maturity between two dates of the grid is one more.
        let between = u64::from(!schedule.has(schedule.maturity)?);
        Ok(Self {
            first,
            count: on_grid.wrapping_add(between),
        })
    }

    /// How many instalments have fallen due by a day; all at maturity.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for days out of range.
    pub fn fallen(&self, schedule: &Schedule, day: u64) -> MathResult<u64> {
        if day >= schedule.maturity {
            return Ok(self.count);
        }
        if self.count == 0 || day < self.first {
            return Ok(0);
        }
        if schedule.custom.is_set() {
            return Ok(schedule.custom.fallen(day));
        }
        let since = schedule
            .periods(day)?
            .wrapping_sub(schedule.periods(self.first)?);
        Ok(since.wrapping_add(1))
    }
}
