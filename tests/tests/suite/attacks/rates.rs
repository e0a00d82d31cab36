//! A reported rate that moves around a deposit or a lock, and one that nobody renews.

use super::{ONE, Scene};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::book::{offer::open_book::BookArgs, phase::LOCK_GRACE};
use securities_tests::{
    audit,
    engine::Engine,
    terms::{Asset, Reward},
    token,
    world::{DAY, World},
};

on_both_engines! {
    a_rate_pumped_for_a_deposit_buys_what_the_lock_finds => pumped_deposit;
    a_rate_pumped_for_the_lock_gains_at_most_its_daily_limit => pumped_lock;
    a_rate_that_nobody_renews_lets_nobody_in_and_keeps_nobody => stale;
    an_asset_that_nobody_deposited_needs_no_rate => unused;
}

/// A book that takes a second mint as well, which may move by 5 % a day, and gives a bonus by place.
fn scene<E: Engine>(max_age: i64, edit: impl FnOnce(&mut BookArgs)) -> Scene<E> {
    let mut scene = Scene::<E>::open(edit);
    let points = [(1_000 * ONE, 100 * ONE)];
    let bonus = Reward::bonus_shares(&scene.deal, 1, &points);
    scene.book.promise(&mut scene.world, &scene.deal, bonus);
    let mint = scene
        .world
        .new_mint("fund", &token::TOKEN_2022, &[], |_| Vec::new());
    let asset = Asset::par(&scene.deal, &scene.book.book, &mint, &token::TOKEN_2022)
        .reported(&scene.deal, max_age);
    scene.world.go(&[
        scene.deal.create_rate(&mint, 500),
        scene.deal.report_rate(&mint, 100, 100),
    ]);
    scene.book.add_asset(&mut scene.world, &scene.deal, asset);
    scene
}

/// Units of the second mint, deposited and committed; the owner has no more.
fn join<E: Engine>(scene: &mut Scene<E>, name: &str, units: u64) -> (Pubkey, u32) {
    let Scene { world, deal, book } = scene;
    let owner = world.person(name);
    let asset = book.asset(1).clone();
    world.give_of((&asset.mint, &asset.token_program), &owner, units);
    let id = book.deposit_asset(world, deal, &owner, (1, units));
    audit::check(world);
    (owner, id)
}

fn report<E: Engine>(scene: &mut Scene<E>, hundredths: u64) {
    let mint = scene.book.asset(1).mint;
    scene
        .world
        .go(&[scene.deal.report_rate(&mint, hundredths, 100)]);
}

fn units<E: Engine>(scene: &mut Scene<E>, owner: &Pubkey) -> u64 {
    let account = scene.book.asset(1).account(owner);
    scene.world.balance(&account)
}

/// The thief has the reporter's ear: it deposits while the rate is up, and beside an honest investor.
fn pumped_deposit<E: Engine>() -> World<E> {
    let mut scene = scene::<E>(30 * DAY, |_| {});
    let mint = scene.book.asset(1).mint;
    let tell = |numerator| vec![scene.deal.report_rate(&mint, numerator, 100)];
    let (double, sixth, fifth) = (tell(200), tell(106), tell(105));
    let mut own = fifth.clone();
    let stranger = scene.world.person("stranger");
    own[0].accounts[0].pubkey = stranger;
    scene.refuse(&[
        ("doubled", double, "RateMoved"),
        ("a little too far", sixth.clone(), "RateMoved"),
        ("by a stranger", own, "NotReporter"),
    ]);
    scene.world.go(&fifth);
    scene.refuse(&[("in two steps", sixth, "RateMoved")]);

    let (thief, first) = join(&mut scene, "thief", 100 * ONE);
    assert_eq!(scene.previews(&[first])[0].value, 105 * ONE, "as pumped");
    report(&mut scene, 100);
    let (honest, second) = join(&mut scene, "honest", 100 * ONE);
    report(&mut scene, 95);
    let (early, third) = join(&mut scene, "early", 100 * ONE);
    assert_eq!(scene.previews(&[third])[0].value, 95 * ONE);
    report(&mut scene, 100);

    scene.book.lock(&mut scene.world, &scene.deal);
    let told = scene.previews(&[first, second, third]);
    assert_eq!(
        told.iter().map(|told| told.accepted).collect::<Vec<_>>(),
        [100 * ONE, 100 * ONE, 95 * ONE],
        "no ticket buys for more than its units are worth at the lock"
    );
    assert_eq!(
        told[0].rewards, told[1].rewards,
        "nor is it rewarded for more"
    );
    for id in [third, first, second] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
        audit::check(&mut scene.world);
    }
    let got = [thief, honest, early].map(|owner| (scene.shares(&owner), units(&mut scene, &owner)));
    assert_eq!(got[0], got[1], "the thief has what the honest one has");
    assert_eq!(got[0], (110 * ONE, 0));
    assert_eq!(
        got[2],
        (95 * ONE + 95 * ONE / 10, 5 * ONE),
        "and who came at a low gets the rest back"
    );
    scene.world
}

/// The other way round the reporter can help those in line: what a ticket's units gained goes back to it. All that
/// it can make up is what it may report, a day's limit a day.
fn pumped_lock<E: Engine>() -> World<E> {
    let mut scene = scene::<E>(30 * DAY, |_| {});
    let (thief, id) = join(&mut scene, "thief", 105 * ONE);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    // Five days without a report leave their room to the next; a report on each day leaves one day's.
    let mint = scene.book.asset(1).mint;
    let too_far = vec![scene.deal.report_rate(&mint, 126, 100)];
    scene.refuse(&[("more than five days' room", too_far, "RateMoved")]);
    report(&mut scene, 100);
    scene.world.pass(DAY);
    let too_far = vec![scene.deal.report_rate(&mint, 106, 100)];
    scene.refuse(&[("more than a day's", too_far, "RateMoved")]);
    report(&mut scene, 105);
    scene.world.go(&[scene.lock()]);
    scene.book.settle(&mut scene.world, &scene.deal, id);
    assert_eq!(scene.shares(&thief), 105 * ONE + 105 * ONE / 10);
    assert_eq!(
        units(&mut scene, &thief),
        5 * ONE,
        "a day's limit of it, no more"
    );
    audit::check(&mut scene.world);
    scene.world
}

fn stale<E: Engine>() -> World<E> {
    let mut scene = scene::<E>(DAY, |_| {});
    let (alice, _) = scene.join("alice", 10);
    let (bob, _) = join(&mut scene, "bob", 10 * ONE);
    let (carol, _) = join(&mut scene, "carol", 10 * ONE);
    scene.world.pass(DAY + 1);
    let asset = scene.book.asset(1).clone();
    let dave = scene.world.person("dave");
    let kind = (&asset.mint, &asset.token_program);
    scene.world.give_of(kind, &dave, 10 * ONE);
    let come = scene
        .deal
        .deposit_asset(&scene.book, (&dave, &dave), 3, (1, 10 * ONE), 3);
    scene.refuse(&[("a deposit at an old rate", vec![come], "StaleRate")]);
    // Nobody needs a rate to leave.
    let leave = scene
        .deal
        .withdraw_asset(&scene.book, (&carol, &carol), 2, (1, 4 * ONE));
    scene.world.go(&[leave]);
    assert_eq!(units(&mut scene, &carol), 4 * ONE);

    let stranger = scene.world.person("stranger");
    let lock = vec![scene.lock()];
    let others = vec![scene.deal.lock_book(&scene.book, &stranger)];
    let tickets = scene.book.tickets(&mut scene.world);
    let refunds: Vec<_> = tickets
        .iter()
        .map(|ticket| scene.deal.refund_ticket(&scene.book, ticket))
        .collect();
    let (ends, deadline) = (scene.book.args.offer_ends, scene.book.args.deadline);
    scene.world.engine.set_now(ends);
    scene.refuse(&[("the sponsor's lock", lock, "StaleRate")]);
    for now in [deadline, deadline + LOCK_GRACE - 1] {
        scene.world.engine.set_now(now);
        scene.refuse(&[
            ("anyone's lock", others.clone(), "StaleRate"),
            ("a refund", vec![refunds[0].clone()], "NotRefunding"),
        ]);
    }
    scene.world.engine.set_now(deadline + LOCK_GRACE);
    scene.refuse(&[("a lock after a week", others, "CannotLock")]);
    for refund in [2, 0, 1].map(|at: usize| refunds[at].clone()) {
        scene.world.go(&[refund]);
        audit::check(&mut scene.world);
    }
    let (bobs, carols) = (units(&mut scene, &bob), units(&mut scene, &carol));
    assert_eq!(
        (scene.world.wealth(&alice), bobs, carols),
        (10 * ONE, 10 * ONE, 10 * ONE),
        "everyone is whole"
    );
    let close = [
        scene.deal.close_escrow(&scene.book, 1),
        scene.deal.close_book(&scene.book),
    ];
    scene.world.go(&close);
    scene.world
}

fn unused<E: Engine>() -> World<E> {
    let mut scene = scene::<E>(DAY, |_| {});
    let (alice, _) = scene.join("alice", 10);
    // It was there, and left.
    let (bob, id) = join(&mut scene, "bob", 10 * ONE);
    let leave = scene
        .deal
        .withdraw_asset(&scene.book, (&bob, &bob), id, (1, 10 * ONE));
    scene.world.go(&[leave]);
    // It needs none that is fresh; the account is named all the same, and no other in its place.
    let ends = scene.book.state(&mut scene.world).offer_ends;
    scene.world.engine.set_now(ends + 2 * DAY);
    let lock = scene.deal.lock_book(&scene.book, &scene.deal.sponsor);
    let source = scene.book.rate_accounts()[0].pubkey;
    let mut without = lock.clone();
    without.accounts.retain(|meta| meta.pubkey != source);
    assert_eq!(scene.world.refused(&[without]), "WrongRateSource");
    let mut other = lock;
    for meta in &mut other.accounts {
        if meta.pubkey == source {
            meta.pubkey = scene.deal.security;
        }
    }
    assert_eq!(scene.world.refused(&[other]), "WrongRateSource");
    scene.book.lock(&mut scene.world, &scene.deal);
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    assert_eq!(scene.shares(&alice), 11 * ONE);
    audit::check(&mut scene.world);
    scene.world
}
