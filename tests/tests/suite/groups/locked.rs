//! The lock of a group: one transaction, by the rules of a single book.

use super::{GROUP, JUNIOR, ONE, Pair, SENIOR, equities, grouped};
use crate::on_both_engines;
use securities::book::phase::Phase;
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    terms::{Asset, Reward},
    token,
    world::{Money, World},
};

on_both_engines! {
    a_group_is_locked_at_once_and_each_of_its_books_settles_as_ever => together;
    anyone_locks_a_group_after_its_deadline => due;
    books_with_assets_and_points_are_locked_together => furnished;
}

pub fn together<E: Engine>() -> World<E> {
    let mut pair = Pair::<E>::sold();
    assert_eq!(pair.both_refused(), "CannotLock", "the offers still run");
    pair.end_offers();
    let stranger = pair.world.person("stranger");
    let books = [&pair.senior, &pair.junior];
    let early = pair.deal.lock_group(GROUP, &books, &stranger);
    assert_eq!(pair.world.refused(&[early]), "NotSponsor");
    for book in [&pair.senior, &pair.junior] {
        let alone = pair.deal.lock_book(book, &pair.deal.sponsor);
        assert_eq!(pair.world.refused(&[alone]), "LockedTogether");
    }
    pair.lock();
    assert_eq!(pair.phases(), [Phase::Settling; 2]);
    assert_eq!(pair.both_refused(), "CannotLock", "once");
    for (book, owner, money) in [
        (pair.senior.clone(), "ana", SENIOR),
        (pair.junior.clone(), "ben", JUNIOR),
    ] {
        book.settle(&mut pair.world, &pair.deal, 0);
        book.release(&mut pair.world, &pair.deal);
        let owner = pair.world.key(owner);
        let shares = pair.deal.share_account(book.rank, &owner);
        let held = pair.world.balance(&shares);
        let unit = 10_u64.pow(pair.deal.class(book.rank).terms.decimals.into());
        assert_eq!(held, money / ONE * unit, "a share for each token");
    }
    assert_eq!(pair.treasury(), SENIOR + JUNIOR);
    audit::check(&mut pair.world);
    pair.world
}

fn due<E: Engine>() -> World<E> {
    let mut pair = Pair::<E>::sold();
    pair.pass_deadline();
    assert_eq!(pair.phases(), [Phase::Due; 2]);
    let stranger = pair.world.person("stranger");
    let lock = pair
        .deal
        .lock_group(GROUP, &[&pair.junior, &pair.senior], &stranger);
    pair.world.go(&[lock]);
    assert_eq!(pair.phases(), [Phase::Settling; 2]);
    audit::check(&mut pair.world);
    pair.world
}

/// Each book takes what its assets and rewards need right after its own accounts.
fn furnished<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = equities(3);
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    let mint = world.new_mint("asset", &token::CLASSIC, &[], |_| Vec::new());
    world.go(&[deal.create_rate(&mint, 500), deal.report_rate(&mint, 2, 1)]);
    // Assets are for before the opening, once all books are there.
    let opens = world.engine.now() + securities_tests::world::DAY;
    let mut books = Vec::new();
    for rank in [0, 1] {
        let mut book = Offering::plan(&mut world, &deal, rank, 0, &format!("line {rank}"));
        grouped(&mut book.args, 100 * ONE);
        book.args.opens_at = opens;
        book.args.offer_ends = opens + securities_tests::world::DAY;
        book.open(&mut world, &deal, 16);
        books.push(book);
    }
    for book in &mut books {
        let asset = Asset::par(&deal, &book.book, &mint, &token::CLASSIC)
            .reported(&deal, 30 * securities_tests::world::DAY);
        book.add_asset(&mut world, &deal, asset);
        let points = Reward::promote_points(&deal, 2, &[(100 * ONE, 5 * ONE)]);
        book.promise(&mut world, &deal, points);
    }
    world.engine.set_now(opens);
    let ana = world.investor("ana", 200 * ONE);
    world.give_of((&mint, &token::CLASSIC), &ana, 100 * ONE);
    for book in &books {
        // 60 of money, and 20 of an asset that is worth two a unit.
        book.deposit(&mut world, &deal, &ana, 60 * ONE);
        book.deposit_asset(&mut world, &deal, &ana, (1, 20 * ONE));
    }
    for book in &books {
        let (now, ends) = (world.engine.now(), book.state(&mut world).offer_ends);
        world.engine.set_now(now.max(ends));
    }
    let mut swapped = deal.lock_group(GROUP, &[&books[0], &books[1]], &deal.sponsor);
    // The first book's points before its asset's rate.
    swapped.accounts.swap(8, 9);
    assert_eq!(world.refused(&[swapped]), "WrongRateSource");
    world.go(&[deal.lock_group(GROUP, &[&books[0], &books[1]], &deal.sponsor)]);
    let points: securities::tranche::state::Tranche =
        securities_tests::read::state(&mut world.engine, &deal.class(2).tranche);
    assert_eq!(points.shares, 10 * ONE, "five of each book");
    for book in &books {
        for id in [0, 1] {
            book.settle(&mut world, &deal, id);
        }
        book.release(&mut world, &deal);
    }
    audit::check(&mut world);
    world
}

/// The most books that a group may have, in one transaction without a lookup table.
#[test]
fn a_group_of_eight_books_is_locked_in_one_transaction() {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = equities(8);
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    let ana = world.investor("ana", 80 * ONE);
    let mut books = Vec::new();
    for rank in 0..8 {
        let mut book = Offering::plan(&mut world, &deal, rank, 0, &format!("line {rank}"));
        grouped(&mut book.args, 10 * ONE);
        book.args.group_size = 8;
        book.open(&mut world, &deal, 16);
        books.push(book);
    }
    for book in &books {
        book.deposit(&mut world, &deal, &ana, 10 * ONE);
    }
    world.engine.set_now(books[0].args.deadline);
    let all: Vec<&Offering> = books.iter().collect();
    let payer = world.payer;
    let lock = deal.lock_group(GROUP, &all, &payer);
    let outcome = world.go(&[lock]);
    assert!(
        outcome.units < 200_000,
        "as many units as a call has unless it asks for more: {}",
        outcome.units
    );
    for book in &books {
        book.settle(&mut world, &deal, 0);
    }
    audit::check(&mut world);
}
