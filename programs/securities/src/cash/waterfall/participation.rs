//! Participations in profit by capital: over which days capital counts.
//!
//! Capital counts times the days for which it was outstanding, in the current **participation period** and in the one before. A
//! period lasts 91 days at least and ends with the first payment after that, whatever this is and whoever makes it. So
//! the days that count are 91 at least: neither a repayment just before the profit nor a small payment between the two
//! chooses the parts. A period in which no capital of those that share was outstanding does not end, so that late profit
//! is shared by what was outstanding last.

use super::{state::Waterfall, tier::TierKind, tranches::Tranches};
use crate::math::{calendar, waterfall::Claimant};
use anchor_lang::prelude::*;

/// The fewest days of a participation period: a quarter.
pub const PARTICIPATION_DAYS: u64 = 91;

impl Tranches<'_> {
    /// Sets what the tranches weigh in participations in profit, on a day up to which they are accrued.
    /// `participating` is [`Waterfall::participating`].
    pub(super) fn weigh(&self, claimants: &mut [Claimant], participating: u8) {
        if participating == 0 {
            return;
        }
        for (claimant, tranche) in claimants.iter_mut().zip(&self.0) {
            claimant.weight = tranche.participation_weight();
        }
    }

    /// Ends the participation period on a day, if it is old enough and anything that shares was outstanding in it.
    pub(super) fn end_participation_period(
        &mut self,
        waterfall: &mut Waterfall,
        participating: u8,
        today: u64,
    ) -> Result<()> {
        if participating == 0 {
            return Ok(());
        }
        if waterfall.participation_since == 0 {
            waterfall.participation_since = calendar::day_of(self.begun_at().unwrap_or(0))?;
        }
        let shares = |rank: u8| participating.wrapping_shr(rank.into()) & 1 == 1;
        let was_outstanding = (0_u8..)
            .zip(&self.0)
            .any(|(rank, tranche)| shares(rank) && tranche.participation_days.get() > 0);
        if was_outstanding
            && today.saturating_sub(waterfall.participation_since) >= PARTICIPATION_DAYS
        {
            waterfall.participation_since = today;
            for tranche in &mut self.0 {
                tranche.end_participation_period();
            }
        }
        Ok(())
    }

    /// Begins the first participation period of a waterfall in which nothing was shared by capital before. No day before it
    /// counts.
    pub(super) fn begin_participations(
        &mut self,
        waterfall: &mut Waterfall,
        now: i64,
    ) -> Result<()> {
        waterfall.participation_since = calendar::day_of(now)?;
        for tranche in &mut self.0 {
            tranche.participation_days.set(0);
            tranche.last_participation_days.set(0);
        }
        Ok(())
    }
}

impl Waterfall {
    /// The tranches that share profit by capital: bit n is the tranche of rank n.
    pub(super) fn participating(&self) -> u8 {
        let shares = self.tiers().iter();
        let shares = shares.filter(|tier| tier.kind == TierKind::Participation as u8);
        shares.fold(0, |sum, tier| {
            sum | tier.base | 1_u8.wrapping_shl(tier.rank.into())
        })
    }
}
