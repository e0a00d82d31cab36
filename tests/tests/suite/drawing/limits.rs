//! How much is drawn in a period, and until when drawing must have begun.

use super::{ONE, SOLD, deal_of, sell, treasury};
use anchor_lang::solana_program::instruction::Instruction;
use securities::security::draws::DrawTerms;
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    token,
    world::{BEGIN, DAY, Money, World},
};

const PERIOD: i64 = 30 * DAY;
const LIMIT: u64 = 100 * ONE;
const BY: i64 = BEGIN + 90 * DAY;

fn sold(draws: DrawTerms) -> (World<Lite>, Deal) {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = deal_of(&mut world, vec![deal::junior(0)], deal::tiers_of, |deal| {
        deal.draws = draws
    });
    sell(&mut world, &deal, (0, ONE), SOLD);
    (world, deal)
}

fn limited() -> (World<Lite>, Deal) {
    sold(DrawTerms {
        limit: LIMIT,
        period: PERIOD,
        ..DrawTerms::default()
    })
}

fn draw(deal: &Deal, amount: u64) -> Instruction {
    deal.draw_proceeds(&deal.destination, amount)
}

#[test]
fn no_period_wherever_it_begins_has_more_than_the_limit() {
    let (mut world, deal) = limited();
    assert_eq!(world.refused(&[draw(&deal, LIMIT + 1)]), "DrawLimit");
    assert_eq!(
        world.refused(&[draw(&deal, LIMIT), draw(&deal, 1)]),
        "DrawLimit",
        "in one transaction"
    );
    world.go(&[draw(&deal, ONE)]);
    world.pass(PERIOD - 1);
    world.go(&[draw(&deal, LIMIT - ONE)]);
    assert_eq!(world.refused(&[draw(&deal, 1)]), "DrawLimit");
    world.pass(1);
    // The first draw is out of sight, the second is not: no second limit at the edge.
    assert_eq!(world.refused(&[draw(&deal, ONE + 1)]), "DrawLimit");
    world.go(&[draw(&deal, ONE)]);
    world.pass(PERIOD - 1);
    world.go(&[draw(&deal, LIMIT - ONE)]);
    audit::check(&mut world);
    assert_eq!(treasury(&mut world, &deal), SOLD - 2 * LIMIT);
}

#[test]
fn more_draws_than_are_remembered_take_no_more_than_the_limit() {
    let (mut world, deal) = limited();
    for _ in 0..20 {
        world.go(&[draw(&deal, LIMIT / 20)]);
        world.pass(DAY);
    }
    assert_eq!(world.refused(&[draw(&deal, 1)]), "DrawLimit");
    world.pass(PERIOD - 20 * DAY);
    world.go(&[draw(&deal, LIMIT / 20)]);
    assert_eq!(world.refused(&[draw(&deal, LIMIT / 20)]), "DrawLimit");
    world.pass(PERIOD);
    world.go(&[draw(&deal, LIMIT)]);
    audit::check(&mut world);
}

#[test]
fn what_was_not_begun_by_its_date_goes_back_by_anyone() {
    let (mut world, deal) = sold(DrawTerms {
        begin_by: BY,
        begin_with: 10 * ONE,
        ..DrawTerms::default()
    });
    let stranger = world.person("stranger");
    let back = deal.return_proceeds(&stranger, &deal.mint, 0, None);
    // A unit drawn is no beginning.
    world.go(&[draw(&deal, 1)]);
    world.engine.set_now(BY - 1);
    assert_eq!(world.refused(std::slice::from_ref(&back)), "ReturnNotDue");
    world.engine.set_now(BY);
    assert_eq!(world.refused(&[draw(&deal, 10 * ONE)]), "DrawTooLate");
    let part = deal.return_proceeds(&stranger, &deal.mint, 0, Some(SOLD / 2));
    assert_eq!(world.refused(&[part]), "ReturnNotDue", "all or nothing");
    world.go(&[back]);
    assert_eq!(treasury(&mut world, &deal), 0);
    let owner = world.person("owner 0");
    world.pass(DAY);
    world.go(&[deal.claim(0, &owner)]);
    // A unit was drawn, and a holder may be a fraction of one short.
    assert_eq!(world.wealth(&owner), SOLD - 2);
    audit::check(&mut world);
    let again = deal.return_proceeds(&stranger, &deal.mint, 1, None);
    assert_eq!(world.refused(&[again]), "ZeroAmount", "twice");
}

#[test]
fn what_was_begun_by_its_date_stays_the_sponsors_to_draw() {
    let (mut world, deal) = sold(DrawTerms {
        begin_by: BY,
        begin_with: 10 * ONE,
        ..DrawTerms::default()
    });
    world.go(&[draw(&deal, 4 * ONE), draw(&deal, 6 * ONE)]);
    world.engine.set_now(BY + 400 * DAY);
    let stranger = world.person("stranger");
    let back = deal.return_proceeds(&stranger, &deal.mint, 0, None);
    assert_eq!(world.refused(&[back]), "ReturnNotDue");
    world.go(&[draw(&deal, SOLD / 2)]);
    audit::check(&mut world);
}

#[test]
fn rules_of_drawing_are_in_range() {
    let mut world = World::<Lite>::new(Money::Classic);
    let plan = Deal::plan(&mut world, "sponsor", 1);
    world.give(&plan.sponsor, 1);
    let now = world.engine.now();
    let bad = [
        (1, 0, 0, 0),
        (0, DAY, 0, 0),
        (1, DAY - 1, 0, 0),
        (1, 366 * DAY + 1, 0, 0),
        (1, -1, 0, 0),
        (0, 0, now, 1),
        (0, 0, now + 1, 0),
        (0, 0, 0, 1),
        (0, 0, -1, 1),
    ];
    let terms = |(limit, period, begin_by, begin_with)| DrawTerms {
        limit,
        period,
        begin_by,
        begin_with,
    };
    for numbers in bad {
        let mut args = plan.security_args();
        args.draws = terms(numbers);
        let create = plan.create_security(args);
        assert_eq!(world.refused(&[create]), "BadDrawTerms", "{numbers:?}");
    }
    let mut args = plan.security_args();
    args.draws = terms((1, DAY, now + 1, 1));
    world.go(&[plan.create_security(args)]);
    // Where settlement money has a limit and a date, no other vault goes without.
    let mint = world.new_mint("other", &token::CLASSIC, &[], |_| Vec::new());
    for numbers in [
        (0, 0, 0, 0),
        (1, DAY, 0, 0),
        (0, 0, now + DAY, 1),
        (1, 0, now + DAY, 1),
    ] {
        let deal = Deal {
            draws: terms(numbers),
            ..plan.clone()
        };
        let add = deal.add_vault(&mint, &token::CLASSIC);
        assert_eq!(world.refused(&[add]), "BadDrawTerms", "{numbers:?}");
    }
    let deal = Deal {
        draws: terms((u64::MAX, 366 * DAY, now + DAY, u64::MAX)),
        ..plan
    };
    world.go(&[deal.add_vault(&mint, &token::CLASSIC)]);
}

#[test]
fn a_vault_that_comes_after_drawing_has_begun_needs_no_date() {
    let (mut world, deal) = sold(DrawTerms {
        begin_by: BY,
        begin_with: 10 * ONE,
        ..DrawTerms::default()
    });
    let free = Deal {
        draws: DrawTerms::default(),
        ..deal.clone()
    };
    let mint = world.new_mint("other", &token::CLASSIC, &[], |_| Vec::new());
    let add = free.add_vault(&mint, &token::CLASSIC);
    assert_eq!(world.refused(std::slice::from_ref(&add)), "BadDrawTerms");
    world.go(&[draw(&deal, 10 * ONE), add]);
}
