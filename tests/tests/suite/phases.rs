//! What a book lets happen at the first and the last second of each phase.

use crate::on_both_engines;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    world::{DAY, Money, World},
};

const BILLION: u64 = 1_000_000_000;

on_both_engines! {
    phases_begin_and_end_at_their_very_second => edges;
    anyone_locks_after_the_deadline => anyone_locks;
    who_leaves_below_the_minimum_can_send_a_book_into_refund_up_to_its_last_second => last_second;
}

fn edges<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let opens = world.engine.now() + DAY;
    let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| args.opens_at = opens);
    let owner = world.investor("alice", 9 * BILLION);
    let deposit = |place| deal.deposit(&book, (&owner, &owner), place, BILLION, 1);
    let leave = |place, amount| deal.withdraw(&book, (&owner, &owner), place, amount);
    let lock = deal.lock_book(&book, &deal.sponsor);
    let stranger = world.person("stranger");
    let others_lock = deal.lock_book(&book, &stranger);

    world.engine.set_now(opens - 1);
    assert_eq!(
        world.refused(&[deposit(0)]),
        "BookNotOpen",
        "a second before it opens"
    );
    assert_eq!(
        world.refused(std::slice::from_ref(&lock)),
        "CannotLock",
        "before it opens"
    );
    world.engine.set_now(opens);
    world.go(&[deposit(0)]);
    assert_eq!(
        world.refused(std::slice::from_ref(&others_lock)),
        "NotSponsor",
        "in the offering"
    );

    world.engine.set_now(book.args.offer_ends - 1);
    assert_eq!(
        world.refused(std::slice::from_ref(&lock)),
        "CannotLock",
        "a second before the offer ends"
    );
    world.engine.set_now(book.args.offer_ends);
    world.go(&[leave(0, 1_000_000)]);
    assert_eq!(
        world.refused(std::slice::from_ref(&lock)),
        "CannotLock",
        "below the minimum"
    );
    let ticket = book.ticket(&mut world, 0);
    assert_eq!(
        world.refused(&[deal.settle_ticket(&book, &ticket)]),
        "AccountOwnedByWrongProgram",
        "no record yet"
    );
    let welcome = deal.welcome(0, &world.payer, &owner);
    world.go(&welcome);
    assert_eq!(
        world.refused(&[deal.settle_ticket(&book, &ticket)]),
        "NotLocked"
    );
    assert_eq!(
        world.refused(&[deal.refund_ticket(&book, &ticket)]),
        "NotRefunding"
    );

    world.engine.set_now(book.args.deadline - 1);
    world.go(&[deposit(1), leave(1, BILLION)]);
    world.go(&[deposit(2)]);
    assert_eq!(
        world.refused(std::slice::from_ref(&others_lock)),
        "NotSponsor",
        "a second before the deadline"
    );

    // What ends a phase ends it for the rest of the same second, and of the same transaction.
    assert_eq!(
        world.refused(&[lock.clone(), deposit(3)]),
        "BookNotOpen",
        "after the lock"
    );
    assert_eq!(
        world.refused(&[lock.clone(), leave(0, 1_000_000)]),
        "CannotLeave",
        "after the lock"
    );
    world.go(std::slice::from_ref(&lock));
    assert_eq!(
        world.refused(std::slice::from_ref(&lock)),
        "CannotLock",
        "twice"
    );
    assert_eq!(
        world.refused(&[deal.refund_ticket(&book, &ticket)]),
        "NotRefunding",
        "a locked book"
    );
    assert_eq!(world.refused(&[deal.close_book(&book)]), "TicketsOpen");
    audit::check(&mut world);
    for place in [0, 2] {
        book.settle(&mut world, &deal, place);
    }
    assert_eq!(book.state(&mut world).accepted, 2 * BILLION - 1_000_000);
    world
}

fn anyone_locks<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    let (owner, stranger) = (world.investor("alice", BILLION), world.person("stranger"));
    book.deposit(&mut world, &deal, &owner, BILLION);
    world.engine.set_now(book.args.deadline);
    assert_eq!(
        world.refused(&[deal.deposit(&book, (&owner, &owner), 1, BILLION, 1)]),
        "BookNotOpen"
    );
    let leave = deal.withdraw(&book, (&owner, &owner), 0, BILLION);
    assert_eq!(
        world.refused(&[leave]),
        "CannotLeave",
        "the minimum is committed"
    );
    world.go(&[deal.lock_book(&book, &stranger)]);
    book.settle(&mut world, &deal, 0);
    audit::check(&mut world);
    assert_eq!(
        world.balance(&deal.share_account(0, &owner)),
        BILLION / 1_000
    );
    world
}

fn last_second<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    let (alice, bob) = (
        world.investor("alice", BILLION),
        world.investor("bob", BILLION),
    );
    book.deposit(&mut world, &deal, &alice, BILLION / 2);
    book.deposit(&mut world, &deal, &bob, BILLION / 2);
    world.engine.set_now(book.args.deadline - 1);
    book.withdraw(&mut world, &deal, &bob, 1, 1_000_000);
    world.engine.set_now(book.args.deadline);
    assert_eq!(
        world.refused(&[deal.lock_book(&book, &deal.sponsor)]),
        "CannotLock"
    );
    book.withdraw(&mut world, &deal, &alice, 0, BILLION / 2);
    let ticket = book.ticket(&mut world, 1);
    world.go(&[deal.refund_ticket(&book, &ticket)]);
    assert_eq!(
        (world.wealth(&alice), world.wealth(&bob)),
        (BILLION, BILLION)
    );
    audit::check(&mut world);
    world
}
