//! Terms that make no book, and accounts that make no line.

use super::{
    Edited,
    twins::{Stage, Twins},
};
use anchor_lang::solana_program::system_instruction;
use securities::book::offer::open_book::BookArgs;
use securities_tests::{
    address,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{BEGIN, DAY, World, keypair},
};
use solana_signer::Signer;

#[test]
fn a_book_needs_a_clock_and_caps_in_order() {
    let mut twins = Twins::at(Stage::Structured);
    twins.line_for_own_and_book_for_other();
    let cases: [Edited<BookArgs>; 29] = [
        (
            "a cap whose shares pass 64 bits",
            |args| {
                (args.price, args.price_min, args.cap) = (1, 1, u64::MAX / 2);
                args.min_ticket = args.cap;
            },
            "Overflow",
        ),
        (
            "an offer that ended",
            |args| args.offer_ends = BEGIN - 1,
            "BadClock",
        ),
        (
            "a deadline that is now",
            |args| (args.offer_ends, args.deadline) = (BEGIN, BEGIN),
            "BadClock",
        ),
        (
            "it opens after the offer",
            |args| args.opens_at = args.offer_ends + 1,
            "BadClock",
        ),
        (
            "the offer outlives the book",
            |args| args.offer_ends = args.deadline + 1,
            "BadClock",
        ),
        ("no minimum", |args| args.minimum = 0, "BadCaps"),
        (
            "a minimum above the cap",
            |args| args.minimum = args.cap + 1_000,
            "BadCaps",
        ),
        ("no smallest ticket", |args| args.min_ticket = 0, "BadCaps"),
        (
            "a smallest ticket above the cap",
            |args| args.min_ticket = args.cap + 1_000,
            "BadCaps",
        ),
        ("a broken minimum", |args| args.minimum += 1, "NotWholeLots"),
        ("a broken cap", |args| args.cap += 1, "NotWholeLots"),
        (
            "a broken smallest ticket",
            |args| args.min_ticket += 1,
            "NotWholeLots",
        ),
        (
            "no price",
            |args| (args.price, args.price_min) = (0, 0),
            "PriceOutOfBand",
        ),
        (
            "a fixed price with a band",
            |args| args.price_min -= 1,
            "PriceOutOfBand",
        ),
        (
            "a reported price with a band that is none",
            |args| (args.price_max_age, args.price_min) = (1, args.price + 1),
            "PriceOutOfBand",
        ),
        (
            "a reported price that makes a share base unit too dear",
            |args| (args.price_max_age, args.price_min) = (1, args.price - 1),
            "PriceTooCoarse",
        ),
        (
            "a price older than now",
            |args| args.price_max_age = -1,
            "BadClock",
        ),
        (
            "a lot above the cap",
            |args| (args.price, args.price_min) = (u64::MAX, u64::MAX),
            "NotWholeLots",
        ),
        (
            "a deadline past the latest",
            |args| args.latest_deadline = args.deadline - 1,
            "BadClock",
        ),
        (
            "an offer period before now",
            |args| args.offer_period = -1,
            "BadClock",
        ),
        (
            "a later offer that stands for less than a day",
            |args| args.offer_period = DAY - 1,
            "BadClock",
        ),
        (
            "a first offer that stands for less than a day",
            |args| args.offer_ends = args.opens_at + DAY - 1,
            "BadClock",
        ),
        (
            "a first offer that stands for less than a day from its opening",
            |args| {
                args.opens_at += DAY;
                args.offer_ends = args.opens_at + DAY - 1;
            },
            "BadClock",
        ),
        (
            "a largest ticket below the smallest",
            |args| args.max_ticket = args.min_ticket - 1_000,
            "BadCaps",
        ),
        (
            "an owner's limit below the smallest ticket",
            |args| args.owner_limit = args.min_ticket - 1_000,
            "BadCaps",
        ),
        (
            "a lead without a minimum",
            |args| args.lead = [3; 32].into(),
            "BadCaps",
        ),
        (
            "a lead's minimum above the cap",
            |args| (args.lead, args.lead_minimum) = ([3; 32].into(), args.cap + 1),
            "BadCaps",
        ),
        (
            "more than all must vote",
            |args| args.extension_bps = 10_001,
            "BadPoll",
        ),
        (
            "another number than the address is for",
            |args| args.number = 1,
            "ConstraintSeeds",
        ),
    ];
    for (what, edit, error) in cases {
        let mut book = twins.own.book().clone();
        edit(&mut book.args);
        assert_eq!(
            twins.world.refused(&[twins.own.deal.open_book(&book)]),
            error,
            "{what}"
        );
    }
    let mut second = twins.own.book().clone();
    second.args.number = 1;
    second.book = address::book(&second.tranche, 1);
    second.vault = address::vault(&second.book, &twins.own.deal.mint);
    assert_eq!(
        twins.world.refused(&[twins.own.deal.open_book(&second)]),
        "WrongBookNumber"
    );
    let open = twins.own.deal.open_book(twins.own.book());
    twins.world.go(std::slice::from_ref(&open));
    assert_eq!(twins.world.refused(&[open]), "ConstraintZero", "twice");
}

#[test]
fn a_line_is_zeroed_of_this_program_and_of_a_size_it_can_have() {
    let mut twins = Twins::at(Stage::Structured);
    let deal = &twins.own.deal;
    let line = keypair("own line").pubkey();
    let make = |world: &mut World<Lite>, space: u64, owner| {
        let rent = world.engine.rent(usize::try_from(space).expect("small"));
        system_instruction::create_account(&deal.sponsor, &line, rent, space, owner)
    };
    let open = deal.open_book(twins.own.book());
    let header = 48;
    let sizes = [
        (header, "BadLineSize"),
        (header + 15 * 24, "BadLineSize"),
        (header + 16 * 24 - 8, "BadLineSize"),
        (header + 16 * 24 + 1, "BadLineSize"),
        (header + 65_537 * 24, "BadLineSize"),
        (header - 1, "BadLineSize"),
        (4, "AccountDidNotDeserialize"),
    ];
    for (space, error) in sizes {
        let line = make(&mut twins.world, space, &securities::ID);
        assert_eq!(
            twins.world.refused(&[line, open.clone()]),
            error,
            "{space} bytes"
        );
    }
    let system = anchor_lang::solana_program::system_program::ID;
    let foreign = make(&mut twins.world, header + 16 * 24, &system);
    assert_eq!(
        twins.world.refused(&[foreign, open]),
        "AccountOwnedByWrongProgram"
    );
}

/// A ticket of a locked book must settle whatever is accepted, so the caps of all books of a tranche are authorised
/// together.
#[test]
fn the_caps_of_all_books_of_a_tranche_fit_together() {
    let mut twins = Twins::at(Stage::Structured);
    let (world, deal) = (&mut twins.world, &twins.own.deal);
    let mut first = twins.own.book().clone();
    first.args.cap = 10_000_000_000_000_000_000;
    first.args.min_ticket = first.args.cap / 1_000;
    first.open(world, deal, 16);
    let mut second = Offering::plan(world, deal, 0, 1, "second line");
    (second.args.cap, second.args.min_ticket) = (first.args.cap, first.args.min_ticket);
    let opening = second.opening(world, deal, 16);
    assert_eq!(
        world.refused(&opening),
        "AboveAuthorised",
        "their shares together are more than there may be"
    );
    (second.args.cap, second.args.min_ticket) = (1_000_000_000_000, 1_000_000_000);
    second.open(world, deal, 16);
    assert_eq!(second.state(world).cap, second.args.cap);
}
