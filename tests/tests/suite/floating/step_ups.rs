//! Rates and margins that rise on days that the terms name.

use super::*;
use securities::tranche::{state::AmortisationRule, terms::StepUpTerms};

fn rise(from: i64, add_ppm: u32) -> StepUpTerms {
    StepUpTerms { from, add_ppm }
}

/// The same debt at 8 % that does not float, with rises.
fn fixed(step_ups: Vec<StepUpTerms>) -> impl FnOnce(&mut TrancheArgs) {
    |args| {
        (args.rate_ppm, args.floating, args.step_ups) = (80_000, None, step_ups);
    }
}

#[test]
fn a_fixed_rate_rises_with_the_periods_that_begin_on_the_day_or_later() {
    let mut world = World::<Lite>::new(Money::Classic);
    // On the due date, in the midst of the third quarter, and on the last day before the fifth, of two years.
    let rises = vec![
        rise(APRIL, 5_000),
        rise(JULY + 40 * DAY, 10_000),
        rise(OCTOBER + 91 * DAY, 2_500),
    ];
    let (_, deal, _) = sold(&mut world, fixed(rises));
    let state = senior(&mut world, &deal);
    assert_eq!((state.rate_ppm, state.current_rate_ppm), (80_000, 80_000));
    world.engine.set_now(APRIL);
    pay(&mut world, &deal, 0);
    assert_eq!(
        senior(&mut world, &deal).current_rate_ppm,
        80_000,
        "the day is not over"
    );
    for (number, (due, interest, next)) in (1..).zip([
        // 8.5 % of 100,000 for a quarter, twice: the second rise is in the midst of a period.
        (JULY, 2_125, 85_000),
        (OCTOBER, 2_125, 95_000),
        (OCTOBER + 92 * DAY, 2_375, 97_500),
    ]) {
        world.engine.set_now(due);
        assert_eq!(pay(&mut world, &deal, number), interest * ONE);
        world.pass(DAY);
        world.go(&[deal.check_triggers()]);
        assert_eq!(senior(&mut world, &deal).current_rate_ppm, next);
    }
    audit::check(&mut world);
}

#[test]
fn rises_that_nobody_sees_come_in_their_periods() {
    let mut world = World::<Lite>::new(Money::Classic);
    let rises = vec![rise(APRIL, 5_000), rise(JULY, 15_000)];
    let (_, deal, _) = sold(&mut world, fixed(rises));
    let start = senior(&mut world, &deal).period_start;
    world.engine.set_now(OCTOBER);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    // 8 % up to April, then 8.5 % and 2 % for being overdue, then 10 % and 2 %.
    let first = SOLD / 1_000_000 * 80_000 * (90 - (start - number(BEGIN))) / 360;
    let arrears = first + SOLD / 1_000 * 105 / 4;
    assert!(state.arrears.abs_diff(arrears) <= 1, "{}", state.arrears);
    assert!(state.interest_due.abs_diff(3_000 * ONE) <= 1);
}

#[test]
fn a_rise_before_the_start_counts_from_the_first_period() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (_, deal, _) = sold(&mut world, fixed(vec![rise(BEGIN, 5_000)]));
    assert_eq!(senior(&mut world, &deal).current_rate_ppm, 85_000);
}

#[test]
fn the_margin_of_a_floating_rate_rises_with_a_fixing() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (reporter, deal, _) = sold(&mut world, |args| {
        args.step_ups = vec![rise(BEGIN, 1_000), rise(JULY, 4_000), rise(JULY + DAY, 500)];
        let floating = args.floating.as_mut().expect("a floating class");
        floating.cap_ppm = 91_000;
    });
    assert_eq!(
        senior(&mut world, &deal).current_rate_ppm,
        88_000,
        "of the first period, as the terms say"
    );
    let mut fix = |day: i64, reported| {
        world.engine.set_now(day - DAY);
        world.go(&[
            reference::report(&reporter, NAME, reported),
            deal.fix_rate(0),
        ]);
        senior(&mut world, &deal).fixed_rate_ppm
    };
    assert_eq!(fix(APRIL, 50_000), 86_000);
    assert_eq!(fix(JULY, 50_000), 90_000);
    assert_eq!(fix(OCTOBER, 50_000), 90_500);
    assert_eq!(fix(OCTOBER + 92 * DAY, 51_000), 91_000, "the cap holds");
    // Without a fixing the rate of the period before goes on.
    world.engine.set_now(OCTOBER + 200 * DAY);
    world.go(&[deal.check_triggers()]);
    assert_eq!(senior(&mut world, &deal).current_rate_ppm, 91_000);
}

#[test]
fn step_ups_that_cannot_be_are_refused() {
    type Edit = fn(&mut TrancheArgs);
    let cases: [(&str, Edit, &str); 10] = [
        (
            "five",
            |args| args.step_ups = (1..=5).map(|day| rise(APRIL + day * DAY, 1)).collect(),
            "BadStepUp",
        ),
        ("in no order", |args| args.step_ups.swap(0, 1), "BadStepUp"),
        (
            "two on a day",
            |args| args.step_ups[1].from = args.step_ups[0].from + 60,
            "BadStepUp",
        ),
        ("on no day", |args| args.step_ups[0].from = 0, "BadStepUp"),
        (
            "before 1970",
            |args| args.step_ups[0].from = -DAY,
            "BadStepUp",
        ),
        (
            "by nothing",
            |args| args.step_ups[1].add_ppm = 0,
            "BadStepUp",
        ),
        (
            "above all rates",
            |args| args.step_ups[1].add_ppm = 10_000_000 - 105_000 + 1,
            "BadStepUp",
        ),
        (
            "without a period",
            |args| {
                (args.period_months, args.first_due, args.default_margin_ppm) = (0, 0, 0);
            },
            "BadStepUp",
        ),
        (
            "with level payments",
            |args| args.amortisation = AmortisationRule::Level,
            "BadStepUp",
        ),
        (
            "of a margin above the cap",
            |args| {
                args.floating = Some(FloatingTerms {
                    reference: Pubkey::new_from_array([7; 32]),
                    margin_ppm: 35_000,
                    floor_ppm: 0,
                    cap_ppm: 44_999,
                    fixing_days: 5,
                });
            },
            "BadFloating",
        ),
    ];
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    let reporter = world.person("administrator");
    // 8 %, 0.5 % and 0.5 % more, and 2 % while overdue.
    let good = || {
        let mut args = follows(&reporter);
        fixed(vec![rise(APRIL, 5_000), rise(JULY, 5_000)])(&mut args);
        args
    };
    for (what, edit, error) in cases {
        let mut args = good();
        edit(&mut args);
        assert_eq!(world.refused(&[deal.create_tranche(args)]), error, "{what}");
    }
    let mut most = good();
    most.step_ups[1].add_ppm = 10_000_000 - 105_000;
    world.go(&[deal.create_tranche(most)]);
}
