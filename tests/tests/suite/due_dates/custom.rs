//! Debt that is repaid in parts on days of its own.

use super::*;
use anchor_lang::prelude::Pubkey;
use securities::{
    book::state::MAX_OPEN_BOOKS,
    structure::set_structure::ClassTerms,
    tranche::{
        business_days::{BusinessDayRule, BusinessDayTerms},
        share_mint::ShareName,
        state::{PrepaymentRule, TrancheKind},
        terms::{CustomPart, FloatingTerms, StepUpTerms},
    },
};
use securities_tests::bench::size;

fn part(day: i64, bps: u16) -> CustomPart {
    CustomPart {
        on: BEGIN + day * DAY,
        bps,
    }
}

/// Debt at 12 % a year, 30E/360, by quarters: 10 % of it is repaid on 10 April, 25.5 % on 1 July, a due date of its quarters
/// too, 4.5 % on 1 September, and the rest on 1 October.
fn uneven() -> TrancheArgs {
    TrancheArgs {
        amortisation: AmortisationRule::Custom,
        custom: vec![part(99, 1_000), part(181, 2_550), part(243, 450)],
        maturity: BEGIN + 273 * DAY,
        ..quarterly()
    }
}

/// Pays what the debt owes on a day, which is interest and principal.
fn pay_on(world: &mut World<Lite>, deal: &Deal, number: u64, day: i64) -> [u64; 2] {
    world.engine.set_now(BEGIN + day * DAY);
    world.go(&[deal.check_triggers()]);
    let state = senior(world, deal);
    let owed = state.interest_due + state.arrears + state.principal_due;
    let ([interest, arrears, principal, rest], _) = pay(world, deal, number, owed);
    assert_eq!((arrears, rest), (0, 0), "punctual");
    [interest, principal]
}

#[test]
fn parts_fall_due_on_their_own_days_with_the_interest_up_to_them() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = sold(&mut world, uneven());
    let start = senior(&mut world, &deal).period_start - number(BEGIN);
    assert_eq!(senior(&mut world, &deal).next_due, number(APRIL));
    let first = SOLD / 100 * 12 * (90 - start) / 360;
    let paid = [90, 99, 181, 243, 273].map(|day| pay_on(&mut world, &deal, day as u64, day));
    assert_eq!(
        paid,
        [
            [first, 0],
            // Nine days of 100,000; 81 of 90,000; two months of 64,500 and one of 60,000.
            [300 * ONE, 10_000 * ONE],
            [2_430 * ONE, 25_500 * ONE],
            [1_290 * ONE, 4_500 * ONE],
            [600 * ONE, 60_000 * ONE],
        ]
    );
    let state = senior(&mut world, &deal);
    assert_eq!((state.principal().unwrap(), state.overdue_since), (0, 0));
    audit::check(&mut world);
}

#[test]
fn a_part_that_is_not_paid_is_overdue_since_its_day_and_a_prepayment_counts_against_the_next() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = sold(&mut world, uneven());
    pay_on(&mut world, &deal, 0, 90);
    // Interest and 9,999.99 of the 10,000 that are due.
    world.engine.set_now(BEGIN + 99 * DAY);
    let (took, _) = pay(&mut world, &deal, 1, 10_299 * ONE + 990_000);
    assert_eq!(took, [300 * ONE, 0, 9_999 * ONE + 990_000, 0]);
    world.pass(DAY);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    assert_eq!(
        (state.overdue_since, state.principal_due),
        (number(BEGIN) + 99, 10_000)
    );
    // All of it, and 20,000 ahead of time as principal that the assets repaid.
    let payer = world.investor("payer", 30_000 * ONE);
    let mut money = source(world.engine.now(), 20_000 * ONE);
    money.principal = 20_000 * ONE;
    world.go(&[deal.post_distribution(&payer, 2, money)]);
    let state = senior(&mut world, &deal);
    assert_eq!((state.overdue_since, state.principal_due), (0, 0));
    let repaid = 29_999 * ONE + 990_000;
    assert_eq!(state.principal_repaid, repaid);
    // By 1 July 35.5 % are to be repaid in all, of which this was.
    world.engine.set_now(JULY);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    assert_eq!(state.principal_due, SOLD / 1_000 * 355 - repaid);
}

#[test]
fn parts_before_the_lock_fall_due_with_the_first_due_date_after_it() {
    let mut world = World::<Lite>::new(Money::Classic);
    let early = TrancheArgs {
        custom: vec![part(1, 1_000), part(2, 500), part(95, 250)],
        ..uneven()
    };
    let deal = sold(&mut world, early);
    assert!(senior(&mut world, &deal).period_start > number(BEGIN) + 2);
    world.engine.set_now(APRIL);
    world.go(&[deal.check_triggers()]);
    assert_eq!(senior(&mut world, &deal).principal_due, SOLD / 100 * 15);
}

#[test]
fn custom_schedules_that_cannot_be_are_refused() {
    type Edit = fn(&mut TrancheArgs);
    let cases: [(&str, Edit, &str); 15] = [
        ("no part", |args| args.custom.clear(), "BadCustom"),
        (
            "25 parts",
            |args| args.custom = (0..25).map(|day| part(100 + day, 1)).collect(),
            "BadCustom",
        ),
        ("in no order", |args| args.custom.swap(0, 1), "BadCustom"),
        (
            "two on a day",
            |args| args.custom[1].on = args.custom[0].on + 60,
            "BadCustom",
        ),
        ("before 1970", |args| args.custom[0].on = -1, "BadCustom"),
        (
            "at the maturity",
            |args| args.custom[2].on = args.maturity,
            "BadCustom",
        ),
        (
            "after it",
            |args| args.custom[2].on = args.maturity + DAY,
            "BadCustom",
        ),
        ("of nothing", |args| args.custom[1].bps = 0, "BadCustom"),
        (
            "more than all",
            |args| args.custom[2].bps = 6_451,
            "BadCustom",
        ),
        (
            "too long",
            |args| {
                args.maturity = BEGIN + 63_000 * DAY;
                args.custom = vec![
                    CustomPart { on: DAY, bps: 1 },
                    CustomPart {
                        on: 65_537 * DAY,
                        bps: 1,
                    },
                ];
            },
            "BadCustom",
        ),
        (
            "without a period",
            |args| {
                (args.period_months, args.first_due) = (0, 0);
            },
            "BadCustom",
        ),
        (
            "of equity",
            |args| {
                (args.kind, args.maturity) = (TrancheKind::Equity, 0);
            },
            "BadCustom",
        ),
        (
            "of a bullet",
            |args| args.amortisation = AmortisationRule::Bullet,
            "BadCustom",
        ),
        (
            "with a first instalment",
            |args| args.first_instalment = APRIL,
            "BadSchedule",
        ),
        (
            "with prepayments by a rule",
            |args| args.prepayments = PrepaymentRule::ProRata,
            "BadSchedule",
        ),
    ];
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    for (what, edit, error) in cases {
        let mut args = uneven();
        edit(&mut args);
        assert_eq!(world.refused(&[deal.create_tranche(args)]), error, "{what}");
    }
    let most = TrancheArgs {
        maturity: BEGIN + 63_000 * DAY,
        custom: (0..24)
            .map(|at| part(1 + at * 2_700, if at == 0 { 10_000 - 23 } else { 1 }))
            .collect(),
        first_due: 0,
        ..uneven()
    };
    world.go(&[deal.create_tranche(most)]);
}

/// The longest terms of a class, with all of its texts, dates and parts, and whoever could be named.
#[test]
fn the_longest_terms_of_a_class_fit_a_transaction() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    let longest = TrancheArgs {
        floating: Some(FloatingTerms {
            reference: deal.security,
            fixing_days: 31,
            ..FloatingTerms::default()
        }),
        step_ups: (0..4)
            .map(|at| StepUpTerms {
                from: APRIL + at * DAY,
                add_ppm: 1,
            })
            .collect(),
        custom: (0..24).map(|day| part(100 + day, 1)).collect(),
        business_days: BusinessDayTerms {
            rule: BusinessDayRule::Following,
            weekend: 0,
            holidays: (1..33).map(|at| 2_000 + at * 20).collect(),
        },
        share: ShareName {
            name: "n".repeat(32),
            symbol: "s".repeat(10),
            uri: "u".repeat(128),
        },
        ..uneven()
    };
    let create = deal.create_tranche(longest.clone());
    // A limit and a price of compute units come with it.
    let budget = 32 + 2 * 3 + 5 + 9;
    let bytes = size::legacy(&deal.sponsor, &create);
    assert!(bytes + budget <= size::LIMIT, "{bytes}");
    world.go(&[create]);
    let class = ClassTerms {
        rank: 0,
        terms: longest.terms(),
    };
    let most = u8::try_from(MAX_OPEN_BOOKS).unwrap();
    let books: Vec<_> = (1..=most)
        .map(|at| Pubkey::new_from_array([at; 32]))
        .collect();
    let change = deal
        .at_structure_version(1)
        .set_structure(vec![class], None, &books);
    let bytes = size::legacy(&deal.sponsor, &change);
    assert!(bytes + budget <= size::LIMIT, "{bytes}");
}
