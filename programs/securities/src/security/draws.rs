//! How proceeds may be drawn from a vault.

use crate::{
    errors::SecuritiesError,
    math::draw::{Draw, Meter, RECENT},
};
use anchor_lang::prelude::*;

const DAY: i64 = 86_400;

/// How proceeds may be drawn from a vault, as a sponsor fixes it when it creates the vault. Amounts are base units of
/// the vault's mint.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrawTerms {
    /// The most within any period; 0: no limit.
    pub limit: u64,
    /// Length of the period in seconds, a day to 366 days; 0 without a limit.
    pub period: i64,
    /// Until when drawing must have begun, Unix time; from then on anyone may send back what is there. 0: no date.
    pub begin_by: i64,
    /// What must have been drawn by then for drawing to have begun; positive with a date, else 0.
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
    /// When, Unix time.
    pub at: i64,
    /// How much; 0: the slot is free.
    pub amount: u64,
}

/// The rules of drawing from a vault, and the draws that count against its limit. Amounts are base units of the mint.
#[zero_copy]
pub struct Draws {
    /// The most within any period; 0: no limit.
    pub limit: u64,
    /// Length of the period in seconds; 0 without a limit.
    pub period: i64,
    /// Until when drawing must have begun, Unix time; 0: no date.
    pub begin_by: i64,
    /// What must have been drawn by then for drawing to have begun.
    pub begin_with: u64,
    /// The last draws; in use where there is a limit.
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

    /// What the limit lets the sponsor draw at `now`.
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
