//! Exchange windows: the days on which shares may change hands.

use crate::{
    errors::SecuritiesError,
    math::{
        schedule::Grid,
        window::{MAX_RANGES, Window, Windows},
    },
};
use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

/// How many kinds of disclosures there may be, 0 to 7.
pub const MAX_KINDS: u8 = 8;

/// Shares may always change hands.
pub const WINDOW_ALWAYS: u8 = 0;
/// They never may.
pub const WINDOW_NEVER: u8 = 1;
/// They may from a day every so many months.
pub const WINDOW_PERIODIC: u8 = 2;
/// They may in ranges of days that were named.
pub const WINDOW_CUSTOM: u8 = 3;

/// Days on which shares may change hands, by their number since 1970-01-01 (UTC).
#[repr(C)]
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize,
)]
pub struct DayRange {
    /// The first day.
    pub from: u16,
    /// The day after the last.
    pub until: u16,
}

/// When shares may change hands, as the sponsor sends it. Days are by their number since 1970-01-01 (UTC).
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, Default, PartialEq, Eq)]
pub enum WindowTerms {
    /// Always: there are no windows.
    #[default]
    Always,
    /// Never.
    Never,
    /// In windows that begin every so many months.
    Periodic {
        /// Months from one window to the next, 1 to 12.
        months: u8,
        /// The first day of a window. The others begin whole periods after it, on the same day of the month or, in a
        /// shorter month, on its last day.
        anchor: u16,
        /// For how many days a window is open, fewer than the months have at the least: 1 to 27 where they are one.
        days: u16,
    },
    /// In ranges of days: 1 to 8, in order, each a day or more after the one before, none of them over.
    Custom {
        /// The ranges.
        ranges: Vec<DayRange>,
    },
}

/// When shares may change hands, as the tranche keeps it.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct WindowRule {
    /// 0 always, 1 never, 2 every so many months, 3 in the ranges.
    pub kind: u8,
    /// Months from one window to the next.
    pub months: u8,
    /// The kinds of disclosures, 0 to 7, that must have been made before a window opens: one bit each.
    pub needs: u8,
    /// Zero.
    pub padding: u8,
    /// The first day of a window, by its number since 1970-01-01 (UTC).
    pub anchor: u16,
    /// For how many days a window is open.
    pub days: u16,
    /// The ranges in use, which come first.
    pub ranges: [DayRange; MAX_RANGES],
}

const _: () = assert!(size_of::<WindowRule>() == 40 && align_of::<WindowRule>() == 2);

impl WindowRule {
    /// By its terms, and the kinds of disclosures that a window needs, one bit each, as it is set on a day.
    ///
    /// # Errors
    /// [`SecuritiesError::BadTransferRules`].
    pub(super) fn of(terms: &WindowTerms, needs: u8, today: u64) -> Result<Self> {
        let mut rule = Self {
            needs,
            ..Self::default()
        };
        let fits = match terms {
            WindowTerms::Always => needs == 0,
            WindowTerms::Never => {
                rule.kind = WINDOW_NEVER;
                needs == 0
            }
            WindowTerms::Periodic {
                months,
                anchor,
                days,
            } => {
                rule.kind = WINDOW_PERIODIC;
                (rule.months, rule.anchor, rule.days) = (*months, *anchor, *days);
                true
            }
            WindowTerms::Custom { ranges } => {
                rule.kind = WINDOW_CUSTOM;
                for (slot, range) in rule.ranges.iter_mut().zip(ranges) {
                    *slot = *range;
                }
                // One of zeros would look like one that is not used.
                ranges.len() <= MAX_RANGES && !ranges.contains(&DayRange::default())
            }
        };
        ensure!(
            fits && rule.windows()?.is_sound(today),
            SecuritiesError::BadTransferRules
        );
        Ok(rule)
    }

    /// Whether shares change hands only in windows, or never.
    #[must_use]
    pub const fn is_rule(&self) -> bool {
        self.kind != WINDOW_ALWAYS
    }

    /// When its windows are.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn windows(&self) -> Result<Windows> {
        Ok(match self.kind {
            WINDOW_ALWAYS => Windows::Always,
            WINDOW_NEVER => Windows::Never,
            WINDOW_PERIODIC => Windows::Periodic {
                grid: Grid {
                    anchor: self.anchor.into(),
                    months: self.months.into(),
                },
                days: self.days.into(),
            },
            WINDOW_CUSTOM => Windows::Custom(self.ranges.map(|range| Window {
                from: range.from.into(),
                until: range.until.into(),
            })),
            _ => return Err(SecuritiesError::UnknownValue.into()),
        })
    }

    /// The window that contains a day.
    ///
    /// # Errors
    /// [`SecuritiesError::NoWindow`], also without a rule, where there is nothing to open.
    pub fn at(&self, day: u64) -> Result<Window> {
        ensure!(self.is_rule(), SecuritiesError::NoWindow);
        let found = self.windows()?.at(day)?;
        Ok(found.ok_or(SecuritiesError::NoWindow)?)
    }

    /// The kinds of disclosures that a window needs, in order.
    pub fn needed(&self) -> impl Iterator<Item = u8> {
        let needs = self.needs;
        (0..MAX_KINDS).filter(move |kind| needs.wrapping_shr((*kind).into()) & 1 == 1)
    }
}
