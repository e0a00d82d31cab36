//! Dates and rules of repayment that cannot be.

use super::{APRIL, quarterly};
use securities::{
    cash::waterfall::terms::{TestTerms, TriggerTerms},
    structure::create_tranche::TrancheArgs,
    tranche::state::{AmortisationRule, PrepaymentRule, TrancheKind},
};
use securities_tests::{
    deal::{self, Deal},
    lite::Lite,
    world::{BEGIN, DAY, Money, World},
};

/// Linear debt in quarterly parts up to three years.
fn linear() -> TrancheArgs {
    TrancheArgs {
        amortisation: AmortisationRule::Linear,
        ..quarterly()
    }
}

#[test]
fn terms_without_the_dates_that_they_need_are_refused() {
    type Edit = fn(&mut TrancheArgs);
    let cases: [(&str, Edit, &str); 19] = [
        (
            "a first due date without a period",
            |args| {
                (args.amortisation, args.period_months) = (AmortisationRule::Bullet, 0);
            },
            "BadFirstDue",
        ),
        (
            "a first due date before 1970",
            |args| args.first_due = -1,
            "BadFirstDue",
        ),
        (
            "a first due date after 2200",
            |args| args.first_due = 84_007 * DAY,
            "BadFirstDue",
        ),
        (
            "a first due date after the maturity",
            |args| {
                args.first_due = args.maturity + DAY;
            },
            "BadFirstDue",
        ),
        (
            "instalments without a period",
            |args| {
                (args.period_months, args.first_due) = (0, 0);
            },
            "BadSchedule",
        ),
        (
            "instalments without a first due date",
            |args| args.first_due = 0,
            "BadSchedule",
        ),
        (
            "level payments without a first due date",
            |args| {
                (args.amortisation, args.first_due) = (AmortisationRule::Level, 0);
            },
            "BadSchedule",
        ),
        (
            "level payments and prepayments by a rule",
            |args| {
                (args.amortisation, args.prepayments) =
                    (AmortisationRule::Level, PrepaymentRule::ProRata);
            },
            "BadSchedule",
        ),
        (
            "a bullet and prepayments by a rule",
            |args| {
                (args.amortisation, args.prepayments) =
                    (AmortisationRule::Bullet, PrepaymentRule::ProRata);
            },
            "BadSchedule",
        ),
        (
            "a bullet in instalments",
            |args| {
                (args.amortisation, args.first_instalment) = (AmortisationRule::Bullet, APRIL);
            },
            "BadSchedule",
        ),
        (
            "a sweep in instalments",
            |args| {
                (args.amortisation, args.first_instalment) = (AmortisationRule::Sweep, APRIL);
            },
            "BadSchedule",
        ),
        (
            "equity in instalments",
            |args| {
                (args.kind, args.maturity, args.first_instalment) = (TrancheKind::Equity, 0, APRIL);
            },
            "BadSchedule",
        ),
        (
            "a first instalment before the first due date",
            |args| {
                args.first_instalment = BEGIN;
            },
            "BadFirstInstalment",
        ),
        (
            "a first instalment beside the due dates",
            |args| {
                args.first_instalment = APRIL + DAY;
            },
            "BadFirstInstalment",
        ),
        (
            "a first instalment after the maturity",
            |args| {
                args.first_instalment = APRIL + 3 * 365 * DAY + DAY;
            },
            "BadFirstInstalment",
        ),
        (
            "a first instalment before 1970",
            |args| args.first_instalment = -DAY,
            "BadFirstInstalment",
        ),
        (
            "a margin above all rates",
            |args| {
                args.default_margin_ppm = 10_000_000 - args.rate_ppm + 1;
            },
            "RateOutOfRange",
        ),
        (
            "a margin that is no number",
            |args| {
                args.default_margin_ppm = u32::MAX;
            },
            "RateOutOfRange",
        ),
        (
            "a margin on no rate",
            |args| {
                (args.rate_ppm, args.default_margin_ppm) = (0, 1);
            },
            "RateOutOfRange",
        ),
    ];
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    for (what, edit, error) in cases {
        let mut args = linear();
        edit(&mut args);
        assert_eq!(world.refused(&[deal.create_tranche(args)]), error, "{what}");
    }
    let good = TrancheArgs {
        amortisation: AmortisationRule::Level,
        default_margin_ppm: 10_000_000 - 120_000,
        first_instalment: APRIL + 91 * DAY,
        ..linear()
    };
    world.go(&[deal.create_tranche(good)]);
}

/// A deal of some classes that is not set yet, and its tiers.
fn planned(world: &mut World<Lite>, classes: &[TrancheArgs], edit: impl FnOnce(&mut Deal)) -> Deal {
    let mut deal = Deal::plan(world, "sponsor", 1);
    edit(&mut deal);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    for terms in classes {
        world.go(&[deal.create_tranche(terms.clone())]);
        let class = deal.class_at(terms.rank);
        deal.classes.push(deal::Class {
            terms: terms.clone(),
            ..class
        });
    }
    deal
}

#[test]
fn what_can_never_be_overdue_has_no_such_trigger() {
    let preferred = TrancheArgs {
        par: 1_000_000,
        rate_ppm: 80_000,
        ..deal::junior(1)
    };
    let capital = TrancheArgs {
        rate_ppm: 0,
        ..preferred.clone()
    };
    let cases = [
        (quarterly(), 0, None),
        (preferred, 1, None),
        (capital, 1, Some("NeverOverdue")),
        (deal::junior(1), 1, Some("NeverOverdue")),
        (deal::cover(1), 1, Some("NeverOverdue")),
    ];
    for (class, rank, error) in cases {
        let mut world = World::<Lite>::new(Money::Classic);
        let mut classes = vec![quarterly()];
        if class.rank == 1 {
            classes.push(class);
        }
        let last = classes.len() as u8;
        classes.push(deal::junior(last));
        let deal = planned(&mut world, &classes, |deal| {
            deal.triggers = vec![TriggerTerms {
                test: TestTerms::Overdue { rank, days: 30 },
                cure_days: 0,
                consequences: 1,
            }];
        });
        let set = deal.set_waterfall(deal::tiers_of(&classes));
        match error {
            Some(error) => assert_eq!(world.refused(&[set]), error),
            None => drop(world.go(&[set])),
        }
    }
}

#[test]
fn no_instalment_falls_due_while_the_deal_revolves() {
    let classes = [linear(), deal::junior(1)];
    let late = TrancheArgs {
        first_instalment: APRIL + 91 * DAY,
        ..linear()
    };
    let later = [late.clone(), deal::junior(1)];
    // Until the last second of the first instalment's day it may; and a bullet is due at its maturity whatever the mode.
    let bullet = [quarterly(), deal::junior(1)];
    for (classes, until, refused) in [
        (&classes, APRIL + DAY / 2 - 1, false),
        (&classes, APRIL + DAY / 2, true),
        (&later, APRIL + DAY, false),
        (&later, APRIL + 92 * DAY, true),
        (&bullet, APRIL + 300 * DAY, false),
    ] {
        let mut world = World::<Lite>::new(Money::Classic);
        let deal = planned(&mut world, classes, |deal| deal.revolving_until = until);
        let set = deal.set_waterfall(deal::tiers_of(classes));
        if refused {
            assert_eq!(world.refused(&[set]), "InstalmentWhileRevolving", "{until}");
        } else {
            world.go(&[set]);
        }
    }

    // Nor by a later change of the class.
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = planned(&mut world, &later, |deal| {
        deal.revolving_until = APRIL + DAY
    });
    world.go(&[deal.set_waterfall(deal::tiers_of(&later))]);
    let deal = deal.at_structure_version(1);
    let earlier = securities::structure::set_structure::ClassTerms {
        rank: 0,
        terms: linear().terms(),
    };
    let change = deal.set_structure(vec![earlier], None, &[]);
    assert_eq!(world.refused(&[change]), "InstalmentWhileRevolving");
}
