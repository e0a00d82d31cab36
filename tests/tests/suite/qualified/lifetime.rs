//! When a mark is made, and what it outlives: the call that brings the credential along, a revocation before the lock
//! and after it, another offer.

use super::{ONE, Scene};
use crate::on_both_engines;
use securities::events::{CommitmentChanged, Deposited, TicketQualified};
use securities_tests::{
    audit,
    engine::Engine,
    events,
    ix::credential::shown,
    world::{DAY, World},
};

on_both_engines! {
    a_credential_among_the_accounts_marks_at_once => at_once;
    who_was_marked_at_the_lock_gets_its_shares_whoever_revokes_its_credential => bound;
    a_qualifier_can_shut_out_until_the_lock_and_keeps_nothing => shut_out;
    a_mark_outlives_the_offer => next_offer;
}

/// Deposit and commitment take the credential along; a mark stays through leaving and coming back to the offer.
fn at_once<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {});
    let ann = scene.world.investor("ann", 600 * ONE);
    scene.admits(&ann);
    let deposit = |scene: &Scene<E>, id, version| {
        scene
            .deal
            .deposit(&scene.book, (&ann, &ann), id, 300 * ONE, version)
    };
    let with = |scene: &Scene<E>, call| shown(call, (&scene.deal.security, &scene.qualifier), &ann);
    let first = with(&scene, deposit(&scene, 0, 1));
    let done = scene.world.go(&[first]);
    assert!(events::of::<Deposited>(&done)[0].qualified);
    assert_eq!(scene.state().committed, 300 * ONE);
    // The second commits to nothing yet; its commitment takes the credential along.
    let second = deposit(&scene, 1, 0);
    scene.world.go(&[second]);
    let commit = scene.deal.commit(&scene.book, &ann, 1, 1);
    let with_it = with(&scene, commit.clone());
    let done = scene.world.go(&[with_it]);
    assert!(events::of::<CommitmentChanged>(&done)[0].qualified);
    assert_eq!(scene.state().committed, 600 * ONE);
    audit::check(&mut scene.world);

    let leave = scene.deal.uncommit(&scene.book, &ann, 1);
    scene.world.go(&[leave]);
    assert_eq!(scene.state().committed, 300 * ONE);
    scene.world.go(std::slice::from_ref(&commit));
    assert_eq!(scene.state().committed, 600 * ONE, "marked as it was");
    assert_eq!(scene.world.refused(&[commit]), "AlreadyCommitted");
    audit::check(&mut scene.world);
    // Part of a marked ticket leaves.
    scene
        .book
        .withdraw(&mut scene.world, &scene.deal, &ann, 0, 100 * ONE);
    assert_eq!(scene.state().committed, 500 * ONE);
    audit::check(&mut scene.world);
    let mark = scene.mark(&ann, 0);
    assert_eq!(scene.world.refused(&[mark]), "AlreadyQualified");
    scene.world
}

/// The sponsor is the qualifier: its friend meets the minimum and would like its money back once the others are locked
/// in.
fn bound<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {});
    let (friend, first) = scene.enters("friend", 900);
    let (ann, second) = scene.enters("ann", 100);
    scene.marks(&friend, first);
    scene.marks(&ann, second);
    scene.lock();
    let revoke = scene.revoke(&friend);
    scene.world.go(&[revoke]);
    let unmark = scene.unmark(&friend, first);
    assert_eq!(scene.world.refused(&[unmark]), "BookNotOpen");
    scene.world.pass(400 * DAY);
    let ticket = scene.book.ticket(&mut scene.world, first);
    let refund = scene.deal.refund_ticket(&scene.book, &ticket);
    assert_eq!(scene.world.refused(&[refund]), "NotRefunding");
    // Its record has never seen a credential, and Ann's has expired: both get what they bought.
    for id in [first, second] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&friend), 900 * ONE);
    assert_eq!(scene.shares(&ann), 100 * ONE);
    // They receive no more, and may sell to who qualifies.
    let sale = scene.deal.transfer_shares(1, &ann, &friend, ONE);
    assert_eq!(scene.world.refused(&[sale]), "NotQualified");
    assert_eq!(scene.state().accepted, 1_000 * ONE);
    scene.close()
}

/// What a qualifier can do to an investor: in one transaction it takes the mark away and the sponsor locks. The money
/// is back whole, and others move up; the minimum is met without it or nothing is locked.
fn shut_out<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {}).rewarding();
    let (ann, first) = scene.enters("ann", 600);
    let (ben, second) = scene.enters("ben", 600);
    let (cleo, third) = scene.enters("cleo", 400);
    for (owner, id) in [(ann, first), (ben, second), (cleo, third)] {
        scene.marks(&owner, id);
    }
    let ends = scene.state().offer_ends;
    scene.world.engine.set_now(ends);
    let lock = scene.deal.lock_book(&scene.book, &scene.deal.sponsor);
    let both = [(ann, first), (ben, second)]
        .map(|(owner, id)| [scene.revoke(&owner), scene.unmark(&owner, id)])
        .concat();
    let too_many = [both, vec![lock.clone()]].concat();
    assert_eq!(scene.world.refused(&too_many), "CannotLock");
    let one = [scene.revoke(&ann), scene.unmark(&ann, first), lock];
    let done = scene.world.go(&one);
    let event = &events::of::<TicketQualified>(&done)[0];
    assert_eq!((event.owner, event.qualified), (ann, false));
    assert_eq!(event.amount, 600 * ONE);
    audit::check(&mut scene.world);
    scene.book.refund(&mut scene.world, &scene.deal, first);
    assert_eq!(scene.world.wealth(&ann), 600 * ONE);
    for id in [second, third] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&ben), 660 * ONE);
    assert_eq!(scene.shares(&cleo), 400 * ONE);
    scene.close()
}

/// Another offer voids commitments and leaves marks; consent to it counts at once.
fn next_offer<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {});
    let (ann, first) = scene.enters("ann", 1_000);
    let (ben, second) = scene.enters("ben", 1_000);
    scene.marks(&ann, first);
    let offer = scene.deal.make_offer(&scene.book, scene.book.offer(1));
    scene.world.go(&[offer]);
    audit::check(&mut scene.world);
    assert_eq!(scene.state().committed, 0);
    // Ben is marked while he is committed to what is past.
    scene.marks(&ben, second);
    assert_eq!(scene.state().committed, 0);
    for id in [first, second] {
        scene.book.commit(&mut scene.world, &scene.deal, id);
        audit::check(&mut scene.world);
    }
    assert_eq!(scene.state().committed, 2_000 * ONE);
    scene.lock();
    for id in [first, second] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&ben), 1_000 * ONE);
    scene.close()
}
