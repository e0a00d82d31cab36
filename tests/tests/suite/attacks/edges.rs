//! Deposits, withdrawals and locks in the very second, and in the very transaction, in which a phase ends.

use super::{ONE, Scene};
use crate::on_both_engines;
use securities::book::phase::LOCK_GRACE;
use securities_tests::{
    audit,
    engine::Engine,
    world::{DAY, World},
};

on_both_engines! {
    in_the_second_it_opens_money_comes_and_goes_but_is_not_locked => at_opening;
    in_the_second_the_offer_ends_nobody_leaves_after_the_lock => at_offer_end;
    in_the_second_of_the_deadline_nobody_slips_in_or_out => at_deadline;
    in_the_second_of_a_missed_deadline_everyone_can_leave_and_nobody_comes => at_missed_deadline;
    in_the_second_the_last_week_ends_nobody_locks => at_grace_end;
}

fn at_opening<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.opens_at += DAY);
    let opens = scene.book.args.opens_at;
    let alice = scene.world.investor("alice", 10 * ONE);
    let (come, go) = (
        scene.deposit(&alice, 0, 10 * ONE, 1),
        scene.withdraw(&alice, 0, 10 * ONE),
    );
    scene.world.engine.set_now(opens - 1);
    scene.refuse(&[
        ("a second early", vec![come.clone()], "BookNotOpen"),
        (
            "early, and away again",
            vec![come.clone(), go.clone()],
            "BookNotOpen",
        ),
    ]);
    scene.world.engine.set_now(opens);
    let lock = scene.lock();
    scene.refuse(&[(
        "deposited and locked at once",
        vec![come.clone(), lock],
        "CannotLock",
    )]);
    scene.world.go(&[come, go]);
    assert_eq!(scene.world.wealth(&alice), 10 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

fn at_offer_end<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.minimum = 10 * ONE);
    let (alice, _) = scene.join("alice", 10);
    let sponsor = scene.deal.sponsor;
    scene.world.give(&sponsor, 5 * ONE);
    let stranger = scene.world.person("stranger");
    let lock = scene.lock();
    let others = scene.deal.lock_book(&scene.book, &stranger);
    let own = scene.deposit(&sponsor, 1, 5 * ONE, 1);
    let own_back = scene.withdraw(&sponsor, 1, 5 * ONE);
    let leave = scene.withdraw(&alice, 0, ONE);
    let ends = scene.book.args.offer_ends;

    scene.world.engine.set_now(ends - 1);
    scene.refuse(&[("a second early", vec![lock.clone()], "CannotLock")]);
    scene.world.engine.set_now(ends);
    scene.refuse(&[
        ("by a stranger", vec![others], "NotSponsor"),
        (
            "alice leaves before the lock",
            vec![leave.clone(), lock.clone()],
            "CannotLock",
        ),
        (
            "alice leaves after the lock",
            vec![lock.clone(), leave.clone()],
            "CannotLeave",
        ),
        (
            "the sponsor lends itself the minimum",
            vec![leave.clone(), own.clone(), lock.clone(), own_back.clone()],
            "CannotLeave",
        ),
        (
            "and takes it back before",
            vec![leave, own.clone(), own_back, lock.clone()],
            "CannotLock",
        ),
        (
            "a deposit after the lock",
            vec![lock.clone(), own.clone()],
            "BookNotOpen",
        ),
        (
            "locked twice",
            vec![lock.clone(), lock.clone()],
            "CannotLock",
        ),
    ]);
    // A deposit before it counts; and the settlement may follow in the same transaction.
    let ticket = scene.book.ticket(&mut scene.world, 0);
    let welcome = scene.book.welcome(&mut scene.world, &scene.deal, &alice);
    scene.world.go(&welcome);
    let settle = scene.deal.settle_ticket(&scene.book, &ticket);
    scene.world.go(&[own, lock, settle]);
    assert_eq!(scene.shares(&alice), 10 * ONE);
    assert_eq!(scene.book.state(&mut scene.world).locked, 15 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

fn at_deadline<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let (alice, _) = scene.join("alice", 10);
    let bob = scene.world.investor("bob", 20 * ONE);
    let stranger = scene.world.person("stranger");
    let lock = scene.deal.lock_book(&scene.book, &stranger);
    let (come, go) = (
        scene.deposit(&bob, 1, 20 * ONE, 1),
        scene.withdraw(&alice, 0, 10 * ONE),
    );
    let uncommit = scene.deal.uncommit(&scene.book, &alice, 0);
    let ticket = scene.book.ticket(&mut scene.world, 0);
    let refund = scene.deal.refund_ticket(&scene.book, &ticket);
    let deadline = scene.book.args.deadline;

    scene.world.engine.set_now(deadline - 1);
    scene.refuse(&[
        ("a stranger's lock", vec![lock.clone()], "NotSponsor"),
        ("a refund", vec![refund.clone()], "NotRefunding"),
    ]);
    // The last second is still one of the offering.
    scene
        .world
        .go(&[come.clone(), scene.withdraw(&bob, 1, 20 * ONE)]);
    scene.world.engine.set_now(deadline);
    scene.refuse(&[
        ("slips in", vec![come.clone()], "BookNotOpen"),
        (
            "slips in beside the lock",
            vec![come.clone(), lock.clone()],
            "BookNotOpen",
        ),
        ("slips out", vec![go.clone()], "CannotLeave"),
        (
            "slips out beside the lock",
            vec![go.clone(), lock.clone()],
            "CannotLeave",
        ),
        ("takes consent back", vec![uncommit], "BookNotOpen"),
        ("is refunded", vec![refund.clone()], "NotRefunding"),
        (
            "slips out after the lock",
            vec![lock.clone(), go],
            "CannotLeave",
        ),
        (
            "slips in after the lock",
            vec![lock.clone(), come],
            "BookNotOpen",
        ),
        (
            "is refunded after the lock",
            vec![lock.clone(), refund],
            "NotRefunding",
        ),
    ]);
    scene.world.go(&[lock]);
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    assert_eq!(scene.shares(&alice), 10 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

fn at_missed_deadline<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.minimum = 20 * ONE);
    let (alice, _) = scene.join("alice", 10);
    let (bob, _) = scene.join("bob", 5);
    let carol = scene.world.investor("carol", 10 * ONE);
    let come = scene.deposit(&carol, 2, 10 * ONE, 1);
    let lock = scene.lock();
    scene.world.engine.set_now(scene.book.args.deadline);
    scene.refuse(&[
        (
            "the missing money, too late",
            vec![come.clone(), lock.clone()],
            "BookNotOpen",
        ),
        ("a lock", vec![lock.clone()], "CannotLock"),
    ]);
    let ticket = scene.book.ticket(&mut scene.world, 1);
    let refund = scene.deal.refund_ticket(&scene.book, &ticket);
    let leave = scene.withdraw(&bob, 1, 5 * ONE);
    let twice = scene
        .world
        .send(&[leave.clone(), refund.clone()])
        .expect_err("a ticket goes back once");
    assert_eq!(twice.name(), "AccountOwnedByWrongProgram");
    scene
        .world
        .go(&[scene.withdraw(&alice, 0, 10 * ONE), refund]);
    assert!(scene.world.send(&[leave]).is_err(), "nor the other way");
    assert_eq!(
        (scene.world.wealth(&alice), scene.world.wealth(&bob)),
        (10 * ONE, 5 * ONE)
    );
    audit::check(&mut scene.world);
    scene.world
}

fn at_grace_end<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let (alice, _) = scene.join("alice", 10);
    let over = scene.book.args.deadline + LOCK_GRACE;
    let (lock, leave) = (scene.lock(), scene.withdraw(&alice, 0, 10 * ONE));
    scene.world.engine.set_now(over - 1);
    scene.refuse(&[("leaves a second early", vec![leave.clone()], "CannotLeave")]);
    scene.world.engine.set_now(over);
    scene.refuse(&[
        ("locks a second late", vec![lock.clone()], "CannotLock"),
        ("leaves and locks", vec![leave.clone(), lock], "CannotLock"),
    ]);
    scene.world.go(&[leave]);
    assert_eq!(scene.world.wealth(&alice), 10 * ONE);
    audit::check(&mut scene.world);
    scene.world.go(&[scene.deal.close_book(&scene.book)]);
    assert!(scene.world.engine.account(&scene.book.book).is_none());
    scene.world
}
