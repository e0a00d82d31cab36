//! The terms of a class that are part of what is offered: they may change until a book is locked.

use super::state::{AmortisationRule, DayCountRule, Tranche, TrancheKind};
use crate::{
    errors::SecuritiesError,
    math::{accrual::MAX_RATE_PPM, calendar, quantity::Shares, shares},
    security::state::{SHAPE_PAR, SHAPE_RATE},
};
use anchor_lang::prelude::*;

/// The most days of smoothing.
pub const MAX_SMOOTHING: u16 = 366;
/// The longest period, in months.
const MAX_PERIOD: u8 = 12;

/// What a class pays, and when. Its kind, rank, share mint and authorised number, and whether it has a par, are fixed
/// at its creation instead.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrancheTerms {
    /// Interest or preferred return a year, in parts per million, at most 10,000,000; 0 without a par.
    pub rate_ppm: u32,
    /// How days of interest are counted.
    pub day_count: DayCountRule,
    /// When principal falls due. Only debt has a schedule: an equity's capital is repaid as cash allows.
    pub amortisation: AmortisationRule,
    /// Whether arrears bear interest at the tranche's rate.
    pub compounding: bool,
    /// Months after which unpaid interest becomes arrears, counted from the start, at most 12; 0: with each
    /// distribution.
    pub period_months: u8,
    /// Days over which what it receives is released to its holders, at most 366; 0: at once.
    pub smoothing_days: u16,
    /// For a cover: the most it pays for one loss, in settlement base units; 0: everything it has. 0 for other
    /// tranches.
    pub loss_cap: u64,
    /// When all principal is due, in Unix seconds, in the future; 0 for equity and covers.
    pub maturity: i64,
    /// Principal of one whole share, in settlement base units: positive for debt and covers, 0 for equity without a
    /// capital. The principal of all authorised shares must fit 64 bits.
    pub par: u64,
}

impl Tranche {
    /// Sets the terms of a tranche whose kind, unit and authorised number are set.
    ///
    /// # Errors
    /// [`SecuritiesError::BadAuthorised`], [`SecuritiesError::BadLimit`], [`SecuritiesError::RateOutOfRange`],
    /// [`SecuritiesError::ParOutOfRange`], [`SecuritiesError::MaturityOutOfRange`].
    pub(crate) fn set_terms(&mut self, terms: &TrancheTerms, now: i64) -> Result<()> {
        // Whatever is issued later fits.
        shares::principal(Shares::ZERO, Shares(self.authorised), terms.par, self.unit)
            .map_err(|_| SecuritiesError::BadAuthorised)?;
        ensure!(
            terms.period_months <= MAX_PERIOD
                && terms.smoothing_days <= MAX_SMOOTHING
                && (terms.loss_cap == 0 || self.is_cover()),
            SecuritiesError::BadLimit
        );
        ensure!(
            terms.rate_ppm <= MAX_RATE_PPM && (terms.par > 0 || terms.rate_ppm == 0),
            SecuritiesError::RateOutOfRange
        );
        ensure!(
            terms.par > 0 || self.kind == TrancheKind::Equity as u8,
            SecuritiesError::ParOutOfRange
        );
        let matures = if self.is_debt() {
            terms.maturity > now && calendar::day_of(terms.maturity).is_ok()
        } else {
            terms.maturity == 0
        };
        ensure!(matures, SecuritiesError::MaturityOutOfRange);

        self.rate_ppm = terms.rate_ppm;
        self.day_count = terms.day_count as u8;
        self.amortisation = terms.amortisation as u8;
        self.compounding = u8::from(terms.compounding);
        self.period_months = terms.period_months;
        self.smoothing_days = terms.smoothing_days;
        self.loss_cap = terms.loss_cap;
        self.maturity = terms.maturity;
        self.par = terms.par;
        Ok(())
    }

    /// Changes its terms, while nobody holds a share. Points and warrants require equity without a capital, so whether
    /// it has a par cannot change.
    ///
    /// # Errors
    /// See [`Tranche::set_terms`].
    pub(crate) fn change_terms(&mut self, terms: &TrancheTerms, now: i64) -> Result<()> {
        ensure!(
            (terms.par > 0) == (self.par > 0),
            SecuritiesError::ParOutOfRange
        );
        self.set_terms(terms, now)
    }

    /// Its shape in a byte, as the check of the waterfall sees it.
    pub(crate) const fn shape(&self) -> u8 {
        let par = if self.par > 0 { SHAPE_PAR } else { 0 };
        let rate = if self.rate_ppm > 0 { SHAPE_RATE } else { 0 };
        self.kind | par | rate
    }
}
