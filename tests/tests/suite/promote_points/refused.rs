//! What a class of a fixed number cannot be, and who cannot take its points.

use super::{FUND, POINTS, Scene};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::{structure::create_tranche::TrancheArgs, warrant::create_series::SeriesArgs};
use securities_tests::{
    address,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_manager_is_named_of_an_equity_without_a_par_and_can_own_shares => named;
    points_of_a_fixed_number_are_neither_sold_nor_optioned => granted_alone;
    the_managers_points_go_to_the_manager_alone => its_own;
}

fn named<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let manager = world.person("manager");
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    let fixed = |args: TrancheArgs| TrancheArgs { manager, ..args };
    let capital = TrancheArgs {
        par: 1_000_000,
        authorised: 1_000_000_000,
        ..deal::junior(0)
    };
    for args in [deal::senior(0), deal::cover(0), capital] {
        let create = deal.create_tranche(fixed(args));
        assert_eq!(world.refused(&[create]), "NotEquityWithoutPar");
    }
    let tranche = address::tranche(&deal.security, 0);
    let unownable = [
        securities::ID,
        deal.security,
        deal.vault,
        deal.mint,
        deal.token_program,
        tranche,
        address::share_mint(&tranche),
    ];
    for key in unownable {
        let create = deal.create_tranche(deal::points(0, &key));
        assert_eq!(world.refused(&[create]), "KeyRefused", "{key}");
    }
    world.go(&[deal.create_tranche(deal::points(0, &manager))]);
    world
}

fn granted_alone<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let sale = Offering::plan(&mut scene.world, &scene.deal, POINTS, 0, "line of points");
    let opening = sale.opening(&mut scene.world, &scene.deal, 16);
    assert_eq!(scene.world.refused(&opening), "FixedNumber");
    let args = SeriesArgs {
        number: 0,
        strike: 1_000_000,
        expires_at: scene.world.engine.now() + 400 * DAY,
    };
    let series = scene.deal.create_series(POINTS, args.clone());
    assert_eq!(scene.world.refused(&[series]), "FixedNumber");
    scene.world.go(&[scene.deal.create_series(FUND, args)]);
    scene.world
}

fn its_own<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let book = scene.book(0, (300, 300));
    let ana = scene.join(&book, "ana", 300);
    scene.lock(&book);
    scene.settle(&book, 0);
    let take = scene.deal.take_points(POINTS);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&take)),
        "AccountOwnedByWrongProgram",
        "the manager has no record"
    );
    scene.welcome();
    let points = scene.deal.class(POINTS).clone();
    let with = |from: Pubkey, to: Pubkey| {
        let mut call = take.clone();
        let all = call.accounts.iter_mut();
        all.filter(|meta| meta.pubkey == from)
            .for_each(|meta| meta.pubkey = to);
        call
    };
    let (holder, account) = (
        address::holder(&points.tranche, &scene.manager),
        address::share_account(&scene.manager, &points.mint),
    );
    let to_ana = with(holder, address::holder(&points.tranche, &ana));
    assert_eq!(scene.world.refused(&[to_ana]), "NotManager");
    let to_ana = with(account, address::share_account(&ana, &points.mint));
    assert_eq!(scene.world.refused(&[to_ana]), "WrongShareAccount");
    let in_fund = with(
        holder,
        address::holder(&scene.deal.class(FUND).tranche, &ana),
    );
    assert_eq!(scene.world.refused(&[in_fund]), "WrongTranche");
    // The fund has no manager, whoever asks for it.
    let fund = scene.deal.class(FUND).clone();
    let mut of_fund = take.clone();
    for (from, to) in [
        (points.tranche, fund.tranche),
        (points.mint, fund.mint),
        (holder, address::holder(&fund.tranche, &ana)),
        (account, address::share_account(&ana, &fund.mint)),
    ] {
        for meta in &mut of_fund.accounts {
            if meta.pubkey == from {
                meta.pubkey = to;
            }
        }
    }
    assert_eq!(scene.world.refused(&[of_fund]), "NotManager");
    assert_eq!(scene.take(), (700, 0));
    scene.world
}
