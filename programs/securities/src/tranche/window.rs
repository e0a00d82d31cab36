//! Exchange windows: the days on which shares may change hands.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

/// The most ranges of days of a custom rule.
pub const MAX_RANGES: usize = 8;
/// The longest period, in months.
const MAX_MONTHS: u8 = 12;
/// Days of the shortest month.
const SHORTEST_MONTH: u16 = 28;

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
    /// In ranges of days: 1 to 8, each after the one before.
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
    /// By its terms, and the kinds of disclosures that a window needs, one bit each.
    ///
    /// # Errors
    /// [`SecuritiesError::BadTransferRules`].
    pub(super) fn of(terms: &WindowTerms, needs: u8) -> Result<Self> {
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
                (1..=MAX_MONTHS).contains(months)
                    && (1..u16::from(*months).saturating_mul(SHORTEST_MONTH)).contains(days)
            }
            WindowTerms::Custom { ranges } => {
                rule.kind = WINDOW_CUSTOM;
                for (slot, range) in rule.ranges.iter_mut().zip(ranges) {
                    *slot = *range;
                }
                are_ranges(ranges)
            }
        };
        ensure!(fits, SecuritiesError::BadTransferRules);
        Ok(rule)
    }

    /// Whether shares change hands only in windows, or never.
    #[must_use]
    pub const fn is_rule(&self) -> bool {
        self.kind != WINDOW_ALWAYS
    }
}

fn are_ranges(ranges: &[DayRange]) -> bool {
    let mut free = 0;
    (1..=MAX_RANGES).contains(&ranges.len())
        && ranges.iter().all(|range| {
            let is_next = range.from >= free && range.from < range.until;
            free = range.until;
            is_next
        })
}
