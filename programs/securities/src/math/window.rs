//! Windows in which shares may be exchanged: whole days (UTC), by a rule that whoever holds the shares can reckon with.

use super::{
    MathError, MathResult,
    calendar::{self, DAY, LAST_DAY},
    schedule::{Grid, NEVER},
};

/// The most ranges of days that a rule names.
pub const MAX_RANGES: usize = 8;

/// The shortest that 1 to 12 months can be, in days, from any day on.
const SHORTEST: [u64; 12] = [28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334, 365];

/// Days in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first of them.
    pub from: u64,
    /// The day after the last one.
    pub until: u64,
}

impl Window {
    /// Whether it has a day.
    #[must_use]
    pub const fn contains(&self, day: u64) -> bool {
        self.from <= day && day < self.until
    }

    /// Its first second, in Unix seconds.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] when it does not fit.
    pub fn begins_at(&self) -> MathResult<i64> {
        second_of(self.from)
    }

    /// The second after its last one, in Unix seconds.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] when it does not fit.
    pub fn ends_at(&self) -> MathResult<i64> {
        second_of(self.until)
    }
}

/// The first second of a day, in Unix seconds.
fn second_of(day: u64) -> MathResult<i64> {
    i64::try_from(day.saturating_mul(DAY)).map_err(|_| MathError::DateOutOfRange)
}

/// When windows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Windows {
    /// All days are one window.
    Always,
    /// There is none.
    Never,
    /// One begins on each day of a grid.
    Periodic {
        /// Where they begin.
        grid: Grid,
        /// How many days each has.
        days: u64,
    },
    /// Each is named, in the order of their days; those that are not used are zero, after the others.
    Custom([Window; MAX_RANGES]),
}

impl Windows {
    /// Whether the rule can be kept: windows of a grid end before the next ones begin, those that are named are apart by a
    /// day or more and are not over yet.
    #[must_use]
    pub fn is_sound(&self, today: u64) -> bool {
        match self {
            Self::Always | Self::Never => true,
            Self::Periodic { grid, days } => {
                let before = grid.months.wrapping_sub(1);
                let shortest = usize::try_from(before).ok().and_then(|at| SHORTEST.get(at));
                *days > 0 && shortest.is_some_and(|shortest| days < shortest)
            }
            Self::Custom(ranges) => {
                let used = used(ranges).count();
                let (used, unused) = ranges.split_at_checked(used).unwrap_or((ranges, &[]));
                let mut ended = today;
                !used.is_empty()
                    && unused.iter().all(|range| *range == Window::default())
                    && used.iter().enumerate().all(|(at, range)| {
                        let apart = at == 0 || range.from > ended;
                        let sound = range.from < range.until && range.until > ended && apart;
                        ended = range.until;
                        sound
                    })
            }
        }
    }

    /// The window that contains a day, if there is one.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for a day out of range, where windows are on a grid.
    pub fn at(&self, day: u64) -> MathResult<Option<Window>> {
        let found = match self {
            Self::Always => Some(Window {
                from: 0,
                until: NEVER,
            }),
            Self::Never => None,
            Self::Periodic { grid, days } => match grid.up_to(day)?.checked_sub(1) {
                Some(last) => Some(Self::lasting(grid.day(last)?, *days)),
                None => None,
            },
            Self::Custom(ranges) => used(ranges).copied().find(|range| range.contains(day)),
        };
        Ok(found.filter(|window| window.contains(day)))
    }

    /// The first window that begins after a day, if there is one.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for a day out of range, where windows are on a grid.
    pub fn after(&self, day: u64) -> MathResult<Option<Window>> {
        Ok(match self {
            Self::Always | Self::Never => None,
            Self::Periodic { grid, days } => {
                let next = grid.day(grid.up_to(day)?)?;
                (next <= LAST_DAY).then(|| Self::lasting(next, *days))
            }
            Self::Custom(ranges) => used(ranges).copied().find(|range| range.from > day),
        })
    }

    /// Whether a day or more at a stretch is outside windows, of three days or more from a second on until before another, in
    /// Unix seconds. Windows are a day or more apart, as [`Self::is_sound`] demands.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`].
    pub fn leave_a_day(&self, from: i64, until: i64) -> MathResult<bool> {
        let middle = from.midpoint(until);
        // The day of the middle is one, if it is in no window.
        let Some(window) = self.at(calendar::day_of(middle)?)? else {
            return Ok(true);
        };
        let before = window.begins_at()?.saturating_sub(from);
        let after = until.saturating_sub(window.ends_at()?);
        Ok(before.max(after) >= calendar::seconds_of(1))
    }

    const fn lasting(from: u64, days: u64) -> Window {
        Window {
            from,
            until: from.saturating_add(days),
        }
    }
}

/// The ranges before the first that is zero.
fn used(ranges: &[Window; MAX_RANGES]) -> impl Iterator<Item = &Window> {
    let unused = Window::default();
    ranges.iter().take_while(move |range| **range != unused)
}
