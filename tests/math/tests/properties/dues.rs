//! What a class owes by the clock.

mod published;
mod random;

use securities::math::{
    accrual::DayCount,
    amortisation::{Amortisation, Level, Prepayments, level_part},
    business::BusinessDays,
    custom::Custom,
    dues::{Dues, MAX_PERIODS, Terms},
    schedule::{Instalments, NEVER, Schedule},
    step_up::StepUps,
};
use securities_math_tests::naive::{CALENDAR, Civil};

fn day(civil: Civil) -> u64 {
    CALENDAR.number(civil)
}

/// A class that starts on 2025-01-15 with periods of so many months: 12 %, 30E/360, without a capital that is due.
fn equity(months: u64) -> Terms {
    Terms {
        is_debt: false,
        rate_ppm: 120_000,
        step_ups: StepUps::default(),
        margin_ppm: 0,
        kind_margin_ppm: 0,
        day_count: DayCount::Thirty360,
        compounding: true,
        start: day((2025, 1, 15)),
        schedule: Schedule {
            anchor: day((2025, 1, 15)),
            skipped: 1,
            months,
            maturity: NEVER,
            custom: Custom::default(),
            business: BusinessDays::default(),
        },
        amortisation: Amortisation::Bullet,
        instalments: Instalments::default(),
    }
}

/// The same as a debt with a first due date a period after the start, and so many instalments.
fn debt(months: u64, count: u64, amortisation: Amortisation) -> Terms {
    let later = |periods| {
        CALENDAR
            .later(day((2025, 1, 15)), periods * months)
            .unwrap()
    };
    let schedule = Schedule {
        anchor: later(1),
        skipped: 0,
        months,
        maturity: later(count),
        custom: Custom::default(),
        business: BusinessDays::default(),
    };
    Terms {
        is_debt: true,
        schedule,
        amortisation,
        instalments: match amortisation {
            Amortisation::Bullet | Amortisation::Sweep => Instalments::default(),
            _ => Instalments::new(&schedule, schedule.anchor).unwrap(),
        },
        ..equity(months)
    }
}

fn begin(terms: &Terms, principal: u64) -> Dues {
    Dues {
        issued: principal,
        outstanding: principal,
        ..terms.begin().unwrap()
    }
}

/// Pays interest, arrears and principal due in this order, and returns what each took.
fn pay(dues: &mut Dues, terms: &Terms, mut cash: u64) -> [u64; 3] {
    let mut take = |entitlement: u64| {
        let part = entitlement.min(cash);
        cash -= part;
        part
    };
    let parts = [
        take(dues.interest),
        take(dues.arrears),
        take(dues.principal_due),
    ];
    prepay(dues, terms, parts);
    parts
}

fn prepay(dues: &mut Dues, terms: &Terms, [interest, arrears, principal]: [u64; 3]) {
    dues.interest -= interest;
    dues.arrears -= arrears;
    dues.outstanding -= principal;
    dues.repaid += principal;
    dues.repay(principal);
    if terms.schedule.months == 0 {
        dues.end_early();
    }
    dues.adjust(terms.schedule.maturity);
}

fn owed(dues: &Dues) -> u64 {
    dues.interest + dues.arrears
}

#[test]
fn a_preferred_return_compounds_by_the_year_whoever_pays_or_not() {
    // 100,000 at 8 %: (1.08^n - 1) * 100,000.
    let terms = Terms {
        rate_ppm: 80_000,
        ..equity(12)
    };
    for (years, expected) in [
        (2, 16_640_000_000),
        (3, 25_971_200_000),
        (5, 46_932_807_680),
        (10, 115_892_499_727),
    ] {
        let mut dues = begin(&terms, 100_000_000_000);
        dues.advance(&terms, day((2025 + years, 1, 15))).unwrap();
        assert!(
            owed(&dues).abs_diff(expected) <= years,
            "{years} years: {}",
            owed(&dues)
        );
        assert_eq!(dues.overdue_since, day((2026, 1, 15)));
        // With a unit paid each year it is as much, but for these units.
        let mut paid = begin(&terms, 100_000_000_000);
        for year in 1..=years {
            paid.advance(&terms, day((2025 + year, 1, 15))).unwrap();
            pay(&mut paid, &terms, 1);
        }
        assert!(owed(&dues) - owed(&paid) <= 2 * years);
    }
}

#[test]
fn an_unpaid_year_by_the_quarter_bears_what_four_quarters_bear() {
    // 1.03^4 - 1 = 12.550881 %.
    let terms = debt(3, 20, Amortisation::Bullet);
    let mut dues = begin(&terms, 100_000_000);
    dues.advance(&terms, day((2026, 1, 15))).unwrap();
    assert_eq!(owed(&dues), 12_550_881);
    // Without compounding it is twelve.
    let simple = Terms {
        compounding: false,
        ..terms
    };
    let mut dues = begin(&simple, 100_000_000);
    dues.advance(&simple, day((2026, 1, 15))).unwrap();
    assert_eq!(owed(&dues), 12_000_000);
    assert_eq!((dues.interest, dues.arrears), (3_000_000, 9_000_000));
    assert_eq!(dues.overdue_since, day((2025, 4, 15)));
}

#[test]
fn a_crumb_changes_nothing() {
    // 1,000 at 8 %, two years: 166.40, also if a millionth came after eleven months; by the month 172.89.
    let yearly = Terms {
        rate_ppm: 80_000,
        ..equity(12)
    };
    let end = day((2027, 1, 15));
    let mut still = begin(&yearly, 1_000_000_000);
    still.advance(&yearly, end).unwrap();
    assert_eq!(owed(&still), 166_400_000);
    let mut crumb = begin(&yearly, 1_000_000_000);
    crumb.advance(&yearly, day((2025, 12, 15))).unwrap();
    pay(&mut crumb, &yearly, 1);
    crumb.advance(&yearly, end).unwrap();
    // It bears no interest in the second year.
    assert_eq!(owed(&crumb), 166_400_000 - 2);
    let monthly = Terms {
        rate_ppm: 80_000,
        ..equity(1)
    };
    let mut by_month = begin(&monthly, 1_000_000_000);
    by_month.advance(&monthly, end).unwrap();
    assert_eq!(owed(&by_month).div_ceil(10_000), 17_289);
}

#[test]
fn a_payment_on_the_due_date_is_punctual_and_a_day_later_is_not() {
    let terms = Terms {
        margin_ppm: 36_000,
        ..debt(3, 20, Amortisation::Bullet)
    };
    let mut dues = begin(&terms, 100_000_000);
    dues.advance(&terms, day((2025, 3, 1))).unwrap();
    assert_eq!(dues.overdue_since, 0, "day 45");
    dues.advance(&terms, day((2025, 4, 15))).unwrap();
    assert_eq!((dues.interest, dues.arrears), (3_000_000, 0));
    let late = dues;
    assert_eq!(pay(&mut dues, &terms, u64::MAX), [3_000_000, 0, 0]);
    dues.advance(&terms, day((2025, 4, 25))).unwrap();
    assert_eq!((dues.overdue_since, dues.arrears), (0, 0));
    assert_eq!(dues.interest, 333_333);

    let mut dues = late;
    dues.advance(&terms, day((2025, 4, 16))).unwrap();
    assert_eq!(dues.overdue_since, day((2025, 4, 15)));
    assert_eq!(dues.arrears, 3_000_000);
    // From the due date on 15.6 % on 103, until it is paid.
    dues.advance(&terms, day((2025, 4, 25))).unwrap();
    assert_eq!(dues.interest, 446_333);
    pay(&mut dues, &terms, u64::MAX);
    assert_eq!(dues.overdue_since, 0);
    dues.advance(&terms, day((2025, 5, 5))).unwrap();
    assert_eq!(dues.interest, 333_333);
}

#[test]
fn a_bullet_is_due_on_the_day_of_its_maturity_and_not_before() {
    let maturity = day((2027, 2, 1));
    let terms = Terms {
        schedule: Schedule {
            anchor: day((2025, 2, 10)),
            skipped: 0,
            months: 0,
            maturity,
            custom: Custom::default(),
            business: BusinessDays::default(),
        },
        start: day((2025, 2, 10)),
        ..debt(12, 2, Amortisation::Bullet)
    };
    let mut dues = begin(&terms, 100_000_000);
    dues.advance(&terms, day((2027, 1, 15))).unwrap();
    assert_eq!(dues.principal_due, 0);
    dues.advance(&terms, maturity).unwrap();
    assert_eq!((dues.principal_due, dues.overdue_since), (100_000_000, 0));
    dues.advance(&terms, maturity + 1).unwrap();
    assert_eq!(dues.overdue_since, maturity);
    assert!(dues.arrears > 0, "its interest is due then too");
}

#[test]
fn without_due_dates_each_distribution_ends_a_period() {
    let terms = Terms {
        schedule: Schedule {
            months: 0,
            ..equity(0).schedule
        },
        ..equity(0)
    };
    let mut dues = begin(&terms, 100_000_000);
    dues.advance(&terms, day((2026, 1, 15))).unwrap();
    assert_eq!((dues.interest, dues.overdue_since), (12_000_000, 0));
    pay(&mut dues, &terms, 5_000_000);
    assert_eq!((dues.interest, dues.arrears), (0, 7_000_000));
    assert_eq!(dues.overdue_since, day((2026, 1, 15)));
    pay(&mut dues, &terms, 7_000_000);
    assert_eq!((dues.arrears, dues.overdue_since), (0, 0));
}

#[test]
fn twelve_instalments_are_twelve_whatever_the_day_of_the_lock() {
    let terms = debt(1, 12, Amortisation::Linear(Prepayments::InOrder));
    for late in [0, 2, 20] {
        let terms = Terms {
            start: terms.start + late,
            ..terms
        };
        let mut dues = begin(&terms, 120_000_000_000);
        for month in 2..=13 {
            let due = day((2025 + (month - 1) / 12, (month - 1) % 12 + 1, 15));
            dues.advance(&terms, due).unwrap();
            assert_eq!(dues.principal_due, 10_000_000_000);
            pay(&mut dues, &terms, u64::MAX);
        }
        assert_eq!(dues.outstanding, 0);
    }
}

#[test]
fn instalments_before_the_start_fall_due_with_the_next_one() {
    for rule in [Prepayments::InOrder, Prepayments::ProRata] {
        let terms = debt(1, 12, Amortisation::Linear(rule));
        // Those of February, March and, on the very day, April.
        let terms = Terms {
            start: day((2025, 4, 15)),
            ..terms
        };
        let mut dues = begin(&terms, 120_000_000_000);
        dues.advance(&terms, day((2025, 5, 14))).unwrap();
        assert_eq!(dues.principal_due, 0);
        dues.advance(&terms, day((2025, 5, 15))).unwrap();
        assert_eq!(dues.principal_due, 40_000_000_000);
    }
}

#[test]
fn five_years_are_closed_one_by_one_and_older_ones_at_once() {
    let terms = equity(1);
    let touch = |months: &[u64]| {
        let mut dues = begin(&terms, 1_000_000_000);
        for month in months {
            let day = CALENDAR.later(terms.start, *month).unwrap();
            dues.advance(&terms, day + 1).unwrap();
        }
        dues
    };
    assert_eq!(touch(&[60]), touch(&[30, 60]));
    let (at_once, in_two) = (touch(&[90]), touch(&[60, 90]));
    assert!(
        at_once.arrears < in_two.arrears,
        "thirty months of simple interest"
    );
    // 1 % a month on what the first five years left.
    let after_five = touch(&[60]);
    let base = 1_000_000_000 + after_five.arrears;
    let simple = base * 30 / 100;
    assert!((at_once.arrears - after_five.arrears).abs_diff(simple) <= 1);
    assert_eq!(at_once.next_due, in_two.next_due);
    assert_eq!(at_once.period_start, in_two.period_start);
    assert_eq!(MAX_PERIODS, 60);
}

#[test]
fn a_class_that_owes_nothing_more_is_brought_up_to_date_at_once() {
    let terms = debt(1, 12, Amortisation::Bullet);
    let mut dues = begin(&terms, 1_000);
    dues.advance(&terms, day((2026, 1, 15))).unwrap();
    pay(&mut dues, &terms, u64::MAX);
    let last = day((2199, 12, 31));
    dues.advance(&terms, last).unwrap();
    assert_eq!((dues.interest, dues.arrears, dues.overdue_since), (0, 0, 0));
    assert_eq!(dues.period_start, day((2199, 12, 15)));
    assert_eq!(dues.next_due, NEVER, "the calendar ends");
}

#[test]
fn what_a_loss_takes_is_not_due_and_what_comes_back_after_maturity_is() {
    let terms = debt(1, 12, Amortisation::Bullet);
    let mut dues = begin(&terms, 1_000_000);
    dues.advance(&terms, day((2026, 1, 16))).unwrap();
    assert_eq!(dues.principal_due, 1_000_000);
    dues.outstanding = 400_000;
    dues.adjust(terms.schedule.maturity);
    assert_eq!(dues.principal_due, 400_000);
    dues.outstanding = 0;
    dues.arrears = 0;
    dues.adjust(terms.schedule.maturity);
    assert_eq!((dues.principal_due, dues.overdue_since), (0, 0));
    dues.outstanding = 7;
    dues.adjust(terms.schedule.maturity);
    assert_eq!(dues.principal_due, 7);
    assert_eq!(dues.overdue_since, day((2026, 1, 15)));
}

/// A level debt of so many months.
fn level(rate_ppm: u32, count: u64) -> Terms {
    let part = level_part(rate_ppm, 1, count);
    let rule = Amortisation::Level(Level {
        part,
        rate_ppm,
        months: 1,
    });
    Terms {
        rate_ppm,
        ..debt(1, count, rule)
    }
}
