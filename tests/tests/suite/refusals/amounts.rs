//! Tickets of nothing, of fractions, of more than there is and of more than fits.

use super::twins::{Stage, TICKET, Twins};
use anchor_lang::prelude::Pubkey;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{Money, World},
};

/// The most that fits and is whole lots.
const MOST: u64 = u64::MAX - u64::MAX % 1_000;

#[test]
fn a_deposit_is_whole_lots_of_at_least_the_smallest_ticket_for_the_present_offer() {
    let mut twins = Twins::at(Stage::Opened);
    let own = &twins.own;
    let deposit = |amount, version| {
        own.deal
            .deposit(own.book(), (&own.owner, &own.patron), 0, amount, version)
    };
    let cases = [
        (0, 1, "ZeroAmount"),
        (1, 1, "NotWholeLots"),
        (1_000_001, 1, "NotWholeLots"),
        (u64::MAX, 1, "NotWholeLots"),
        (999_000, 1, "TicketTooSmall"),
        (TICKET, 2, "OfferChanged"),
        (TICKET, u32::MAX, "OfferChanged"),
        (3 * TICKET, 1, "token 1"),
        (MOST, 1, "token 1"),
    ];
    for (amount, version, error) in cases {
        assert_eq!(
            twins.world.refused(&[deposit(amount, version)]),
            error,
            "{amount}, version {version}"
        );
    }
    twins.world.go(&[deposit(1_000_000, 1)]);
    let second = own
        .deal
        .deposit(own.book(), (&own.owner, &own.patron), 1, MOST, 1);
    assert_eq!(
        twins.world.refused(&[second]),
        "Overflow",
        "the line's total would not fit"
    );
    audit::check(&mut twins.world);
}

#[test]
fn a_full_line_takes_no_more() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
        (args.minimum, args.cap) = (1_000_000, 16_000_000);
    });
    let owner = world.investor("owner", TICKET);
    let who = (&owner, &owner);
    for place in 0..16 {
        world.go(&[deal.deposit(&book, who, place, 1_000_000, 1)]);
    }
    let last = deal.deposit(&book, who, 16, 1_000_000, 1);
    assert_eq!(world.refused(&[last]), "PlaceOutOfRange");
    // A place that was left is not given to who comes after the others, unless it was the last one.
    let leave = |id| deal.withdraw(&book, who, id, 1_000_000);
    world.go(&[leave(3)]);
    let last = deal.deposit(&book, who, 16, 1_000_000, 1);
    assert_eq!(
        world.refused(std::slice::from_ref(&last)),
        "PlaceOutOfRange"
    );
    world.go(&[leave(15), last]);
    assert_eq!(book.ticket(&mut world, 16).place, 15);
    audit::check(&mut world);
}

#[test]
fn a_withdrawal_is_whole_lots_and_leaves_nothing_or_the_smallest_ticket() {
    let mut twins = Twins::at(Stage::Deposited);
    let own = &twins.own;
    let withdraw = |amount| {
        own.deal
            .withdraw(own.book(), (&own.owner, &own.patron), 0, amount)
    };
    let cases = [
        (0, "ZeroAmount"),
        (1, "NotWholeLots"),
        (TICKET + 1_000, "WithdrawTooMuch"),
        (u64::MAX, "WithdrawTooMuch"),
        (TICKET - 1_000, "RemainderTooSmall"),
        (TICKET - 999_000, "RemainderTooSmall"),
    ];
    for (amount, error) in cases {
        assert_eq!(twins.world.refused(&[withdraw(amount)]), error, "{amount}");
    }
    twins
        .world
        .go(&[withdraw(TICKET - 1_000_000), withdraw(1_000_000)]);
    assert!(
        twins.world.send(&[withdraw(1_000_000)]).is_err(),
        "the ticket is closed"
    );
    audit::check(&mut twins.world);
}

#[test]
fn a_ticket_is_settled_once() {
    let mut twins = Twins::at(Stage::Settled);
    let own = &twins.own;
    let again = own.deal.settle_ticket(own.book(), &own.ticket());
    assert_eq!(
        twins.world.refused(&[again]),
        "AccountOwnedByWrongProgram",
        "the ticket is gone"
    );
    close_twice(
        &mut twins.world,
        &own.deal.close_book(own.book()),
        &address::ticket(&own.book().book, &own.owner, 0),
    );
}

fn close_twice(
    world: &mut World<Lite>,
    close: &anchor_lang::solana_program::instruction::Instruction,
    ticket: &Pubkey,
) {
    world.go(std::slice::from_ref(close));
    assert_eq!(
        world.refused(std::slice::from_ref(close)),
        "AccountOwnedByWrongProgram",
        "the book is gone"
    );
    assert!(world.engine.account(ticket).is_none());
}
