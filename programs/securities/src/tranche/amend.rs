//! What a resolution changes of a class whose shares are sold already.

use super::state::{AmortisationRule, Tranche};
use crate::{
    errors::SecuritiesError,
    math::{
        accrual::MAX_RATE_PPM,
        calendar,
        quantity::Shares,
        shares,
        step_up::{StepUp, risen},
    },
};
use anchor_lang::prelude::*;

impl Tranche {
    /// Changes the rate and the maturity of a debt, from the day of `now` on. Interest must be accrued up to then.
    ///
    /// # Errors
    /// [`SecuritiesError::NotAmendable`] for the rate of a floating class or of level payments, and for the maturity of a
    /// class that is neither bullet nor swept, or that has matured; [`SecuritiesError::BadProposal`] for a class that is no
    /// debt, and when nothing changes; [`SecuritiesError::RateOutOfRange`], [`SecuritiesError::MaturityOutOfRange`],
    /// [`SecuritiesError::BadFirstDue`], [`SecuritiesError::BadBusinessDays`].
    pub(crate) fn amend_debt(&mut self, rate_ppm: u32, maturity: i64, now: i64) -> Result<()> {
        let (rate_changes, maturity_changes) =
            (rate_ppm != self.rate_ppm, maturity != self.maturity);
        ensure!(
            self.is_debt() && (rate_changes || maturity_changes),
            SecuritiesError::BadProposal
        );
        if rate_changes {
            self.require_rate(rate_ppm)?;
        }
        if maturity_changes {
            self.require_maturity(maturity, now)?;
        }
        self.rate_ppm = rate_ppm;
        self.maturity = maturity;
        if self.starts_at > 0 {
            if rate_changes {
                let rise = risen(&self.step_ups, self.period_start);
                self.current_rate_ppm = rate_ppm.saturating_add(rise);
            }
            // No due date between the last one that is over and today has changed.
            self.next_due = self.schedule(self.starts_at)?.after(self.period_start)?;
        }
        self.invariant()
    }

    /// Refuses a rate that the class cannot bear with its step-ups and margins.
    fn require_rate(&self, rate_ppm: u32) -> Result<()> {
        let is_level = self.amortisation == AmortisationRule::Level as u8;
        ensure!(
            self.fixing_days == 0 && !is_level && self.rate_ppm > 0,
            SecuritiesError::NotAmendable
        );
        let rises = |sum: u32, one: &StepUp| sum.saturating_add(one.add_ppm);
        let highest = self
            .step_ups
            .iter()
            .fold(rate_ppm, rises)
            .saturating_add(self.default_margin_ppm)
            .saturating_add(self.pik.margin_ppm);
        ensure!(
            rate_ppm > 0 && highest <= MAX_RATE_PPM,
            SecuritiesError::RateOutOfRange
        );
        Ok(())
    }

    /// Refuses a maturity that is no business day of the future, or before the first due date.
    fn require_maturity(&self, maturity: i64, now: i64) -> Result<()> {
        let (bullet, sweep) = (AmortisationRule::Bullet, AmortisationRule::Sweep);
        let suits = [bullet as u8, sweep as u8].contains(&self.amortisation);
        ensure!(
            suits && !self.has_matured(now)?,
            SecuritiesError::NotAmendable
        );
        let day = calendar::day_of(maturity).map_err(|_| SecuritiesError::MaturityOutOfRange)?;
        ensure!(
            day > calendar::day_of(now)?,
            SecuritiesError::MaturityOutOfRange
        );
        let business = self.business()?;
        ensure!(business.stays(day), SecuritiesError::BadBusinessDays);
        ensure!(
            self.first_due == 0 || business.moved(calendar::day_of(self.first_due)?)? <= day,
            SecuritiesError::BadFirstDue
        );
        Ok(())
    }

    /// Raises its authorised number of shares.
    ///
    /// # Errors
    /// [`SecuritiesError::BadAuthorised`] for a number that is not higher, whose principal exceeds 64 bits, or of a class
    /// whose number of shares is fixed; [`SecuritiesError::ConversionStands`].
    pub(crate) fn raise_authorised(&mut self, authorised: u64) -> Result<()> {
        self.require_no_conversion()?;
        let fits = shares::principal(Shares::ZERO, Shares(authorised), self.par, self.unit).is_ok();
        ensure!(
            fits && authorised > self.authorised && self.manager == Pubkey::default(),
            SecuritiesError::BadAuthorised
        );
        self.authorised = authorised;
        self.invariant()
    }
}
