//! How a tranche is brought up to date: what it owes by its terms and by the time.

use super::state::{AmortisationRule, Tranche};
use crate::{
    errors::SecuritiesError,
    math::{
        accrual::DayCount,
        amortisation::{Amortisation, Level, Prepayments},
        calendar,
        custom::Custom,
        dues::{Dues, Terms},
        fixed::BPS,
        schedule::{Instalments, NEVER, Schedule},
        step_up::{StepUps, risen},
    },
};
use anchor_lang::prelude::*;

impl Tranche {
    /// The day count convention.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn day_count(&self) -> Result<DayCount> {
        match self.day_count {
            0 => Ok(DayCount::Act365),
            1 => Ok(DayCount::Act360),
            2 => Ok(DayCount::Thirty360),
            3 => Ok(DayCount::Thirty360Us),
            4 => Ok(DayCount::ActAct),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    pub(super) fn amortisation(&self) -> Result<Amortisation> {
        match (self.amortisation, self.prepayments) {
            (0, _) => Ok(Amortisation::Bullet),
            (1, 0) => Ok(Amortisation::Linear(Prepayments::InOrder)),
            (1, 1) => Ok(Amortisation::Linear(Prepayments::ProRata)),
            (2, _) => Ok(Amortisation::Sweep),
            (4, _) => Ok(Amortisation::Custom),
            (3, _) => Ok(Amortisation::Level(Level {
                part: self.level_part,
                rate_ppm: self.rate_ppm,
                months: self.period_months.into(),
            })),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    /// The due dates of a tranche that starts on a day, in Unix seconds.
    pub(super) fn schedule(&self, starts_at: i64) -> Result<Schedule> {
        let anchor = if self.first_due > 0 {
            self.first_due
        } else {
            starts_at
        };
        Ok(Schedule {
            anchor: calendar::day_of(anchor)?,
            skipped: u64::from(self.first_due <= 0),
            // Where nothing falls due, there are no due dates.
            months: if self.is_debt() || self.rate_ppm > 0 {
                self.period_months.into()
            } else {
                0
            },
            maturity: self.maturity_day()?,
            custom: self.custom()?,
            business: self.business()?,
        })
    }

    const fn is_custom(&self) -> bool {
        self.amortisation == AmortisationRule::Custom as u8
    }

    /// Its custom schedule, if it has one.
    fn custom(&self) -> Result<Custom> {
        if !self.is_custom() {
            return Ok(Custom::default());
        }
        Ok(Custom {
            first: calendar::day_of(self.first_instalment)?,
            count: self.instalments,
            days: self.custom_days,
            bps: self.custom_bps,
        })
    }

    /// The day on which a debt matures; never for other tranches.
    fn maturity_day(&self) -> Result<u64> {
        if self.is_debt() {
            Ok(calendar::day_of(self.maturity)?)
        } else {
            Ok(NEVER)
        }
    }

    /// The terms by which it owes.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`], [`SecuritiesError::DateOutOfRange`].
    pub fn dues_terms(&self) -> Result<Terms> {
        Ok(Terms {
            is_debt: self.is_debt(),
            rate_ppm: self.rate_ppm,
            step_ups: if self.fixing_days == 0 {
                self.step_ups
            } else {
                StepUps::default()
            },
            margin_ppm: self.default_margin_ppm,
            kind_margin_ppm: self.pik.margin_ppm,
            day_count: self.day_count()?,
            compounding: self.compounding == 1,
            start: calendar::day_of(self.starts_at)?,
            schedule: self.schedule(self.starts_at)?,
            amortisation: self.amortisation()?,
            instalments: self.instalments()?,
        })
    }

    fn instalments(&self) -> Result<Instalments> {
        if self.is_custom() {
            return Ok(Instalments {
                first: calendar::day_of(self.first_instalment)?,
                count: BPS,
            });
        }
        Ok(Instalments {
            first: calendar::day_of(self.first_instalment.max(self.first_due))?,
            count: self.instalments.into(),
        })
    }

    /// The day on which its first instalment falls due; 0 if it has none.
    pub(crate) fn first_instalment_day(&self) -> Result<u32> {
        let instalments = self.instalments()?;
        if instalments.count == 0 {
            return Ok(0);
        }
        let first = self.business()?.moved(instalments.first)?;
        u32::try_from(first).map_err(|_| SecuritiesError::DateOutOfRange.into())
    }

    /// What it owes by time, as of the day up to which it is accrued: without the interest that buyers of later shares paid
    /// for, which neither falls due nor becomes principal.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub fn dues(&self) -> Result<Dues> {
        Ok(Dues {
            issued: self.principal_issued,
            repaid: self.principal_repaid,
            outstanding: self.principal()?,
            principal_due: self.principal_due,
            interest: self.own_interest(),
            arrears: self.arrears,
            remainder: self.accrual_remainder,
            accrued_to: self.accrued_to,
            period_start: self.period_start,
            period_interest: self.period_interest,
            next_due: self.next_due,
            overdue_since: self.overdue_since,
            rate_ppm: self.current_rate_ppm,
            fixed_ppm: (self.is_fixed == 1).then_some(self.fixed_rate_ppm),
            in_kind: self.pik.elected == 1,
            kind: self.pik.outstanding,
        })
    }

    /// Sets what it owes, and issues what became principal; other principal is counted elsewhere.
    fn set_dues(&mut self, dues: &Dues) {
        let capitalised = dues.issued.saturating_sub(self.principal_issued);
        self.pik.capitalised = self.pik.capitalised.saturating_add(capitalised);
        self.principal_issued = dues.issued;
        self.pik.elected = dues.in_kind as u8;
        self.pik.outstanding = dues.kind;
        self.principal_due = dues.principal_due;
        self.interest_due = dues.interest.saturating_add(self.bought_interest());
        self.arrears = dues.arrears;
        self.accrual_remainder = dues.remainder;
        self.accrued_to = dues.accrued_to;
        self.period_start = dues.period_start;
        self.period_interest = dues.period_interest;
        self.next_due = dues.next_due;
        self.overdue_since = dues.overdue_since;
        self.current_rate_ppm = dues.rate_ppm;
        self.is_fixed = dues.fixed_ppm.is_some() as u8;
        self.fixed_rate_ppm = dues.fixed_ppm.unwrap_or_default();
    }

    /// Starts the tranche's term, when its first book is locked.
    pub(crate) fn begin(&mut self, now: i64) -> Result<()> {
        if self.starts_at == 0 {
            self.starts_at = now;
            let begun = self.dues_terms()?.begin()?;
            self.period_start = begun.period_start;
            self.next_due = begun.next_due;
            self.current_rate_ppm = begun.rate_ppm;
        }
        Ok(())
    }

    /// Brings it up to date: closes the due dates that are over, lets fall due what is due on the day, and accrues
    /// interest up to it. Does nothing if that day is already accrued.
    pub(crate) fn accrue(&mut self, day: u64) -> Result<()> {
        if day <= self.accrued_to {
            return Ok(());
        }
        // Nothing falls due before the start, nor ever on a class without a capital.
        if self.starts_at == 0 || self.par == 0 {
            self.count_days(day.wrapping_sub(self.accrued_to))?;
            self.accrued_to = day;
            return Ok(());
        }
        if self.pik.elected == 1 && self.next_due < day {
            // What is paid in kind is principal from the due date on, for whoever counts it by the day.
            let due = self.next_due.max(self.accrued_to);
            self.count_days(due.wrapping_sub(self.accrued_to))?;
            self.advance(day)?;
            return self.count_days(day.wrapping_sub(due));
        }
        self.count_days(day.wrapping_sub(self.accrued_to))?;
        self.advance(day)
    }

    fn advance(&mut self, day: u64) -> Result<()> {
        let mut dues = self.dues()?;
        dues.advance(&self.dues_terms()?, day)?;
        self.set_dues(&dues);
        Ok(())
    }

    /// The sponsor elects that the interest of the current period is paid in kind. It must be accrued up to today.
    ///
    /// # Errors
    /// [`SecuritiesError::PikUsed`], [`SecuritiesError::PikNotOpen`].
    pub(crate) fn elect_pik(&mut self, today: u64) -> Result<()> {
        ensure!(
            self.pik.elected == 0 && self.pik.left > 0,
            SecuritiesError::PikUsed
        );
        let notice = today.saturating_add(self.pik.notice_days.into());
        ensure!(
            self.starts_at > 0
                && self.arrears == 0
                && !self.is_overdue()
                && self.open_books == 0
                && notice <= self.next_due
                && self.next_due < self.maturity_day()?,
            SecuritiesError::PikNotOpen
        );
        self.pik.left = self.pik.left.saturating_sub(1);
        self.pik.elected = 1;
        Ok(())
    }

    /// Changes what it owes after its principal, interest or arrears changed at the day up to which it is accrued.
    pub(super) fn change_dues(&mut self, change: impl FnOnce(&mut Dues)) -> Result<()> {
        let mut dues = self.dues()?;
        change(&mut dues);
        dues.adjust(self.maturity_day()?);
        self.set_dues(&dues);
        Ok(())
    }

    /// Whether it is a debt whose principal is due in full: its day of maturity has come.
    pub(crate) fn has_matured(&self, now: i64) -> Result<bool> {
        Ok(calendar::day_of(now)? >= self.maturity_day()?)
    }

    /// Refuses to fix the rate of the next period before its time, and twice. It must be accrued up to now.
    ///
    /// # Errors
    /// [`SecuritiesError::FixingNotOpen`], [`SecuritiesError::AlreadyFixed`].
    pub(crate) fn require_fixable(&self, now: i64) -> Result<()> {
        ensure!(
            self.floating()
                .is_open(calendar::day_of(now)?, self.next_due),
            SecuritiesError::FixingNotOpen
        );
        ensure!(self.is_fixed == 0, SecuritiesError::AlreadyFixed);
        Ok(())
    }

    /// Fixes the rate of the next period by the reference rate, in parts per million, and returns it.
    pub(crate) fn fix(&mut self, reference_ppm: u32) -> u32 {
        let rise = risen(&self.step_ups, self.next_due);
        self.fixed_rate_ppm = self.floating().rate(reference_ppm, rise);
        self.is_fixed = 1;
        self.fixed_rate_ppm
    }
}
