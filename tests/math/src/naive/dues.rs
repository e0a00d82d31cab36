//! What a class owes, reckoned day by day: yesterday's due date ends, a day of interest accrues, today's due date comes.

pub use super::count::Count;
use super::{CALENDAR, business::Business};
use num_bigint::BigUint;

/// How principal falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Falls {
    /// Never: it is no debt.
    Never,
    /// All at maturity.
    AtMaturity,
    /// In equal parts, of which prepaid ones fall away.
    Linear,
    /// In equal parts of what is left.
    LinearProRata,
    /// By payments that are level with interest.
    Level,
    /// In parts on days of their own.
    Custom,
}

/// What was agreed. Days are day numbers.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Parts per million a year in the first period, and more of them while it is overdue.
    pub rates: (u128, u128),
    /// Days, and by how many parts per million the rate rises for the periods that begin on them or later.
    pub step_ups: Vec<(u64, u128)>,
    /// Further parts per million for what is left of a period that is to be paid in kind.
    pub kind_rate: u128,
    /// How days are counted.
    pub count: Count,
    /// Whether arrears bear interest.
    pub compounding: bool,
    /// When its term started.
    pub start: u64,
    /// Months between due dates; 0: none.
    pub months: u64,
    /// The first due date, if it is named.
    pub first_due: Option<u64>,
    /// When a debt matures.
    pub maturity: Option<u64>,
    /// How principal falls due.
    pub falls: Falls,
    /// The first instalment's day.
    pub first_instalment: u64,
    /// Days on which parts of the principal issued fall due, and these in ten-thousandths.
    pub custom: Vec<(u64, u128)>,
    /// Where due dates go, but for the maturity and the parts' own days.
    pub business: Business,
}

/// What it owes.
#[derive(Clone, Debug)]
pub struct Owes {
    /// What was agreed.
    pub terms: Terms,
    /// All due dates, also those before the start.
    dates: Vec<u64>,
    /// Today.
    pub today: u64,
    /// Principal ever issued.
    pub issued: u128,
    /// Principal ever repaid.
    pub repaid: u128,
    /// Principal outstanding.
    pub outstanding: u128,
    /// What of it is due.
    pub principal_due: u128,
    /// Interest that is not in arrears.
    pub interest: u128,
    /// Arrears.
    pub arrears: u128,
    /// Interest ever accrued, over its denominator.
    accrued: u128,
    /// The last due date that has ended, and interest since.
    pub period: (u64, u128),
    /// Since when it is overdue.
    pub overdue: Option<u64>,
    /// Parts per million a year now.
    pub rate: u128,
    /// Parts per million a year from the next due date on, once that is known.
    pub next_rate: Option<u128>,
    /// Whether this period is to be paid in kind.
    pub in_kind: bool,
    /// Principal that was interest and is not repaid.
    pub kind: u128,
    /// All principal that ever was.
    pub kinds: u128,
}

/// The level payment, exact and then rounded: principal times the interest of a period over one less the discount of
/// all.
#[must_use]
pub fn level(issued: u128, rate: u128, months: u64, count: usize) -> u128 {
    let whole = BigUint::from(12_000_000_u32);
    let interest = BigUint::from(rate) * months;
    let (up, flat) = (
        (&whole + &interest).pow(u32::try_from(count).expect("few")),
        whole.pow(u32::try_from(count).expect("few")),
    );
    let (above, below) = if rate == 0 {
        (BigUint::from(issued), BigUint::from(count))
    } else {
        (
            BigUint::from(issued) * &interest * &up,
            &whole * (&up - &flat),
        )
    };
    let twice = (above * 2_u32 + &below) / (below * 2_u32);
    u128::try_from(twice).expect("a payment is small")
}

impl Terms {
    /// By how much periods that begin on a day have risen.
    #[must_use]
    pub fn risen(&self, day: u64) -> u128 {
        let up_to = self.step_ups.iter().filter(|(from, _)| *from <= day);
        up_to.map(|(_, add)| add).sum()
    }
}

impl Owes {
    /// A class whose shares were all sold when its term started.
    #[must_use]
    pub fn begin(terms: Terms, issued: u128) -> Self {
        let mut dates = Vec::new();
        if terms.months > 0 {
            let anchor = terms.first_due.unwrap_or(terms.start);
            let from = u64::from(terms.first_due.is_none());
            let named = (from..).map_while(|k| CALENDAR.later(anchor, k * terms.months));
            dates.extend(named.map(|day| terms.business.moved(day)));
        }
        dates.extend(terms.maturity);
        dates.extend(terms.custom.iter().map(|(day, _)| *day));
        dates.sort_unstable();
        dates.dedup();
        Self {
            dates,
            today: terms.start,
            issued,
            repaid: 0,
            outstanding: issued,
            principal_due: 0,
            interest: 0,
            arrears: 0,
            accrued: 0,
            period: (terms.start, 0),
            overdue: None,
            rate: terms.rates.0 + terms.risen(terms.start),
            next_rate: None,
            in_kind: false,
            kind: 0,
            kinds: 0,
            terms,
        }
    }

    /// The due date after today, or today's.
    #[must_use]
    pub fn next_due(&self) -> Option<u64> {
        let from = self.today.max(self.terms.start + 1);
        self.dates.iter().copied().find(|due| *due >= from)
    }

    /// Days go by.
    pub fn until(&mut self, today: u64) {
        while self.today < today {
            if self.is_due(self.today) {
                self.pay_in_kind();
                self.end_period(self.today);
                let rise = self.terms.risen(self.today) - self.terms.risen(self.period.0);
                self.period = (self.today, 0);
                self.rate = self.next_rate.take().unwrap_or(self.rate) + rise;
            }
            self.accrue();
            self.today += 1;
            if self.is_due(self.today) {
                self.fall_due();
            }
        }
    }

    /// What is unpaid of a period that was to be paid in kind is lent once more, up to the maturity.
    fn pay_in_kind(&mut self) {
        let matured = self.terms.maturity.is_some_and(|day| self.today >= day);
        if std::mem::take(&mut self.in_kind) && !matured {
            let unpaid = std::mem::take(&mut self.interest);
            self.issued += unpaid;
            self.outstanding += unpaid;
            self.kind += unpaid;
            self.kinds += unpaid;
        }
    }

    fn is_due(&self, day: u64) -> bool {
        day > self.terms.start && self.dates.binary_search(&day).is_ok()
    }

    fn accrue(&mut self) {
        let terms = &self.terms;
        let late = if self.overdue.is_some() {
            terms.rates.1
        } else {
            0
        };
        let late = late + if self.in_kind { terms.kind_rate } else { 0 };
        let base = self.outstanding + if terms.compounding { self.arrears } else { 0 };
        let denominator = 1_000_000 * terms.count.year();
        let before = self.accrued / denominator;
        self.accrued += base * (self.rate + late) * terms.count.day(self.period.0, self.today);
        let new = self.accrued / denominator - before;
        self.interest += new;
        self.period.1 += new;
    }

    /// Instalments from the first one to a day.
    fn instalments(&self, to: u64) -> usize {
        let Some(maturity) = self.terms.maturity else {
            return 0;
        };
        let first = self.terms.business.moved(self.terms.first_instalment);
        let dates = self.dates.iter();
        dates
            .filter(|day| (first..=maturity.min(to)).contains(*day))
            .count()
    }

    fn fall_due(&mut self) {
        let matured = self.terms.maturity.is_some_and(|day| self.today >= day);
        if matured {
            self.principal_due = self.outstanding;
            self.kind = 0;
            return;
        }
        if self.terms.falls == Falls::Custom {
            self.fall_due_in_parts();
            return;
        }
        let all = self.instalments(u64::MAX);
        let now = self.instalments(self.today);
        let before = if self.period.0 == self.terms.start {
            0
        } else {
            self.instalments(self.period.0)
        };
        let new = (now - before) as u128;
        if new == 0 {
            return;
        }
        let due = match self.terms.falls {
            Falls::Never | Falls::AtMaturity | Falls::Custom => return,
            Falls::Linear => (self.issued * now as u128 / all as u128).saturating_sub(self.repaid),
            Falls::LinearProRata => {
                let rest = self.outstanding - self.principal_due;
                self.principal_due + rest * new / (all - before) as u128
            }
            Falls::Level => {
                let payment = level(self.issued, self.terms.rates.0, self.terms.months, all);
                self.principal_due + (payment * new).saturating_sub(self.period.1)
            }
        };
        self.principal_due = due.min(self.outstanding);
    }

    /// On a day of its own, or on the first due date after its term started, what was to be repaid by then is due but for
    /// what was.
    fn fall_due_in_parts(&mut self) {
        let from = if self.period.0 == self.terms.start {
            0
        } else {
            self.period.0 + 1
        };
        let parts = &self.terms.custom;
        if !parts
            .iter()
            .any(|(day, _)| (from..=self.today).contains(day))
        {
            return;
        }
        let by_now = parts.iter().filter(|(day, _)| *day <= self.today);
        let part: u128 = by_now.map(|(_, part)| part).sum();
        let due = (self.issued * part / 10_000).saturating_sub(self.repaid);
        let due = if part == 10_000 {
            self.outstanding
        } else {
            due
        };
        self.principal_due = due.min(self.outstanding);
    }

    /// What is unpaid when a due date is over.
    fn end_period(&mut self, day: u64) {
        self.leave(day);
        if self.principal_due > 0 {
            self.overdue.get_or_insert(day);
        }
    }

    /// Interest that is unpaid when a due date, or a distribution without due dates, is over. Such a distribution does not
    /// end the day of the maturity.
    fn leave(&mut self, day: u64) {
        self.arrears += std::mem::take(&mut self.interest);
        if self.arrears > 0 {
            self.overdue.get_or_insert(day);
        }
    }

    /// It is paid interest, arrears and principal in a distribution.
    pub fn pay(&mut self, [interest, arrears, principal]: [u128; 3]) {
        self.interest -= interest;
        self.arrears -= arrears;
        if self.terms.months == 0 {
            // It counts as arrears, and not as interest of the period beside them.
            self.period.1 -= self.interest.min(self.period.1);
            self.leave(self.today);
        }
        self.repay(principal);
    }

    /// It is repaid principal in no distribution.
    pub fn repay(&mut self, principal: u128) {
        self.outstanding -= principal;
        self.repaid += principal;
        self.kind -= self.kind.min(principal - principal.min(self.principal_due));
        self.principal_due = self.principal_due.saturating_sub(principal);
        self.adjust();
    }

    /// Principal is written off.
    pub fn lose(&mut self, amount: u128) {
        self.outstanding -= amount;
        self.adjust();
    }

    /// Principal is written up.
    pub fn gain(&mut self, amount: u128) {
        self.outstanding += amount;
        self.adjust();
    }

    fn adjust(&mut self) {
        self.principal_due = self.principal_due.min(self.outstanding);
        self.kind = self.kind.min(self.outstanding);
        if let Some(maturity) = self.terms.maturity.filter(|day| self.today >= *day) {
            self.principal_due = self.outstanding;
            self.kind = 0;
            if self.principal_due > 0 && self.today > maturity {
                self.overdue.get_or_insert(maturity);
            }
        }
        if self.arrears + self.principal_due == 0 {
            self.overdue = None;
        }
    }
}
