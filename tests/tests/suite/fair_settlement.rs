//! Between the lock and the last settlement nobody gains by being settled first, and nobody can hold up the rest.

use crate::{
    on_both_engines,
    payouts::{STAKE, distribute},
};
use securities::tranche::state::Tranche;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    read, token,
    world::{Money, World},
};

const PART: u64 = 1_000_000;
const BILLION: u64 = 1_000_000_000;

on_both_engines! {
    a_distribution_between_two_settlements_belongs_to_both => between;
    a_refund_that_cannot_be_paid_does_not_hold_up_the_shares => held_back;
}

fn between<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let (alice, bob) = (world.investor("alice", STAKE), world.investor("bob", STAKE));
    for owner in [alice, bob] {
        book.deposit(&mut world, &deal, &owner, STAKE);
    }
    book.lock(&mut world, &deal);
    book.settle(&mut world, &deal, 0);
    distribute(&mut world, &deal, 0, 2 * PART);
    assert_eq!(
        world.refused(&[deal.claim(1, &alice)]),
        "NothingOwed",
        "the first to be settled takes nothing of it"
    );
    audit::check(&mut world);

    book.settle(&mut world, &deal, 1);
    world.go(&[deal.claim(1, &alice), deal.claim(1, &bob)]);
    assert_eq!((world.wealth(&alice), world.wealth(&bob)), (PART, PART));
    audit::check(&mut world);
    world
}

/// Two tickets for a cap that cuts the second, whose owner has closed the account its refund should go to.
pub(crate) fn held_back<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
        args.cap = 10 * BILLION;
    });
    let (alice, bob) = (
        world.investor("alice", 8 * BILLION),
        world.investor("bob", 5 * BILLION),
    );
    book.deposit(&mut world, &deal, &alice, 8 * BILLION);
    book.deposit(&mut world, &deal, &bob, 5 * BILLION);
    book.lock(&mut world, &deal);
    let cash = world.cash(&bob);
    world.go(&[token::close(&deal.token_program, &cash, &bob)]);

    book.settle(&mut world, &deal, 1);
    book.settle(&mut world, &deal, 0);
    let shares: [u64; 2] = [alice, bob].map(|owner| world.balance(&deal.share_account(0, &owner)));
    assert_eq!(
        shares,
        [8 * BILLION / 1_000, 2 * BILLION / 1_000],
        "both have their shares"
    );
    let senior = read::state::<Tranche>(&mut world.engine, &deal.class(0).tranche);
    assert_eq!(senior.unsettled, 0, "and nothing waits for the refund");
    assert_eq!(book.ticket(&mut world, 1).value, 3 * BILLION);
    audit::check(&mut world);

    let ticket = book.ticket(&mut world, 1);
    assert_eq!(
        world.refused(&[deal.settle_ticket(&book, &ticket)]),
        "NothingAccepted",
        "it is settled"
    );
    assert_eq!(
        world.refused(&[deal.refund_ticket(&book, &ticket)]),
        "RefundBlocked"
    );
    assert_eq!(world.refused(&[deal.close_book(&book)]), "TicketsOpen");
    let other = world.new_token_account("bob's other", &deal.mint, &bob, &deal.token_program);
    world.go(&[deal.set_refund_account(&book, &bob, 1, &other)]);
    book.settle(&mut world, &deal, 1);
    assert_eq!(world.balance(&other), 3 * BILLION, "the refund is whole");
    world.go(&[deal.close_book(&book)]);
    audit::check(&mut world);
    world
}
