//! Histories of payments, losses and looks, against a model that goes from day to day.

use super::{begin, prepay};
use crate::business::calendar;
use proptest::prelude::*;
use securities::math::{
    accrual::DayCount,
    amortisation::{Amortisation, Level, Prepayments, level_part},
    custom::{Custom, MAX_PARTS},
    dues::{Dues, Terms},
    schedule::{Instalments, NEVER, Schedule},
    step_up::{MAX_STEP_UPS, StepUp, StepUps},
};
use securities_math_tests::{
    HISTORIES, below_bits, cases,
    naive::{
        CALENDAR,
        dues::{self as naive, Count, Falls, Owes},
    },
};

const COUNTS: [(DayCount, Count); 5] = [
    (DayCount::Act365, Count::Act365),
    (DayCount::Act360, Count::Act360),
    (DayCount::Thirty360, Count::Thirty),
    (DayCount::Thirty360Us, Count::ThirtyUs),
    (DayCount::ActAct, Count::ActAct),
];

/// Terms for the program and for the model.
#[derive(Clone, Debug)]
struct Case {
    terms: Terms,
    model: naive::Terms,
}

fn case() -> impl Strategy<Value = Case> {
    (
        (18_700_u64..30_000, 0_u64..=12, 0_u64..100, 0_u64..30),
        (0_u32..300_000, 0_u32..100_000, 0_usize..5, any::<bool>()),
        (0_usize..7, 0_u64..6, 0_u64..40, any::<bool>()),
        prop::collection::vec((0_u64..1_500, 1_u32..50_000), 0..=MAX_STEP_UPS),
        prop::collection::vec((1_u16..150, 1_u16..2_500), 1..=MAX_PARTS),
        (0_usize..4, 0_usize..4, 0_u32..50_000),
        prop::collection::vec((0_u64..40, 0_u64..10), 0..=32),
    )
        .prop_map(
            |(dates, interest, principal, rises, gaps, (rule, weekend, kind), near)| {
                let (start, months, to_first, odd) = dates;
                let (rate_ppm, margin_ppm, count, compounding) = interest;
                let (falls, skipped, periods, named) = principal;
                // The first due date may be before the start, on its day and after it.
                let first_due =
                    (months > 0 && (named || falls >= 3)).then(|| start - 40 + to_first);
                let anchor = first_due.unwrap_or(start);
                let later = |periods: u64| CALENDAR.later(anchor, periods * months.max(1)).unwrap();
                // Holidays on due dates and around them.
                let near = near
                    .into_iter()
                    .map(|(periods, days)| later(periods) + days - 3);
                let (business_days, business) = calendar(rule, weekend, near.collect());
                let maturity = (later(skipped + periods) + odd * (odd % 2)).max(start + 1);
                let maturity = business.moved(maturity).max(start + 1);
                let falls = if months == 0 { falls.min(2) } else { falls };
                // Before the start, on due dates and between them.
                let mut steps: Vec<(u64, u32)> = rises
                    .into_iter()
                    .map(|(days, add)| (start - 100 + days, add))
                    .collect();
                steps.sort_unstable();
                let mut step_ups = StepUps::default();
                for (step_up, (from, add_ppm)) in step_ups.iter_mut().zip(&steps) {
                    *step_up = StepUp {
                        from: u32::try_from(*from).unwrap(),
                        add_ppm: *add_ppm,
                    };
                }
                let part = |count| level_part(rate_ppm, months, count);
                let (is_debt, rule) = match falls {
                    0 => (false, Falls::Never),
                    1 | 2 => (true, Falls::AtMaturity),
                    3 => (true, Falls::Linear),
                    4 => (true, Falls::LinearProRata),
                    5 => (true, Falls::Level),
                    _ => (true, Falls::Custom),
                };
                let custom = if rule == Falls::Custom {
                    custom(start - 60, maturity, &gaps)
                } else {
                    Custom::default()
                };
                let schedule = Schedule {
                    anchor,
                    skipped: u64::from(first_due.is_none()),
                    months,
                    maturity: if is_debt { maturity } else { NEVER },
                    custom,
                    business: business_days,
                };
                let first_instalment = later(skipped);
                let instalments = if custom.is_set() {
                    Instalments {
                        first: custom.first,
                        count: 10_000,
                    }
                } else if (3..=5).contains(&falls) {
                    Instalments::new(&schedule, first_instalment).unwrap()
                } else {
                    Instalments::default()
                };
                let amortisation = match rule {
                    Falls::Never | Falls::AtMaturity => {
                        [Amortisation::Bullet, Amortisation::Sweep][falls % 2]
                    }
                    Falls::Custom if !custom.is_set() => Amortisation::Bullet,
                    Falls::Custom => Amortisation::Custom,
                    Falls::Linear => Amortisation::Linear(Prepayments::InOrder),
                    Falls::LinearProRata => Amortisation::Linear(Prepayments::ProRata),
                    Falls::Level => Amortisation::Level(Level {
                        part: part(instalments.count),
                        rate_ppm,
                        months,
                    }),
                };
                Case {
                    terms: Terms {
                        is_debt,
                        rate_ppm,
                        step_ups,
                        margin_ppm,
                        kind_margin_ppm: kind,
                        day_count: COUNTS[count].0,
                        compounding,
                        start,
                        schedule,
                        amortisation,
                        instalments,
                    },
                    model: naive::Terms {
                        rates: (rate_ppm.into(), margin_ppm.into()),
                        kind_rate: kind.into(),
                        step_ups: steps
                            .into_iter()
                            .map(|(from, add)| (from, add.into()))
                            .collect(),
                        count: COUNTS[count].1,
                        compounding,
                        start,
                        months,
                        first_due,
                        maturity: is_debt.then_some(maturity),
                        falls: rule,
                        first_instalment,
                        custom: (0..usize::from(custom.count))
                            .map(|at| {
                                let day = custom.first + u64::from(custom.days[at]);
                                (day, custom.bps[at].into())
                            })
                            .collect(),
                        business,
                    },
                }
            },
        )
}

/// Parts with such gaps of days between them, as many as come before the maturity and are no more than the whole.
fn custom(from: u64, maturity: u64, gaps: &[(u16, u16)]) -> Custom {
    let mut custom = Custom::default();
    let (mut day, mut sum) = (from, 0);
    for (at, (gap, bps)) in gaps.iter().enumerate() {
        day += u64::from(*gap);
        let bps = (*bps).min(10_000 - sum);
        if day >= maturity || bps == 0 {
            break;
        }
        sum += bps;
        if at == 0 {
            custom.first = day;
        }
        custom.days[at] = u16::try_from(day - custom.first).unwrap();
        custom.bps[at] = bps;
        custom.count += 1;
    }
    custom
}

#[derive(Clone, Debug)]
enum Step {
    /// Somebody looks.
    Look,
    /// So many 16ths of interest, arrears and principal due are paid.
    Pay([u64; 3]),
    /// So many 16ths of the principal outstanding are paid.
    Prepay(u64),
    /// So many 16ths of the principal are lost, or of what was lost come back.
    Lose(u64),
    Gain(u64),
    /// The rate of the next period is fixed.
    Fix(u32),
    /// This period is to be paid in kind, if the terms are such.
    Elect,
}

fn step() -> impl Strategy<Value = (u64, Step)> {
    let part = || prop_oneof![Just(0_u64), Just(16), 0_u64..=16];
    let step = prop_oneof![
        2 => Just(Step::Look),
        4 => [part(), part(), part()].prop_map(Step::Pay),
        2 => Just(Step::Pay([16, 16, 16])),
        1 => (0_u64..=4).prop_map(Step::Prepay),
        1 => (0_u64..=6).prop_map(Step::Lose),
        1 => (0_u64..=16).prop_map(Step::Gain),
        2 => (0_u32..400_000).prop_map(Step::Fix),
        2 => Just(Step::Elect),
    ];
    (prop_oneof![0_u64..5, 0_u64..40, 20_u64..120], step)
}

fn part(whole: u64, sixteenths: u64) -> u64 {
    u64::try_from(u128::from(whole) * u128::from(sixteenths) / 16).unwrap()
}

fn require_same(dues: &Dues, model: &Owes) -> Result<(), TestCaseError> {
    let state = [
        dues.outstanding,
        dues.principal_due,
        dues.interest,
        dues.arrears,
        dues.overdue_since,
        dues.issued,
        dues.kind,
    ];
    let expected = [
        model.outstanding,
        model.principal_due,
        model.interest,
        model.arrears,
        model.overdue.unwrap_or(0).into(),
        model.issued,
        model.kind,
    ];
    prop_assert_eq!(state.map(u128::from), expected, "day {}", model.today);
    prop_assert_eq!(u128::from(dues.rate_ppm), model.rate);
    let next = (dues.next_due != NEVER).then_some(dues.next_due);
    prop_assert_eq!(next, model.next_due());
    Ok(())
}

proptest! {
    #![proptest_config(cases(HISTORIES))]

    #[test]
    fn what_is_owed_is_what_goes_from_day_to_day(
        case in case(), principal in below_bits(44), steps in prop::collection::vec(step(), 1..24),
    ) {
        let Case { terms, model } = case;
        let mut dues = begin(&terms, principal);
        let mut model = Owes::begin(model, principal.into());
        let mut lost = 0;
        for (days, step) in steps {
            let today = dues.accrued_to + days;
            dues.advance(&terms, today).unwrap();
            model.until(today);
            require_same(&dues, &model)?;
            let paid = match step {
                Step::Look => continue,
                Step::Fix(rate_ppm) => {
                    dues.fixed_ppm = Some(rate_ppm);
                    model.next_rate = Some(rate_ppm.into());
                    continue;
                }
                Step::Elect => {
                    let whole = matches!(model.terms.falls, Falls::AtMaturity);
                    let last = dues.next_due >= terms.schedule.maturity;
                    if whole && !last && dues.overdue_since == 0 {
                        (dues.in_kind, model.in_kind) = (true, true);
                    }
                    continue;
                }
                Step::Pay([interest, arrears, due]) => {
                    [part(dues.interest, interest), part(dues.arrears, arrears), part(dues.principal_due, due)]
                }
                Step::Prepay(parts) => [0, 0, part(dues.outstanding, parts)],
                Step::Lose(parts) => {
                    let amount = part(dues.outstanding, parts);
                    lost += amount;
                    dues.outstanding -= amount;
                    dues.adjust(terms.schedule.maturity);
                    model.lose(amount.into());
                    continue;
                }
                Step::Gain(parts) => {
                    let amount = part(lost, parts);
                    lost -= amount;
                    dues.outstanding += amount;
                    dues.adjust(terms.schedule.maturity);
                    model.gain(amount.into());
                    continue;
                }
            };
            prepay(&mut dues, &terms, paid);
            model.pay(paid.map(u128::from));
            require_same(&dues, &model)?;
        }
    }
}
