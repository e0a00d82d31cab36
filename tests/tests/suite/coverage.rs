//! Tests of coverage among the tiers: what they divert, and on what report.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell},
    on_both_engines,
    payouts::source,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{
        distribution::{post_distribution::DistributionArgs, state::Distribution},
        waterfall::terms::TierTerms,
    },
    security::state::Security,
    structure::create_tranche::TrancheArgs,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    read,
    world::{BEGIN, DAY, Money, World},
};

on_both_engines! {
    what_passes_a_test_of_collateral_repays_the_senior_until_it_holds => collateral;
    a_trap_keeps_for_new_assets_what_would_pass_a_test_that_fails => trap;
    a_test_of_interest_looks_at_the_income_of_each_payment => interest;
}

/// 800 of a senior and 150 of a mezzanine without interest, and equity.
fn classes() -> Vec<TrancheArgs> {
    let debt = |rank| TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(rank)
    };
    vec![debt(0), debt(1), deal::junior(2)]
}

/// The deal with a test of the mezzanine ahead of all principal, and who pays.
fn sold<E: Engine>(world: &mut World<E>, test: TierTerms) -> (Deal, Pubkey) {
    let tiers = |classes: &[TrancheArgs]| [vec![test], deal::tiers_of(classes)].concat();
    let deal = deal_of(world, classes(), tiers, |_| {});
    for (rank, amount) in [(0, 800 * ONE), (1, 150 * ONE), (2, SOLD)] {
        sell(world, &deal, (rank, ONE), amount);
    }
    let payer = world.investor("payer", 10 * SOLD);
    (deal, payer)
}

fn pay<E: Engine>(world: &mut World<E>, deal: &Deal, payer: &Pubkey, nonce: u64) -> Distribution {
    let now = world.engine.now();
    world.go(&[deal.post_distribution(payer, nonce, source(now, 100 * ONE))]);
    let at = address::distribution(&deal.security, payer, nonce);
    read::state(&mut world.engine, &at)
}

fn collateral<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let test = TierTerms::CollateralTest {
        rank: 1,
        min_bps: 11_000,
        max_age: 30,
        traps: false,
    };
    let (deal, payer) = sold(&mut world, test);
    // Nothing was reported: all repays the senior.
    let record = pay(&mut world, &deal, &payer, 0);
    assert_eq!(record.tiers[..4], [0, 100 * ONE, 0, 0]);
    assert_eq!(record.outstanding[..2], [700 * ONE, 150 * ONE]);

    // 900 over 850 are 1.0588; over 818.181818 they are 1.1. The rest is profit.
    world.go(&[deal.report_pool(900 * ONE)]);
    let record = pay(&mut world, &deal, &payer, 1);
    assert_eq!(record.tiers[..4], [0, 31_818_182, 0, 68_181_818]);
    let record = pay(&mut world, &deal, &payer, 2);
    assert_eq!(record.tiers[..4], [0, 0, 0, 100 * ONE], "it holds");

    // A report is valid for thirty days.
    world.pass(30 * DAY);
    let record = pay(&mut world, &deal, &payer, 3);
    assert_eq!(record.tiers[..4], [0, 0, 0, 100 * ONE]);
    world.pass(1);
    let record = pay(&mut world, &deal, &payer, 4);
    assert_eq!(record.tiers[..4], [0, 100 * ONE, 0, 0], "it is too old");
    audit::check(&mut world);
    world
}

fn trap<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let test = TierTerms::CollateralTest {
        rank: 0,
        min_bps: 12_000,
        max_age: 30,
        traps: true,
    };
    let (deal, payer) = sold(&mut world, test);
    world.go(&[deal.report_pool(900 * ONE)]);
    // 960 are needed for 800: 60 stay.
    let record = pay(&mut world, &deal, &payer, 0);
    assert_eq!(record.tiers[..4], [0, 0, 0, 40 * ONE]);
    assert_eq!(record.reinvestment_after, 60 * ONE);
    let security = read::state::<Security>(&mut world.engine, &deal.security);
    assert_eq!(security.vault().reinvestment, 60 * ONE);
    audit::check(&mut world);
    // The deal does not revolve: with the next payment they repay the senior, of which 740 need 888.
    let record = pay(&mut world, &deal, &payer, 1);
    assert_eq!(record.of_principal[1], 60 * ONE);
    assert_eq!(record.tiers[..4], [0, 60 * ONE, 0, 100 * ONE]);
    assert_eq!(record.reinvestment_after, 0);
    audit::check(&mut world);
    world
}

fn interest<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![deal::senior(0), deal::junior(1)];
    let tiers = |classes: &[TrancheArgs]| {
        let mut tiers = deal::tiers_of(classes);
        let test = TierTerms::InterestTest {
            rank: 0,
            min_bps: 15_000,
            traps: false,
        };
        tiers.insert(2, test);
        tiers
    };
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    sell(&mut world, &deal, (1, ONE), SOLD);
    sell(&mut world, &deal, (0, ONE), 365 * SOLD);
    let payer = world.investor("payer", 100 * SOLD);
    let pay = |world: &mut World<E>, nonce, amount| {
        let now = world.engine.now();
        world.go(&[deal.post_distribution(&payer, nonce, source(now, amount))]);
        let at = address::distribution(&deal.security, &payer, nonce);
        read::state::<Distribution>(&mut world.engine, &at)
    };
    // It was a day until the proceeds were released. Its 80 are covered 1.25 times by 100: the other 20 repay the senior.
    let record = pay(&mut world, 0, 100 * ONE);
    assert_eq!(record.tiers[..5], [80 * ONE, 0, 0, 20 * ONE, 0]);
    // With 139 more the income of the period is 239, less than 1.5 times the interest of two days, a little below 160.
    world.pass(DAY);
    let record = pay(&mut world, 1, 139 * ONE);
    assert_eq!(record.tiers[0] + record.tiers[3], 139 * ONE);
    assert_eq!(record.tiers[4], 0);
    // One more is enough, in whatever payments it comes.
    let record = pay(&mut world, 2, ONE);
    assert_eq!(record.tiers[..5], [0, 0, 0, 0, ONE]);
    audit::check(&mut world);
    world
}

#[test]
fn principal_is_drawn_while_the_test_holds_without_it_and_what_was_trapped_never() {
    let mut world = World::<Lite>::new(Money::Classic);
    let test = TierTerms::CollateralTest {
        rank: 0,
        min_bps: 12_000,
        max_age: 30,
        traps: true,
    };
    let tiers = |classes: &[TrancheArgs]| [vec![test], deal::tiers_of(classes)].concat();
    let deal = deal_of(&mut world, classes(), tiers, |deal| {
        deal.revolving_until = BEGIN + 300 * DAY;
    });
    for (rank, amount) in [(0, 800 * ONE), (1, 150 * ONE), (2, SOLD)] {
        sell(&mut world, &deal, (rank, ONE), amount);
    }
    let payer = world.investor("payer", 10 * SOLD);
    let draw = |amount| deal.draw_reinvestment(&deal.destination, amount);
    // Without a report all income is trapped, and stays whatever is reported later.
    let record = pay(&mut world, &deal, &payer, 0);
    assert_eq!(record.reinvestment_after, 100 * ONE);
    assert_eq!(world.refused(&[draw(1)]), "InsufficientFunds");
    world.go(&[deal.report_pool(940 * ONE)]);
    assert_eq!(world.refused(&[draw(1)]), "InsufficientFunds");
    // 50 of principal come: with 850 of the pool and 100 that are trapped they are 40 more than 960.
    let now = world.engine.now();
    let principal = DistributionArgs {
        principal: 50 * ONE,
        ..source(now, 50 * ONE)
    };
    world.go(&[deal.post_distribution(&payer, 1, principal)]);
    world.go(&[deal.report_pool(850 * ONE)]);
    assert_eq!(world.refused(&[draw(40 * ONE + 1)]), "CoverageFailing");
    world.go(&[draw(40 * ONE)]);
    assert_eq!(world.refused(&[draw(1)]), "CoverageFailing");
    // With the assets that were bought, and for as long as the report is valid.
    world.go(&[deal.report_pool(890 * ONE)]);
    world.go(&[draw(9 * ONE)]);
    world.pass(30 * DAY + 1);
    assert_eq!(
        world.refused(&[draw(ONE)]),
        "CoverageFailing",
        "it is too old"
    );
    world.go(&[deal.report_pool(890 * ONE)]);
    world.go(&[draw(ONE)]);
    assert_eq!(
        world.refused(&[draw(1)]),
        "InsufficientFunds",
        "the rest is trapped"
    );
    audit::check(&mut world);
}
