//! Terms that cannot be, and what those who fix and report may not do to those who trusted the terms.

use super::*;
use securities::tranche::state::{AmortisationRule, TrancheKind};

#[test]
fn terms_of_a_floating_rate_that_cannot_be_are_refused() {
    type Edit = fn(&mut TrancheArgs);
    fn floating(args: &mut TrancheArgs) -> &mut FloatingTerms {
        args.floating.as_mut().expect("a floating class")
    }
    let cases: [(&str, Edit); 13] = [
        ("no reference", |args| {
            floating(args).reference = Pubkey::default()
        }),
        ("no first rate", |args| {
            (args.rate_ppm, args.default_margin_ppm) = (0, 0)
        }),
        ("no period", |args| {
            (args.period_months, args.first_due, args.default_margin_ppm) = (0, 0, 0);
        }),
        ("level payments", |args| {
            args.amortisation = AmortisationRule::Level
        }),
        ("no fixing day", |args| floating(args).fixing_days = 0),
        ("more fixing days than a month", |args| {
            floating(args).fixing_days = 32
        }),
        ("a floor above the cap", |args| {
            floating(args).floor_ppm = 90_001
        }),
        ("a floor above all rates", |args| {
            (floating(args).cap_ppm, floating(args).floor_ppm) = (0, 10_000_000);
        }),
        ("a cap above all rates", |args| {
            floating(args).cap_ppm = 10_000_000
        }),
        ("a cap that is no number", |args| {
            floating(args).cap_ppm = u32::MAX
        }),
        ("a margin above the cap", |args| {
            floating(args).margin_ppm = 90_001
        }),
        ("a margin above all rates", |args| {
            (floating(args).cap_ppm, floating(args).margin_ppm) = (0, 9_980_001);
        }),
        ("a margin that is no number", |args| {
            floating(args).margin_ppm = u32::MAX
        }),
    ];
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    let reporter = world.person("administrator");
    for (what, edit) in cases {
        let mut args = follows(&reporter);
        edit(&mut args);
        let create = deal.create_tranche(args);
        assert_eq!(world.refused(&[create]), "BadFloating", "{what}");
    }
    let mut most = follows(&reporter);
    *floating(&mut most) = FloatingTerms {
        margin_ppm: 9_980_000,
        floor_ppm: 9_980_000,
        cap_ppm: 0,
        fixing_days: 31,
        ..*floating(&mut most)
    };
    most.amortisation = AmortisationRule::Linear;
    world.go(&[deal.create_tranche(most)]);
    let preferred = TrancheArgs {
        rank: 1,
        kind: TrancheKind::Equity,
        maturity: 0,
        ..follows(&reporter)
    };
    world.go(&[deal.create_tranche(preferred)]);
}

#[test]
fn a_rate_is_fixed_at_the_reference_of_the_terms_and_no_other() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (_, deal, _) = sold(&mut world, |_| {});
    // The sponsor reports one of the same name.
    let own = ReferenceRateArgs {
        rate_ppm: 0,
        ..begun(NAME)
    };
    world.go(&[reference::create(&deal.sponsor, own)]);
    world.engine.set_now(APRIL - DAY);
    world.go(&[reference::report(&deal.sponsor, NAME, 0)]);
    let other = address::reference(&deal.sponsor, &reference::name(NAME));
    assert_eq!(
        world.refused(&[deal.fix_rate_at(0, other)]),
        "WrongRateSource"
    );
    assert_eq!(
        world.refused(&[deal.fix_rate_at(1, other)]),
        "WrongRateSource",
        "it does not float"
    );
    let state = senior(&mut world, &deal);
    assert_eq!(state.is_fixed, 0);
}

#[test]
fn a_reference_that_was_not_there_when_the_term_started_never_counts() {
    let mut world = World::<Lite>::new(Money::Classic);
    let late = world.person("late administrator");
    let (_, deal, _) = sold(&mut world, |args| {
        let floating = args.floating.as_mut().expect("a floating class");
        floating.reference = address::reference(&late, &reference::name(NAME));
    });
    world.engine.set_now(APRIL - DAY);
    let report = ReferenceRateArgs {
        rate_ppm: 0,
        ..begun(NAME)
    };
    world.go(&[reference::create(&late, report)]);
    assert_eq!(world.refused(&[deal.fix_rate(0)]), "ReferenceTooNew");
    world.engine.set_now(JULY + DAY);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    assert_eq!(
        (state.current_rate_ppm, state.is_fixed),
        (88_000, 0),
        "the first rate goes on"
    );
}

#[test]
fn a_reporter_that_lies_moves_a_rate_by_its_daily_limit_alone() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (reporter, deal, _) = sold(&mut world, |_| {});
    // Honest until the window opens.
    world.engine.set_now(APRIL - 5 * DAY);
    world.go(&[reference::report(&reporter, NAME, 53_000)]);
    world.engine.set_now(APRIL - 4 * DAY);
    let lie = |rate| reference::report(&reporter, NAME, rate);
    assert_eq!(world.refused(&[lie(0), deal.fix_rate(0)]), "RateMoved");
    assert_eq!(world.refused(&[lie(51_999), deal.fix_rate(0)]), "RateMoved");
    // In one transaction: low, fixed, and high again. It is a tenth of a percent.
    world.go(&[lie(52_000), deal.fix_rate(0), lie(54_000)]);
    assert_eq!(senior(&mut world, &deal).fixed_rate_ppm, 87_000);
}

#[test]
fn nothing_is_fixed_before_the_term_starts() {
    let mut world = World::<Lite>::new(Money::Classic);
    let reporter = world.person("administrator");
    world.go(&[reference::create(&reporter, begun(NAME))]);
    let classes = vec![follows(&reporter), deal::junior(1)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    for day in [0, 87, 200] {
        world.engine.set_now(BEGIN + day * DAY);
        let calls = [reference::report(&reporter, NAME, 53_000), deal.fix_rate(0)];
        assert_eq!(world.refused(&calls), "FixingNotOpen", "day {day}");
    }
}

#[test]
fn after_its_maturity_a_debt_that_owes_follows_the_market_still() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (reporter, deal, _) = sold(&mut world, |args| args.maturity = JULY);
    world.engine.set_now(OCTOBER - DAY);
    world.go(&[reference::report(&reporter, NAME, 46_000), deal.fix_rate(0)]);
    world.engine.set_now(OCTOBER + 11 * DAY);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    assert_eq!((state.current_rate_ppm, state.is_fixed), (81_000, 0));
    assert_eq!(state.overdue_since, number(APRIL));
    // 8.1 % and 2 % on 100,000 for eleven days, to the unit that remainders add.
    let owed = 100_000 * 101_000 * 11 / 360;
    assert!(state.interest_due - owed <= 1, "{}", state.interest_due);
}
