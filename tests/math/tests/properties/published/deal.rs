//! A deal of three tranches over a pool of level-pay car loans for 60 months, with a default and a recovery.
//!
//! Published: a loan of 20,000 at 4 % over 60 months is paid by 368.33 a month, 22,099.80 in all, of which 2,099.80 are
//! interest (Let Us Calculate, "Auto Loan", letuscalculate.com). The pool is a thousand of these, so its cash is
//! 368,330 a month as long as all pay. No source has a full table of such a deal with a default in public: the
//! tranches, the default and the recovery are our own, and [`table::MONTHS`] is what follows by arithmetic, reckoned
//! apart from the program.
//!
//! Terms: senior 16,000,000 at 2.4 % and mezzanine 2,400,000 at 3.6 %, both 30E/360; junior 1,600,000, which takes what
//! is left; servicer 0.5 % a year of the pool by actual days over 365; a reserve of 100,000, kept until the last month.
//! In month 12 a hundred and fifty loans default; in month 20 1,500,000 of that is recovered: the losers are written
//! up, and the cash repays the senior.

mod table;

use num_bigint::BigUint;
use securities::math::{
    accrual::{DayCount, accrue},
    calendar::{Date, day_number},
    fee,
    loss::{Bearer, allocate, write_up},
    seniority::Layer,
    structure::{Shape, validate},
    walk::run,
    waterfall::{Claimant, Kind, MAX_TIERS, Purpose, Receipt, Tier, WaterfallInput},
};

const PAYMENT: u64 = 36_833;
const LOAN: u64 = 2_000_000;
const DEFAULT: usize = 12;
const RECOVERY: usize = 20;

/// A loan's principal after each month, in cents: interest is a three hundredth a month, rounded to the cent, and the
/// last payment clears what is left.
fn balances() -> Vec<u64> {
    let mut balances = vec![LOAN];
    for _ in 1..60 {
        let balance = balances[balances.len() - 1];
        balances.push(balance + super::nearest(balance, 300) - PAYMENT);
    }
    balances.push(0);
    balances
}

#[test]
fn the_level_payment_is_the_published_one() {
    // 20,000 * i / (1 - (1 + i)^-60) with i = 1/300.
    let (grown, one) = (
        BigUint::from(301_u32).pow(60),
        BigUint::from(300_u32).pow(60),
    );
    let payment = BigUint::from(LOAN) * &grown * 2_u8 / (BigUint::from(300_u32) * (grown - one));
    assert_eq!((payment + 1_u8) / 2_u8, PAYMENT.into());
    assert_eq!((60 * PAYMENT, 60 * PAYMENT - LOAN), (2_209_980, 209_980));
    // Rounding the interest of 59 months leaves five cents to the last payment.
    let balances = balances();
    assert_eq!(
        balances[59] + super::nearest(balances[59], 300),
        PAYMENT + 5
    );
}

const fn tiers(fee: u64, reserve: u64) -> [Tier; 10] {
    [
        Tier::Fee(fee),
        Tier::Interest(0),
        Tier::Arrears(0),
        Tier::Interest(1),
        Tier::Arrears(1),
        Tier::Principal(0),
        Tier::Principal(1),
        Tier::Principal(2),
        Tier::Reserve(Purpose::All, reserve),
        Tier::Residual(2),
    ]
}

struct Deal {
    claimants: [Claimant; 3],
    remainders: [u64; 3],
    reserve: u64,
}

impl Deal {
    fn new() -> Self {
        let kinds = [Kind::Debt, Kind::Debt, Kind::Equity];
        let claimants = [1_600_000_000, 240_000_000, 160_000_000]
            .into_iter()
            .zip(kinds);
        let claimants: Vec<Claimant> = claimants
            .map(|(outstanding, kind)| Claimant {
                kind,
                outstanding,
                ..Claimant::default()
            })
            .collect();
        Self {
            claimants: claimants.try_into().unwrap(),
            remainders: [0; 3],
            reserve: 0,
        }
    }

    /// Interest of a month, and principal due: what the pool repaid, to one tranche after the other.
    fn accrue(&mut self, mut repaid: u64) {
        for (claimant, (rate, remainder)) in self
            .claimants
            .iter_mut()
            .zip([24_000, 36_000].iter().zip(&mut self.remainders))
        {
            let accrued = accrue(
                claimant.outstanding,
                *rate,
                30,
                DayCount::Thirty360,
                *remainder,
            )
            .unwrap();
            claimant.interest += accrued.interest;
            *remainder = accrued.remainder;
        }
        for claimant in &mut self.claimants {
            claimant.scheduled = repaid.min(claimant.outstanding);
            repaid -= claimant.scheduled;
        }
        assert_eq!(repaid, 0, "the tranches are the pool");
    }

    fn fee(&mut self, pool: u64, days: u64) -> u64 {
        let principal_days = u128::from(pool) * u128::from(days);
        let terms = fee::Annual {
            bps: 50,
            ..fee::Annual::default()
        };
        let due = fee::annual(terms, principal_days, days, self.remainders[2]).unwrap();
        self.remainders[2] = due.remainder;
        due.amount
    }

    fn lose(&mut self, amount: u64) {
        let bearers = self.claimants.map(|claimant| Bearer {
            kind: claimant.kind,
            pari_passu: false,
            outstanding: claimant.outstanding,
            cap: 0,
            bps: 0,
        });
        let losses = allocate(amount, &bearers).unwrap();
        for (claimant, loss) in self.claimants.iter_mut().zip(losses.written_off) {
            claimant.outstanding -= loss;
            claimant.loss += loss;
        }
    }

    fn recover(&mut self, amount: u64) {
        let losses = self.claimants.map(|claimant| Layer {
            amount: claimant.loss,
            pari_passu: false,
        });
        let back = write_up(amount, &losses).written_up;
        for (claimant, back) in self.claimants.iter_mut().zip(back) {
            claimant.outstanding += back;
            claimant.loss -= back;
        }
    }

    fn run(
        &mut self,
        amount: u64,
        tiers: &[Tier],
        principal: u64,
    ) -> ([u64; MAX_TIERS], [Receipt; 3]) {
        let flow = WaterfallInput {
            reserve: self.reserve,
            principal,
            recovery: principal > 0,
            ..super::flow(amount, tiers, &self.claimants)
        };
        let outcome = run(&flow).unwrap();
        self.reserve = outcome.reserve;
        for (claimant, receipt) in self.claimants.iter_mut().zip(outcome.receipts) {
            claimant.interest -= receipt.interest;
            claimant.interest_paid += receipt.interest;
            claimant.scheduled = claimant.scheduled.saturating_sub(receipt.principal);
            claimant.outstanding -= receipt.principal;
        }
        let [senior, mezzanine, junior, ..] = outcome.receipts;
        (outcome.tiers, [senior, mezzanine, junior])
    }
}

fn payment_day(month: u64) -> u64 {
    let (year, month) = (2024 + month / 12, month % 12 + 1);
    day_number(Date {
        year,
        month,
        day: 15,
    })
    .unwrap()
}

#[test]
fn sixty_months_are_those_of_the_table() {
    let shape = |kind, has_rate| Shape {
        kind,
        has_par: true,
        has_rate,
        pari_passu: false,
    };
    let shapes = [
        shape(Kind::Debt, true),
        shape(Kind::Debt, true),
        shape(Kind::Equity, false),
    ];
    assert_eq!(validate(&tiers(0, 0), &shapes), Ok(()));
    let (balances, mut deal, mut loans) = (balances(), Deal::new(), 1_000);
    for (month, expected) in (1..).zip(table::MONTHS) {
        let (before, after) = (balances[month - 1], balances[month]);
        if month == DEFAULT {
            // 2,493,877.50: all of the junior's 1,600,000, and 893,877.50 of the mezzanine.
            deal.lose(150 * before);
            assert_eq!(
                deal.claimants.map(|claimant| claimant.loss),
                [0, 89_387_750, 160_000_000]
            );
            loans = 850;
        }
        if month == RECOVERY {
            // Before the month's entitlements accrue: all that the mezzanine lost, and 606,122.50 of what the junior did.
            deal.recover(150_000_000);
            assert_eq!(
                deal.claimants.map(|claimant| claimant.loss),
                [0, 0, 99_387_750]
            );
            let (taken, receipts) = deal.run(150_000_000, &tiers(0, deal.reserve), 150_000_000);
            assert_eq!(
                receipts.map(|receipt| receipt.principal),
                [150_000_000, 0, 0]
            );
            assert_eq!(taken[..5], [0; 5], "none of it is income");
        }
        let at = month as u64;
        let due = deal.fee(loans * before, payment_day(at) - payment_day(at - 1));
        deal.accrue(loans * (before - after));
        let cash = loans * (before - after + super::nearest(before, 300));
        let target = if month == 60 { 0 } else { 10_000_000 };
        let (taken, receipts) = deal.run(cash, &tiers(due, target), 0);
        let [senior, mezzanine, junior] = receipts;
        let [servicer, .., reserve, left] = taken[..10] else {
            panic!("ten tiers");
        };
        let row = [
            servicer,
            senior.interest,
            mezzanine.interest,
            senior.principal,
            mezzanine.principal,
            reserve,
            left,
        ];
        assert_eq!(row, expected, "month {month}");
        let back = if month > 58 {
            table::JUNIOR[month - 59]
        } else {
            0
        };
        assert_eq!(
            (junior.principal, junior.residual),
            (back, left),
            "month {month}"
        );
        let outstanding: u64 = deal
            .claimants
            .iter()
            .map(|claimant| claimant.outstanding)
            .sum();
        assert_eq!(
            outstanding,
            loans * after,
            "the tranches are the pool, month {month}"
        );
    }
    assert_eq!(
        (
            deal.claimants.map(|claimant| claimant.outstanding),
            deal.reserve
        ),
        ([0; 3], 0)
    );
    assert_eq!(deal.claimants.map(|claimant| claimant.interest), [0; 3]);
}
