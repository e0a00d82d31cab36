//! When whoever is in control begins a wind-down, and whom a resolution asks.

use super::{ONE, SOLD, Scene};
use crate::on_both_engines;
use securities::{
    cash::waterfall::terms::TierTerms,
    resolution::{
        proposal::Proposal,
        state::{Proposer, Resolution},
    },
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    address, deal,
    engine::Engine,
    ix::resolution::args,
    offering::Offering,
    read,
    terms::Reward,
    world::{DAY, World},
};

on_both_engines! {
    a_repaid_class_that_shares_profit_is_asked => sharing;
    warrants_that_were_granted_run_out_before_the_sponsor_winds_down => warrants;
    a_draft_ends_whatever_its_sources_hold => draft_with_source;
}

/// A debt that takes what is left besides is never done for the sponsor; its holders decide.
fn sharing<E: Engine>() -> World<E> {
    let tiers = |_: &[_]| {
        let (first, second) = (0, 1);
        vec![
            TierTerms::Interest { rank: first },
            TierTerms::Arrears { rank: first },
            TierTerms::Principal { rank: first },
            TierTerms::Split {
                rank: first,
                bps: 1_000,
            },
            TierTerms::Residual { rank: second },
        ]
    };
    let classes = vec![deal::senior(0), deal::junior(1)];
    let mut scene = Scene::<E>::planned(classes, tiers, |_| {});
    scene.sell(0);
    scene.draws(SOLD);
    scene.close_books();
    scene.repays(0);
    assert_eq!(
        scene.begins(),
        "ClassesOwed",
        "it has a tenth of the profit"
    );
    scene.resolves();
    let resolution: Resolution = read::state(&mut scene.world.engine, &scene.deal.resolution(0));
    assert_eq!(resolution.asked, 0b1);
    scene.pays(10 * ONE, 0);
    scene.ends();
    scene.world.pass(DAY);
    let owner = scene.owners[0];
    let before = scene.world.wealth(&owner);
    let claim = scene.deal.claim(0, &owner);
    scene.world.go(&[claim]);
    let got = scene.world.wealth(&owner) - before;
    assert!(got >= SOLD + ONE - 1, "with a tenth of what came in later");
    scene.world
}

fn warrants<E: Engine>() -> World<E> {
    let classes = vec![deal::senior(0), deal::junior(1)];
    let mut scene = Scene::<E>::planned(classes, deal::tiers_of, |_| {});
    let deal = scene.deal.clone();
    let expires_at = scene.world.engine.now() + 200 * DAY;
    let series = SeriesArgs {
        number: 0,
        strike: 2 * ONE,
        expires_at,
    };
    scene.world.go(&[deal.create_series(1, series)]);
    let owner = scene.world.investor("owner", SOLD);
    let mut book = Offering::standard_with(&mut scene.world, &deal, 0, "line", |args| {
        (args.price, args.price_min) = (ONE, ONE);
        (args.minimum, args.cap, args.min_ticket) = (SOLD, SOLD, SOLD);
    });
    let reward = Reward::warrants(&deal, (1, 0), &[(SOLD, 100 * ONE)]);
    book.promise(&mut scene.world, &deal, reward);
    book.sell(&mut scene.world, &deal, &[(owner, SOLD)]);
    book.release(&mut scene.world, &deal);
    scene.draws(SOLD);
    scene.world.go(&[deal.close_book(&book)]);
    scene.repays(0);
    assert_eq!(scene.tranche(1).shares, 0, "nobody holds the class yet");
    assert!(scene.tranche(1).shares_offered > 0);
    assert_eq!(scene.begins(), "ClassesOwed", "they still run");
    scene.world.engine.set_now(expires_at);
    assert_eq!(scene.begins(), "ClassesOwed", "the series is closed first");
    scene.world.go(&[deal.close_series(1, 0)]);
    assert_eq!(scene.begins(), "");
    scene.world
}

fn draft_with_source<E: Engine>() -> World<E> {
    let classes = vec![deal::senior(0), deal::junior(1)];
    let mut scene = Scene::<E>::planned(classes, deal::tiers_of, |_| {});
    let deal = scene.deal.clone();
    scene
        .world
        .go(&[deal.register_source(deal.coin(), 0, "rents")]);
    let account = address::vault(&address::source(&deal.security, 0), &deal.mint);
    let tenant = scene.world.investor("tenant", 9 * ONE);
    scene.gives(&tenant, &account, 9 * ONE);
    assert_eq!(scene.begins(), "");
    let caller = scene.world.investor("caller", 0);
    let collect = deal.collect_source(deal.coin(), &caller, 0, 77);
    assert_eq!(scene.refused(collect), "NotBegun");
    scene.world.go(&[deal.close_source(deal.coin(), 0)]);
    scene.world.go(&[deal.end_wind_down()]);
    assert_eq!(scene.closes().left, 9 * ONE);
    scene.world
}

/// Nobody is asked who has no part in what may come.
#[test]
fn a_repaid_class_without_a_part_in_the_profit_is_not_asked() {
    let mut scene =
        Scene::<securities_tests::lite::Lite>::new(vec![deal::senior(0), deal::junior(1)]);
    scene.draws(2 * SOLD);
    scene.repays(0);
    let (sponsor, payer) = (scene.deal.sponsor, scene.world.payer);
    let propose = args(Proposer::Sponsor, Proposal::WindDown);
    scene.world.go(&[scene
        .deal
        .propose_resolution(0, (&sponsor, &payer), propose)]);
    let resolution: Resolution = read::state(&mut scene.world.engine, &scene.deal.resolution(0));
    assert_eq!(resolution.asked, 0b10);
}
