//! The authorised number of shares: what is issued and what could be never passes it, and what cannot be issued any
//! more is free again.

use super::{JUNIOR, Scene, offer};
use crate::{on_both_engines, story::WHOLE};
use securities::{book::offer::version::OfferArgs, warrant::create_series::SeriesArgs};
use securities_tests::{
    audit,
    engine::Engine,
    terms::Reward,
    world::{DAY, World},
};

on_both_engines! {
    books_rewards_and_warrants_together_stay_within_the_authorised_number => bounded;
    what_a_book_set_aside_and_did_not_issue_is_free_when_it_is_closed => freed;
}

/// Ten shares are out, ninety are left.
fn bounded<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held_of(&[("ana", 10)], 100 * WHOLE);
    let deal = scene.deal.clone();
    let refused = scene.refused(JUNIOR, |args| args.cap = 90 * WHOLE + WHOLE);
    assert_eq!(refused, "AboveAuthorised");
    let mut book = scene.opened(JUNIOR, |args| {
        args.cap = 60 * WHOLE;
        super::price(args, 2 * WHOLE);
    });
    assert_eq!(scene.aside(JUNIOR), 40 * WHOLE);
    let raised = |cap| {
        let args = OfferArgs {
            cap,
            ..book.offer(1)
        };
        deal.make_offer(&book, args)
    };
    scene.world.go(&[deal.grow_line(&book, 182)]);
    let (too_much, fits) = (raised(182 * WHOLE), raised(100 * WHOLE));
    assert_eq!(scene.refused_call(&too_much), "AboveAuthorised");
    scene.world.go(&[fits]);
    book.args.cap = 100 * WHOLE;
    assert_eq!(scene.aside(JUNIOR), 60 * WHOLE);

    let series = SeriesArgs {
        number: 0,
        strike: 2 * WHOLE,
        expires_at: scene.world.engine.now() + 400 * DAY,
    };
    scene.world.go(&[deal.create_series(JUNIOR, series)]);
    let warrants = |reward| Reward::warrants(&deal, (JUNIOR, 0), &[(100 * WHOLE, reward)]);
    book.rewards = vec![warrants(40 * WHOLE + 1)];
    let promise = deal.set_curve(&book, 0, 2);
    assert_eq!(scene.refused_call(&promise), "AboveAuthorised");
    book.rewards = vec![warrants(30 * WHOLE)];
    scene.world.go(&[deal.set_curve(&book, 0, 2)]);
    let bonus = |reward| Reward::bonus_shares(&deal, JUNIOR, &[(100 * WHOLE, reward)]);
    book.rewards.push(bonus(10 * WHOLE + 1));
    let promise = deal.set_curve(&book, 1, 3);
    assert_eq!(scene.refused_call(&promise), "AboveAuthorised");
    book.rewards[1] = bonus(10 * WHOLE);
    scene.world.go(&[deal.set_curve(&book, 1, 3)]);
    assert_eq!(scene.aside(JUNIOR), 100 * WHOLE, "all there may be");
    let refused = scene.refused(JUNIOR, |args| {
        (args.cap, args.minimum) = (2 * WHOLE, 2 * WHOLE);
        super::price(args, 2 * WHOLE);
    });
    assert_eq!(refused, "AboveAuthorised");
    let cheaper = deal.make_offer(&book, offer(&book, 4, 5 * WHOLE / 4, 5 * WHOLE));
    assert_eq!(
        scene.refused_call(&cheaper),
        "AboveAuthorised",
        "nor by a lower price"
    );
    audit::check(&mut scene.world);
    scene.world
}

fn freed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held_of(&[("ana", 10)], 100 * WHOLE);
    let deal = scene.deal.clone();
    let expires_at = scene.world.engine.now() + 400 * DAY;
    for (round, minimum) in [(0, 50 * WHOLE), (1, WHOLE)] {
        let before = scene.aside(JUNIOR);
        let mut book = scene.opened(JUNIOR, |args| {
            (args.minimum, args.cap) = (minimum, 60 * WHOLE);
            super::price(args, 2 * WHOLE);
        });
        let series = SeriesArgs {
            number: round,
            strike: 2 * WHOLE,
            expires_at,
        };
        scene.world.go(&[deal.create_series(JUNIOR, series)]);
        let warrants = Reward::warrants(&deal, (JUNIOR, round), &[(60 * WHOLE, 30 * WHOLE)]);
        book.promise(&mut scene.world, &deal, warrants);
        let bonus = Reward::bonus_shares(&deal, JUNIOR, &[(60 * WHOLE, 15 * WHOLE)]);
        book.promise(&mut scene.world, &deal, bonus);
        assert_eq!(scene.aside(JUNIOR), before + 75 * WHOLE);

        let owner = scene.world.investor("ben", 20 * WHOLE);
        book.deposit(&mut scene.world, &deal, &owner, 20 * WHOLE);
        let kept = if round == 0 {
            // It comes to nothing, and all of it is free.
            scene.world.engine.set_now(book.args.deadline);
            book.refund(&mut scene.world, &deal, 0);
            before
        } else {
            // 20 buy 10 shares, with 5 of bonus, and 10 warrants.
            book.lock(&mut scene.world, &deal);
            book.settle(&mut scene.world, &deal, 0);
            assert_eq!(scene.shares(JUNIOR, &owner), 15 * WHOLE);
            book.release(&mut scene.world, &deal);
            before + 25 * WHOLE
        };
        let close = deal.close_book(&book);
        let mut bare = close.clone();
        bare.accounts.pop();
        assert_eq!(scene.refused_call(&bare), "RewardAccountsMissing");
        let mut other = close.clone();
        other.accounts.last_mut().expect("the tranche").pubkey = deal.class(0).tranche;
        assert_eq!(scene.refused_call(&other), "WrongTranche");
        scene.world.go(&[close]);
        assert_eq!(scene.aside(JUNIOR), kept);
        audit::check(&mut scene.world);
    }
    // The warrants that were granted can still be exercised, and no others.
    let owner = scene.world.investor("ben", 0);
    scene.world.give(&owner, 100 * WHOLE);
    let more = deal.exercise(JUNIOR, 1, &owner, 10 * WHOLE + 1);
    assert_eq!(scene.refused_call(&more), "InsufficientFunds");
    scene
        .world
        .go(&[deal.exercise(JUNIOR, 1, &owner, 10 * WHOLE)]);
    assert_eq!(scene.aside(JUNIOR), 35 * WHOLE);
    audit::check(&mut scene.world);
    scene.world
}
