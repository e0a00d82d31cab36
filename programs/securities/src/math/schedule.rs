//! When a class's payments fall due.
//!
//! **Due dates** are a grid: an anchor plus whole periods of one to twelve months, on the anchor's day of the month or,
//! in a shorter month, on its last day. A debt's maturity is a due date too, on the grid or not; the grid goes on after
//! it, so that what is still owed keeps compounding. The days of a custom schedule are due dates as well.
//!
//! A date of the grid that is no [business day](super::business) moves; the grid goes on from where the date was. A
//! maturity and custom days are named one by one, and are due dates as they are.

use super::{
    MathError, MathResult,
    business::BusinessDays,
    calendar::{self, Date, LAST_DAY},
    custom::Custom,
};

/// A day that never comes.
pub const NEVER: u64 = u64::MAX;

/// The due dates of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The day that the grid begins with: the first due date or, if the terms name none, the day on which the class's
    /// term started. Due dates are after that start.
    pub anchor: u64,
    /// Periods from the anchor to the first due date: 1 where the anchor is the start, which is none, otherwise 0.
    pub skipped: u64,
    /// Months between due dates, at most 12; 0: no grid.
    pub months: u64,
    /// The day on which a debt matures; [`NEVER`] for other classes.
    pub maturity: u64,
    /// Days of its own on which principal falls due, which are due dates too.
    pub custom: Custom,
    /// Where dates of the grid move that are no business days.
    pub business: BusinessDays,
}

impl Schedule {
    /// The first due date after a day; [`NEVER`] if there is none up to [`LAST_DAY`].
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for days out of range.
    pub fn after(&self, day: u64) -> MathResult<u64> {
        let on_grid = if self.months == 0 {
            NEVER
        } else {
            self.coming(day)?.1
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
        let last = self.on_grid_before(day)?;
        let last = last.max(self.custom.before(day).unwrap_or(0));
        Ok(if self.maturity < day {
            last.max(self.maturity)
        } else {
            last
        })
    }

    /// The last date of the grid before a day, as it has moved; 0 if there is none.
    fn on_grid_before(&self, day: u64) -> MathResult<u64> {
        let (Some(yesterday), true) = (day.checked_sub(1), self.months > 0) else {
            return Ok(0);
        };
        // Whatever is dated later than the reach has not moved to a day before this one.
        let latest = yesterday.saturating_add(self.business.reach());
        let mut periods = self.grid().up_to(latest.min(LAST_DAY.max(yesterday)))?;
        while periods > self.skipped {
            periods = periods.saturating_sub(1);
            let due = self.due(periods)?;
            if due < day {
                return Ok(due);
            }
        }
        Ok(0)
    }

    /// Whether a day is a date of the grid, before any moves.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for days out of range.
    pub fn has(&self, day: u64) -> MathResult<bool> {
        if self.months == 0 || day < self.anchor {
            return Ok(false);
        }
        Ok(self.grid().day(self.grid().periods(day)?)? == day)
    }

    /// The first date of the grid that is due after a day: its periods from the anchor, and the day that it has moved to.
    fn coming(&self, day: u64) -> MathResult<(u64, u64)> {
        // Dates do not change places by moving: what was dated up to a business day is due by then. What was dated before the
        // reach has not moved to a day after this one.
        let earliest = if self.business.stays(day) {
            Some(day)
        } else {
            day.checked_sub(self.business.reach())
        };
        let mut periods = match earliest {
            Some(earliest) => self.grid().up_to(earliest)?.max(self.skipped),
            None => self.skipped,
        };
        // Dates are 28 days apart or more, so the third one is after the day, wherever it moves.
        loop {
            let due = self.due(periods)?;
            if due > day {
                return Ok((periods, due));
            }
            periods = periods.saturating_add(1);
        }
    }

    /// How many dates of the grid are due by a day, from the anchor on.
    fn due_by(&self, day: u64) -> MathResult<u64> {
        if self.business.reach() == 0 {
            return self.grid().up_to(day);
        }
        Ok(self.coming(day)?.0)
    }

    /// The dates of the grid, before any moves.
    const fn grid(&self) -> Grid {
        Grid {
            anchor: self.anchor,
            months: self.months,
        }
    }

    /// The due date that many periods after the anchor; [`NEVER`] after [`LAST_DAY`].
    fn due(&self, periods: u64) -> MathResult<u64> {
        self.business.moved(self.grid().day(periods)?)
    }
}

/// Days that are whole periods of months apart, from an anchor on: on the anchor's day of the month or, in a shorter
/// month, on its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The first of them.
    pub anchor: u64,
    /// Months from one to the next; 0: there is no other.
    pub months: u64,
}

impl Grid {
    /// The day that many periods after the anchor; [`NEVER`] after [`LAST_DAY`].
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for an anchor out of range.
    pub fn day(&self, periods: u64) -> MathResult<u64> {
        add_months(self.anchor, periods.saturating_mul(self.months))
    }

    /// How many of its days there are up to a day, with that day.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for days out of range.
    pub fn up_to(&self, day: u64) -> MathResult<u64> {
        if day < self.anchor {
            return Ok(0);
        }
        Ok(self.periods(day)?.saturating_add(1))
    }

    /// Whole periods from the anchor to a day that is not before it. 0 without periods.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for days out of range.
    pub fn periods(&self, day: u64) -> MathResult<u64> {
        let months = calendar::months_between(self.anchor, day)?;
        Ok(months.checked_div(self.months).unwrap_or(0))
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
    /// The day of the first one, a date of the grid before any move, or of the custom schedule; 0: all principal is due at
    /// maturity.
    pub first: u64,
    /// How many there are; 0: all principal is due at maturity.
    pub count: u64,
}

impl Instalments {
    /// The instalments from a first date of the grid, named before any move.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] unless the first date is on the grid and not due after maturity.
    pub fn new(schedule: &Schedule, first: u64) -> MathResult<Self> {
        let maturity = schedule.maturity;
        if !schedule.has(first)? || schedule.business.moved(first)? > maturity {
            return Err(MathError::DateOutOfRange);
        }
        let last = schedule.due_by(maturity)?.saturating_sub(1);
        let on_grid = last
            .wrapping_sub(schedule.grid().periods(first)?)
            .wrapping_add(1);
        // A maturity between two due dates of the grid is one more.
        let between = u64::from(schedule.due(last)? != maturity);
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
        if self.count == 0 || day.saturating_add(schedule.business.reach()) < self.first {
            return Ok(0);
        }
        if schedule.custom.is_set() {
            return Ok(schedule.custom.fallen(day));
        }
        let due = schedule.due_by(day)?;
        Ok(due.saturating_sub(schedule.grid().periods(self.first)?))
    }
}
