//! Rates that follow a reference rate: a margin over it, fixed before each period, within a floor and a cap.

use super::calendar;

/// How a class's rate follows a reference rate. Rates are in parts per million a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floating {
    /// What is added to the reference rate.
    pub margin_ppm: u32,
    /// The least that the sum may be.
    pub floor_ppm: u32,
    /// The most that the sum may be, at least the floor.
    pub cap_ppm: u32,
    /// Days before a due date on which the rate of the period that begins with it can be fixed.
    pub fixing_days: u64,
}

impl Floating {
    /// The rate at a reference rate, with a margin that has risen: `min(max(reference + margin + risen, floor), cap)`.
    #[must_use]
    pub fn rate(&self, reference_ppm: u32, risen_ppm: u32) -> u32 {
        reference_ppm
            .saturating_add(self.margin_ppm)
            .saturating_add(risen_ppm)
            .max(self.floor_ppm)
            .min(self.cap_ppm)
    }

    /// Whether the rate of the period that begins with a due date can be fixed on a day: on each of the fixing days before
    /// the due date, of which the last is the day before it.
    #[must_use]
    pub const fn is_open(&self, today: u64, next_due: u64) -> bool {
        today < next_due && today.saturating_add(self.fixing_days) >= next_due
    }
}

/// Whether a rate moved no further from an old one than is allowed: `|new - old| <= daily * days`, at least one day. Rates
/// are in parts per million a year.
#[must_use]
pub fn moved_within(old_ppm: u32, new_ppm: u32, elapsed_days: u64, daily_ppm: u32) -> bool {
    let allowed = elapsed_days.max(1).saturating_mul(daily_ppm.into());
    u64::from(new_ppm.abs_diff(old_ppm)) <= allowed
}

/// Whether a report is at most so many days old, by the days of the calendar (UTC). Times are in Unix seconds.
#[must_use]
pub fn is_fresh(reported_at: i64, now: i64, max_age_days: u16) -> bool {
    match (calendar::day_of(reported_at), calendar::day_of(now)) {
        (Ok(then), Ok(today)) => today.saturating_sub(then) <= u64::from(max_age_days),
        _ => false,
    }
}
