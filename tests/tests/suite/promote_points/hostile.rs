//! What sponsor, manager and strangers may try: in one transaction, twice, early, late.

use super::{POINTS, Scene};
use crate::{
    on_both_engines, payouts,
    story::{self, WHOLE},
};
use anchor_lang::prelude::Pubkey;
use securities::credential::state::CredentialTerms;
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    ix::credential,
    offering::Offering,
    terms::Reward,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_lock_and_a_taking_in_one_transaction_leave_what_open_books_promise => at_once;
    no_book_promises_more_points_once_the_managers_are_there => later;
    a_promise_that_is_lowered_is_another_offer_and_what_is_free_the_managers => lowered;
    whoever_buys_the_managers_points_gets_nothing_of_what_they_earned_before => sold;
    a_manager_without_a_credential_waits_and_nobody_else_does => restricted;
}

/// The sponsor manages the fund, and takes its part together with the lock.
fn at_once<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let first = scene.book(0, (300, 300));
    let second = scene.book(1, (200, 600));
    scene.join(&first, "ana", 300);
    let ben = scene.join(&second, "ben", 200);
    scene.welcome();
    scene.world.engine.set_now(first.args.offer_ends);
    let lock = scene.deal.lock_book(&first, &scene.deal.sponsor);
    let take = scene.deal.take_points(POINTS);
    let twice = [lock.clone(), take.clone(), take.clone()];
    assert_eq!(scene.world.refused(&twice), "NoPoints");
    scene.world.go(&[lock, take]);
    audit::check(&mut scene.world);
    let manager = scene.manager;
    assert_eq!(
        scene.points_of(&manager),
        100,
        "of a thousand less 300 and 600"
    );
    scene.lock(&second);
    scene.pay();
    scene.settle(&second, 0);
    assert_eq!(scene.claim(&ben), 600);
    assert_eq!(scene.claim(&manager), 100);
    scene.world
}

fn later<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let first = scene.book(0, (300, 300));
    let mut second = scene.book(1, (200, 200));
    scene.join(&first, "ana", 300);
    // Before the lock as many as there are.
    second.rewards[0] = Reward::promote_points(&scene.deal, POINTS, &[(200 * WHOLE, 701)]);
    let raise = scene.deal.set_curve(&second, 0, 2);
    assert_eq!(scene.world.refused(&[raise]), "AboveAuthorised");
    scene.lock(&first);
    let version = second.state(&mut scene.world).offer_version;
    second.rewards[0] = Reward::promote_points(&scene.deal, POINTS, &[(200 * WHOLE, 201)]);
    let raise = scene.deal.set_curve(&second, 0, version);
    assert_eq!(
        scene.world.refused(&[raise]),
        "BelowFloor",
        "it is the manager's"
    );
    let mut third = scene.book(2, (100, 0));
    third.rewards = vec![Reward::promote_points(
        &scene.deal,
        POINTS,
        &[(100 * WHOLE, 1)],
    )];
    let promise = scene.deal.set_curve(&third, 0, 1);
    assert_eq!(scene.world.refused(&[promise]), "BelowFloor");
    scene.world
}

fn lowered<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let first = scene.book(0, (300, 300));
    let mut second = scene.book(1, (200, 200));
    scene.join(&first, "ana", 300);
    scene.join(&second, "ben", 200);
    scene.lock(&first);
    let state = second.state(&mut scene.world);
    assert_eq!(state.committed, 200 * WHOLE);
    second.rewards[0] = Reward::promote_points(&scene.deal, POINTS, &[(200 * WHOLE, 50)]);
    let lower = scene.deal.set_curve(&second, 0, state.offer_version);
    scene.world.go(&[lower]);
    assert_eq!(second.state(&mut scene.world).committed, 0, "ben may leave");
    scene.welcome();
    assert_eq!(scene.take(), (650, 0));
    let ben = second.ticket(&mut scene.world, 0).owner;
    second.withdraw(&mut scene.world, &scene.deal, &ben, 0, 200 * WHOLE);
    audit::check(&mut scene.world);
    assert_eq!(scene.world.wealth(&ben), 200 * WHOLE);
    scene.world
}

/// Taken and sold in one transaction.
fn sold<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let book = scene.book(0, (300, 300));
    scene.join(&book, "ana", 300);
    scene.lock(&book);
    scene.pay();
    scene.welcome();
    let buyer = scene.world.investor("buyer", 0);
    let welcome = scene.deal.welcome(POINTS, &scene.world.payer, &buyer);
    scene.world.go(&welcome);
    let manager = scene.manager;
    let sale = scene.deal.transfer_shares(POINTS, &manager, &buyer, 700);
    let take = scene.deal.take_points(POINTS);
    scene.world.go(&[take, sale]);
    audit::check(&mut scene.world);
    let nothing = scene.deal.claim(POINTS, &buyer);
    assert_eq!(scene.world.refused(&[nothing]), "NothingOwed");
    assert_eq!(scene.claim(&manager), 700);
    scene.pay();
    assert_eq!(scene.claim(&buyer), 700);
    scene.world
}

fn restricted<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let qualifier = world.person("qualifier");
    let manager = world.investor("manager", 0);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.qualifiers = vec![qualifier];
    let classes = vec![deal::junior(super::FUND), deal::points(POINTS, &manager)];
    let deal = deal.create(&mut world, classes, super::tiers());
    let mut book = Offering::plan(&mut world, &deal, super::FUND, 0, "line");
    (book.args.minimum, book.args.cap) = (WHOLE, 300 * WHOLE);
    book.open(&mut world, &deal, 16);
    let curve = [(300 * WHOLE, 300)];
    book.promise(
        &mut world,
        &deal,
        Reward::promote_points(&deal, POINTS, &curve),
    );
    let ana = world.investor("ana", 300 * WHOLE);
    book.deposit(&mut world, &deal, &ana, 300 * WHOLE);
    let admit = |world: &mut World<E>, owner| {
        let terms = CredentialTerms {
            category: 2,
            jurisdiction: 756,
            expires_at: world.engine.now() + 365 * DAY,
            person: Pubkey::default(),
        };
        world.go(&[credential::issue(&qualifier, owner, terms)]);
    };
    admit(&mut world, &ana);
    world.go(&[deal.qualify_ticket(&book, &qualifier, &ana, 0)]);
    book.lock(&mut world, &deal);
    let payer = world.payer;
    let welcome = deal.welcome(POINTS, &payer, &manager);
    world.go(&welcome);
    let take = deal.take_points(POINTS);
    assert_eq!(world.refused(std::slice::from_ref(&take)), "NotQualified");
    payouts::distribute(&mut world, &deal, 0, super::PAID);
    book.settle(&mut world, &deal, 0);
    world.go(&[deal.claim(POINTS, &ana)]);
    assert_eq!(world.wealth(&ana), 300);
    audit::check(&mut world);
    admit(&mut world, &manager);
    world.go(&[
        deal.qualify_holder(POINTS, &qualifier, &manager),
        take,
        deal.claim(POINTS, &manager),
    ]);
    audit::check(&mut world);
    assert_eq!(world.wealth(&manager), 700);
    assert_eq!(story::shares(&mut world, &deal, POINTS, &manager), 700);
    world
}
