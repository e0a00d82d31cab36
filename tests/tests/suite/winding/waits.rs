//! Money that waits in a deal that is being wound down.

use super::{ONE, SOLD, Scene};
use crate::{on_both_engines, payouts::source};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{distribution::post_distribution::DistributionArgs, waterfall::terms::TierTerms},
    security::winding::OTHER_MINT_TIME,
    structure::create_tranche::TrancheArgs,
};
use securities_tests::{
    address, deal,
    engine::Engine,
    ix::measure::ALL,
    offering::Offering,
    terms::Asset,
    token,
    world::{DAY, World},
};

on_both_engines! {
    a_payment_that_waits_runs_before_the_end => pending;
    covers_stay_while_a_loss_is_announced => covers_stay;
    money_in_another_mint_goes_back_once_the_debts_are_repaid => other_mint;
}

/// One that was posted before can still be carried out, and nobody posts another, which would wait again.
fn pending<E: Engine>() -> World<E> {
    let classes = vec![deal::senior(0), deal::junior(1)];
    let mut scene = Scene::<E>::planned(classes, deal::tiers_of, |deal| deal.measures = ALL);
    for rank in [0, 1] {
        scene.sell(rank);
    }
    scene.draws(2 * SOLD);
    scene.close_books();
    scene.repays(0);
    scene.agrees();
    let deal = scene.deal.clone();
    let payer = scene.world.investor("waiting payer", 10 * ONE);
    let waiting = DistributionArgs {
        wait: true,
        ..source(scene.world.engine.now(), 9 * ONE)
    };
    let posts = deal.post_distribution(&payer, 7, waiting);
    scene.world.go(&[posts]);
    scene.carries_out();
    let late = DistributionArgs {
        wait: true,
        ..source(scene.world.engine.now(), ONE)
    };
    let another = deal.post_distribution(&payer, 8, late);
    assert_eq!(scene.refused(another), "Winding");
    scene.world.pass(30 * DAY);
    let end = deal.end_wind_down();
    assert_eq!(scene.refused(end), "MoneyWaits");
    scene.world.go(&[deal.carry_out_distribution(&payer, 7)]);
    scene.ends();
    scene.world.pass(DAY);
    let closed = scene.closes();
    let junior = scene.owners[1];
    let rounding = scene.world.wealth(&junior) + closed.left - 9 * ONE;
    assert!(rounding <= 2 && closed.left <= 4, "the debt's: {rounding}");
    scene.world
}

/// A cover of 1,000 pays the loss that was announced in time: it does not go home first.
fn covers_stay<E: Engine>() -> World<E> {
    let classes = vec![deal::senior(0), deal::cover(1)];
    let mut scene = Scene::<E>::with(classes, |classes| {
        let mut tiers = deal::tiers_of(classes);
        let last = tiers.len() - 1;
        tiers[last] = TierTerms::Residual { rank: 0 };
        tiers
    });
    let deal = scene.deal.clone();
    scene.draws(SOLD);
    scene.close_books();
    scene.resolves();
    scene.world.pass(29 * DAY);
    scene.world.go(&[deal.announce_loss(400 * ONE, 1)]);
    scene.world.pass(2 * DAY);
    let runner = scene.world.investor("runner", 0);
    let now = scene.world.engine.now();
    let home = deal.post_distribution(&runner, 9, source(now, 0));
    assert_eq!(scene.refused(home.clone()), "NothingWaits");
    assert_eq!(scene.security().vault().cover, SOLD);
    scene.world.pass(5 * DAY);
    scene.world.go(&[deal.record_loss(1)]);
    scene.world.go(&[home]);
    assert_eq!(scene.security().vault().cover, 0);
    scene.ends();
    let [senior, cover] = [scene.owners[0], scene.owners[1]];
    let closed = scene.closes();
    let (repaid, home) = (scene.world.wealth(&senior), scene.world.wealth(&cover));
    assert_eq!(repaid + home + closed.left, SOLD);
    assert!(400 * ONE - repaid <= 2 && 600 * ONE - home <= 2);
    scene.world
}

/// Equity was sold for another mint, of which nothing was drawn. The debt was sold for settlement money.
fn with_other_mint<E: Engine>(rank: u8, classes: Vec<TrancheArgs>) -> (Scene<E>, Pubkey) {
    let mut scene = Scene::<E>::planned(classes, deal::tiers_of, |_| {});
    let deal = scene.deal.clone();
    let mint = scene
        .world
        .new_mint("other", &token::CLASSIC, &[], |_| Vec::new());
    for place in [0, 1] {
        if place != rank {
            scene.sell(place);
            continue;
        }
        let mut book =
            Offering::standard_with(&mut scene.world, &deal, rank, "other line", |args| {
                (args.price, args.price_min) = (ONE, ONE);
                (args.minimum, args.cap, args.min_ticket) = (SOLD, SOLD, SOLD);
            });
        let asset = Asset::par(&deal, &book.book, &mint, &token::CLASSIC);
        book.add_asset(&mut scene.world, &deal, asset);
        let owner = scene.world.investor(&format!("owner {rank}"), 0);
        scene.world.give_of((&mint, &token::CLASSIC), &owner, SOLD);
        book.deposit_asset(&mut scene.world, &deal, &owner, (1, SOLD));
        book.lock(&mut scene.world, &deal);
        book.settle(&mut scene.world, &deal, 0);
        book.release(&mut scene.world, &deal);
        scene.world.go(&[deal.close_escrow(&book, 1)]);
        scene.books.push(book);
        scene.owners.push(owner);
    }
    scene.draws(SOLD);
    scene.close_books();
    (scene, mint)
}

fn other_mint<E: Engine>() -> World<E> {
    let classes = || vec![deal::senior(0), deal::junior(1)];
    // The debt is repaid, or is owed something for longer than a year; or the debt itself was sold for it, and is repaid.
    let cases = [(1, true), (1, false), (0, true)];
    let mut last = None;
    for (rank, is_repaid) in cases {
        let (mut scene, mint) = with_other_mint::<E>(rank, classes());
        let (deal, coin) = (scene.deal.clone(), (&mint, &token::CLASSIC));
        scene.resolves();
        let runner = scene.world.investor("runner", 0);
        let back = deal.return_proceeds(&runner, &mint, 5, None);
        assert_eq!(scene.refused(back.clone()), "DebtInOtherMint");
        scene.world.pass(30 * DAY);
        let end = deal.end_wind_down();
        assert_eq!(scene.refused(end.clone()), "MoneyWaits");
        if is_repaid {
            scene.repays(0);
        } else {
            scene.world.pass(OTHER_MINT_TIME);
        }
        assert_eq!(
            scene.refused(end.clone()),
            "MoneyWaits",
            "it goes back first"
        );
        scene.world.go(&[back]);
        assert_eq!(scene.security().vaults()[1].treasury, 0);
        scene.world.pass(DAY);
        let junior = scene.owners[1];
        // Whoever paid in settlement money has no account of the other mint.
        scene.world.give_of(coin, &junior, 0);
        scene.world.go(&[deal.pay_holders_in(coin, 1, &[junior])]);
        let account = address::token_account(&junior, &mint, &token::CLASSIC);
        assert_eq!(scene.world.balance(&account), SOLD, "equity has all of it");
        last = Some(scene.world);
    }
    last.expect("a world")
}
