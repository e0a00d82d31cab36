//! The rules for drawing proceeds from a vault.

use crate::{
    errors::SecuritiesError,
    math::draw::{Draw, Meter, RECENT},
};
use anchor_lang::prelude::*;

const DAY: i64 = 86_400;

/// The rules for drawing proceeds from a vault, which the sponsor fixes when it creates the vault. Amounts are in base
/// units of the vault's mint.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrawTerms {
    /// The most that may be drawn within any period; 0: no limit.
    pub limit: u64,
    /// Length of the period in seconds, from a day to 366 days; 0 without a limit.
    pub period: i64,
    /// The date by which drawing must have begun, in Unix seconds. If it has not, anyone may then send the proceeds
    /// back. 0: no date.
    pub begin_by: i64,
    /// The amount that must have been drawn by that date; positive with a date, otherwise 0.
    pub begin_with: u64,
}

impl DrawTerms {
    /// Refuses rules out of range.
    ///
    /// # Errors
    /// [`SecuritiesError::BadDrawTerms`].
    pub(crate) fn check(&self, now: i64) -> Result<()> {
        let limited = self.limit > 0 && (DAY..=366 * DAY).contains(&self.period);
        let unlimited = self.limit == 0 && self.period == 0;
        let dated = self.begin_by > now && self.begin_with > 0;
        let undated = self.begin_by == 0 && self.begin_with == 0;
        ensure!(
            (limited || unlimited) && (dated || undated),
            SecuritiesError::BadDrawTerms
        );
        Ok(())
    }
}

/// A draw, as stored.
#[zero_copy]
pub struct RecentDraw {
    /// When it was made, in Unix seconds.
    pub at: i64,
    /// The amount drawn; 0: the slot is free.
    pub amount: u64,
}

/// The rules for drawing from a vault, and the draws that count against its limit. Amounts are in base units of the
/// mint.
#[zero_copy]
pub struct Draws {
    /// The most that may be drawn within any period; 0: no limit.
    pub limit: u64,
    /// Length of the period in seconds; 0 without a limit.
    pub period: i64,
    /// The date by which drawing must have begun, in Unix seconds; 0: no date.
    pub begin_by: i64,
    /// The amount that must have been drawn by that date.
    pub begin_with: u64,
    /// The latest draws; used only with a limit.
    pub recent: [RecentDraw; RECENT],
}

const _: () = assert!(size_of::<Draws>() == 96);

impl Draws {
    pub(super) const fn set(&mut self, terms: &DrawTerms) {
        self.limit = terms.limit;
        self.period = terms.period;
        self.begin_by = terms.begin_by;
        self.begin_with = terms.begin_with;
    }

    fn meter(&self) -> Meter {
        Meter {
            limit: self.limit,
            period: self.period,
            recent: self.recent.map(|draw| Draw {
                at: draw.at,
                amount: draw.amount,
            }),
        }
    }

    /// What the limit still allows the sponsor to draw at `now`.
    #[must_use]
    pub fn left(&self, now: i64) -> u64 {
        self.meter().left(now)
    }

    /// Counts a draw against the limit.
    ///
    /// # Errors
    /// [`SecuritiesError::DrawLimit`].
    pub(super) fn take(&mut self, amount: u64, now: i64) -> Result<()> {
        let mut meter = self.meter();
        ensure!(amount <= meter.left(now), SecuritiesError::DrawLimit);
        meter.note(now, amount);
        self.recent = meter.recent.map(|draw| RecentDraw {
            at: draw.at,
            amount: draw.amount,
        });
        Ok(())
    }
}
