//! How many books may be open, so that a change of structure takes them all in one transaction.

use super::*;
use securities::{
    book::state::MAX_OPEN_BOOKS,
    cash::waterfall::terms::{FeeBase, TestTerms, TriggerTerms},
};
use securities_tests::{bench::size, lite::Lite};

/// Bytes of a transaction that the longest change leaves for a limit and a price of compute units.
const BUDGET: usize = 32 + 2 * 3 + 5 + 9;

fn book(world: &mut World<Lite>, deal: &Deal, number: u16) -> Offering {
    let mut book = Offering::plan(world, deal, 1, number, &format!("line {number}"));
    (book.args.minimum, book.args.cap) = (ONE, 16 * ONE);
    book
}

/// The longest waterfall: twelve tiers, most of them annual fees, and some triggers.
fn longest(world: &mut World<Lite>, deal: &Deal, triggers: usize) -> WaterfallRules {
    let payee = world.investor("trustee", 0);
    let fee = TierTerms::AnnualFee {
        base: FeeBase::Debt,
        bps: 1,
        amount: 1,
        min: 0,
        max: 0,
        payee,
        from_treasury: false,
    };
    let mut args = deal.waterfall_args([vec![fee; 8], deal::tiers()].concat());
    let test = TestTerms::Collateral {
        rank: 0,
        min_bps: 1,
        max_age: 1,
    };
    args.triggers = vec![
        TriggerTerms {
            test,
            cure_days: 1,
            consequences: 1
        };
        triggers
    ];
    args
}

#[test]
fn the_longest_change_fits_a_transaction_with_all_open_books() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let most = u16::try_from(MAX_OPEN_BOOKS).unwrap();
    let books: Vec<Offering> = (0..most)
        .map(|number| {
            let book = book(&mut world, &deal, number);
            book.open(&mut world, &deal, 16);
            book
        })
        .collect();
    let ninth = book(&mut world, &deal, most);
    let opening = ninth.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&opening), "TooManyBooks");

    let open: Vec<Pubkey> = books.iter().map(|book| book.book).collect();
    let waterfall = longest(&mut world, &deal, 4);
    let change = deal.set_structure(vec![], Some(waterfall), &open);
    let bytes = size::legacy(&deal.sponsor, &change);
    assert!(bytes + BUDGET <= size::LIMIT, "{bytes}");
    world.go(&[change]);
    for book in &books {
        assert_eq!(book.state(&mut world).offer_version, 2);
    }
    // With a lookup table as many triggers as there can be do, too.
    let most_triggers = longest(&mut world, &deal, 8);
    let change = deal.set_structure(vec![], Some(most_triggers), &open);
    let bytes = size::with_lookup_table(&deal.sponsor, &change);
    assert!(bytes + BUDGET <= size::LIMIT, "{bytes}");
    // So do the terms of five classes, and with a lookup table those of as many as there can be.
    let change = |count| {
        let classes = (0..count).map(|rank| ClassTerms {
            rank,
            ..senior(|_| {})
        });
        deal.set_structure(classes.collect(), None, &open)
    };
    let bytes = size::legacy(&deal.sponsor, &change(5));
    assert!(bytes + BUDGET <= size::LIMIT, "{bytes}");
    let bytes = size::with_lookup_table(&deal.sponsor, &change(8));
    assert!(bytes + BUDGET <= size::LIMIT, "{bytes}");

    // Once a book is locked nothing takes them all any more.
    let owner = world.investor("alice", 2 * ONE);
    books[3].deposit(&mut world, &deal, &owner, 2 * ONE);
    books[3].lock(&mut world, &deal);
    let mut ninth = book(&mut world, &deal, most);
    ninth.open(&mut world, &deal, 16);
    ninth = book(&mut world, &deal, most + 1);
    ninth.open(&mut world, &deal, 16);
    let security: Security = read::state(&mut world.engine, &deal.security);
    assert_eq!(security.open_books, 9);
}

/// A book that came to nothing makes room when it is closed.
#[test]
fn a_closed_book_makes_room() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let books: Vec<Offering> = (0..8)
        .map(|number| {
            let book = book(&mut world, &deal, number);
            book.open(&mut world, &deal, 16);
            book
        })
        .collect();
    world.engine.set_now(books[0].args.deadline);
    let ninth = book(&mut world, &deal, 8);
    let opening = ninth.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&opening), "TooManyBooks");
    world.go(&[deal.close_book(&books[5])]);
    world.go(&opening);
    // A class can be added once all are closed, as before the first.
    let third = deal.create_tranche(deal::junior(2));
    assert_eq!(
        world.refused(std::slice::from_ref(&third)),
        "StructureClosed"
    );
    world.engine.set_now(ninth.args.deadline);
    for book in books.iter().filter(|book| book.book != books[5].book) {
        world.go(&[deal.close_book(book)]);
    }
    world.go(&[deal.close_book(&ninth)]);
    world.go(&[third]);
}
