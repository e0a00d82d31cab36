//! A book below its minimum at its deadline gives all money back, to whoever asks and by whoever asks.

use crate::on_both_engines;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    token,
    world::{Money, World},
};

const MILLION: u64 = 1_000_000;

on_both_engines! {
    below_the_minimum_anyone_refunds_in_any_order_and_the_book_closes => missed;
    an_empty_book_closes_after_its_deadline => empty;
    one_refund_that_cannot_be_paid_holds_up_nobody_else => one_frozen;
}

fn missed<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Token2022);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let owners: Vec<_> = (0..4)
        .map(|number| world.investor(&format!("investor {number}"), 9 * MILLION))
        .collect();
    for owner in &owners {
        book.deposit(&mut world, &deal, owner, 9 * MILLION);
    }
    world.engine.set_now(book.args.deadline - 1);
    let early = book.ticket(&mut world, 2);
    assert_eq!(
        world.refused(&[deal.refund_ticket(&book, &early)]),
        "NotRefunding"
    );
    world.engine.set_now(book.args.deadline);
    assert_eq!(
        world.refused(&[deal.lock_book(&book, &deal.sponsor)]),
        "CannotLock"
    );
    assert_eq!(world.refused(&[deal.close_book(&book)]), "TicketsOpen");

    // Its owner may name another account for it.
    let elsewhere = world.person("elsewhere");
    let account = world.give(&elsewhere, 1);
    world.go(&[deal.set_refund_account(&book, &owners[3], 3, &account)]);
    for place in [3, 0] {
        let ticket = book.ticket(&mut world, place);
        let before = world
            .engine
            .account(&ticket.rent_payer)
            .expect("the payer")
            .lamports;
        world.go(&[deal.refund_ticket(&book, &ticket)]);
        let after = world
            .engine
            .account(&ticket.rent_payer)
            .expect("the payer")
            .lamports;
        assert_eq!(
            after - before,
            world.engine.rent(216),
            "the ticket's rent goes to who paid it"
        );
        audit::check(&mut world);
    }
    assert_eq!(
        (world.wealth(&owners[0]), world.wealth(&elsewhere)),
        (9 * MILLION, 9 * MILLION + 1)
    );

    // Withdrawing works in refund as well, in part and whole.
    book.withdraw(&mut world, &deal, &owners[1], 1, 4 * MILLION);
    book.withdraw(&mut world, &deal, &owners[1], 1, 5 * MILLION);
    assert_eq!(world.wealth(&owners[1]), 9 * MILLION);
    let ticket = book.ticket(&mut world, 2);
    world.go(&[deal.refund_ticket(&book, &ticket)]);
    assert!(
        world.send(&[deal.refund_ticket(&book, &ticket)]).is_err(),
        "once"
    );
    audit::check(&mut world);
    world.go(&[deal.close_book(&book)]);
    for gone in [
        book.book,
        book.line,
        book.vault,
        address::ticket(&book.book, &owners[2], 2),
    ] {
        assert!(world.engine.account(&gone).is_none(), "{gone} is closed");
    }
    world
}

fn empty<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    world.engine.set_now(book.args.deadline - 1);
    assert_eq!(world.refused(&[deal.close_book(&book)]), "TicketsOpen");
    world.engine.set_now(book.args.deadline);
    world.go(&[deal.close_book(&book)]);
    assert!(world.engine.account(&book.book).is_none());

    // The next book has the next number; the old one is never opened again.
    let mut again = Offering::plan(&mut world, &deal, 0, 0, "another line");
    let opening = again.opening(&mut world, &deal, 32);
    assert_eq!(world.refused(&opening), "WrongBookNumber");
    again = Offering::plan(&mut world, &deal, 0, 1, "another line");
    again.open(&mut world, &deal, 32);
    world
}

fn one_frozen<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Freezable);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    let owners = ["alice", "bob", "carol"].map(|name| world.investor(name, 5 * MILLION));
    for owner in &owners {
        book.deposit(&mut world, &deal, owner, 5 * MILLION);
    }
    let frozen = world.cash(&owners[0]);
    world.go(&[token::freeze(
        &world.token_program,
        &frozen,
        &world.mint,
        &world.payer,
    )]);
    world.engine.set_now(book.args.deadline);
    let tickets = [0, 1, 2].map(|place| book.ticket(&mut world, place));
    // Noted once, and refused from then on.
    let frozen_refund = [deal.refund_ticket(&book, &tickets[0])];
    world.go(&frozen_refund);
    assert_eq!(world.refused(&frozen_refund), "RefundBlocked", "frozen");
    world.go(&[
        deal.refund_ticket(&book, &tickets[2]),
        deal.refund_ticket(&book, &tickets[1]),
    ]);
    assert_eq!(
        (world.wealth(&owners[1]), world.wealth(&owners[2])),
        (5 * MILLION, 5 * MILLION)
    );
    audit::check(&mut world);

    // Thawed, it is refunded like any other.
    world.go(&[token::thaw(
        &world.token_program,
        &frozen,
        &world.mint,
        &world.payer,
    )]);
    world.go(&[
        deal.refund_ticket(&book, &tickets[0]),
        deal.close_book(&book),
    ]);
    assert_eq!(world.wealth(&owners[0]), 5 * MILLION);
    world
}
