//! A trigger, as a Waterfall account stores it.

use super::{
    state::Waterfall,
    terms::{TestTerms, TriggerTerms},
};
use crate::{
    errors::SecuritiesError,
    math::{calendar, trigger::Test, waterfall::Kind},
    security::state::Security,
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
    /// Zero.
    pub padding2: [u8; 4],
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

impl Waterfall {
    /// Refuses rules that payments by the tranches' due dates cannot keep: an overdue trigger on a tranche that can never
    /// be overdue, and an instalment on a day on which the waterfall still revolves.
    ///
    /// # Errors
    /// [`SecuritiesError::NeverOverdue`], [`SecuritiesError::InstalmentWhileRevolving`].
    pub(crate) fn require_schedules(&self, security: &Security) -> Result<()> {
        let shapes = security.shapes()?;
        for trigger in self.triggers() {
            let can = match trigger.test()? {
                Test::Overdue { rank, .. } => shapes
                    .get(usize::from(rank))
                    .is_some_and(|shape| shape.kind == Kind::Debt || shape.has_rate),
                _ => true,
            };
            ensure!(can, SecuritiesError::NeverOverdue);
        }
        let ends_after =
            |day: u32| calendar::seconds_of(day.saturating_add(1)) > self.revolving_until;
        let mut first = security.first_instalments.into_iter();
        ensure!(
            first.all(|day| day == 0 || ends_after(day)),
            SecuritiesError::InstalmentWhileRevolving
        );
        Ok(())
    }
}
