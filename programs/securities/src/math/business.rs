//! Business days: where a date that is none moves to.
//!
//! Source of the conventions: 2006 ISDA Definitions, section 4.12 (a).

use super::{
    MathResult,
    calendar::{self, LAST_DAY},
};

/// The most holidays of a class.
pub const MAX_HOLIDAYS: usize = 32;
/// The furthest that a date moves, in days. A date that has no business day so near stays where it is.
pub const REACH: u64 = 10;
/// The day number that holidays are counted from: 2021-01-01. So a holiday of the whole calendar fits 16 bits.
pub const HOLIDAYS_FROM: u64 = 18_628;
/// What follows the last holiday in a list that is not full; no day of the calendar.
pub const NO_HOLIDAY: u16 = u16::MAX;
/// The days of a week.
const WEEK: u64 = 7;

const _: () = assert!(HOLIDAYS_FROM + NO_HOLIDAY as u64 > LAST_DAY);

/// How a date that is no business day moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// It stays.
    #[default]
    None,
    /// To the next business day.
    Following,
    /// To the next business day or, where that is in another month, to the last one before.
    ModifiedFollowing,
    /// To the last business day before.
    Preceding,
}

/// The business days of a class, and how its dates move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BusinessDays {
    /// How a date that is none moves.
    pub convention: Convention,
    /// The days of the week that are none: bit 0 is Monday, bit 6 is Sunday.
    pub weekend: u8,
    /// Other days that are none, in days from [`HOLIDAYS_FROM`], in order; [`NO_HOLIDAY`] after the last.
    pub holidays: [u16; MAX_HOLIDAYS],
}

impl Default for BusinessDays {
    fn default() -> Self {
        Self {
            convention: Convention::None,
            weekend: 0,
            holidays: [NO_HOLIDAY; MAX_HOLIDAYS],
        }
    }
}

impl BusinessDays {
    /// The furthest that a date moves, in days.
    #[must_use]
    pub const fn reach(&self) -> u64 {
        match self.convention {
            Convention::None => 0,
            _ => REACH,
        }
    }

    /// Whether a day is a business day.
    #[must_use]
    pub fn is_business(&self, day: u64) -> bool {
        // 1970-01-01, day 0, was a Thursday.
        let weekday = day.wrapping_add(3).checked_rem(WEEK).unwrap_or(0);
        let is_weekend = u64::from(self.weekend).wrapping_shr(weekday as u32) & 1 == 1;
        !is_weekend && !self.is_holiday(day)
    }

    fn is_holiday(&self, day: u64) -> bool {
        let since = day.checked_sub(HOLIDAYS_FROM);
        since
            .and_then(|since| u16::try_from(since).ok())
            .is_some_and(|since| self.holidays.binary_search(&since).is_ok())
    }

    /// The day that a date moves to: itself if it is a business day, or where nothing moves. Dates never change places
    /// by moving, and those on grids of months never meet.
    ///
    /// # Errors
    /// [`super::MathError::DateOutOfRange`] for a day out of range that is no business day.
    pub fn moved(&self, day: u64) -> MathResult<u64> {
        if self.stays(day) {
            return Ok(day);
        }
        let found = match self.convention {
            Convention::None => None,
            Convention::Following => self.later(day),
            Convention::Preceding => self.earlier(day),
            Convention::ModifiedFollowing => match self.later(day) {
                Some(later) if is_same_month(day, later)? => Some(later),
                _ => self.earlier(day),
            },
        };
        Ok(found.unwrap_or(day))
    }

    /// Whether a date stays without a look at other days: it is a business day, or nothing moves.
    #[must_use]
    pub fn stays(&self, day: u64) -> bool {
        self.convention == Convention::None || day > LAST_DAY || self.is_business(day)
    }

    /// The first business day after a day, if it is near.
    fn later(&self, day: u64) -> Option<u64> {
        let mut days = (1..=REACH).map(|days| day.saturating_add(days));
        days.find(|day| self.is_business(*day))
            .filter(|day| *day <= LAST_DAY)
    }

    /// The last business day before a day, if it is near.
    fn earlier(&self, day: u64) -> Option<u64> {
        let mut days = (1..=REACH).map_while(|days| day.checked_sub(days));
        days.find(|day| self.is_business(*day))
    }

    /// Whether every date has a business day within [`REACH`] days, on both sides: no more than so many days in a row
    /// are none.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        let holidays = self.holidays.iter().filter(|day| **day != NO_HOLIDAY);
        let mut days = holidays.map(|day| HOLIDAYS_FROM.saturating_add(u64::from(*day)));
        // Where there is no holiday, a week shows all that there is.
        let week = (0..WEEK).any(|day| self.weekend.wrapping_shr(day as u32) & 1 == 0);
        week && days.all(|day| self.run(day) <= REACH)
    }

    /// How many days in a row around a holiday are no business days; counted up to twice [`REACH`].
    fn run(&self, holiday: u64) -> u64 {
        let is_none = |day: &u64| !self.is_business(*day);
        let after = (0..=REACH).map(|days| holiday.saturating_add(days));
        let before = (1..=REACH).map_while(|days| holiday.checked_sub(days));
        let (after, before) = (
            after.take_while(is_none).count(),
            before.take_while(is_none).count(),
        );
        after.saturating_add(before) as u64
    }
}

/// Whether a later day that is near is in the same month.
fn is_same_month(day: u64, later: u64) -> MathResult<bool> {
    let date = calendar::date_of(day)?;
    let end = date.day.saturating_add(later.saturating_sub(day));
    Ok(end <= calendar::days_in_month(date.year, date.month))
}
