//! A tranche of the model: what it accrues, what it may claim, and when its periods end.

use super::small;
use securities::{
    math::waterfall::{Claimant, Kind},
    structure::create_tranche::TrancheArgs,
    tranche::state::{AmortisationRule, DayCountRule, TrancheKind},
};
use securities_math_tests::naive;
use securities_tests::{model::Register, world::DAY};

/// A tranche.
pub(super) struct Class {
    pub(super) terms: TrancheArgs,
    pub(super) starts_at: i64,
    pub(super) current_at: i64,
    pub(super) issued: u128,
    pub(super) outstanding: u128,
    pub(super) loss: u128,
    /// Of a cover: what it would have paid for what is written off of the debts.
    pub(super) short: u128,
    /// Interest ever accrued, over its denominator.
    pub(super) accrued: u128,
    /// Interest that is due and in arrears, and ever paid.
    pub(super) due: u128,
    pub(super) arrears: u128,
    pub(super) paid: u128,
    pub(super) periods: u64,
    pub(super) day: u128,
    /// Principal times days of a debt, ever.
    pub(super) principal_days: u128,
    pub(super) register: Register,
}

/// Whole months between two moments: one is over on the day of the month on which it began, or on the last.
fn whole_months(from: i64, to: i64) -> u64 {
    let dates = &naive::CALENDAR.dates;
    let [from, to] = [from, to].map(|time| usize::try_from(time / DAY).expect("after 1970"));
    let ((year, month, day), (to_year, to_month, to_day)) = (dates[from], dates[to]);
    let ends = to_day >= day || dates[to + 1].2 == 1;
    (to_year * 12 + to_month) - (year * 12 + month) - u64::from(!ends)
}

impl Class {
    pub(super) fn is_debt(&self) -> bool {
        self.terms.kind == TrancheKind::Debt
    }

    pub(super) fn is_cover(&self) -> bool {
        self.terms.kind == TrancheKind::Cover
    }

    pub(super) fn accrue(&mut self, today: u128) {
        let days = today - self.day;
        self.day = today;
        if self.is_debt() {
            self.principal_days += self.outstanding * days;
        }
        let base = self.outstanding
            + if self.terms.compounding {
                self.arrears
            } else {
                0
            };
        let year = match self.terms.day_count {
            DayCountRule::Act365 => 365,
            DayCountRule::Act360 => 360,
            DayCountRule::Thirty360 => panic!("no structure here counts so"),
        };
        let before = self.accrued / (1_000_000 * year);
        self.accrued += base * u128::from(self.terms.rate_ppm) * days;
        self.due += self.accrued / (1_000_000 * year) - before;
    }

    pub(super) fn claimant(&self, now: i64) -> Claimant {
        let matured = self.is_debt() && now >= self.terms.maturity;
        let sweeps = self.terms.amortisation == AmortisationRule::Sweep || !self.is_debt();
        let scheduled = if self.is_cover() || !(matured || sweeps) {
            0
        } else {
            self.outstanding
        };
        Claimant {
            kind: match self.terms.kind {
                TrancheKind::Debt => Kind::Debt,
                TrancheKind::Equity => Kind::Equity,
                TrancheKind::Cover => Kind::Cover,
            },
            interest: small(self.due),
            arrears: small(self.arrears),
            scheduled: small(scheduled),
            outstanding: small(self.outstanding),
            loss: small(self.loss),
            interest_paid: small(self.paid),
            matured,
            paid_in: 0,
            vacant: false,
        }
    }

    pub(super) fn end_period(&mut self, now: i64) {
        let whole = whole_months(self.starts_at, now);
        if let Some(over) = whole.checked_div(self.terms.period_months.into()) {
            if over <= self.periods {
                return;
            }
            self.periods = over;
        }
        self.arrears += std::mem::take(&mut self.due);
    }

    pub(super) fn lose(&mut self, amount: u128) {
        self.outstanding -= amount;
        self.loss += amount;
    }
}
