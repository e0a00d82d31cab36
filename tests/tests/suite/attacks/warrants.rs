//! Warrants that are exercised too late, too often, too cheaply, or by somebody else; and series that are closed.

use super::{ONE, Scene, with};
use crate::on_both_engines;
use anchor_lang::{prelude::Pubkey, solana_program::system_instruction};
use securities::{tranche::state::Tranche, warrant::create_series::SeriesArgs};
use securities_tests::{
    address, audit,
    engine::Engine,
    read,
    terms::Reward,
    token,
    world::{BEGIN, DAY, World},
};

on_both_engines! {
    a_warrant_is_exercised_once_and_for_its_price => price;
    a_warrant_is_exercised_by_its_owner_in_its_own_series => owner;
    a_warrant_is_worth_nothing_from_its_expiry_on => expiry;
    a_closed_series_does_not_hold_up_settlement => closed;
}

const EXPIRY: i64 = BEGIN + 100 * DAY;
/// Above one and a half, by a unit that does not divide.
const STRIKE: u64 = 1_500_001;
/// The first hundred earn 50 warrants of each series, the next hundred 25.
const POINTS: [(u64, u64); 2] = [(100 * ONE, 50 * ONE), (200 * ONE, 75 * ONE)];

/// Alice is settled, with 50 warrants of each of two series and no money; bob is not, yet.
fn scene<E: Engine>() -> (Scene<E>, Pubkey, Pubkey) {
    let mut scene = Scene::<E>::open(|_| {});
    for number in 0..2 {
        let terms = SeriesArgs {
            number,
            strike: STRIKE,
            expires_at: EXPIRY + i64::from(number),
        };
        scene.world.go(&[scene.deal.create_series(1, terms)]);
        let warrants = Reward::warrants(&scene.deal, (1, number), &POINTS);
        scene.book.promise(&mut scene.world, &scene.deal, warrants);
    }
    let (alice, _) = scene.join("alice", 100);
    let (bob, _) = scene.join("bob", 100);
    scene.book.lock(&mut scene.world, &scene.deal);
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    let held = warrants(&mut scene, &alice);
    assert_eq!(held, [50 * ONE, 50 * ONE]);
    audit::check(&mut scene.world);
    (scene, alice, bob)
}

fn warrants<E: Engine>(scene: &mut Scene<E>, owner: &Pubkey) -> [u64; 2] {
    [0, 1].map(|number| {
        let account = scene.deal.warrant_account(1, number, owner);
        scene.world.balance(&account)
    })
}

fn price<E: Engine>() -> World<E> {
    let (mut scene, alice, _) = scene::<E>();
    let exercise = |amount| vec![scene.deal.exercise(1, 0, &alice, amount)];
    let (none, one, ten, forty, more) = (
        exercise(0),
        exercise(1),
        exercise(10 * ONE),
        exercise(40 * ONE),
        exercise(50 * ONE + 1),
    );
    scene.refuse(&[
        ("nothing", none, "ZeroAmount"),
        ("without money", one.clone(), "token 1"),
    ]);
    scene.world.give(&alice, 10 * STRIKE - 1);
    scene.refuse(&[("a unit too little", ten.clone(), "token 1")]);
    scene.world.give(&alice, 1);
    scene.world.go(&ten);
    assert_eq!(scene.world.wealth(&alice), 0, "it costs its strike");
    assert_eq!(scene.shares(&alice), 110 * ONE);
    audit::check(&mut scene.world);

    // By the unit it costs no less: each is rounded up.
    scene.world.give(&alice, 1_000 * ONE);
    for _ in 0..3 {
        scene.world.go(&one);
    }
    assert_eq!(scene.world.wealth(&alice), 1_000 * ONE - 3 * 2);
    scene.refuse(&[
        ("more than were granted", more, "InsufficientFunds"),
        ("more than are left", forty, "InsufficientFunds"),
    ]);
    let left = 40 * ONE - 3;
    let rest = vec![scene.deal.exercise(1, 0, &alice, left)];
    scene.world.go(&rest);
    assert_eq!(warrants(&mut scene, &alice), [0, 50 * ONE]);
    assert_eq!(scene.shares(&alice), 150 * ONE);
    scene.refuse(&[
        ("again", rest, "InsufficientFunds"),
        ("one more", one, "InsufficientFunds"),
    ]);
    audit::check(&mut scene.world);
    scene.world
}

fn owner<E: Engine>() -> World<E> {
    let (mut scene, alice, _) = scene::<E>();
    scene.world.give(&alice, 1_000 * ONE);
    let thief = scene.world.investor("thief", 1_000 * ONE);
    let deal = &scene.deal;
    for rank in [0, 1] {
        let welcome = deal.welcome(rank, &scene.world.payer, &thief);
        scene.world.go(&welcome);
    }
    let call = deal.exercise(1, 0, &alice, ONE);
    let thiefs = deal.exercise(1, 0, &thief, ONE);
    let [first, second] = [0, 1].map(|number| deal.warrant_account(1, number, &alice));
    let mint = |number| address::warrant_mint(&deal.series(1, number));
    let (cash, shares) = (deal.cash(&alice), deal.share_account(1, &alice));
    let holder = |rank: u8, owner: &Pubkey| address::holder(&deal.class(rank).tranche, owner);
    let own = holder(1, &alice);
    let other = with(&call, &deal.series(1, 0), &deal.series(1, 1));
    let cases = [
        (
            "signed by the thief",
            with(&call, &alice, &thief),
            "NotOwner",
        ),
        (
            "the thief's record",
            with(&call, &own, &holder(1, &thief)),
            "NotOwner",
        ),
        (
            "a record of the senior tranche",
            with(&thiefs, &holder(1, &thief), &holder(0, &thief)),
            "WrongTranche",
        ),
        (
            "to the thief's shares",
            with(&call, &shares, &deal.share_account(1, &thief)),
            "WrongShareAccount",
        ),
        (
            "alice's warrants for the thief",
            with(&thiefs, &deal.warrant_account(1, 0, &thief), &first),
            "token 4",
        ),
        (
            "warrants of another series",
            with(&call, &first, &second),
            "token 3",
        ),
        (
            "the mint of another series",
            with(&call, &mint(0), &mint(1)),
            "WrongMint",
        ),
        (
            "another series with the mint of this one",
            other.clone(),
            "WrongMint",
        ),
        (
            "another series with the warrants of this one",
            with(&other, &mint(0), &mint(1)),
            "token 3",
        ),
        (
            "shares for warrants",
            with(&call, &first, &shares),
            "token 3",
        ),
        (
            "paid into the sponsor's account",
            with(&call, &deal.vault, &deal.destination),
            "WrongVault",
        ),
        (
            "paid from the vault",
            with(&call, &cash, &scene.book.vault),
            "token 4",
        ),
    ]
    .map(|(what, call, error)| (what, vec![call], error));
    scene.refuse(&cases);

    // Whoever has the warrants may use them: they are tokens.
    let to = scene.deal.warrant_account(1, 0, &thief);
    let mint = address::warrant_mint(&scene.deal.series(1, 0));
    scene.world.go(&[
        token::create_associated(&thief, &thief, &mint, &token::TOKEN_2022),
        token::transfer(&token::TOKEN_2022, &first, &mint, &to, &alice, ONE),
        thiefs,
        call,
    ]);
    assert_eq!(scene.shares(&thief), ONE);
    assert_eq!(warrants(&mut scene, &alice)[0], 48 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

fn expiry<E: Engine>() -> World<E> {
    let (mut scene, alice, _) = scene::<E>();
    scene.world.give(&alice, 1_000 * ONE);
    let call = vec![scene.deal.exercise(1, 0, &alice, ONE)];
    let close = vec![scene.deal.close_series(1, 0)];
    scene.refuse(&[("closed early", close.clone(), "SeriesRunning")]);
    scene.world.engine.set_now(EXPIRY - 1);
    scene.refuse(&[("closed a second early", close.clone(), "SeriesRunning")]);
    scene.world.go(&call);
    scene.world.engine.set_now(EXPIRY);
    scene.refuse(&[("exercised a second late", call.clone(), "SeriesExpired")]);
    // The other series runs for another second, and is not closed by this one's end.
    let second = vec![scene.deal.close_series(1, 1)];
    scene.refuse(&[("the other with it", second, "SeriesRunning")]);
    scene.world.go(&close);
    let gone = "AccountOwnedByWrongProgram";
    scene.refuse(&[
        ("exercised once closed", call, gone),
        ("closed twice", close, gone),
    ]);
    let again = SeriesArgs {
        number: 0,
        strike: 1,
        expires_at: EXPIRY + DAY,
    };
    let again = scene.deal.create_series(1, again);
    assert!(
        scene.world.send(&[again]).is_err(),
        "a number is never used again, nor its mint"
    );
    assert_eq!(scene.shares(&alice), 101 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

/// Bob is settled after the first series was closed, and somebody has sent lamports to where it was.
fn closed<E: Engine>() -> World<E> {
    let (mut scene, _, bob) = scene::<E>();
    scene.world.engine.set_now(EXPIRY);
    let set_aside = |scene: &mut Scene<E>| {
        let tranche = scene.book.tranche;
        read::state::<Tranche>(&mut scene.world.engine, &tranche).shares_offered
    };
    let before = set_aside(&mut scene);
    scene.world.go(&[scene.deal.close_series(1, 0)]);
    assert_eq!(
        before - set_aside(&mut scene),
        75 * ONE,
        "what it had set aside is free"
    );
    let donor = scene.world.person("donor");
    let series = scene.deal.series(1, 0);
    scene
        .world
        .go(&[system_instruction::transfer(&donor, &series, 10_000_000)]);
    // The place of its accounts is still its own.
    let welcome = scene.book.welcome(&mut scene.world, &scene.deal, &bob);
    scene.world.go(&welcome);
    let ticket = scene.book.ticket(&mut scene.world, 1);
    let settle = scene.deal.settle_ticket(&scene.book, &ticket);
    let other = scene.deal.series(1, 1);
    let mut swapped = settle.clone();
    for meta in &mut swapped.accounts {
        if meta.pubkey == series {
            meta.pubkey = other;
        }
    }
    scene.refuse(&[("the other in its place", vec![swapped], "WrongReward")]);
    scene.world.go(&[settle]);
    assert_eq!(scene.shares(&bob), 100 * ONE);
    assert_eq!(warrants(&mut scene, &bob), [0, 25 * ONE]);
    scene.book.release(&mut scene.world, &scene.deal);
    scene.world.go(&[scene.deal.close_book(&scene.book)]);
    audit::check(&mut scene.world);
    scene.world
}
