//! Lines of every size: the client makes the account, the program fills it, and its rent comes back.

use crate::on_both_engines;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    world::{Money, World},
};

const BILLION: u64 = 1_000_000_000;

on_both_engines! {
    the_largest_line_works_as_the_smallest_and_its_rent_comes_back => largest;
}

fn largest<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::plan(&mut world, &deal, 0, 0, "line");
    let before = world
        .engine
        .account(&deal.sponsor)
        .expect("the sponsor")
        .lamports;
    book.open(&mut world, &deal, 65_536);
    assert_eq!(
        world
            .engine
            .account(&book.line)
            .expect("the line")
            .data
            .len(),
        48 + 65_536 * 24
    );
    let (alice, bob) = (
        world.investor("alice", 2 * BILLION),
        world.investor("bob", BILLION),
    );
    let first = book.deposit(&mut world, &deal, &alice, BILLION);
    let second = book.deposit(&mut world, &deal, &bob, BILLION);
    let third = book.deposit(&mut world, &deal, &alice, BILLION);
    book.withdraw(&mut world, &deal, &alice, first, BILLION);
    audit::check(&mut world);
    book.lock(&mut world, &deal);
    for place in [third, second] {
        book.settle(&mut world, &deal, place);
    }
    audit::check(&mut world);
    book.release(&mut world, &deal);
    world.go(&[deal.close_book(&book)]);
    assert!(
        world.engine.account(&book.line).is_none(),
        "the line is gone"
    );
    let after = world
        .engine
        .account(&deal.sponsor)
        .expect("the sponsor")
        .lamports;
    assert_eq!(after, before, "all that the book cost is back");
    world
}
