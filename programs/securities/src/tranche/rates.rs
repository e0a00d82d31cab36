//! The terms of a tranche's rate: step-ups, how it follows a reference rate, and interest that is paid in kind.

use super::{
    pik::Pik,
    state::{AmortisationRule, Tranche},
    terms::{FloatingTerms, TrancheTerms},
};
use crate::{
    errors::SecuritiesError,
    math::{
        accrual::MAX_RATE_PPM,
        calendar,
        floating::Floating,
        step_up::{MAX_STEP_UPS, StepUps},
    },
};
use anchor_lang::prelude::*;

/// The most days before a due date on which a rate can be fixed.
const MAX_FIXING_DAYS: u8 = 31;

impl Tranche {
    /// Checks and sets its step-ups. Returns their sum.
    pub(super) fn plan_step_ups(&mut self, terms: &TrancheTerms) -> Result<u32> {
        let suits = terms.step_ups.len() <= MAX_STEP_UPS
            && (terms.step_ups.is_empty()
                || (terms.rate_ppm > 0
                    && terms.period_months > 0
                    && terms.amortisation != AmortisationRule::Level));
        ensure!(suits, SecuritiesError::BadStepUp);
        self.step_ups = StepUps::default();
        let (mut sum, mut before) = (0_u32, 0);
        for (step_up, own) in terms.step_ups.iter().zip(&mut self.step_ups) {
            let from = calendar::day_of(step_up.from).map_err(|_| SecuritiesError::BadStepUp)?;
            sum = sum.saturating_add(step_up.add_ppm);
            ensure!(
                from > before && step_up.add_ppm > 0,
                SecuritiesError::BadStepUp
            );
            before = from;
            own.from = u32::try_from(from).map_err(|_| SecuritiesError::BadStepUp)?;
            own.add_ppm = step_up.add_ppm;
        }
        let highest = terms
            .rate_ppm
            .saturating_add(sum)
            .saturating_add(terms.default_margin_ppm);
        ensure!(
            terms.floating.is_some() || highest <= MAX_RATE_PPM,
            SecuritiesError::BadStepUp
        );
        Ok(sum)
    }

    /// Checks how its rate follows a reference rate, with a margin that rises by a sum.
    pub(super) fn plan_rates(&mut self, terms: &TrancheTerms, risen: u32) -> Result<()> {
        let Some(floating) = terms.floating else {
            self.follow(&FloatingTerms::default());
            return Ok(());
        };
        self.follow(&floating);
        let cap = self.floating().cap_ppm;
        ensure!(
            floating.reference != Pubkey::default()
                && terms.rate_ppm > 0
                && terms.period_months > 0
                && terms.amortisation != AmortisationRule::Level
                && cap.saturating_add(terms.default_margin_ppm) <= MAX_RATE_PPM
                && floating.floor_ppm <= cap
                && floating.margin_ppm.saturating_add(risen) <= cap
                && (1..=MAX_FIXING_DAYS).contains(&floating.fixing_days),
            SecuritiesError::BadFloating
        );
        Ok(())
    }

    /// Checks and sets whether its interest may be paid in kind, with a rate or margin that rises by a sum.
    pub(super) fn plan_pik(&mut self, terms: &TrancheTerms, risen: u32) -> Result<()> {
        let most = match terms.floating {
            Some(_) => self.floating().cap_ppm,
            None => terms.rate_ppm.saturating_add(risen),
        };
        let (bullet, sweep) = (AmortisationRule::Bullet, AmortisationRule::Sweep);
        let suits = self.is_debt()
            && terms.rate_ppm > 0
            && (terms.amortisation == bullet || terms.amortisation == sweep);
        let months = if suits { terms.period_months } else { 0 };
        let highest = most.saturating_add(terms.default_margin_ppm);
        self.pik = Pik::of(&terms.pik, months, highest)?;
        Ok(())
    }

    const fn follow(&mut self, floating: &FloatingTerms) {
        self.reference = floating.reference;
        self.margin_ppm = floating.margin_ppm;
        self.floor_ppm = floating.floor_ppm;
        self.cap_ppm = floating.cap_ppm;
        self.fixing_days = floating.fixing_days;
    }

    /// How its rate follows the reference rate, if it is a floating tranche.
    pub(super) const fn floating(&self) -> Floating {
        let cap_ppm = if self.cap_ppm == 0 {
            MAX_RATE_PPM.saturating_sub(self.default_margin_ppm)
        } else {
            self.cap_ppm
        };
        Floating {
            margin_ppm: self.margin_ppm,
            floor_ppm: self.floor_ppm,
            cap_ppm,
            fixing_days: self.fixing_days as u64,
        }
    }
}
