//! Business days, looked up day by day.

use super::CALENDAR;

/// Where a date goes that is no business day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moves {
    /// Nowhere.
    #[default]
    Not,
    /// On.
    On,
    /// On, but not out of its month.
    WithinMonth,
    /// Back.
    Back,
}

/// A calendar of business days.
#[derive(Clone, Debug, Default)]
pub struct Business {
    /// Where dates go.
    pub moves: Moves,
    /// The days of the week on which nobody works; 0 is Sunday.
    pub weekend: Vec<u64>,
    /// Other days on which nobody works.
    pub holidays: Vec<u64>,
}

impl Business {
    /// Whether people work on a day. The first day of 1970 was a Thursday.
    #[must_use]
    pub fn works(&self, day: u64) -> bool {
        !self.weekend.contains(&((4 + day) % 7)) && !self.holidays.contains(&day)
    }

    /// Where a date goes. It goes no further than ten days, and stays if there is no business day so near.
    #[must_use]
    pub fn moved(&self, day: u64) -> u64 {
        let days = CALENDAR.dates.len() as u64;
        let month = |day: u64| {
            let (year, month, _) = CALENDAR.dates[usize::try_from(day).expect("a day")];
            (year, month)
        };
        let on = (day..days.min(day + 11)).find(|day| self.works(*day));
        let back = (day.saturating_sub(10)..=day)
            .rev()
            .find(|day| self.works(*day));
        let found = match self.moves {
            Moves::Not => None,
            Moves::On => on,
            Moves::WithinMonth => on.filter(|on| month(*on) == month(day)).or(back),
            Moves::Back => back,
        };
        found.unwrap_or(day)
    }
}
