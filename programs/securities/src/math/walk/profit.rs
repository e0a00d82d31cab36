//! Tiers that share profit: carry above a hurdle, and splits of what is left.

use super::{Walk, clamp};
use crate::math::{MathResult, carry, fixed, waterfall::Carry};

impl Walk<'_> {
    /// Profit is what the base earned and what was left after its claims, less what it lost and did not recover. The
    /// hurdle is everything that it was entitled to earn by now. Both are cumulative, and so is the carry that is due.
    /// There is none while capital of the base is outstanding.
    pub(super) fn carry(&mut self, at: usize, carry: Carry) -> MathResult<u64> {
        let base = self.claimant(carry.base)?;
        let got = *self.receipt(carry.base)?;
        if let Some(entry) = self.outcome.reached.get_mut(at) {
            *entry = self.left;
        }
        // A sum of five 64-bit numbers is far below 128 bits.
        let wide = |parts: [u64; 5]| {
            let parts = parts.into_iter().map(u128::from);
            parts.fold(0, u128::wrapping_add)
        };
        let earned = wide([
            base.interest_paid,
            got.interest,
            got.arrears,
            carry.reached,
            self.left,
        ]);
        let lost = base.loss.saturating_sub(got.reinstated);
        let profit = clamp(earned.saturating_sub(u128::from(lost)));
        // Its claims: what it got in this run and what it is still owed.
        let hurdle = clamp(wide([
            base.interest_paid,
            base.interest,
            base.arrears,
            0,
            0,
        ]));
        let due = if got.principal < base.outstanding {
            0
        } else {
            carry::due(profit, hurdle, carry.carry_bps, carry.catch_up_bps)?
        };
        let pay = due.saturating_sub(carry.paid).min(self.left);
        let given = self.give(carry.rank, pay)?;
        if let Some(entry) = self.outcome.passed.get_mut(at) {
            *entry = pay.wrapping_sub(given); // all of it or nothing
        }
        Ok(given)
    }

    pub(super) fn split(&mut self, at: usize, rank: u8, bps: u32) -> MathResult<u64> {
        if at != self.next_split {
            self.split = self.left;
        }
        self.next_split = at.wrapping_add(1);
        let part = fixed::bps_floor(self.split, bps)?;
        self.give(rank, part.min(self.left))
    }
}
