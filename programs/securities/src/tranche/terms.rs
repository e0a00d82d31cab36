//! The terms of a class that are part of what is offered: they may change until a book is locked.

use super::{
    business_days::BusinessDayTerms,
    pik::PikTerms,
    state::{AmortisationRule, DayCountRule, PrepaymentRule, Tranche, TrancheKind},
};
use crate::{
    errors::SecuritiesError,
    math::{
        accrual::MAX_RATE_PPM, amortisation, calendar, custom::MAX_PARTS, fixed::BPS,
        quantity::Shares, schedule::Instalments, shares,
    },
    security::state::{SHAPE_PAR, SHAPE_PARI_PASSU, SHAPE_RATE},
};
use anchor_lang::prelude::*;

/// The most days of smoothing.
pub const MAX_SMOOTHING: u16 = 366;
/// The longest period, in months.
const MAX_PERIOD: u8 = 12;

/// How the rate of a floating tranche follows a reference rate. Rates are in parts per million a year.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FloatingTerms {
    /// The reference rate. It must have been created by the time when the tranche's first book is locked.
    pub reference: Pubkey,
    /// What is added to the reference rate.
    pub margin_ppm: u32,
    /// The least that the sum may be, at most the cap.
    pub floor_ppm: u32,
    /// The most that the sum may be, with the default margin at most 10,000,000; 0: as much as that allows.
    pub cap_ppm: u32,
    /// Days before a due date on which the rate of the period that begins with it can be fixed, 1 to 31; the last is the
    /// day before the due date.
    pub fixing_days: u8,
}

/// An increase of a tranche's rate or margin, for the periods that begin on a day or later: it takes effect with a due date.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepUpTerms {
    /// The day, in Unix seconds, of which the day counts (UTC); each after the one before.
    pub from: i64,
    /// By how much the rate or the margin rises, in parts per million a year, positive. With all others and the default
    /// margin, the rate is at most 10,000,000, and the margin of a floating tranche at most its cap.
    pub add_ppm: u32,
}

/// A part of a custom schedule.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomPart {
    /// The day on which it falls due, in Unix seconds, of which the day counts (UTC); each after the one before. It is a due
    /// date of the tranche.
    pub on: i64,
    /// The part of the principal issued, in basis points, positive; together at most 10,000.
    pub bps: u16,
}

/// What a class pays, and when. Its kind, rank, share mint and authorised number, and whether it has a par, are fixed
/// at its creation instead.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct TrancheTerms {
    /// Interest or preferred return a year, in parts per million, at most 10,000,000; 0 without a par. Of a floating
    /// tranche, that of its first period.
    pub rate_ppm: u32,
    /// For a floating tranche, how its rate follows a reference rate; none: the rate stays. It requires a rate and a
    /// period, and no level payments.
    pub floating: Option<FloatingTerms>,
    /// Dated increases of the rate, of a floating tranche of the margin, at most four in the order of their dates. They
    /// require a rate and a period, and no level payments.
    pub step_ups: Vec<StepUpTerms>,
    /// How days of interest are counted.
    pub day_count: DayCountRule,
    /// When principal falls due. Only debt has a schedule: an equity's capital is repaid as cash allows.
    pub amortisation: AmortisationRule,
    /// Whether arrears bear interest at the tranche's rate.
    pub compounding: bool,
    /// Months from one due date to the next, at most 12; positive for linear, level and custom debt. Interest that is unpaid when
    /// a due date is over becomes arrears. 0: there are no due dates but a debt's maturity, and unpaid interest becomes
    /// arrears with each distribution.
    pub period_months: u8,
    /// The first due date, in Unix seconds, of which the day counts (UTC). The others are whole periods after it, on the
    /// same day of the month or, in a shorter month, on its last day; only those after the day of the start count. 0: a
    /// period after the start, which linear and level debt may not have.
    pub first_due: i64,
    /// For linear and level debt: the due date of the first instalment, in Unix seconds, of which the day counts (UTC);
    /// there is one at each due date from then up to maturity. 0: the first due date, and for other tranches.
    pub first_instalment: i64,
    /// For a custom schedule: its parts, 1 to 24 in the order of their days, all before the maturity, at which the rest
    /// falls due. Empty for other tranches.
    pub custom: Vec<CustomPart>,
    /// Its business days, and how due dates that are none move. The maturity and the days of a custom schedule are business
    /// days.
    pub business_days: BusinessDayTerms,
    /// For bullet and swept debt with a rate and a period: whether its interest may be paid in kind.
    pub pik: PikTerms,
    /// For linear debt: what prepaid principal counts against. In order for other tranches.
    pub prepayments: PrepaymentRule,
    /// Further interest a year while the tranche is overdue, in parts per million; with the rate at most 10,000,000. 0
    /// without a rate.
    pub default_margin_ppm: u32,
    /// Days over which what it receives is released to its holders, at most 366; 0: at once.
    pub smoothing_days: u16,
    /// For a cover: the most it pays for one loss, in settlement base units; 0: everything it has. 0 for other
    /// tranches.
    pub loss_cap: u64,
    /// For a cover: the part of each loss that it pays, in basis points, at most 10,000; 0: all of it. 0 for other
    /// tranches.
    pub loss_bps: u32,
    /// For a cover: whether it stays while capital of equity is outstanding, also once the debts are repaid.
    pub covers_equity: bool,
    /// Whether it is pari passu with the tranche before it: they share in proportion what they are paid, what they
    /// loses and what is written up of it. Both are debt, or both equity with a par.
    pub pari_passu: bool,
    /// When all principal is due, in Unix seconds, of which the day counts (UTC), in the future; 0 for equity and covers.
    pub maturity: i64,
    /// Principal of one whole share, in settlement base units: positive for debt and covers, 0 for equity without a
    /// capital. The principal of all authorised shares must fit 64 bits.
    pub par: u64,
}

impl Tranche {
    /// Sets the terms of a tranche whose kind, unit and authorised number are set.
    ///
    /// # Errors
    /// [`SecuritiesError::BadAuthorised`], [`SecuritiesError::BadPeriodLength`], [`SecuritiesError::BadSmoothing`],
    /// [`SecuritiesError::BadLossTerms`], [`SecuritiesError::RateOutOfRange`],
    /// [`SecuritiesError::ParOutOfRange`], [`SecuritiesError::MaturityOutOfRange`], [`SecuritiesError::BadFirstDue`],
    /// [`SecuritiesError::BadSchedule`], [`SecuritiesError::BadFirstInstalment`], [`SecuritiesError::BadFloating`],
    /// [`SecuritiesError::BadStepUp`], [`SecuritiesError::BadCustom`], [`SecuritiesError::BadBusinessDays`],
    /// [`SecuritiesError::BadPik`], [`SecuritiesError::BadPariPassu`].
    pub(crate) fn set_terms(&mut self, terms: &TrancheTerms, now: i64) -> Result<()> {
        // Whatever is issued later fits.
        shares::principal(Shares::ZERO, Shares(self.authorised), terms.par, self.unit)
            .map_err(|_| SecuritiesError::BadAuthorised)?;
        ensure!(
            terms.period_months <= MAX_PERIOD,
            SecuritiesError::BadPeriodLength
        );
        ensure!(
            terms.smoothing_days <= MAX_SMOOTHING,
            SecuritiesError::BadSmoothing
        );
        ensure!(
            u64::from(terms.loss_bps) <= BPS
                && (self.is_cover()
                    || (terms.loss_cap == 0 && terms.loss_bps == 0 && !terms.covers_equity)),
            SecuritiesError::BadLossTerms
        );
        ensure!(
            terms.rate_ppm.saturating_add(terms.default_margin_ppm) <= MAX_RATE_PPM
                && (terms.par > 0 || terms.rate_ppm == 0)
                && (terms.rate_ppm > 0 && terms.period_months > 0 || terms.default_margin_ppm == 0),
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
        ensure!(
            !terms.pari_passu || (self.rank > 0 && !self.is_cover() && terms.par > 0),
            SecuritiesError::BadPariPassu
        );

        self.rate_ppm = terms.rate_ppm;
        self.day_count = terms.day_count as u8;
        self.amortisation = terms.amortisation as u8;
        self.compounding = u8::from(terms.compounding);
        self.period_months = terms.period_months;
        self.smoothing_days = terms.smoothing_days;
        self.loss_cap = terms.loss_cap;
        self.loss_bps = terms.loss_bps;
        self.covers_equity = u8::from(terms.covers_equity);
        self.pari_passu = u8::from(terms.pari_passu);
        self.maturity = terms.maturity;
        self.par = terms.par;
        self.first_due = terms.first_due;
        self.first_instalment = terms.first_instalment;
        self.prepayments = terms.prepayments as u8;
        self.default_margin_ppm = terms.default_margin_ppm;
        let risen = self.plan_step_ups(terms)?;
        self.plan_rates(terms, risen)?;
        self.plan_pik(terms, risen)?;
        self.plan_custom(terms)?;
        let custom = terms.custom.iter().map(|part| part.on);
        let named = custom.chain(self.is_debt().then_some(terms.maturity));
        self.plan_business_days(&terms.business_days, named)?;
        self.plan_instalments(terms)
    }

    /// Checks and sets its custom schedule.
    fn plan_custom(&mut self, terms: &TrancheTerms) -> Result<()> {
        self.custom_days = [0; MAX_PARTS];
        self.custom_bps = [0; MAX_PARTS];
        let (is_custom, parts) = (
            terms.amortisation == AmortisationRule::Custom,
            &terms.custom,
        );
        let suits = if is_custom {
            self.is_debt() && terms.period_months > 0 && (1..=MAX_PARTS).contains(&parts.len())
        } else {
            parts.is_empty()
        };
        ensure!(suits, SecuritiesError::BadCustom);
        let day = |part: &CustomPart| {
            calendar::day_of(part.on).map_err(|_| Error::from(SecuritiesError::BadCustom))
        };
        let Some(first) = parts.first().map(day).transpose()? else {
            return Ok(());
        };
        let maturity = calendar::day_of(terms.maturity)?;
        let own = self.custom_days.iter_mut().zip(&mut self.custom_bps);
        let (mut sum, mut next) = (0_u64, first.max(1));
        for (part, (days, bps)) in parts.iter().zip(own) {
            let on = day(part)?;
            sum = sum.saturating_add(part.bps.into());
            ensure!(
                on >= next && on < maturity && part.bps > 0 && sum <= BPS,
                SecuritiesError::BadCustom
            );
            next = on.saturating_add(1);
            *days =
                u16::try_from(on.saturating_sub(first)).map_err(|_| SecuritiesError::BadCustom)?;
            *bps = part.bps;
        }
        Ok(())
    }

    /// Checks its due dates, and counts the instalments of a linear or level debt.
    fn plan_instalments(&mut self, terms: &TrancheTerms) -> Result<()> {
        let schedule = self
            .schedule(terms.first_due)
            .map_err(|_| SecuritiesError::BadFirstDue)?;
        ensure!(
            terms.first_due == 0
                || (terms.period_months > 0
                    && schedule.business.moved(schedule.anchor)? <= schedule.maturity),
            SecuritiesError::BadFirstDue
        );
        let (linear, level) = (
            terms.amortisation == AmortisationRule::Linear,
            terms.amortisation == AmortisationRule::Level,
        );
        let in_order = terms.prepayments == PrepaymentRule::InOrder;
        self.instalments = 0;
        self.level_part = 0;
        if !self.is_debt() || !(linear || level) {
            ensure!(
                terms.first_instalment == 0 && in_order,
                SecuritiesError::BadSchedule
            );
            if let Some(first) = terms.custom.first() {
                self.first_instalment = first.on;
                self.instalments =
                    u16::try_from(terms.custom.len()).map_err(|_| SecuritiesError::BadCustom)?;
            }
            return Ok(());
        }
        ensure!(
            terms.period_months > 0 && terms.first_due > 0 && (linear || in_order),
            SecuritiesError::BadSchedule
        );
        let first = if terms.first_instalment == 0 {
            terms.first_due
        } else {
            terms.first_instalment
        };
        let instalments = calendar::day_of(first)
            .and_then(|first| Instalments::new(&schedule, first))
            .map_err(|_| SecuritiesError::BadFirstInstalment)?;
        self.instalments =
            u16::try_from(instalments.count).map_err(|_| SecuritiesError::BadFirstInstalment)?;
        if level {
            self.level_part = amortisation::level_part(
                terms.rate_ppm,
                terms.period_months.into(),
                instalments.count,
            );
        }
        Ok(())
    }

    /// Changes its terms, while nobody holds a share. Points and warrants require equity without a capital, so whether
    /// it has a par cannot change.
    ///
    /// # Errors
    /// See [`Tranche::set_terms`].
    pub(crate) fn change_terms(&mut self, terms: &TrancheTerms, now: i64) -> Result<()> {
        self.require_no_conversion()?;
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
        let rank = if self.pari_passu == 1 {
            SHAPE_PARI_PASSU
        } else {
            0
        };
        self.kind | par | rate | rank
    }
}
