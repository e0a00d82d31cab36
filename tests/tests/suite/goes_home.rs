//! A cover and a reserve go home once they protect nothing any more, in a deal that has no debt or never sold it too.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell, with_par},
    on_both_engines,
    payouts::source,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{
        distribution::post_distribution::DistributionArgs,
        waterfall::{
            set_mode::ModeChange,
            terms::{ReservePurpose, TierTerms},
        },
    },
    security::state::Security,
    structure::create_tranche::TrancheArgs,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_cover_of_equity_goes_home_when_the_capital_is_repaid => of_equity;
    a_cover_of_a_debt_whose_book_failed_goes_home => of_a_failed_book;
    a_cover_waits_for_a_debt_that_is_still_to_be_sold => of_a_debt_to_come;
    a_cover_of_equity_too_stays_until_its_capital_is_repaid => of_both;
    a_sponsor_that_accelerates_a_deal_without_debt_gets_no_reserve => accelerated;
    what_a_cover_pays_in_the_end_it_pays_once => once;
    a_book_that_stays_open_keeps_nothing_for_ever => open_for_ever;
    a_reserve_without_debt_is_all_out_when_the_capital_is_repaid => reserve;
}

/// Equity with a par and a cover of it.
fn equity_and_cover<E: Engine>(world: &mut World<E>) -> (Deal, Pubkey) {
    let classes = vec![with_par(0), deal::cover(1)];
    let deal = deal_of(world, classes, cover_before_residual, |_| {});
    sell(world, &deal, (0, ONE), SOLD);
    let owner = sell(world, &deal, (1, ONE), 200 * ONE);
    (deal, owner)
}

/// Tiers of the classes, the last of which is a cover, with the residual to the first.
fn cover_before_residual(
    classes: &[securities::structure::create_tranche::TrancheArgs],
) -> Vec<TierTerms> {
    let mut tiers = deal::tiers_of(classes);
    let last = tiers.len() - 1;
    tiers[last] = TierTerms::Residual { rank: 0 };
    tiers
}

fn cover<E: Engine>(world: &mut World<E>, deal: &Deal) -> u64 {
    read::state::<Security>(&mut world.engine, &deal.security)
        .vault()
        .cover
}

fn nothing<E: Engine>(world: &mut World<E>, deal: &Deal, nonce: u64) -> String {
    let payer = world.investor("payer", 0);
    let now = world.engine.now();
    world.refused(&[deal.post_distribution(&payer, nonce, source(now, 0))])
}

fn run<E: Engine>(world: &mut World<E>, deal: &Deal, nonce: u64, amount: u64) {
    let payer = world.investor("payer", amount);
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, nonce, source(now, amount))]);
}

fn of_equity<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owner) = equity_and_cover(&mut world);
    assert_eq!(cover(&mut world, &deal), 200 * ONE);
    run(&mut world, &deal, 0, 900 * ONE);
    assert_eq!(cover(&mut world, &deal), 200 * ONE, "100 are at risk");
    assert_eq!(nothing(&mut world, &deal, 1), "NothingWaits");
    run(&mut world, &deal, 1, 100 * ONE);
    assert_eq!(cover(&mut world, &deal), 0);
    world.pass(DAY);
    world.go(&[deal.claim(1, &owner)]);
    assert_eq!(world.wealth(&owner), 200 * ONE);
    audit::check(&mut world);
    world
}

/// The cover's book locks, and the senior's misses its minimum.
fn of_a_failed_book<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![deal::senior(0), deal::cover(1)];
    let deal = deal_of(&mut world, classes, cover_before_residual, |_| {});
    let senior = Offering::standard(&mut world, &deal, 0, "senior line");
    let owner = sell(&mut world, &deal, (1, ONE), 200 * ONE);
    assert_eq!(
        nothing(&mut world, &deal, 0),
        "NothingWaits",
        "its book is open"
    );
    let rest = senior.args.deadline - world.engine.now();
    world.pass(rest + 30 * DAY);
    world.go(&[deal.close_book(&senior)]);
    assert_eq!(cover(&mut world, &deal), 200 * ONE);
    // Anyone runs what waits, with a payment of nothing, once.
    run(&mut world, &deal, 0, 0);
    assert_eq!(cover(&mut world, &deal), 0);
    assert_eq!(nothing(&mut world, &deal, 1), "NothingWaits");
    assert_eq!(world.refused(&[deal.claim(1, &owner)]), "NothingOwed");
    world.pass(DAY);
    world.go(&[deal.claim(1, &owner)]);
    assert_eq!(world.wealth(&owner), 200 * ONE, "over a day");
    audit::check(&mut world);
    world
}

fn of_a_debt_to_come<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![deal::senior(0), deal::cover(1)];
    let deal = deal_of(&mut world, classes, cover_before_residual, |_| {});
    sell(&mut world, &deal, (1, ONE), 200 * ONE);
    assert_eq!(nothing(&mut world, &deal, 0), "NothingWaits");
    sell(&mut world, &deal, (0, ONE), SOLD);
    run(&mut world, &deal, 0, 10 * ONE);
    assert_eq!(cover(&mut world, &deal), 200 * ONE, "the debt is there");
    audit::check(&mut world);
    world
}

fn reserve<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![with_par(0)];
    let tiers = |classes: &[_]| {
        let kept = TierTerms::Reserve {
            purpose: ReservePurpose::All,
            amount: 100 * ONE,
            bps: 0,
        };
        [vec![kept], deal::tiers_of(classes)].concat()
    };
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    let owner = sell(&mut world, &deal, (0, ONE), 200 * ONE);
    run(&mut world, &deal, 0, 300 * ONE);
    world.go(&[deal.claim(0, &owner)]);
    assert_eq!(world.wealth(&owner), 200 * ONE);
    run(&mut world, &deal, 1, 0);
    world.pass(DAY);
    world.go(&[deal.claim(0, &owner)]);
    assert_eq!(world.wealth(&owner), 300 * ONE, "all of it");
    assert_eq!(nothing(&mut world, &deal, 2), "NothingWaits");
    audit::check(&mut world);
    world
}

/// A debt, an equity with a capital, and a cover of a part of each loss that stays for both.
fn of_both<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let both = TrancheArgs {
        loss_bps: 9_000,
        covers_equity: true,
        ..deal::cover(2)
    };
    let debt = TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(0)
    };
    let classes = vec![debt, with_par(1), both];
    let tiers = |classes: &[TrancheArgs]| {
        let mut tiers = deal::tiers_of(classes);
        let last = tiers.len() - 1;
        // All principal of the debt, which matures late.
        tiers[0] = TierTerms::Sweep { rank: 0 };
        tiers[last] = TierTerms::Residual { rank: 1 };
        tiers
    };
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    let owner = sell(&mut world, &deal, (2, ONE), 500 * ONE);
    // 90 of a loss of 100 repay the debt, and 10 are the equity's.
    world.go(&deal.lose(100 * ONE, 1));
    assert_eq!(cover(&mut world, &deal), 410 * ONE);
    // The rest of the debt; the equity's 990 are out.
    run(&mut world, &deal, 0, 910 * ONE);
    assert_eq!(cover(&mut world, &deal), 410 * ONE, "capital is at risk");
    assert_eq!(nothing(&mut world, &deal, 1), "NothingWaits");
    // It pays for the equity too.
    world.go(&deal.lose(100 * ONE, 2));
    assert_eq!(cover(&mut world, &deal), 320 * ONE);
    // 990 - 10 - 90 of capital are out, and the cover goes home with the last of it.
    run(&mut world, &deal, 1, 889 * ONE);
    assert_eq!(cover(&mut world, &deal), 320 * ONE);
    run(&mut world, &deal, 2, ONE);
    assert_eq!(cover(&mut world, &deal), 0);
    world.pass(DAY);
    world.go(&[deal.claim(2, &owner)]);
    assert_eq!(world.wealth(&owner), 320 * ONE);
    audit::check(&mut world);
    world
}

/// A cover that had run dry, and was refilled, pays what it had missed, and stays for an equity that is on offer.
fn once<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let maturity = world.engine.now() + 300 * DAY;
    let debt = TrancheArgs {
        rate_ppm: 0,
        maturity,
        ..deal::senior(0)
    };
    let both = TrancheArgs {
        loss_cap: 150 * ONE,
        covers_equity: true,
        ..deal::cover(2)
    };
    let tiers = |_: &[TrancheArgs]| {
        vec![
            TierTerms::Cover { rank: 2 },
            TierTerms::Sweep { rank: 0 },
            TierTerms::Principal { rank: 1 },
            TierTerms::Residual { rank: 1 },
        ]
    };
    let deal = deal_of(&mut world, vec![debt, with_par(1), both], tiers, |_| {});
    let lender = sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (2, ONE), 100 * ONE);
    // The cover pays 100 of the 150 that it would, and 300 are written off.
    world.go(&deal.lose(400 * ONE, 1));
    assert_eq!(cover(&mut world, &deal), 0);
    run(&mut world, &deal, 0, 700 * ONE);
    assert_eq!(cover(&mut world, &deal), 100 * ONE, "it is full again");
    let rest = maturity - world.engine.now();
    world.pass(rest);
    Offering::standard(&mut world, &deal, 1, "equity line");
    run(&mut world, &deal, 1, 0);
    assert_eq!(cover(&mut world, &deal), 50 * ONE, "50 were missing");
    assert_eq!(nothing(&mut world, &deal, 2), "NothingWaits");
    world.pass(DAY);
    world.go(&[deal.claim(0, &lender)]);
    assert_eq!(world.wealth(&lender), 750 * ONE);
    audit::check(&mut world);
    world
}

/// Nobody closes the book of the equity.
fn open_for_ever<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![with_par(0), deal::cover(1)];
    let deal = deal_of(&mut world, classes, cover_before_residual, |_| {});
    let owner = sell(&mut world, &deal, (1, ONE), 200 * ONE);
    let locked = world.engine.now();
    Offering::standard(&mut world, &deal, 0, "equity line");
    let rest = locked + 360 * DAY - world.engine.now();
    world.pass(rest);
    assert_eq!(nothing(&mut world, &deal, 0), "NothingWaits");
    world.pass(5 * DAY);
    run(&mut world, &deal, 0, 0);
    world.pass(DAY);
    world.go(&[deal.claim(1, &owner)]);
    assert_eq!(world.wealth(&owner), 200 * ONE);
    audit::check(&mut world);
    world
}

/// Investors with a capital, and the sponsor's class behind them, which has the residual.
fn accelerated<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![with_par(0), deal::junior(1)];
    let tiers = |_: &[TrancheArgs]| {
        vec![
            TierTerms::Reserve {
                purpose: ReservePurpose::All,
                amount: 50 * ONE,
                bps: 0,
            },
            TierTerms::Capital { rank: 0 },
            TierTerms::Residual { rank: 1 },
        ]
    };
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    let investor = sell(&mut world, &deal, (0, ONE), 100 * ONE);
    let sponsor = sell(&mut world, &deal, (1, ONE), ONE);
    run(&mut world, &deal, 0, 60 * ONE);
    let reserve = |world: &mut World<E>| {
        read::state::<Security>(&mut world.engine, &deal.security)
            .vault()
            .reserve
    };
    assert_eq!(reserve(&mut world), 50 * ONE);
    world.go(&[deal.set_mode(&deal.sponsor, ModeChange::Accelerate)]);
    run(&mut world, &deal, 1, ONE);
    assert_eq!(reserve(&mut world), 50 * ONE, "100 are outstanding");
    let payer = world.investor("payer", 100 * ONE);
    let all = DistributionArgs {
        principal: 100 * ONE,
        ..source(world.engine.now(), 100 * ONE)
    };
    world.go(&[deal.post_distribution(&payer, 2, all)]);
    world.go(&[deal.claim(0, &investor), deal.claim(1, &sponsor)]);
    assert_eq!(world.wealth(&investor), 100 * ONE);
    audit::check(&mut world);
    world
}
