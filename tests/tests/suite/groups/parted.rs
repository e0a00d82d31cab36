//! A group that comes to nothing: everybody gets all of its money back, at once.

use super::{JUNIOR, ONE, Pair, SENIOR};
use crate::on_both_engines;
use securities::book::phase::{LOCK_GRACE, Phase};
use securities_tests::{audit, engine::Engine, world::World};

on_both_engines! {
    a_senior_that_sold_out_is_not_locked_without_its_junior => without_a_junior;
    whoever_leaves_after_the_deadline_lets_all_others_go => left_late;
    a_book_that_was_closed_has_failed_its_group => closed;
    a_group_that_nobody_locks_goes_back_after_the_grace => forgotten;
    the_lead_stays_until_the_group_has_failed => lead;
}

/// The senior book sold 800 and the junior nothing: nothing is locked, nothing can be drawn, and the 800 go back
/// without waiting for the week in which a lock might still come.
fn without_a_junior<E: Engine>() -> World<E> {
    let mut pair = Pair::<E>::opened();
    pair.sell_senior();
    pair.end_offers();
    assert_eq!(pair.both_refused(), "CannotLock");
    let alone = pair.senior.clone();
    assert_eq!(pair.lock_refused(&[&alone]), "GroupIncomplete");
    let senior = pair.deal.lock_book(&pair.senior, &pair.deal.sponsor);
    assert_eq!(pair.world.refused(&[senior]), "LockedTogether");
    let fail = pair.deal.fail_book(&pair.senior, Some(&pair.junior));
    let (world, stands) = (&mut pair.world, "GroupStands");
    assert_eq!(world.refused(std::slice::from_ref(&fail)), stands);
    let draw = pair.deal.draw_proceeds(&pair.deal.destination, 1);
    assert_eq!(pair.world.refused(&[draw]), "InsufficientFunds");

    pair.pass_deadline();
    assert_eq!(pair.phases(), [Phase::Due, Phase::Refunding]);
    assert_eq!(pair.both_refused(), "CannotLock");
    let ticket = pair.senior.ticket(&mut pair.world, 0);
    let refund = pair.deal.refund_ticket(&pair.senior, &ticket);
    let refund = std::slice::from_ref(&refund);
    assert_eq!(pair.world.refused(refund), "NotRefunding");
    pair.world.go(std::slice::from_ref(&fail));
    assert_eq!(pair.phases(), [Phase::Refunding; 2]);
    assert_eq!(pair.world.refused(&[fail]), "GroupStands", "once");
    assert_eq!(pair.both_refused(), "CannotLock");
    pair.world.go(refund);
    pair.require_whole(&[("ana", SENIOR)]);
    for book in [&pair.senior, &pair.junior] {
        pair.world.go(&[pair.deal.close_book(book)]);
    }
    audit::check(&mut pair.world);
    pair.world
}

/// Until the lock everybody can leave, also after the deadline; and then nobody is held by those who wanted to stay.
fn left_late<E: Engine>() -> World<E> {
    let mut pair = Pair::<E>::sold();
    pair.pass_deadline();
    let ben = pair.world.key("ben");
    let (world, deal) = (&mut pair.world, &pair.deal);
    pair.junior.withdraw(world, deal, &ben, 0, ONE);
    assert_eq!(pair.phases(), [Phase::Due, Phase::Refunding]);
    assert_eq!(pair.both_refused(), "CannotLock");
    let fail = pair.deal.fail_book(&pair.senior, Some(&pair.junior));
    pair.world.go(&[fail]);
    pair.senior.refund(&mut pair.world, &pair.deal, 0);
    pair.junior.refund(&mut pair.world, &pair.deal, 0);
    pair.require_whole(&[("ana", SENIOR), ("ben", JUNIOR)]);
    audit::check(&mut pair.world);
    pair.world
}

/// An empty book can be closed at once when its deadline has passed, and what it proves goes with it: the security
/// remembers.
fn closed<E: Engine>() -> World<E> {
    let mut pair = Pair::<E>::opened();
    pair.sell_senior();
    pair.pass_deadline();
    let without = pair.deal.fail_book(&pair.senior, None);
    let without = std::slice::from_ref(&without);
    assert_eq!(pair.world.refused(without), "GroupStands");
    pair.world.go(&[pair.deal.close_book(&pair.junior)]);
    let with = pair.deal.fail_book(&pair.senior, Some(&pair.junior));
    assert_eq!(pair.world.refused(&[with]), "AccountOwnedByWrongProgram");
    pair.world.go(without);
    pair.senior.refund(&mut pair.world, &pair.deal, 0);
    pair.require_whole(&[("ana", SENIOR)]);
    audit::check(&mut pair.world);
    pair.world
}

fn forgotten<E: Engine>() -> World<E> {
    let mut pair = Pair::<E>::sold();
    pair.pass_deadline();
    pair.world.pass(LOCK_GRACE - 1);
    assert_eq!(pair.phases(), [Phase::Due; 2]);
    pair.world.pass(1);
    assert_eq!(pair.phases(), [Phase::Refunding; 2]);
    assert_eq!(pair.both_refused(), "CannotLock");
    pair.senior.refund(&mut pair.world, &pair.deal, 0);
    pair.junior.refund(&mut pair.world, &pair.deal, 0);
    pair.require_whole(&[("ana", SENIOR), ("ben", JUNIOR)]);
    audit::check(&mut pair.world);
    pair.world
}

/// A lead is bound to its offer, but not to a group that comes to nothing.
fn lead<E: Engine>() -> World<E> {
    let mut pair = Pair::<E>::opened_with(|world, book| {
        if book.rank == 0 {
            book.args.lead = world.investor("ana", SENIOR);
            book.args.lead_minimum = SENIOR;
        }
    });
    pair.sell_senior();
    let ana = pair.world.key("ana");
    let leave = pair.deal.withdraw(&pair.senior, (&ana, &ana), 0, SENIOR);
    let leave = std::slice::from_ref(&leave);
    assert_eq!(pair.world.refused(leave), "LeadBound");
    pair.pass_deadline();
    assert_eq!(pair.phases(), [Phase::Due, Phase::Refunding]);
    assert_eq!(pair.world.refused(leave), "LeadBound", "until then");
    let fail = pair.deal.fail_book(&pair.senior, Some(&pair.junior));
    pair.world.go(&[fail]);
    pair.world.go(leave);
    let ana = pair.world.key("ana");
    assert!(pair.world.wealth(&ana) >= SENIOR);
    audit::check(&mut pair.world);
    pair.world
}
