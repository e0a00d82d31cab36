//! The business days of a class: where its due dates move that are none.

use super::state::Tranche;
use crate::{
    errors::SecuritiesError,
    math::{
        business::{BusinessDays, Convention, MAX_HOLIDAYS, NO_HOLIDAY},
        calendar,
    },
};
use anchor_lang::prelude::*;

/// How a due date that is no business day moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum BusinessDayRule {
    /// It stays.
    #[default]
    None,
    /// To the next business day.
    Following,
    /// To the next business day or, where that is in another month, to the last one before.
    ModifiedFollowing,
    /// To the last business day before.
    Preceding,
}

/// The business days of a tranche, and how its due dates move. All days are UTC days.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct BusinessDayTerms {
    /// How a due date moves that is no business day. Only a tranche with due dates has such a rule.
    pub rule: BusinessDayRule,
    /// The days of the week that are no business days: bit 0 is Monday, bit 5 Saturday, bit 6 Sunday; not all of them. 0
    /// without a rule.
    pub weekend: u8,
    /// Other days that are none, in days from 2021-01-01, at most 32, each after the one before. With them and the
    /// weekends, at most ten days in a row are none. Empty without a rule.
    pub holidays: Vec<u16>,
}

impl Tranche {
    /// Checks and sets its business days, once its rate, period and maturity are set. `named` are the times, in Unix
    /// seconds, of the days that the terms name one by one, its maturity and those of a custom schedule: they must be
    /// business days, and do not move.
    pub(super) fn plan_business_days(
        &mut self,
        terms: &BusinessDayTerms,
        named: impl Iterator<Item = i64>,
    ) -> Result<()> {
        let BusinessDayTerms {
            rule,
            weekend,
            holidays,
        } = terms;
        self.business_days = *rule as u8;
        self.weekend = *weekend;
        self.holidays = [NO_HOLIDAY; MAX_HOLIDAYS];
        if *rule == BusinessDayRule::None {
            ensure!(
                *weekend == 0 && holidays.is_empty(),
                SecuritiesError::BadBusinessDays
            );
            return Ok(());
        }
        ensure!(
            holidays.len() <= MAX_HOLIDAYS,
            SecuritiesError::BadBusinessDays
        );
        let mut next = 0;
        for (own, day) in self.holidays.iter_mut().zip(holidays) {
            ensure!(
                (next..NO_HOLIDAY).contains(day),
                SecuritiesError::BadBusinessDays
            );
            next = day.saturating_add(1);
            *own = *day;
        }
        let business = self.business()?;
        ensure!(
            business.is_bounded()
                && (self.is_debt() || (self.rate_ppm > 0 && self.period_months > 0)),
            SecuritiesError::BadBusinessDays
        );
        for day in named {
            ensure!(
                business.is_business(calendar::day_of(day)?),
                SecuritiesError::BadBusinessDays
            );
        }
        Ok(())
    }

    /// Its business days, and how its due dates move.
    pub(super) fn business(&self) -> Result<BusinessDays> {
        let convention = match self.business_days {
            0 => return Ok(BusinessDays::default()),
            1 => Convention::Following,
            2 => Convention::ModifiedFollowing,
            3 => Convention::Preceding,
            _ => return Err(SecuritiesError::UnknownValue.into()),
        };
        Ok(BusinessDays {
            convention,
            weekend: self.weekend,
            holidays: self.holidays,
        })
    }
}
