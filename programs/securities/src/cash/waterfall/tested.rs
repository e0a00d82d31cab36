//! What a test of interest keeps of its period, in fields that tiers of other kinds use for something else.

use super::tier::{TierKind, TierState};
use crate::math::waterfall::Period;

impl TierState {
    /// Whether it tests interest.
    pub(crate) const fn tests_interest(&self) -> bool {
        self.kind == TierKind::InterestTest as u8
    }

    /// For a test of interest: forgets the period before, if another began on a day.
    pub(super) const fn begin_period(&mut self, day: u64) {
        if self.due != day {
            self.due = day;
            (self.reached, self.clawed_back, self.owed) = (0, 0, 0);
        }
    }

    /// For a test of interest: what its period has brought so far.
    pub(super) const fn period(&self) -> Period {
        Period {
            income: self.reached,
            fees: self.clawed_back,
            paid: self.owed,
        }
    }

    /// For a test of interest: counts a fee ahead of it that was paid outside a run.
    pub(super) const fn count_fee(&mut self, paid: u64) {
        self.clawed_back = self.clawed_back.saturating_add(paid);
    }

    /// For a test of interest: counts what its period has brought.
    pub(super) const fn count_period(&mut self, period: Period) {
        (self.reached, self.clawed_back, self.owed) = (period.income, period.fees, period.paid);
    }
}
