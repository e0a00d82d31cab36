//! A lock on money that would not be accepted: what fell since it came, and a lead of which little is taken.

use super::{ONE, Scene};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::book::state::AllocationRule;
use securities_tests::{
    audit,
    engine::Engine,
    terms::Asset,
    token,
    world::{DAY, World},
};

on_both_engines! {
    a_minimum_that_fell_is_none => fell;
    a_fall_that_leaves_the_minimum_stops_nobody => covered;
    a_lead_that_is_not_approved_is_none => unapproved;
    a_lead_counts_with_its_part => cut;
    nobody_pushes_a_lead_out_of_a_full_book => pushed;
    a_lead_behind_the_cap_is_none => behind;
    a_lead_whose_asset_fell_is_none => lead_fell;
}

/// A book for a lead's 10 at least.
fn led<E: Engine>(rule: AllocationRule, minimum: u64, cap: u64) -> (Scene<E>, Pubkey) {
    let lead = {
        let mut world = World::<E>::new(securities_tests::world::Money::Classic);
        world.key("lead")
    };
    let mut scene = Scene::<E>::open(|args| {
        args.allocation = rule;
        (args.minimum, args.cap) = (minimum * ONE, cap * ONE);
        (args.lead, args.lead_minimum) = (lead, 10 * ONE);
    });
    scene.world.investor("lead", 100 * ONE);
    (scene, lead)
}

/// Accepts a second mint, of which a unit is worth one, and that may move by a tenth a day.
fn accept<E: Engine>(scene: &mut Scene<E>) -> (Pubkey, Pubkey) {
    let mint = scene
        .world
        .new_mint("fund", &token::TOKEN_2022, &[], |_| Vec::new());
    scene.world.go(&[
        scene.deal.create_rate(&mint, 1_000),
        scene.deal.report_rate(&mint, 100, 100),
    ]);
    let asset = Asset::par(&scene.deal, &scene.book.book, &mint, &token::TOKEN_2022)
        .reported(&scene.deal, 30 * DAY);
    scene.book.add_asset(&mut scene.world, &scene.deal, asset);
    (mint, token::TOKEN_2022)
}

fn join_with<E: Engine>(scene: &mut Scene<E>, name: &str, fund: (Pubkey, Pubkey), units: u64) {
    let owner = scene.world.person(name);
    scene.world.give_of((&fund.0, &fund.1), &owner, units);
    scene
        .book
        .deposit_asset(&mut scene.world, &scene.deal, &owner, (1, units));
}

/// Lets the offer end, and reports what the fund is worth then, in hundredths.
fn ends_at<E: Engine>(scene: &mut Scene<E>, fund: Pubkey, hundredths: u64) {
    let ends = scene.book.state(&mut scene.world).offer_ends;
    scene.world.engine.set_now(ends);
    scene
        .world
        .go(&[scene.deal.report_rate(&fund, hundredths, 100)]);
}

fn fell<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.minimum = 100 * ONE);
    let fund = accept(&mut scene);
    join_with(&mut scene, "alice", fund, 60 * ONE);
    scene.join("bob", 42);
    ends_at(&mut scene, fund.0, 95);
    let lock = scene.lock();
    scene.refuse(&[("57 and 42 are not 100", vec![lock.clone()], "RatesFell")]);
    // The book can be left, and more can come.
    scene.join("cleo", 2);
    scene.world.go(&[lock]);
    for id in 0..3 {
        scene.book.settle(&mut scene.world, &scene.deal, id);
        audit::check(&mut scene.world);
    }
    let state = scene.book.state(&mut scene.world);
    assert_eq!(state.accepted, 101 * ONE, "57, 42 and 2");
    scene.world
}

fn covered<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| (args.minimum, args.cap) = (100 * ONE, 150 * ONE));
    let fund = accept(&mut scene);
    scene.join("bob", 90);
    join_with(&mut scene, "alice", fund, 20 * ONE);
    ends_at(&mut scene, fund.0, 90);
    scene.book.lock(&mut scene.world, &scene.deal);
    let told = scene.previews(&[0, 1]);
    assert_eq!([told[0].accepted, told[1].accepted], [90 * ONE, 18 * ONE]);
    audit::check(&mut scene.world);
    scene.world
}

fn unapproved<E: Engine>() -> World<E> {
    let (mut scene, lead) = led::<E>(AllocationRule::Discretionary, 20, 100);
    scene.world.go(&[scene.deposit(&lead, 0, 15 * ONE, 1)]);
    let (bob, _) = scene.join("bob", 50);
    let approve = |scene: &Scene<E>, owner: &Pubkey, id, amount: u64| {
        scene
            .deal
            .approve_ticket(&scene.book, owner, id, amount * ONE)
    };
    let all = [approve(&scene, &bob, 1, 50), approve(&scene, &lead, 0, 9)];
    scene.world.go(&all);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    let lock = scene.lock();
    scene.refuse(&[("nine of its ten", vec![lock.clone()], "CannotLock")]);
    let (enough, none) = (approve(&scene, &lead, 0, 10), approve(&scene, &lead, 0, 0));
    scene.world.go(&[enough.clone(), none]);
    scene.refuse(&[("taken back", vec![lock.clone()], "CannotLock")]);
    scene.world.go(&[enough, lock]);
    audit::check(&mut scene.world);
    scene.world
}

fn cut<E: Engine>() -> World<E> {
    let (mut scene, lead) = led::<E>(AllocationRule::ProRata, 20, 100);
    scene.world.go(&[scene.deposit(&lead, 0, 15 * ONE, 1)]);
    scene.join("bob", 150);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    let lock = scene.lock();
    scene.refuse(&[("100 of 165 of its 15", vec![lock.clone()], "CannotLock")]);
    scene.world.go(&[scene.deposit(&lead, 2, 5 * ONE, 1)]);
    scene.world.go(&[lock]);
    let told = scene.previews(&[0, 2]);
    assert!(told[0].accepted + told[1].accepted >= 10 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

fn pushed<E: Engine>() -> World<E> {
    let (mut scene, lead) = led::<E>(AllocationRule::FirstCome, 20, 100);
    scene.world.go(&[scene.deposit(&lead, 0, 10 * ONE, 1)]);
    scene.join("bob", 1_000);
    scene.book.lock(&mut scene.world, &scene.deal);
    assert_eq!(scene.previews(&[0])[0].accepted, 10 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

/// Let go by another offer, the lead comes back when the room is taken.
fn behind<E: Engine>() -> World<E> {
    let (mut scene, lead) = led::<E>(AllocationRule::FirstCome, 20, 100);
    scene.world.go(&[scene.deposit(&lead, 0, 10 * ONE, 1)]);
    let (bob, _) = scene.join("bob", 95);
    scene
        .world
        .go(&[scene.deal.make_offer(&scene.book, scene.book.offer(1))]);
    scene.world.go(&[
        scene.withdraw(&lead, 0, 10 * ONE),
        scene.deal.commit(&scene.book, &bob, 1, 2),
        scene.deposit(&lead, 2, 12 * ONE, 2),
    ]);
    let ends = scene.book.state(&mut scene.world).offer_ends;
    scene.world.engine.set_now(ends);
    let lock = scene.lock();
    scene.refuse(&[("five of its twelve", vec![lock.clone()], "CannotLock")]);
    audit::check(&mut scene.world);
    scene.world
}

fn lead_fell<E: Engine>() -> World<E> {
    let (mut scene, _) = led::<E>(AllocationRule::FirstCome, 20, 100);
    let fund = accept(&mut scene);
    join_with(&mut scene, "lead", fund, 11 * ONE);
    scene.join("bob", 50);
    ends_at(&mut scene, fund.0, 90);
    let lock = scene.lock();
    scene.refuse(&[("9.9 of its ten", vec![lock.clone()], "RatesFell")]);
    join_with(&mut scene, "lead", fund, 2 * ONE);
    scene.world.go(&[lock]);
    audit::check(&mut scene.world);
    scene.world
}
