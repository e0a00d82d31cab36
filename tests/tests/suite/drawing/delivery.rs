//! Proceeds that wait for a delivery: until the arbitrator has confirmed it nothing is drawn, and without it by its
//! date everything goes back.

use super::{ONE, SOLD, deal_of, sell, treasury};
use crate::on_both_engines;
use anchor_lang::solana_program::instruction::Instruction;
use securities::security::state::Security;
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    world::{BEGIN, DAY, Money, World},
};

on_both_engines! {
    proceeds_are_drawn_once_the_delivery_is_confirmed => confirmed;
    without_a_delivery_by_its_date_anyone_sends_all_back => missed;
}

/// When the delivery is due.
const BY: i64 = BEGIN + 90 * DAY;
/// The document of the merger.
const DOCUMENT: [u8; 32] = [5; 32];

/// A deal of equity alone, sold to one owner.
fn sold<E: Engine>(world: &mut World<E>) -> (Deal, anchor_lang::prelude::Pubkey) {
    let deal = deal_of(world, vec![deal::junior(0)], deal::tiers_of, |deal| {
        deal.delivery_by = BY;
    });
    let owner = sell(world, &deal, (0, ONE), SOLD);
    (deal, owner)
}

fn refused<E: Engine>(world: &mut World<E>, call: &Instruction) -> String {
    world.refused(std::slice::from_ref(call))
}

pub fn confirmed<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, _) = sold(&mut world);
    let draw = deal.draw_proceeds(&deal.destination, SOLD);
    assert_eq!(refused(&mut world, &draw), "DeliveryAwaited");
    let confirm = deal.confirm_delivery(DOCUMENT);
    for who in [deal.sponsor, deal.servicer, deal.reporter] {
        let mut by = confirm.clone();
        by.accounts[0].pubkey = who;
        assert_eq!(refused(&mut world, &by), "NotArbitrator");
    }
    let nothing = deal.confirm_delivery([0; 32]);
    assert_eq!(refused(&mut world, &nothing), "BadDelivery");
    let stranger = world.person("stranger");
    let back = deal.return_proceeds(&stranger, &deal.mint, 0, None);
    assert_eq!(refused(&mut world, &back), "ReturnNotDue");

    world.engine.set_now(BY - 1);
    world.go(std::slice::from_ref(&confirm));
    let security: Security = read::state(&mut world.engine, &deal.security);
    let delivery = security.delivery;
    assert_eq!(
        (delivery.by, delivery.confirmed_at, delivery.document_sha256),
        (BY, BY - 1, DOCUMENT)
    );
    assert_eq!(refused(&mut world, &confirm), "DeliveryClosed", "once");
    world.pass(DAY);
    assert_eq!(refused(&mut world, &back), "ReturnNotDue");
    world.go(&[draw]);
    assert_eq!(treasury(&mut world, &deal), 0);
    audit::check(&mut world);
    world
}

fn missed<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owner) = sold(&mut world);
    let stranger = world.person("stranger");
    let back = |amount| deal.return_proceeds(&stranger, &deal.mint, 0, amount);
    world.engine.set_now(BY - 1);
    assert_eq!(refused(&mut world, &back(None)), "ReturnNotDue");
    world.pass(1);
    let late = deal.confirm_delivery(DOCUMENT);
    assert_eq!(refused(&mut world, &late), "DeliveryClosed");
    let draw = deal.draw_proceeds(&deal.destination, 1);
    assert_eq!(refused(&mut world, &draw), "DeliveryAwaited");
    assert_eq!(
        refused(&mut world, &back(Some(SOLD / 2))),
        "ReturnNotDue",
        "all of it"
    );
    world.go(&[back(None)]);
    assert_eq!(treasury(&mut world, &deal), 0);
    world.pass(DAY);
    world.go(&[deal.claim(0, &owner)]);
    assert_eq!(world.wealth(&owner), SOLD);
    audit::check(&mut world);
    world
}

#[test]
fn a_delivery_has_a_date_to_come() {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    for by in [-1, 1, BEGIN - 1, BEGIN] {
        deal.delivery_by = by;
        let create = deal.create_security(deal.security_args());
        assert_eq!(refused(&mut world, &create), "BadDelivery", "{by}");
    }
    deal.delivery_by = BEGIN + 1;
    let create = deal.create_security(deal.security_args());
    world.go(&[create]);
}

#[test]
fn what_awaits_no_delivery_has_none_to_confirm() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = deal_of(&mut world, vec![deal::junior(0)], deal::tiers_of, |_| {});
    let confirm = deal.confirm_delivery(DOCUMENT);
    assert_eq!(refused(&mut world, &confirm), "DeliveryClosed");
}

/// Money that is locked when the delivery is late could only go back: its book ends before.
#[test]
fn a_book_that_could_be_locked_after_the_date_is_refused() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = deal_of(&mut world, vec![deal::junior(0)], deal::tiers_of, |deal| {
        deal.delivery_by = BY
    });
    let mut book = Offering::plan(&mut world, &deal, 0, 0, "line");
    for (latest, goes) in [(BY, false), (BY - 7 * DAY, false), (BY - 7 * DAY - 1, true)] {
        book.args.latest_deadline = latest;
        let open = book.opening(&mut world, &deal, 16);
        match world.send(&open) {
            Ok(_) => assert!(goes, "{latest}"),
            Err(failure) => assert_eq!((failure.name().as_str(), goes), ("BadDelivery", false)),
        }
    }
}
