//! A lead investor who draws others in and would leave, and a sponsor who would lock without it.

use super::{ONE, Scene};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::book::{
    offer::{open_book::BookArgs, version::OfferArgs},
    ticket::consent::Consent,
};
use securities_tests::{
    audit,
    engine::Engine,
    world::{World, keypair},
};
use solana_signer::Signer;

on_both_engines! {
    others_wait_for_the_lead_and_then_it_stays => stays;
    the_lead_does_not_trade_committed_money_for_money_that_is_not => trades;
    a_sponsor_cannot_lock_without_the_lead => without;
    what_binds_the_lead_is_its_consent_and_not_its_money => consent;
    a_changed_offer_lets_the_lead_go_and_nobody_is_locked_in_without_it => let_go;
}

fn lead() -> Pubkey {
    keypair("lead").pubkey()
}

/// The lead goes first, with twenty.
fn terms(args: &mut BookArgs) {
    (args.lead, args.lead_minimum) = (lead(), 20 * ONE);
}

fn stays<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(terms);
    let lead = scene.world.investor("lead", 100 * ONE);
    let alice = scene.world.investor("alice", 10 * ONE);
    let come = |id| scene.deposit(&alice, id, 10 * ONE, 1);
    let (first, third) = (come(0), come(2));
    let (half, rest) = (
        scene.deposit(&lead, 0, 15 * ONE, 1),
        scene.deposit(&lead, 1, 5 * ONE, 1),
    );
    let half_back = scene.withdraw(&lead, 0, 15 * ONE);
    scene.refuse(&[
        ("before the lead", vec![first], "LeadFirst"),
        (
            "with a part of its minimum",
            vec![half.clone(), third.clone()],
            "LeadFirst",
        ),
        (
            "the lead as a bait",
            vec![half.clone(), rest.clone(), third.clone(), half_back.clone()],
            "LeadBound",
        ),
    ]);
    // Below its minimum nobody relies on it, and it may leave.
    scene.world.go(&[half.clone(), half_back.clone()]);
    scene.world.go(&[
        scene.deposit(&lead, 1, 15 * ONE, 1),
        scene.deposit(&lead, 2, 5 * ONE, 1),
    ]);
    scene.world.go(&[scene.deposit(&alice, 3, 10 * ONE, 1)]);
    audit::check(&mut scene.world);
    let uncommit = |id| vec![scene.deal.uncommit(&scene.book, &lead, id)];
    let leave = |id, amount| vec![scene.withdraw(&lead, id, amount)];
    let cases = [
        ("a part leaves", leave(1, ONE), "LeadBound"),
        ("a ticket leaves", leave(2, 5 * ONE), "LeadBound"),
        ("consent is taken back", uncommit(2), "LeadBound"),
    ];
    let more = scene.deposit(&lead, 4, 10 * ONE, 1);
    let (too_much, just_more) = (leave(1, 10 * ONE + 1), leave(1, 10 * ONE));
    scene.refuse(&cases);
    scene.world.go(&[more]);
    scene.refuse(&[("more than it has above it", too_much, "LeadBound")]);
    scene.world.go(&just_more);
    scene.refuse(&cases);
    audit::check(&mut scene.world);

    scene.book.lock(&mut scene.world, &scene.deal);
    for id in [1, 2, 3, 4] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
    }
    assert_eq!(
        (scene.shares(&lead), scene.shares(&alice)),
        (20 * ONE, 10 * ONE)
    );
    audit::check(&mut scene.world);
    scene.world
}

/// What the lock needs of the lead is committed money. It puts as much beside it that is committed to nothing, and
/// would take the committed money away: its minimum would be in line, and the book not ready.
fn trades<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(terms);
    let lead = scene.world.investor("lead", 60 * ONE);
    scene.world.go(&[scene.deposit(&lead, 0, 20 * ONE, 1)]);
    let (alice, _) = scene.join("alice", 10);
    scene.world.go(&[scene.deposit(&lead, 2, 40 * ONE, 0)]);
    let leave = |amount| vec![scene.withdraw(&lead, 0, amount)];
    let cases = [
        ("all of it", leave(20 * ONE), "LeadBound"),
        ("a part of it", leave(ONE), "LeadBound"),
    ];
    scene.refuse(&cases);
    // What is committed to nothing is above its minimum, and free.
    let other = scene.withdraw(&lead, 2, 40 * ONE);
    scene.world.go(&[other]);
    scene.book.lock(&mut scene.world, &scene.deal);
    for id in [1, 0] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
    }
    assert_eq!(
        (scene.shares(&lead), scene.shares(&alice)),
        (20 * ONE, 10 * ONE)
    );
    audit::check(&mut scene.world);
    scene.world
}

/// Nobody is held to terms that it has not named: the sponsor's first offer, made while a deposit is under way, does not
/// keep the lead, and neither does the next one.
fn consent<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| {
        terms(args);
        args.offer_ends = 0;
    });
    let lead = scene.world.investor("lead", 60 * ONE);
    scene.world.go(&[scene.deposit(&lead, 0, 20 * ONE, 0)]);
    // There is no offer yet.
    scene.world.go(&[scene.withdraw(&lead, 0, ONE)]);
    for version in [0, 1] {
        let offer = scene.book.offer(version);
        scene.world.go(&[scene.deal.make_offer(&scene.book, offer)]);
        let more = scene.deposit(&lead, version + 1, 20 * ONE, 0);
        scene.world.go(&[more]);
        let book = scene.book.state(&mut scene.world);
        assert_eq!(book.offer_version, version + 1);
        assert!(book.lead_live >= 20 * ONE);
        let leave = scene.withdraw(&lead, version + 1, 20 * ONE);
        scene.world.go(&[leave]);
        audit::check(&mut scene.world);
    }
    scene.world.go(&[scene.deposit(&lead, 3, ONE, 2)]);
    scene.refuse(&[
        ("bound", vec![scene.withdraw(&lead, 0, ONE)], "LeadBound"),
        (
            "with what it committed",
            vec![scene.withdraw(&lead, 3, ONE)],
            "LeadBound",
        ),
    ]);
    audit::check(&mut scene.world);
    scene.world
}

/// The lead's money is in line and not committed.
fn without<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(terms);
    let lead = scene.world.investor("lead", 20 * ONE);
    scene.world.go(&[scene.deposit(&lead, 0, 20 * ONE, 0)]);
    let (alice, _) = scene.join("alice", 500);
    let sponsor = scene.deal.sponsor;
    scene.world.give(&sponsor, 20 * ONE);
    let mut others = scene.deal.commit(&scene.book, &lead, 0, 1);
    others.accounts[0].pubkey = sponsor;
    let lock = scene.lock();
    let own = scene.deposit(&sponsor, 2, 20 * ONE, 1);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    scene.refuse(&[
        ("with the others' money", vec![lock.clone()], "CannotLock"),
        (
            "with its own in the lead's place",
            vec![own, lock.clone()],
            "CannotLock",
        ),
        ("committing for the lead", vec![others], "NotOwner"),
    ]);
    scene.world.engine.set_now(scene.book.args.deadline);
    scene.refuse(&[("after the deadline", vec![lock], "CannotLock")]);
    // Everybody has its money again, the lead as well.
    scene.world.go(&[scene.withdraw(&lead, 0, 20 * ONE)]);
    scene.book.refund(&mut scene.world, &scene.deal, 1);
    assert_eq!(
        (scene.world.wealth(&lead), scene.world.wealth(&alice)),
        (20 * ONE, 500 * ONE)
    );
    audit::check(&mut scene.world);
    scene.world
}

fn let_go<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(terms);
    let lead = scene.world.investor("lead", 20 * ONE);
    scene.world.go(&[scene.deposit(&lead, 0, 20 * ONE, 1)]);
    let (alice, _) = scene.join("alice", 50);
    let offer = OfferArgs {
        terms_sha256: [8; 32],
        price: 2 * ONE,
        price_min: 2 * ONE,
        minimum: ONE,
        ..scene.book.offer(1)
    };
    scene.world.go(&[scene.deal.make_offer(&scene.book, offer)]);
    scene.book.commit(&mut scene.world, &scene.deal, 1);
    scene.world.go(&[scene.withdraw(&lead, 0, 20 * ONE)]);
    audit::check(&mut scene.world);
    let bob = scene.world.investor("bob", 10 * ONE);
    let lock = scene.lock();
    let next = Consent {
        offer_version: 2,
        terms_sha256: [8; 32],
    };
    let come = scene.deposit(&bob, 2, 10 * ONE, next);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    scene.refuse(&[
        ("without it", vec![lock], "CannotLock"),
        ("others wait for it again", vec![come], "LeadFirst"),
    ]);
    // It comes back for the new offer, and is bound by that.
    scene.world.go(&[scene.deposit(&lead, 2, 20 * ONE, next)]);
    let leave = vec![scene.withdraw(&lead, 2, 20 * ONE)];
    scene.refuse(&[("a second time", leave, "LeadBound")]);
    scene.world.go(&[scene.withdraw(&alice, 1, 50 * ONE)]);
    assert_eq!(scene.world.wealth(&alice), 50 * ONE, "others may leave");
    scene.book.lock(&mut scene.world, &scene.deal);
    scene.book.settle(&mut scene.world, &scene.deal, 2);
    assert_eq!(scene.shares(&lead), 10 * ONE);
    audit::check(&mut scene.world);
    scene.world
}
