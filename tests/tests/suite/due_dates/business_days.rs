//! Due dates that are no business days.

use super::*;
use securities::{
    math::business::{HOLIDAYS_FROM, MAX_HOLIDAYS},
    tranche::{
        business_days::{BusinessDayRule, BusinessDayTerms},
        state::{PrepaymentRule, TrancheKind},
        terms::CustomPart,
    },
};

/// Saturday and Sunday.
const WEEKEND: u8 = 0b110_0000;

/// A holiday so many days after the beginning of the world, which is a Thursday.
fn holiday(day: i64) -> u16 {
    u16::try_from(BEGIN / DAY + day - i64::try_from(HOLIDAYS_FROM).unwrap()).unwrap()
}

/// Good Friday and Easter Monday of 2026 (days 92 and 95), Labour Day (120) and Christmas (358): TARGET closing days.
fn target(rule: BusinessDayRule) -> BusinessDayTerms {
    BusinessDayTerms {
        rule,
        weekend: WEEKEND,
        holidays: [92, 95, 120, 358].map(holiday).to_vec(),
    }
}

/// Debt at 12 % a year, Act/360, due on the third day of each quarter's first month from April on.
fn thirds(rule: BusinessDayRule) -> TrancheArgs {
    TrancheArgs {
        day_count: DayCountRule::Act360,
        first_due: BEGIN + 92 * DAY,
        // A Wednesday: 3 January 2029.
        maturity: BEGIN + 1_098 * DAY,
        business_days: target(rule),
        ..quarterly()
    }
}

/// The due dates as they come, in days after the beginning, each paid on its day.
fn paid_on(world: &mut World<Lite>, deal: &Deal, count: u64) -> Vec<(u64, u64)> {
    (0..count)
        .map(|at| {
            let due = senior(world, deal).next_due;
            let day = due - number(BEGIN);
            world.engine.set_now(BEGIN + day as i64 * DAY);
            world.go(&[deal.check_triggers()]);
            let state = senior(world, deal);
            assert_eq!(state.overdue_since, 0, "punctual");
            let owed = state.interest_due + state.principal_due;
            pay(world, deal, at, owed);
            // The day is over.
            world.pass(DAY);
            world.go(&[deal.check_triggers()]);
            (day, owed)
        })
        .collect()
}

#[test]
fn due_dates_move_and_interest_accrues_up_to_the_day() {
    // 3 April is Good Friday, 3 July a Friday, 3 October a Saturday, 3 January a Sunday.
    let cases = [
        (BusinessDayRule::None, [92, 183, 275, 367]),
        (BusinessDayRule::Following, [96, 183, 277, 368]),
        (BusinessDayRule::ModifiedFollowing, [96, 183, 277, 368]),
        (BusinessDayRule::Preceding, [91, 183, 274, 365]),
    ];
    for (rule, days) in cases {
        let mut world = World::<Lite>::new(Money::Classic);
        let mut terms = thirds(rule);
        if rule == BusinessDayRule::None {
            terms.business_days = BusinessDayTerms::default();
        }
        let deal = sold(&mut world, terms);
        let start = senior(&mut world, &deal).period_start - number(BEGIN);
        let mut from = start;
        let paid = paid_on(&mut world, &deal, 4);
        for ((day, interest), expected) in paid.into_iter().zip(days) {
            assert_eq!(day, expected, "{rule:?}");
            let due = SOLD / 100 * 12 * (day - from) / 360;
            assert!(
                interest.abs_diff(due) <= 1,
                "{rule:?}: {interest}, not {due}"
            );
            from = day;
        }
        audit::check(&mut world);
    }
}

#[test]
fn nothing_is_overdue_until_the_day_that_a_due_date_moved_to_is_over() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = sold(&mut world, thirds(BusinessDayRule::Following));
    for day in [92, 93, 95, 96] {
        world.engine.set_now(BEGIN + day * DAY);
        world.go(&[deal.check_triggers()]);
        assert_eq!(senior(&mut world, &deal).overdue_since, 0, "day {day}");
    }
    world.pass(DAY);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    assert_eq!(state.overdue_since, number(BEGIN) + 96);
    assert_eq!(state.period_start, number(BEGIN) + 96);
}

#[test]
fn month_ends_stay_in_their_months_and_instalments_are_as_many_as_the_terms_say() {
    let mut world = World::<Lite>::new(Money::Classic);
    // From the end of January 2026 (Saturday) to the end of May 2026, a Sunday, so that it matures on the Friday.
    let linear = TrancheArgs {
        rate_ppm: 0,
        amortisation: AmortisationRule::Linear,
        period_months: 1,
        first_due: BEGIN + 30 * DAY,
        business_days: target(BusinessDayRule::ModifiedFollowing),
        maturity: BEGIN + 148 * DAY,
        ..deal::senior(0)
    };
    let deal = sold(&mut world, linear);
    assert_eq!(senior(&mut world, &deal).instalments, 5);
    let paid = paid_on(&mut world, &deal, 5);
    let days: Vec<u64> = paid.iter().map(|(day, _)| *day).collect();
    assert_eq!(
        days,
        [29, 57, 89, 119, 148],
        "30 January, 27 February, 31 March, 30 April, 29 May"
    );
    assert!(paid.iter().all(|(_, principal)| *principal == SOLD / 5));
    assert_eq!(senior(&mut world, &deal).principal().unwrap(), 0);
}

#[test]
fn business_days_that_cannot_be_are_refused() {
    type Edit = fn(&mut TrancheArgs);
    let cases: [(&str, Edit); 14] = [
        ("33 holidays", |args| {
            args.business_days.holidays = (0..33).map(|at| holiday(at * 20)).collect();
        }),
        ("in no order", |args| {
            args.business_days.holidays.swap(0, 1);
        }),
        ("one twice", |args| {
            args.business_days.holidays[1] = args.business_days.holidays[0];
        }),
        ("after the calendar", |args| {
            args.business_days.holidays[3] = u16::MAX;
        }),
        ("eleven days in a row", |args| {
            // From Monday to Friday, and on the next Monday, with two weekends.
            args.business_days.holidays = [4, 5, 6, 7, 8, 11, 12].map(holiday).to_vec();
        }),
        ("a week without a business day", |args| {
            args.business_days = BusinessDayTerms {
                weekend: 0b111_1111,
                holidays: vec![],
                ..args.business_days
            };
        }),
        ("a weekend without a rule", |args| {
            args.business_days = BusinessDayTerms {
                weekend: WEEKEND,
                ..BusinessDayTerms::default()
            };
        }),
        ("holidays without a rule", |args| {
            args.business_days.weekend = 0;
            args.business_days.rule = BusinessDayRule::None;
        }),
        ("a maturity on a Sunday", |args| {
            args.maturity = BEGIN + 1_095 * DAY;
        }),
        ("a maturity on a holiday", |args| {
            args.business_days.holidays.push(holiday(1_098));
        }),
        ("a custom day on a Saturday", |args| {
            args.amortisation = AmortisationRule::Custom;
            args.custom = vec![CustomPart {
                on: BEGIN + 100 * DAY,
                bps: 1,
            }];
        }),
        ("of equity without a capital", |args| {
            (args.kind, args.maturity) = (TrancheKind::Equity, 0);
            (args.par, args.rate_ppm, args.first_due) = (0, 0, 0);
        }),
        ("of equity without due dates", |args| {
            (args.kind, args.maturity) = (TrancheKind::Equity, 0);
            (args.period_months, args.first_due) = (0, 0);
        }),
        ("of a cover", |args| {
            (args.kind, args.maturity) = (TrancheKind::Cover, 0);
            (args.rate_ppm, args.first_due) = (0, 0);
        }),
    ];
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    for (what, edit) in cases {
        let mut args = thirds(BusinessDayRule::Following);
        edit(&mut args);
        let refused = world.refused(&[deal.create_tranche(args)]);
        assert_eq!(refused, "BadBusinessDays", "{what}");
    }
    // A first due date, or a first instalment, that would move beyond the maturity.
    let mut late = thirds(BusinessDayRule::Following);
    (late.first_due, late.maturity) = (BEGIN + 92 * DAY, BEGIN + 91 * DAY);
    assert_eq!(world.refused(&[deal.create_tranche(late)]), "BadFirstDue");
    // Ten days in a row, the most holidays and a custom day on a Friday are accepted.
    let mut most = thirds(BusinessDayRule::Preceding);
    most.amortisation = AmortisationRule::Custom;
    most.custom = vec![CustomPart {
        on: BEGIN + 99 * DAY,
        bps: 1,
    }];
    most.business_days.holidays = [4, 5, 6, 7, 8, 11]
        .into_iter()
        .chain((20..46).map(|at| at * 7))
        .map(holiday)
        .collect();
    assert_eq!(most.business_days.holidays.len(), MAX_HOLIDAYS);
    world.go(&[deal.create_tranche(most)]);
}

/// Month ends that move, on a calendar as full as it may be, which nobody has touched for six years.
#[test]
fn the_longest_silence_on_business_days_ends_in_one_transaction() {
    let mut world = World::<Lite>::new(Money::Classic);
    let costly = |rank| TrancheArgs {
        amortisation: AmortisationRule::Linear,
        prepayments: PrepaymentRule::ProRata,
        day_count: DayCountRule::Thirty360Us,
        compounding: true,
        period_months: 1,
        first_due: BEGIN + 58 * DAY,
        business_days: BusinessDayTerms {
            holidays: (1..33).map(|at| holiday(at * 30)).collect(),
            ..target(BusinessDayRule::ModifiedFollowing)
        },
        maturity: BEGIN + 7_299 * DAY,
        default_margin_ppm: 10_000,
        decimals: 6,
        ..deal::senior(rank)
    };
    let mut classes: Vec<_> = (0..7).map(costly).collect();
    classes.push(deal::junior(7));
    let deal = sold_all(&mut world, classes);
    world.pass(6 * 366 * DAY);
    let units = world.go(&[deal.check_triggers()]).units;
    assert!(units < 1_300_000, "{units}");
    for rank in 0..7 {
        let state: Tranche = read::state(&mut world.engine, &deal.class(rank).tranche);
        assert_eq!(state.overdue_since, number(BEGIN) + 57, "a Friday");
    }
}
