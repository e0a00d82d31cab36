//! How days of interest are counted.

use super::CALENDAR;

/// How days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Over 365.
    Act365,
    /// Over 360.
    Act360,
    /// 30E/360.
    Thirty,
    /// 30/360 of the US.
    ThirtyUs,
    /// Over 366 in leap years, else over 365.
    ActAct,
}

/// The date of a day in signed numbers.
fn civil(day: u64) -> [i64; 3] {
    let (year, month, day) = CALENDAR.dates[usize::try_from(day).expect("a day")];
    [year, month, day].map(|part| i64::try_from(part).expect("a date is small"))
}

impl Count {
    /// Parts of a year.
    #[must_use]
    pub const fn year(self) -> u128 {
        match self {
            Self::Act365 => 365,
            Self::Act360 | Self::Thirty | Self::ThirtyUs => 360,
            Self::ActAct => 365 * 366,
        }
    }

    /// Parts of a year that a day is, in a period that began on `start`.
    pub(super) fn day(self, start: u64, day: u64) -> u128 {
        let parts = match self {
            Self::Act365 | Self::Act360 => 1,
            Self::ActAct => {
                let [year, ..] = civil(day);
                let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
                if leap { 365 } else { 366 }
            }
            Self::Thirty => Self::thirty(civil(day), civil(day + 1), false),
            Self::ThirtyUs => {
                Self::thirty(civil(start), civil(day + 1), true)
                    - Self::thirty(civil(start), civil(day), true)
            }
        };
        u128::try_from(parts).expect("time goes on")
    }

    /// Parts of a year from `start` to each day up to `last`, one day after the other.
    pub fn run(self, start: u64, last: u64) -> impl Iterator<Item = (u64, u128)> {
        (start..=last).scan(0, move |parts, day| {
            let before = *parts;
            *parts += self.day(start, day);
            Some((day, before))
        })
    }

    /// 4.16 (f) and (g) of the definitions, as they are written.
    fn thirty(from: [i64; 3], to: [i64; 3], us: bool) -> i64 {
        let ([y1, m1, mut d1], [y2, m2, mut d2]) = (from, to);
        if d1 == 31 {
            d1 = 30;
        }
        if d2 == 31 && (!us || d1 > 29) {
            d2 = 30;
        }
        360 * (y2 - y1) + 30 * (m2 - m1) + (d2 - d1)
    }
}
