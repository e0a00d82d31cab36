//! Tests of coverage among the tiers: what they divert, and on what report.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell},
    on_both_engines,
    payouts::source,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{distribution::state::Distribution, waterfall::terms::TierTerms},
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
    sell(&mut world, &deal, (0, ONE), 365 * SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    let payer = world.investor("payer", 100 * SOLD);
    let pay = |world: &mut World<E>, nonce, amount| {
        let now = world.engine.now();
        world.go(&[deal.post_distribution(&payer, nonce, source(now, amount))]);
        let at = address::distribution(&deal.security, &payer, nonce);
        read::state::<Distribution>(&mut world.engine, &at)
    };
    // What has accrued since the sale is covered many times.
    let record = pay(&mut world, 0, 10 * SOLD);
    assert_eq!(record.tiers[3], 0);
    // A day's 80 are covered 1.25 times by 100: the other 20 repay the senior.
    world.pass(DAY);
    let record = pay(&mut world, 1, 100 * ONE);
    assert_eq!(record.tiers[..5], [80 * ONE, 0, 0, 20 * ONE, 0]);
    // 130 cover a day's interest of a little less than 80 more than 1.5 times.
    world.pass(DAY);
    let record = pay(&mut world, 2, 130 * ONE);
    assert_eq!(record.tiers[3], 0);
    assert_eq!(record.tiers[0] + record.tiers[4], 130 * ONE);
    audit::check(&mut world);
    world
}

#[test]
fn what_was_trapped_is_drawn_only_on_a_recent_report_by_which_the_test_holds() {
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
    // Without a report all is trapped, and nothing can be drawn of it.
    let record = pay(&mut world, &deal, &payer, 0);
    assert_eq!(record.reinvestment_after, 100 * ONE);
    let draw = |amount| deal.draw_reinvestment(&deal.destination, amount);
    assert_eq!(world.refused(&[draw(1)]), "CoverageFailing");
    // 859.999999 and 100 are a unit less than 1.2 times 800.
    world.go(&[deal.report_pool(860 * ONE - 1)]);
    assert_eq!(world.refused(&[draw(1)]), "CoverageFailing");
    world.go(&[deal.report_pool(860 * ONE)]);
    world.go(&[draw(10 * ONE)]);
    assert_eq!(world.refused(&[draw(1)]), "CoverageFailing", "it is spent");
    // With the assets that were bought it holds again, for as long as the report is valid.
    world.go(&[deal.report_pool(870 * ONE)]);
    world.go(&[draw(1)]);
    world.go(&[deal.report_pool(871 * ONE)]);
    world.pass(30 * DAY + 1);
    assert_eq!(
        world.refused(&[draw(1)]),
        "CoverageFailing",
        "it is too old"
    );
    audit::check(&mut world);
}
