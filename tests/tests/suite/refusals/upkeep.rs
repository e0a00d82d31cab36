//! Lines, owner totals, tips and escrows in the wrong moment or twice.

use super::{
    furnished,
    twins::{Stage, TICKET, Twins},
};
use securities_tests::{address, audit, engine::Engine};

#[test]
fn a_line_grows_up_to_its_largest_before_the_deadline() {
    let mut twins = Twins::at(Stage::Deposited);
    let (world, own) = (&mut twins.world, &twins.own);
    let grow = |capacity| own.deal.grow_line(own.book(), capacity);
    let from = own.book().state(world).line_capacity;
    for capacity in [0, 15, from, 65_537, u32::MAX] {
        assert_eq!(
            world.refused(&[grow(capacity)]),
            "BadLineSize",
            "{capacity}"
        );
    }
    assert_eq!(world.refused(&[grow(from + 427)]), "InvalidRealloc");
    world.go(&[grow(from + 426)]);
    assert_eq!(own.book().state(world).line_capacity, from + 426);
    audit::check(world);
    world.go(&[grow(from + 427)]);
    audit::check(world);
    world.engine.set_now(own.book().args.deadline);
    assert_eq!(world.refused(&[grow(from + 500)]), "BookNotOpen");
}

#[test]
fn a_ticket_moves_to_an_empty_place_ahead_before_the_lock() {
    let mut twins = Twins::at(Stage::Deposited);
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    for id in 1..4 {
        world.go(&[deal.deposit(book, (&own.owner, &own.owner), id, 1_000_000, 1)]);
    }
    let move_up = |id| deal.move_up(book, &own.owner, id);
    for id in 0..4 {
        assert_eq!(world.refused(&[move_up(id)]), "NothingToMove");
    }
    world.go(&[deal.withdraw(book, (&own.owner, &own.owner), 1, 1_000_000)]);
    // It cannot pass the one before it.
    assert_eq!(world.refused(&[move_up(3)]), "NothingToMove");
    world.go(&[move_up(2), move_up(3)]);
    audit::check(world);
    let places = [0, 2, 3].map(|id| book.ticket(world, id).place);
    assert_eq!(places, [0, 1, 2]);
    world.go(&[deal.withdraw(book, (&own.owner, &own.owner), 2, 1_000_000)]);
    world.engine.set_now(book.args.offer_ends);
    book.lock(world, deal);
    assert_eq!(world.refused(&[move_up(3)]), "CannotLeave");
}

#[test]
fn an_owner_has_no_more_in_line_than_the_book_lets_it() {
    let mut twins = Twins::with(Stage::Opened, |args| {
        (args.max_ticket, args.owner_limit) = (TICKET, TICKET + 2_000_000);
    });
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    let who = (&own.owner, &own.patron);
    let deposit = |id, amount| deal.deposit(book, who, id, amount, 1);
    let mut without = deposit(0, TICKET);
    without.accounts[5].pubkey = securities::ID;
    without.accounts[5].is_writable = false;
    assert_eq!(world.refused(&[without]), "OwnerTotalMissing");
    let open = deal.open_owner_total(book, &own.patron, &own.owner);
    world.go(std::slice::from_ref(&open));
    assert_eq!(world.refused(&[open]), "system 0", "twice");
    assert_eq!(
        world.refused(&[deposit(0, TICKET + 1_000)]),
        "TicketTooLarge"
    );
    world.go(&[deposit(0, TICKET)]);
    assert_eq!(world.refused(&[deposit(1, 3_000_000)]), "OwnerLimit");
    world.go(&[deposit(1, 2_000_000)]);
    audit::check(world);
    let close = deal.close_owner_total(book, &own.patron, &own.owner);
    assert_eq!(
        world.refused(std::slice::from_ref(&close)),
        "OwnerTotalInUse"
    );
    world.go(&[
        deal.withdraw(book, who, 1, 1_000_000),
        deposit(2, 1_000_000),
    ]);
    assert_eq!(world.refused(&[deposit(3, 1_000_000)]), "OwnerLimit");
    let all = [(0, TICKET), (1, 1_000_000), (2, 1_000_000)];
    world.go(&all.map(|(id, amount)| deal.withdraw(book, who, id, amount)));
    audit::check(world);
    world.go(std::slice::from_ref(&close));
    let stake = address::owner_total(&book.book, &own.owner);
    assert!(world.engine.account(&stake).is_none());
    assert!(world.send(&[close]).is_err(), "once");
}

#[test]
fn an_owner_total_is_closed_when_its_book_is_locked_or_gone() {
    let mut twins = furnished::locked();
    let own = &twins.own;
    let close = own
        .deal
        .close_owner_total(own.book(), &own.patron, &own.owner);
    twins.world.go(&[close]);

    let mut twins = furnished::settled();
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    let close = deal.close_owner_total(book, &own.patron, &own.owner);
    world.go(&[deal.close_escrow(book, 1), deal.close_book(book), close]);
}

#[test]
fn tips_are_of_something() {
    let mut twins = Twins::at(Stage::Opened);
    let own = &twins.own;
    let nothing = own.deal.fund_tips(own.book(), &own.patron, 0);
    assert_eq!(twins.world.refused(&[nothing]), "ZeroAmount");
    let too_much = own.deal.fund_tips(own.book(), &own.patron, u64::MAX);
    assert_eq!(twins.world.refused(&[too_much]), "system 1");
}

#[test]
fn escrows_close_from_the_last_when_nothing_is_left() {
    let mut twins = furnished::locked();
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    let escrow = |index| deal.close_escrow(book, index);
    assert_eq!(world.refused(&[escrow(1)]), "TicketsOpen");
    world.go(&[deal.settle_ticket(book, &own.ticket())]);
    assert_eq!(world.refused(&[deal.close_book(book)]), "ProceedsHeld");
    assert_eq!(world.refused(&[escrow(1)]), "ProceedsHeld");
    book.release(world, deal);
    for index in [0, 2, u8::MAX] {
        assert_eq!(world.refused(&[escrow(index)]), "UnknownAsset", "{index}");
    }
    world.go(&[escrow(1)]);
    assert_eq!(world.refused(&[escrow(1)]), "UnknownAsset", "twice");
    audit::check(world);
    world.go(&[deal.close_book(book)]);
}
