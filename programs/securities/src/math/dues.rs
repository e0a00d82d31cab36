//! What a class owes at a given day, and since when it is overdue.
//!
//! **Time does the work**: whoever looks at a class first brings it up to date, due date by due date. Interest accrues up
//! to the due date; principal that falls due on it can be paid from that day on; and when the day is over, what is
//! unpaid is overdue, and unpaid interest is in arrears. So it makes no difference who looks, or how often.

use super::{
    MathError, MathResult,
    accrual::{self, Accrued, DayCount},
    amortisation::{self, Amortisation, Principal, Progress},
    schedule::{Instalments, Schedule},
    step_up::{StepUps, risen},
};

/// The most periods that are closed one by one when a class is brought up to date: five years of months. What is older
/// counts as one period: its interest bears no interest before its end, which favours the debtor and bounds the work.
pub const MAX_PERIODS: usize = 60;

/// The terms by which a class owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Whether it is debt, whose principal falls due.
    pub is_debt: bool,
    /// Interest a year, in parts per million: before the step-ups, and of a floating class in the first period.
    pub rate_ppm: u32,
    /// By how much the rate rises from period to period; of a floating class, whose fixings contain them, none.
    pub step_ups: StepUps,
    /// Further interest a year while it is overdue, in parts per million.
    pub margin_ppm: u32,
    /// Further interest a year while a period is to be paid in kind, in parts per million.
    pub kind_margin_ppm: u32,
    /// How days of interest are counted.
    pub day_count: DayCount,
    /// Whether arrears bear interest.
    pub compounding: bool,
    /// The day on which its term started.
    pub start: u64,
    /// Its due dates.
    pub schedule: Schedule,
    /// When principal falls due.
    pub amortisation: Amortisation,
    /// The instalments of a debt.
    pub instalments: Instalments,
}

/// What a class owes. Amounts are in settlement base units, days are day numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dues {
    /// Principal ever issued.
    pub issued: u64,
    /// Principal ever repaid.
    pub repaid: u64,
    /// Principal outstanding.
    pub outstanding: u64,
    /// The part of it that has fallen due.
    pub principal_due: u64,
    /// Interest accrued that is neither paid nor in arrears.
    pub interest: u64,
    /// Interest that was not paid by its due date.
    pub arrears: u64,
    /// The remainder of the accrual's last division.
    pub remainder: u64,
    /// The day up to which interest has accrued.
    pub accrued_to: u64,
    /// The last due date that is over, or the start.
    pub period_start: u64,
    /// Interest accrued since then, paid or not; without due dates not what is in arrears.
    pub period_interest: u64,
    /// The first due date that is not over; [`super::schedule::NEVER`] if there is none.
    pub next_due: u64,
    /// The first due date that was not met in full; 0: nothing is overdue.
    pub overdue_since: u64,
    /// Interest a year in this period, in parts per million.
    pub rate_ppm: u32,
    /// Interest a year from the next due date on, where it has been fixed, in parts per million.
    pub fixed_ppm: Option<u32>,
    /// Whether what is unpaid of the interest of this period becomes principal after its due date.
    pub in_kind: bool,
    /// Principal that was interest and is not repaid yet, until the maturity.
    pub kind: u64,
}

impl Terms {
    /// What a class owes at its start, before it has principal.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for a start out of range.
    pub fn begin(&self) -> MathResult<Dues> {
        Ok(Dues {
            accrued_to: self.start,
            period_start: self.start,
            next_due: self.schedule.after(self.start)?,
            rate_ppm: self
                .rate_ppm
                .saturating_add(risen(&self.step_ups, self.start)),
            ..Dues::default()
        })
    }
}

impl Dues {
    /// Brings it up to date: each due date that is over is closed, what is due on the day itself falls due, and interest
    /// accrues up to the day.
    ///
    /// # Errors
    /// [`MathError::DateOutOfRange`] for a day out of range.
    pub fn advance(&mut self, terms: &Terms, today: u64) -> MathResult<()> {
        let mut left = MAX_PERIODS;
        // Instalments up to the last due date, once they have been counted.
        let mut fallen = None;
        while self.next_due < today {
            let mut due = self.next_due;
            if left == 0 || !self.owes() {
                due = terms.schedule.before(today)?;
                fallen = None;
            }
            left = left.saturating_sub(1);
            fallen = self.fall_due(terms, due, fallen)?;
            self.close(terms, due);
            self.next_due = terms.schedule.after(due)?;
        }
        if self.next_due == today {
            self.fall_due(terms, today, fallen)?;
        }
        self.accrue(terms, today)
    }

    /// Whether it can still owe more by the passing of time.
    const fn owes(&self) -> bool {
        self.outstanding > 0 || self.arrears > 0 || self.interest > 0
    }

    /// Principal falls due on a due date, unless it already has. `before` is the number of instalments up to the due date
    /// before this one, where the caller knows it; returns the number up to this one, where it was counted.
    fn fall_due(
        &mut self,
        terms: &Terms,
        due: u64,
        before: Option<u64>,
    ) -> MathResult<Option<u64>> {
        if self.accrued_to >= due {
            return Ok(None);
        }
        self.accrue(terms, due)?;
        if !terms.is_debt {
            return Ok(None);
        }
        if due >= terms.schedule.maturity {
            self.principal_due = self.outstanding;
            self.kind = 0;
            return Ok(None);
        }
        let instalments = &terms.instalments;
        let fallen = |day| instalments.fallen(&terms.schedule, day);
        let (before, now) = match before {
            // Counting is much of the work, and the next due date is the next instalment once they have begun.
            Some(before) if before > 0 && !terms.schedule.custom.is_set() => {
                (before, before.saturating_add(1))
            }
            Some(before) => (before, fallen(due)?),
            // Instalments up to the start fall due with the first due date after it.
            _ if self.period_start <= terms.start => (0, fallen(due)?),
            _ => (fallen(self.period_start)?, fallen(due)?),
        };
        let progress = Progress {
            before,
            now: now.min(instalments.count),
            count: instalments.count,
        };
        let principal = Principal {
            issued: self.issued,
            repaid: self.repaid,
            outstanding: self.outstanding,
            due: self.principal_due,
        };
        self.principal_due = amortisation::due(
            terms.amortisation,
            principal,
            progress,
            self.period_interest,
        )?;
        Ok(Some(now))
    }

    /// Ends a period: what is unpaid after its due date is overdue, unpaid interest is in arrears or, paid in kind,
    /// principal, and the rate that was fixed takes effect, or a step-up.
    fn close(&mut self, terms: &Terms, due: u64) {
        if core::mem::take(&mut self.in_kind) && due < terms.schedule.maturity {
            self.capitalise();
        }
        self.leave(due);
        if self.overdue_since == 0 && self.principal_due > 0 {
            self.overdue_since = due;
        }
        let rise =
            risen(&terms.step_ups, due).saturating_sub(risen(&terms.step_ups, self.period_start));
        // Without a fixing, the rate goes on, but for a step-up.
        let rate = self.fixed_ppm.take().unwrap_or(self.rate_ppm);
        self.rate_ppm = rate.saturating_add(rise);
        self.period_start = due;
        self.period_interest = 0;
    }

    /// Unpaid interest becomes principal. What would not fit remains interest.
    fn capitalise(&mut self) {
        let issued = self.issued.checked_add(self.interest);
        let outstanding = self.outstanding.checked_add(self.interest);
        if let (Some(issued), Some(outstanding)) = (issued, outstanding) {
            (self.issued, self.outstanding) = (issued, outstanding);
            self.kind = self.kind.saturating_add(self.interest);
            self.interest = 0;
        }
    }

    /// Unpaid interest becomes arrears, overdue since a day.
    const fn leave(&mut self, day: u64) {
        self.arrears = self.arrears.saturating_add(self.interest);
        self.interest = 0;
        if self.overdue_since == 0 && self.arrears > 0 {
            self.overdue_since = day;
        }
    }

    /// Without due dates: what is unpaid of the interest so far becomes arrears, and counts as these from now on.
    pub const fn end_early(&mut self) {
        self.period_interest = self.period_interest.saturating_sub(self.interest);
        self.leave(self.accrued_to);
    }

    /// Accrues interest up to a day.
    fn accrue(&mut self, terms: &Terms, day: u64) -> MathResult<()> {
        let base = if terms.compounding {
            self.outstanding.saturating_add(self.arrears)
        } else {
            self.outstanding
        };
        let rate = if self.overdue_since > 0 {
            self.rate_ppm.saturating_add(terms.margin_ppm)
        } else {
            self.rate_ppm
        };
        let rate = if self.in_kind {
            rate.saturating_add(terms.kind_margin_ppm)
        } else {
            rate
        };
        if base > 0 && rate > 0 && day > self.accrued_to {
            let rule = terms.day_count;
            let days = rule.days_within(self.period_start, self.accrued_to, day)?;
            // An entitlement above 64 bits can never be paid in full; it must not stop the other classes' money.
            let accrued = match accrual::accrue(base, rate, days, rule, self.remainder) {
                Err(MathError::Overflow) => Accrued {
                    interest: u64::MAX,
                    remainder: 0,
                },
                other => other?,
            };
            self.interest = self.interest.saturating_add(accrued.interest);
            self.period_interest = self.period_interest.saturating_add(accrued.interest);
            self.remainder = accrued.remainder;
        }
        self.accrued_to = self.accrued_to.max(day);
        Ok(())
    }

    /// Takes what was repaid of principal from what has fallen due, and then from what was interest.
    pub fn repay(&mut self, principal: u64) {
        self.kind = self
            .kind
            .saturating_sub(principal.saturating_sub(self.principal_due));
        self.principal_due = self.principal_due.saturating_sub(principal);
    }

    /// After what it owes changed: no more principal is due than is outstanding, and from the day of `maturity` on no
    /// less. Nothing is overdue once nothing that fell due is unpaid.
    pub fn adjust(&mut self, maturity: u64) {
        if self.accrued_to >= maturity {
            self.principal_due = self.outstanding;
            self.kind = 0;
            if self.overdue_since == 0 && self.principal_due > 0 && self.accrued_to > maturity {
                self.overdue_since = maturity;
            }
        }
        self.principal_due = self.principal_due.min(self.outstanding);
        self.kind = self.kind.min(self.outstanding);
        if self.principal_due == 0 && self.arrears == 0 {
            self.overdue_since = 0;
        }
    }
}
