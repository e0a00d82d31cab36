//! A sponsor who changes terms after money has come: nobody is bound by what it did not agree to, and everybody has
//! a day at least to read what changed.

use super::{ONE, Scene};
use crate::on_both_engines;
use securities::book::{offer::version::OfferArgs, state::AllocationRule};
use securities_tests::{
    audit,
    engine::Engine,
    offering::Offering,
    terms::{Reward, knots},
    world::{DAY, World},
};

on_both_engines! {
    a_changed_offer_binds_nobody_who_agreed_to_the_old_one => changed;
    a_stale_deposit_does_not_buy_at_the_new_price => stale;
    no_term_changes_for_those_who_agreed_to_it => terms;
    a_reward_for_the_sponsors_own_ticket_binds_nobody => curves;
    a_far_higher_cap_takes_nobody_whole => cap;
    an_offer_cannot_shut_the_line_out => queue;
    a_second_call_changes_nothing => twice;
    terms_that_change_before_the_opening_bind_nobody => draft;
    rewards_may_be_lowered_before_anybody_agrees => lowered;
    a_changed_offer_ends_no_sooner => sooner;
}

/// The book's offer at another price, in place of the first.
fn offer(book: &Offering, price: u64) -> OfferArgs {
    OfferArgs {
        terms_sha256: [8; 32],
        price,
        price_min: price,
        ..book.offer(1)
    }
}

fn changed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let (alice, first) = scene.join("alice", 10);
    let (bob, second) = scene.join("bob", 10);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    let dearer = scene
        .deal
        .make_offer(&scene.book, offer(&scene.book, 2 * ONE));
    let lock = scene.lock();
    scene.refuse(&[(
        "changed and locked at once",
        vec![dearer.clone(), lock.clone()],
        "CannotLock",
    )]);

    scene.world.go(&[dearer]);
    audit::check(&mut scene.world);
    let told = scene.previews(&[first, second]);
    assert!(
        told.iter()
            .all(|told| !told.committed && told.accepted == 0),
        "the commitments are void"
    );
    assert_eq!(told[1].live_ahead, 10 * ONE, "the places are kept");
    let state = scene.book.state(&mut scene.world);
    let old = scene.deal.commit(&scene.book, &alice, 0, 1);
    let new = scene.deal.commit(&scene.book, &alice, 0, &state);
    let both = vec![new.clone(), lock.clone()];
    scene.refuse(&[
        ("locked", vec![lock.clone()], "CannotLock"),
        ("the old version", vec![old], "OfferChanged"),
        ("before the offer period", both, "CannotLock"),
    ]);
    scene.world.pass(scene.book.args.offer_period);
    scene.refuse(&[("with nobody's consent", vec![lock.clone()], "CannotLock")]);

    // Alice agrees and is bound; bob does not, and his money goes back whole.
    scene.world.go(&[new, lock]);
    for id in [second, first] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
        audit::check(&mut scene.world);
    }
    assert_eq!(
        (scene.shares(&alice), scene.world.wealth(&alice)),
        (5 * ONE, 0)
    );
    assert_eq!(
        (scene.shares(&bob), scene.world.wealth(&bob)),
        (0, 10 * ONE)
    );
    scene.world
}

/// A deposit was signed under one offer and arrives under the next.
fn stale<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let alice = scene.world.investor("alice", 10 * ONE);
    let signed = scene.deposit(&alice, 0, 10 * ONE, 1);
    let dearer = scene
        .deal
        .make_offer(&scene.book, offer(&scene.book, 5 * ONE));
    scene.refuse(&[
        (
            "just before it",
            vec![dearer.clone(), signed.clone()],
            "OfferChanged",
        ),
        (
            "an offer that is not yet made",
            vec![scene.deposit(&alice, 0, 10 * ONE, 2)],
            "OfferChanged",
        ),
    ]);
    scene.world.go(&[dearer]);
    scene.refuse(&[("after it", vec![signed], "OfferChanged")]);
    assert_eq!(scene.world.wealth(&alice), 10 * ONE);

    // Money may still come without consent to anything, and then buys nothing.
    scene.world.go(&[scene.deposit(&alice, 0, 10 * ONE, 0)]);
    assert_eq!(scene.previews(&[0])[0].accepted, 0);
    let stranger = scene.world.person("stranger");
    let mut others = scene.deal.commit(&scene.book, &alice, 0, 2);
    others.accounts[0].pubkey = stranger;
    scene.refuse(&[("a stranger commits it", vec![others], "NotOwner")]);
    audit::check(&mut scene.world);
    scene.world
}

/// Whichever term changes, all commitments are void, all places are kept, and there is a day before the lock.
pub(crate) fn terms<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| {
        (args.min_ticket, args.max_ticket) = (2 * ONE, 100 * ONE);
        (args.offer_period, args.deadline) = (DAY, args.latest_deadline);
    });
    let (alice, first) = scene.join("alice", 10);
    let (_, second) = scene.join("bob", 20);
    scene.world.go(&[scene.deal.grow_line(&scene.book, 900)]);
    let edits: [fn(&mut OfferArgs); 9] = [
        |_| {},
        |args| args.terms_sha256 = [3; 32],
        |args| (args.price, args.price_min) = (2 * ONE, 2 * ONE),
        |args| args.minimum = 30 * ONE,
        |args| args.cap = 1_800 * ONE,
        |args| args.cap = 30 * ONE,
        |args| args.min_ticket = ONE,
        |args| args.max_ticket = 0,
        |args| args.allocation = AllocationRule::Discretionary,
    ];
    let mut args = scene.book.offer(1);
    for edit in edits {
        let version = scene.book.state(&mut scene.world).offer_version;
        for id in [first, second] {
            scene.book.commit_anew(&mut scene.world, &scene.deal, id);
        }
        args.replaces = version;
        edit(&mut args);
        let change = scene.deal.make_offer(&scene.book, args.clone());
        let lock = scene.lock();
        let ends = scene.book.state(&mut scene.world).offer_ends;
        let now = scene.world.engine.now().max(ends);
        scene.world.engine.set_now(now);
        scene.refuse(&[("at once", vec![change.clone(), lock.clone()], "CannotLock")]);
        scene.world.go(&[change]);
        audit::check(&mut scene.world);
        let state = scene.book.state(&mut scene.world);
        assert_eq!((state.offer_version, state.committed), (version + 1, 0));
        assert_eq!(state.offer_ends, now + DAY, "and time to read it");
        let told = scene.previews(&[first, second]);
        assert!(told.iter().all(|told| told.accepted == 0));
        assert_eq!(told[1].live_ahead, 10 * ONE, "places are kept");
        let old = scene.deal.commit(&scene.book, &alice, first, version);
        scene.refuse(&[("the old version", vec![old], "OfferChanged")]);
        scene.world.pass(1_000);
    }
    // A higher tip takes nothing from anybody: no other version.
    let version = scene.book.state(&mut scene.world).offer_version;
    let tip = scene.deal.raise_tip(&scene.book, 1);
    scene.world.go(&[tip]);
    let state = scene.book.state(&mut scene.world);
    assert_eq!((state.tip, state.offer_version), (1, version));
    scene.world
}

/// Of the first lot in line so many bonus shares that the others would own almost nothing.
fn curves<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let sponsor = scene.deal.sponsor;
    scene.world.give(&sponsor, ONE);
    let own = scene
        .book
        .deposit(&mut scene.world, &scene.deal, &sponsor, ONE);
    let (alice, id) = scene.join("alice", 100);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    let huge = Reward::bonus_shares(&scene.deal, 1, &[(ONE, 1_000_000_000 * ONE)]);
    let mut book = scene.book.clone();
    book.rewards.push(huge);
    let set = scene.deal.set_curve(&book, 0, 1);
    let lock = scene.lock();
    scene.refuse(&[("in one transaction", vec![set.clone(), lock], "CannotLock")]);
    scene.world.go(&[set]);
    scene.book = book;
    scene.book.commit(&mut scene.world, &scene.deal, own);
    scene.world.pass(scene.book.args.offer_period);
    assert_eq!(scene.previews(&[id])[0].accepted, 0, "she never agreed");
    scene.book.lock(&mut scene.world, &scene.deal);
    scene.book.settle(&mut scene.world, &scene.deal, id);
    assert_eq!(
        (scene.shares(&alice), scene.world.wealth(&alice)),
        (0, 100 * ONE)
    );
    audit::check(&mut scene.world);
    scene.world
}

/// Alice puts in ten times what she wants, since all are cut in proportion; then there is room for all of it.
fn cap<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| {
        args.allocation = AllocationRule::ProRata;
        (args.cap, args.min_ticket) = (100 * ONE, 25 * ONE);
    });
    let (alice, id) = scene.join("alice", 500);
    scene.join("bob", 500);
    assert_eq!(scene.previews(&[id])[0].accepted, 50 * ONE);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    let room = OfferArgs {
        cap: 10_000 * ONE,
        ..scene.book.offer(1)
    };
    let room = scene.deal.make_offer(&scene.book, room);
    let lock = scene.lock();
    // Four hundred smallest tickets are 10,000, and so many places has the line to have.
    let grow = |places| scene.deal.grow_line(&scene.book, places);
    let (short, long) = (grow(399), grow(400));
    scene.refuse(&[
        ("a short line", vec![room.clone()], "LineTooShort"),
        ("still", vec![short, room.clone()], "LineTooShort"),
    ]);
    scene.world.go(&[long]);
    scene.refuse(&[("and locked", vec![room.clone(), lock], "CannotLock")]);
    scene.world.go(&[room]);
    assert_eq!(scene.previews(&[id])[0].accepted, 0, "all of it is hers");
    scene.world.go(&[scene.withdraw(&alice, id, 450 * ONE)]);
    scene.book.commit(&mut scene.world, &scene.deal, id);
    assert_eq!(scene.previews(&[id])[0].accepted, 50 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

/// Money waits for an offer; the sponsor makes one, takes it up alone and locks.
fn queue<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| (args.offer_ends, args.offer_period) = (0, DAY));
    let (_, id) = scene.join("alice", 500);
    let sponsor = scene.deal.sponsor;
    scene.world.give(&sponsor, 10 * ONE);
    let offer = scene.deal.make_offer(&scene.book, scene.book.offer(0));
    let own = scene.deposit(&sponsor, 1, 10 * ONE, 1);
    let lock = scene.lock();
    let all = vec![offer.clone(), own.clone(), lock.clone()];
    scene.refuse(&[("in one transaction", all, "CannotLock")]);
    scene.world.go(&[offer, own]);
    scene.world.pass(DAY - 1);
    scene.refuse(&[(
        "a second before the day is over",
        vec![lock.clone()],
        "CannotLock",
    )]);
    scene.book.commit(&mut scene.world, &scene.deal, id);
    scene.world.pass(1);
    scene.world.go(&[lock]);
    assert_eq!(scene.previews(&[id])[0].accepted, 500 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

/// An offer that a client sends again, since it did not hear of the first, does not void what was said to it.
fn twice<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let (_, id) = scene.join("alice", 10);
    let mut book = scene.book.clone();
    book.rewards = vec![Reward::bonus_shares(&scene.deal, 1, &[(ONE, ONE)])];
    let offer = scene
        .deal
        .make_offer(&scene.book, offer(&scene.book, 2 * ONE));
    let set = scene.deal.set_curve(&book, 0, 2);
    for call in [offer, set] {
        scene.world.go(std::slice::from_ref(&call));
        scene.book.rewards = if scene.book.state(&mut scene.world).curve_count > 0 {
            book.rewards.clone()
        } else {
            Vec::new()
        };
        scene.book.commit(&mut scene.world, &scene.deal, id);
        scene.refuse(&[("again", vec![call], "OfferChanged")]);
        assert!(scene.previews(&[id])[0].committed);
    }
    audit::check(&mut scene.world);
    scene.world
}

/// A deposit that was signed for the terms that a book was opened with does not land under others.
fn draft<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| {
        args.opens_at += DAY;
        args.offer_ends = args.opens_at + DAY;
    });
    let alice = scene.world.investor("alice", 10 * ONE);
    let signed = scene.deposit(&alice, 0, 10 * ONE, 1);
    let mut book = scene.book.clone();
    book.rewards = vec![Reward::bonus_shares(&scene.deal, 1, &[(ONE, 500 * ONE)])];
    scene.world.go(&[scene.deal.set_curve(&book, 0, 1)]);
    scene.book = book;
    scene
        .world
        .go(&[scene.deal.make_offer(&scene.book, scene.book.offer(2))]);
    let state = scene.book.state(&mut scene.world);
    let args = &scene.book.args;
    assert_eq!(state.offer_version, 3);
    assert_eq!(state.offer_ends, args.opens_at + args.offer_period);
    scene.world.engine.set_now(scene.book.args.opens_at);
    scene.refuse(&[("as signed", vec![signed], "OfferChanged")]);
    audit::check(&mut scene.world);
    scene.world
}

fn lowered<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let points = [(100 * ONE, 50 * ONE), (1_000 * ONE, 100 * ONE)];
    let bonus = Reward::bonus_shares(&scene.deal, 1, &points);
    scene.book.promise(&mut scene.world, &scene.deal, bonus);
    let (_, id) = scene.join("alice", 100);
    assert_eq!(scene.previews(&[id])[0].rewards[0], 50 * ONE);
    let set = |points: &[(u64, u64)]| {
        let mut book = scene.book.clone();
        book.rewards[0].knots = knots(points);
        scene.deal.set_curve(&book, 0, 2)
    };
    let steeper = set(&[(100 * ONE, 50 * ONE), (200 * ONE, 150 * ONE)]);
    let less = set(&[(100 * ONE, 5 * ONE)]);
    scene.refuse(&[("steeper further back", vec![steeper], "BadCurve")]);
    scene.world.go(&[less]);
    audit::check(&mut scene.world);
    let told = scene.previews(&[id])[0];
    assert_eq!((told.committed, told.rewards[0]), (false, 0));
    scene.book.commit(&mut scene.world, &scene.deal, id);
    assert_eq!(scene.previews(&[id])[0].rewards[0], 5 * ONE);
    scene.world
}

/// What was to stand for five days stands for them, and for the offer period after the last change.
fn sooner<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let (ends, period) = (scene.book.args.offer_ends, scene.book.args.offer_period);
    for (version, at) in [(1, ends - period - DAY), (2, ends - period + 10)] {
        scene.world.engine.set_now(at);
        scene.world.go(&[scene
            .deal
            .make_offer(&scene.book, scene.book.offer(version))]);
        let state = scene.book.state(&mut scene.world);
        assert_eq!(state.offer_ends, ends.max(at + period));
    }
    audit::check(&mut scene.world);
    scene.world
}
