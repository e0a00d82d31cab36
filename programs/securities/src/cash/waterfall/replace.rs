//! How a waterfall that holds and owes money is replaced as a whole, so that what anybody is owed stays owed.

use super::{
    consequences::STEPS,
    replacement::{CONTINUES_NONE, Replacement},
    state::Waterfall,
    tier::{PlanFacts, TierKind, TierState},
    tranches::Tranches,
};
use crate::{
    errors::SecuritiesError,
    math::{calendar, structure},
    security::state::Security,
};
use anchor_lang::prelude::*;

impl Tranches<'_> {
    /// Replaces tiers and triggers. Fees are due up to today by the old ones, and the triggers are tested right after.
    ///
    /// # Errors
    /// Those of [`Waterfall::replace`].
    #[inline(never)]
    pub(crate) fn restructure(
        &mut self,
        security: &Security,
        waterfall: &mut Waterfall,
        replacement: &Replacement,
        keys: (&Pubkey, &Pubkey),
    ) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        for tranche in &mut self.0 {
            tranche.accrue(calendar::day_of(now)?)?;
        }
        self.accrue_fees(security, waterfall, (0, 0), now)?;
        let shared = waterfall.participating();
        waterfall.replace(replacement, security, keys)?;
        waterfall.change_structure()?;
        if shared == 0 && waterfall.participating() != 0 {
            self.begin_participations(waterfall, now)?;
        }
        self.check(security, waterfall, now)?;
        Ok(())
    }
}

impl Waterfall {
    /// A copy on the heap: it is larger than a stack frame.
    #[must_use]
    #[inline(never)]
    pub(crate) fn copied(&self) -> Vec<Self> {
        core::slice::from_ref(self).to_vec()
    }

    /// Replaces all tiers and triggers. A tier takes over what the one that it continues has counted, and a trigger whose terms are
    /// as before keeps what was found of it. `keys` are the addresses of the security and of the waterfall.
    ///
    /// # Errors
    /// [`SecuritiesError::BadContinuation`], [`SecuritiesError::TierDropped`], [`SecuritiesError::KeyRefused`],
    /// [`SecuritiesError::NoSuchDisclosure`]; those of the check of a structure.
    #[inline(never)]
    pub(crate) fn replace(
        &mut self,
        new: &Replacement,
        security: &Security,
        keys: (&Pubkey, &Pubkey),
    ) -> Result<()> {
        self.replace_tiers(new, security, keys)?;
        self.replace_triggers(new);
        self.revolving_until = new.revolving_until;
        self.pro_rata_from = new.pro_rata_from;
        self.principal_pays_interest = new.principal_pays_interest;
        self.pool_daily_bps = new.pool_daily_bps;

        structure::validate(&self.plan(&PlanFacts::default())?, &security.shapes()?)?;
        self.require_schedules(security)?;
        self.require_disclosures(security)?;
        let steps = self.triggers().iter();
        let mut steps = steps.filter(|trigger| trigger.consequences & STEPS != 0);
        // Who is the last to be in control got it by a step, and one that is kept leads on once control has gone back.
        let control = &security.control;
        ensure!(
            steps.next().is_none() || control.stage > 0 || control.next_stage().is_some(),
            SecuritiesError::NoStage
        );
        Ok(())
    }

    #[inline(never)]
    fn replace_tiers(
        &mut self,
        new: &Replacement,
        security: &Security,
        keys: (&Pubkey, &Pubkey),
    ) -> Result<()> {
        let before = self.tiers().to_vec();
        let mut continued = 0_u32;
        self.tiers = new.tiers;
        self.tier_count = new.tier_count;
        for (place, from) in new.continued().map(|(_, from)| from).enumerate() {
            let is_first = is_first_step(&self.tiers, place);
            let Some(tier) = self.tiers.get_mut(place) else {
                break;
            };
            if from != CONTINUES_NONE {
                let old = before.get(usize::from(from));
                let old = old.ok_or(SecuritiesError::BadContinuation)?;
                // What has reached a carry is counted at its first step.
                let same_step = is_first == is_first_step(&before, usize::from(from));
                let own = 1_u32.wrapping_shl(from.into());
                ensure!(
                    tier.may_continue(old) && same_step && continued & own == 0,
                    SecuritiesError::BadContinuation
                );
                continued |= own;
                tier.take_over(old);
            }
            if tier.is_fee() {
                security.require_foreign(&tier.payee, keys.0, keys.1)?;
            }
        }
        for (place, old) in (0_u32..).zip(&before) {
            if old.must_continue() && continued.wrapping_shr(place) & 1 == 0 {
                msg!("tier {}", place);
                return Err(SecuritiesError::TierDropped.into());
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn replace_triggers(&mut self, new: &Replacement) {
        let before = self.triggers().to_vec();
        let mut kept = 0_u32;
        self.triggers = new.triggers;
        self.trigger_count = new.trigger_count;
        let count = usize::from(self.trigger_count);
        for trigger in self.triggers.iter_mut().take(count) {
            let is_kept = |at: u32| kept.wrapping_shr(at) & 1 == 1;
            let same = (0_u32..)
                .zip(&before)
                .find(|(at, old)| !is_kept(*at) && trigger.is_same(old));
            if let Some((at, old)) = same {
                kept |= 1_u32.wrapping_shl(at);
                *trigger = *old;
            }
        }
    }

    /// Refuses a replacement in which a fee or an expense that continues one is for somebody else. Later, the payee is who has the
    /// role by then.
    ///
    /// # Errors
    /// [`SecuritiesError::BadContinuation`].
    pub(crate) fn require_payees(&self, new: &Replacement) -> Result<()> {
        let is_same = |(tier, from): (&TierState, u8)| {
            let old = self.tiers().get(usize::from(from));
            !tier.is_fee() || old.is_none_or(|old| old.payee == tier.payee)
        };
        ensure!(
            new.continued().all(is_same),
            SecuritiesError::BadContinuation
        );
        Ok(())
    }

    /// The classes that share profit, which debts and covers do also once they are repaid: one bit by rank.
    pub(crate) fn share_profit(&self) -> u8 {
        let shares = |tier: &&TierState| {
            [
                TierKind::Residual,
                TierKind::Carry,
                TierKind::Split,
                TierKind::Participation,
            ]
            .iter()
            .any(|kind| tier.kind == *kind as u8)
        };
        let ranks = self.tiers().iter().filter(shares).map(|tier| tier.rank);
        ranks.fold(0, |all, rank| all | 1_u8.wrapping_shl(rank.into()))
    }
}

/// Whether a tier is the first step of a carry.
fn is_first_step(tiers: &[TierState], place: usize) -> bool {
    let tier = tiers.get(place).filter(|tier| tier.is_carry());
    let before = tiers.get(..place).unwrap_or_default();
    tier.is_some_and(|tier| {
        !before
            .iter()
            .any(|one| one.is_carry() && one.rank == tier.rank)
    })
}
