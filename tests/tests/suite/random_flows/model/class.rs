//! A tranche of the model: what it owes by the naive reckoning from day to day, and what it may be owed.

use super::small;
use securities::{
    math::{
        business::HOLIDAYS_FROM,
        waterfall::{Claimant, Kind},
    },
    structure::create_tranche::TrancheArgs,
    tranche::{
        business_days::{BusinessDayRule, BusinessDayTerms},
        state::{AmortisationRule, DayCountRule, PrepaymentRule, TrancheKind},
    },
};
use securities_math_tests::naive::{
    business::{Business, Moves},
    dues::{Count, Falls, Owes, Terms},
};
use securities_tests::{model::Register, world::DAY};

/// A tranche.
pub(super) struct Class {
    pub(super) terms: TrancheArgs,
    pub(super) owes: Owes,
    pub(super) starts_at: i64,
    pub(super) loss: u128,
    /// Of a cover: what it would have paid for what is written off of the debts.
    pub(super) short: u128,
    /// Interest ever paid.
    pub(super) paid: u128,
    /// Money that its shares were sold for.
    price: u128,
    /// Of its capital outstanding, and of all that it ever raised: the sum over all days.
    pub(super) capital_days: [u128; 2],
    /// What of it was outstanding on each day so far.
    pub(super) held: Vec<(u128, u128)>,
    pub(super) register: Register,
    /// How many periods were to be paid in kind.
    elections: u8,
}

fn number(time: i64) -> u64 {
    u64::try_from(time / DAY).expect("after 1970")
}

/// When its rate or margin rises, and by how much.
fn rises(terms: &TrancheArgs) -> Vec<(u64, u128)> {
    let step_ups = terms.step_ups.iter();
    step_ups
        .map(|one| (number(one.from), one.add_ppm.into()))
        .collect()
}

/// Its business days, as the naive reckoning knows them.
fn business(terms: &TrancheArgs) -> Business {
    let BusinessDayTerms {
        rule,
        weekend,
        holidays,
    } = &terms.business_days;
    Business {
        moves: match rule {
            BusinessDayRule::None => Moves::Not,
            BusinessDayRule::Following => Moves::On,
            BusinessDayRule::ModifiedFollowing => Moves::WithinMonth,
            BusinessDayRule::Preceding => Moves::Back,
        },
        // The terms count from Monday on, the reckoning from Sunday on.
        weekend: (0..7)
            .filter(|day| weekend >> ((day + 6) % 7) & 1 == 1)
            .collect(),
        holidays: holidays
            .iter()
            .map(|day| HOLIDAYS_FROM + u64::from(*day))
            .collect(),
    }
}

/// What was agreed, as the naive reckoning knows it.
fn agreed(terms: &TrancheArgs, starts_at: i64) -> Terms {
    let is_debt = terms.kind == TrancheKind::Debt;
    let named = |time: i64| (time > 0).then(|| number(time));
    Terms {
        rates: (terms.rate_ppm.into(), terms.default_margin_ppm.into()),
        kind_rate: terms.pik.margin_ppm.into(),
        // Those of a floating class raise its margin.
        step_ups: if terms.floating.is_some() {
            vec![]
        } else {
            rises(terms)
        },
        count: match terms.day_count {
            DayCountRule::Act365 => Count::Act365,
            DayCountRule::Act360 => Count::Act360,
            DayCountRule::Thirty360 => Count::Thirty,
            DayCountRule::Thirty360Us => Count::ThirtyUs,
            DayCountRule::ActAct => Count::ActAct,
        },
        compounding: terms.compounding,
        start: number(starts_at),
        months: terms.period_months.into(),
        first_due: named(terms.first_due),
        maturity: is_debt.then(|| number(terms.maturity)),
        falls: match (is_debt, terms.amortisation, terms.prepayments) {
            (false, ..) => Falls::Never,
            (true, AmortisationRule::Linear, PrepaymentRule::InOrder) => Falls::Linear,
            (true, AmortisationRule::Linear, PrepaymentRule::ProRata) => Falls::LinearProRata,
            (true, AmortisationRule::Level, _) => Falls::Level,
            (true, AmortisationRule::Custom, _) => Falls::Custom,
            (true, AmortisationRule::Bullet | AmortisationRule::Sweep, _) => Falls::AtMaturity,
        },
        first_instalment: named(terms.first_instalment)
            .or_else(|| named(terms.first_due))
            .unwrap_or(0),
        custom: terms
            .custom
            .iter()
            .map(|part| (number(part.on), part.bps.into()))
            .collect(),
        business: business(terms),
    }
}

impl Class {
    /// A tranche whose shares were all sold at their par when its book was locked.
    pub(super) fn begin(
        terms: TrancheArgs,
        locked_at: i64,
        (principal, price): (u128, u128),
        register: Register,
    ) -> Self {
        Self {
            owes: Owes::begin(agreed(&terms, locked_at), principal),
            terms,
            starts_at: locked_at,
            loss: 0,
            short: 0,
            paid: 0,
            price,
            capital_days: [0; 2],
            held: Vec::new(),
            register,
            elections: 0,
        }
    }

    pub(super) fn is_debt(&self) -> bool {
        self.terms.kind == TrancheKind::Debt
    }

    pub(super) fn is_cover(&self) -> bool {
        self.terms.kind == TrancheKind::Cover
    }

    /// Principal that was paid for; not what was interest.
    pub(super) fn raised(&self) -> u128 {
        self.owes.issued - self.owes.kinds
    }

    pub(super) fn accrue(&mut self, now: i64) {
        while self.owes.today < number(now) {
            self.owes.until(self.owes.today + 1);
            // Nobody pays in later. What a cover has bears no fee, and equity without a par has no principal.
            let held = match (self.is_cover(), self.terms.par) {
                (true, _) => [0; 2],
                (false, 0) => [self.price; 2],
                (false, _) => [self.owes.outstanding, self.raised()],
            };
            let capital = match self.terms.par {
                0 => 0,
                _ => self.owes.outstanding,
            };
            self.held.push((self.owes.today.into(), capital));
            for (sum, value) in self.capital_days.iter_mut().zip(held) {
                *sum += value;
            }
        }
    }

    /// By the terms: within so many days before a due date, once, the reference rate and the margin between floor and cap.
    pub(super) fn fix(&mut self, reference: u32, now: i64) -> Result<(), &'static str> {
        self.accrue(now);
        let floating = self.terms.floating.expect("a floating class");
        let today = self.owes.today;
        let last_days = 1..=u64::from(floating.fixing_days);
        let due = self.owes.next_due();
        if due.is_none_or(|due| !last_days.contains(&(due - today))) {
            return Err("FixingNotOpen");
        }
        if self.owes.next_rate.is_some() {
            return Err("AlreadyFixed");
        }
        let risen: u128 = rises(&self.terms)
            .into_iter()
            .filter(|(from, _)| due.is_some_and(|due| *from <= due))
            .map(|(_, add)| add)
            .sum();
        let mut rate = u128::from(reference + floating.margin_ppm) + risen;
        let (floor, cap) = (floating.floor_ppm.into(), floating.cap_ppm.into());
        if rate < floor {
            rate = floor;
        }
        if cap > 0 && rate > cap {
            rate = cap;
        }
        self.owes.next_rate = Some(rate);
        Ok(())
    }

    /// By the terms: with notice, so many times, while nothing is late, and not for the last period.
    pub(super) fn elect(&mut self, now: i64) -> Result<(), &'static str> {
        self.accrue(now);
        let terms = self.terms.pik;
        if self.owes.in_kind || self.elections == terms.periods {
            return Err("PikUsed");
        }
        let soonest = self.owes.today + u64::from(terms.notice_days);
        let open = self.owes.next_due().is_some_and(|due| {
            soonest <= due && self.owes.terms.maturity.is_some_and(|last| due < last)
        });
        if !open || self.owes.arrears > 0 || self.owes.overdue.is_some() {
            return Err("PikNotOpen");
        }
        self.elections += 1;
        self.owes.in_kind = true;
        Ok(())
    }

    pub(super) fn has_matured(&self) -> bool {
        let maturity = self.owes.terms.maturity;
        maturity.is_some_and(|day| self.owes.today >= day)
    }

    pub(super) fn claimant(&self) -> Claimant {
        // Swept debt and equity are repaid as cash allows.
        let sweeps = self.terms.amortisation == AmortisationRule::Sweep || !self.is_debt();
        let scheduled = match (self.is_cover(), sweeps) {
            (true, _) => 0,
            (false, true) => self.owes.outstanding,
            (false, false) => (self.owes.principal_due + self.owes.kind).min(self.owes.outstanding),
        };
        Claimant {
            kind: match self.terms.kind {
                TrancheKind::Debt => Kind::Debt,
                TrancheKind::Equity => Kind::Equity,
                TrancheKind::Cover => Kind::Cover,
            },
            pari_passu: self.terms.pari_passu,
            interest: small(self.owes.interest),
            arrears: small(self.owes.arrears),
            scheduled: small(scheduled),
            outstanding: small(self.owes.outstanding),
            loss: small(self.loss),
            issued: small(self.raised()),
            interest_paid: small(self.paid),
            matured: self.has_matured(),
            paid_in: 0,
            // Every class is sold once.
            bought_interest: 0,
            vacant: false,
            weight: 0,
        }
    }

    pub(super) fn lose(&mut self, amount: u128) {
        self.owes.lose(amount);
        self.loss += amount;
    }

    /// What was lost is there again.
    pub(super) fn regain(&mut self, amount: u128) {
        self.loss -= amount;
        self.owes.gain(amount);
    }

    /// What was written off is paid in cash.
    pub(super) fn make_good(&mut self, amount: u128) {
        self.loss -= amount;
        self.owes.repaid += amount;
    }
}
