//! A trigger, as a Waterfall account stores it.

use super::terms::{TestTerms, TriggerTerms};
use crate::{
    errors::SecuritiesError,
    math::{calendar, trigger::Test},
};
use anchor_lang::prelude::*;

/// A trigger, as stored.
#[zero_copy]
pub struct TriggerState {
    /// 1 subordination, 2 losses, 3 overdue, 4 collateral; 0 is unused.
    pub kind: u8,
    /// Rank of the tranche that it protects.
    pub rank: u8,
    /// Days that the test may fail before it has consequences.
    pub cure_days: u16,
    /// For overdue: days; for collateral: days for which a report is valid.
    pub days: u16,
    /// Zero.
    pub padding: [u8; 2],
    /// The limit, in basis points.
    pub bps: u32,
    /// Up to this day number it counts as met, by a resolution; 0: it was never waived.
    pub waived_until: u32,
    /// Since when it has not held, in Unix seconds; 0: it held when last tested.
    pub failed_since: i64,
}

const _: () = assert!(size_of::<TriggerState>() == 24);

impl From<TriggerTerms> for TriggerState {
    fn from(terms: TriggerTerms) -> Self {
        let mut trigger: Self = bytemuck::Zeroable::zeroed();
        trigger.cure_days = terms.cure_days;
        match terms.test {
            TestTerms::Subordination { rank, min_bps } => {
                trigger.kind = 1;
                trigger.rank = rank;
                trigger.bps = min_bps;
            }
            TestTerms::Losses { max_bps } => {
                trigger.kind = 2;
                trigger.bps = max_bps;
            }
            TestTerms::Overdue { rank, days } => {
                trigger.kind = 3;
                trigger.rank = rank;
                trigger.days = days;
            }
            TestTerms::Collateral {
                rank,
                min_bps,
                max_age,
            } => {
                trigger.kind = 4;
                trigger.rank = rank;
                trigger.bps = min_bps;
                trigger.days = max_age;
            }
        }
        trigger
    }
}

impl TriggerState {
    /// Whether a resolution has waived it at `now`.
    pub(crate) fn is_waived(&self, now: i64) -> Result<bool> {
        Ok(self.waived_until > 0 && calendar::day_of(now)? < self.waived_until.into())
    }

    pub(crate) fn test(&self) -> Result<Test> {
        let rank = self.rank;
        Ok(match self.kind {
            1 => Test::Subordination {
                rank,
                min_bps: self.bps,
            },
            2 => Test::Losses { max_bps: self.bps },
            3 => Test::Overdue {
                rank,
                days: self.days.into(),
            },
            4 => Test::Collateral {
                rank,
                min_bps: self.bps,
                max_age: calendar::seconds_of(self.days),
            },
            _ => return Err(SecuritiesError::UnknownValue.into()),
        })
    }
}
