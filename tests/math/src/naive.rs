//! Models that are slow and plain. Here, a calendar that goes from one day to the next, with no formula but the length
//! of a month.

use std::sync::LazyLock;

pub mod business;
pub mod count;
pub mod dues;
pub mod grid;
pub mod waterfall;

/// The calendar, counted once.
pub static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::count);

/// Year, month, day.
pub type Civil = (u64, u64, u64);

/// Every day from 1970-01-01 to 2200-12-31, by its number.
pub struct Calendar {
    /// The date of each day.
    pub dates: Vec<Civil>,
    /// The number of each month's first day, from January 1970.
    months: Vec<u64>,
}

impl Calendar {
    fn count() -> Self {
        let (mut dates, mut months) = (Vec::new(), Vec::new());
        for year in 1970..=2200 {
            for month in 1..=12 {
                months.push(dates.len() as u64);
                for day in 1..=length(year, month) {
                    dates.push((year, month, day));
                }
            }
        }
        Self { dates, months }
    }

    /// The number of a day that exists.
    #[must_use]
    pub fn number(&self, (year, month, day): Civil) -> u64 {
        let month = (year - 1970) * 12 + month - 1;
        self.months[usize::try_from(month).expect("a month in the table")] + day - 1
    }

    /// The day `months` after a day, or the last of that month when it is shorter; none past the table.
    #[must_use]
    pub fn later(&self, day: u64, months: u64) -> Option<u64> {
        let (year, month, day) = self.dates[usize::try_from(day).expect("a day in the table")];
        let (year, month) = (
            year + (month - 1 + months) / 12,
            (month - 1 + months) % 12 + 1,
        );
        (year <= 2200).then(|| self.number((year, month, day.min(length(year, month)))))
    }
}

/// Days in a month: the rhyme, and the rule of 1582 spelt out.
fn length(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(400) => 29,
        2 if year.is_multiple_of(100) => 28,
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        _ => 31,
    }
}
