//! A price that is reported at the lock: young enough, within the band that investors agreed to, rounded up, and of
//! shares so fine that no ticket feels the rounding.

use crate::{
    on_both_engines,
    story::{self, WHOLE, told},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{
        offer::{open_book::BookArgs, version::OfferArgs},
        state::AllocationRule,
    },
    events::BookLocked,
    math::shares::issued,
};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{DAY, Money, World},
};

const LOW: u64 = 8 * WHOLE;
const HIGH: u64 = 12 * WHOLE;
const UNIT: u64 = 1_000_000;

on_both_engines! {
    the_lock_takes_the_reported_price_within_its_age_and_band => locked;
    a_price_out_of_its_band_for_a_week_after_the_deadline_returns_everything => out_of_band;
}

/// A book of equity between eight and twelve a share, by a price at most a day old.
fn open<E: Engine>(world: &mut World<E>, edit: impl FnOnce(&mut BookArgs)) -> (Deal, Offering) {
    let deal = story::equity(world);
    world.go(&[deal.create_rate(&deal.class(0).mint, 2_000)]);
    let book = Offering::standard_with(world, &deal, 0, "line", |args| {
        (args.price, args.price_min, args.price_max_age) = (HIGH, LOW, DAY);
        (args.minimum, args.cap) = (100 * WHOLE, 200 * WHOLE);
        edit(args);
    });
    (deal, book)
}

/// The reporter says what so many share base units are worth.
fn report<E: Engine>(world: &mut World<E>, deal: &Deal, numerator: u64, denominator: u64) {
    let mint = deal.class(0).mint;
    world.go(&[deal.report_rate(&mint, numerator, denominator)]);
}

pub(crate) fn locked<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let start = world.engine.now();
    let (deal, book) = open(&mut world, |_| {});
    let reserved = book.state(&mut world).shares_set_aside;
    assert_eq!(reserved, 25 * UNIT, "what the cap buys at the lowest price");
    // No lots: any amount will do.
    let amounts = [100_000_001, 33_333_333, 99_999_999];
    let mut owners: Vec<Pubkey> = Vec::new();
    for (name, amount) in ["ana", "ben", "cleo"].into_iter().zip(amounts) {
        let owner = world.investor(name, amount);
        book.deposit(&mut world, &deal, &owner, amount);
        owners.push(owner);
        audit::check(&mut world);
    }
    world.engine.set_now(book.args.offer_ends);
    let lock = deal.lock_book(&book, &deal.sponsor);
    let refused = |world: &mut World<E>| world.refused(std::slice::from_ref(&lock));
    assert_eq!(refused(&mut world), "StaleRate", "nothing is reported");
    let own = address::rate(&deal.security, &book.share_mint);
    let mut other = lock.clone();
    let rate = other.accounts.iter_mut().find(|meta| meta.pubkey == own);
    rate.expect("the rate").pubkey = address::rate(&deal.security, &deal.mint);
    assert_eq!(world.refused(&[other]), "ConstraintSeeds");

    report(&mut world, &deal, 13, 1);
    assert_eq!(refused(&mut world), "PriceOutOfBand", "too dear");
    world.engine.set_now(start + 6 * DAY);
    report(&mut world, &deal, 11, 1);
    world.engine.set_now(start + 7 * DAY + 1);
    assert_eq!(refused(&mut world), "StaleRate", "a second too old");
    // A hair above twelve is rounded up to a unit above twelve.
    report(&mut world, &deal, 12_000_000_000_001, 1_000_000_000_000);
    assert_eq!(refused(&mut world), "PriceOutOfBand");
    world.engine.set_now(start + 8 * DAY);
    report(&mut world, &deal, 10_000_000_000_001, 1_000_000_000_000);
    world.engine.set_now(start + 9 * DAY);
    let done = world.go(std::slice::from_ref(&lock));
    told(&done, |event: &BookLocked| {
        assert_eq!(event.price, 10_000_001, "at just a day, rounded up");
    });
    audit::check(&mut world);
    report(&mut world, &deal, 9, 1);

    // The cap cuts Cleo; the shares of all are those of the cap, and each is within a unit of its own.
    let accepted = [100_000_001, 33_333_333, 66_666_666];
    let mut sum = 0;
    for id in [1, 2, 0] {
        let at = id as usize;
        book.settle(&mut world, &deal, id);
        audit::check(&mut world);
        let held = story::shares(&mut world, &deal, 0, &owners[at]);
        let exact = accepted[at] * UNIT / 10_000_001;
        assert!(
            held == exact || held == exact + 1,
            "{held} of {exact} and a fraction"
        );
        assert_eq!(world.wealth(&owners[at]), amounts[at] - accepted[at]);
        sum += held;
    }
    let all = issued(0, 200 * WHOLE, 10_000_001, UNIT).expect("shares");
    assert_eq!((sum, all.get()), (19_999_998, 19_999_998));
    let state = book.state(&mut world);
    assert_eq!(
        (state.price, state.price_min, state.shares_issued),
        (10_000_001, LOW, sum)
    );
    story::close(&mut world, &deal, &book);
    story::draw_all(&mut world, &deal, 200 * WHOLE);
    world
}

fn out_of_band<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Token2022);
    let (deal, book) = open(&mut world, |_| {});
    let ana = world.investor("ana", 150 * WHOLE);
    book.deposit(&mut world, &deal, &ana, 150 * WHOLE);
    let stranger = world.person("stranger");
    let lock = deal.lock_book(&book, &stranger);
    // Down from ten by a fifth a day, and a little too far.
    report(&mut world, &deal, 10, 1);
    let deadline = book.args.deadline;
    world.engine.set_now(deadline);
    report(&mut world, &deal, 79_999_989, 10_000_000);
    assert_eq!(
        world.refused(std::slice::from_ref(&lock)),
        "PriceOutOfBand",
        "a unit below eight, rounded up"
    );
    let ticket = book.ticket(&mut world, 0);
    let refund = deal.refund_ticket(&book, &ticket);
    assert_eq!(world.refused(std::slice::from_ref(&refund)), "NotRefunding");
    world.engine.set_now(deadline + 7 * DAY);
    world.go(&[refund]);
    audit::check(&mut world);
    assert_eq!(world.wealth(&ana), 150 * WHOLE);
    story::close(&mut world, &deal, &book);
    world
}

/// The finest price that a smallest ticket allows, and one unit past it; the same for a later offer.
#[test]
fn one_share_base_unit_costs_at_most_a_ten_thousandth_of_the_smallest_ticket() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = story::equity(&mut world);
    let mut book = Offering::plan(&mut world, &deal, 0, 0, "line");
    book.args.allocation = AllocationRule::FirstCome;
    (book.args.price, book.args.price_min) = (HIGH, LOW);
    book.args.price_max_age = DAY;
    // A base unit costs twelve at most.
    (book.args.minimum, book.args.cap) = (WHOLE, 1_000 * WHOLE);
    book.args.min_ticket = 119_999;
    let opening = book.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&opening), "PriceTooCoarse");
    book.args.min_ticket = 120_000;
    book.open(&mut world, &deal, 16);
    assert_eq!(book.state(&mut world).lot, 1);

    let offer = |price, price_min| OfferArgs {
        terms_sha256: [2; 32],
        price,
        price_min,
        ..book.offer(1)
    };
    for (price, price_min, error) in [
        (HIGH + 1, LOW, "PriceTooCoarse"),
        (HIGH, HIGH + 1, "PriceOutOfBand"),
        (HIGH, 0, "PriceOutOfBand"),
    ] {
        let call = deal.make_offer(&book, offer(price, price_min));
        assert_eq!(world.refused(&[call]), error);
    }
    let before = book.state(&mut world).shares_set_aside;
    world.go(&[deal.make_offer(&book, offer(HIGH, LOW / 2))]);
    audit::check(&mut world);
    let after = book.state(&mut world).shares_set_aside;
    assert_eq!(after, 2 * before, "shares for the lower price");
}

/// A fixed price whose lots are broken by a later one needs shares as fine.
#[test]
fn a_later_price_breaks_no_lots_of_tickets_in_line() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = story::equity(&mut world);
    let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
        (args.price, args.price_min) = (30 * WHOLE, 30 * WHOLE);
        (args.minimum, args.cap) = (315 * WHOLE, 630 * WHOLE);
        args.min_ticket = 210_000;
    });
    let offer = |version, price| OfferArgs {
        terms_sha256: [2; 32],
        price,
        price_min: price,
        ..book.offer(version)
    };
    let lot = |world: &mut World<Lite>| book.state(world).lot;
    assert_eq!(lot(&mut world), 30);
    // Nobody is in line: any lots that fit the caps will do.
    assert_eq!(
        world.refused(&[deal.make_offer(&book, offer(1, 7 * WHOLE + 13))]),
        "NotWholeLots"
    );
    world.go(&[deal.make_offer(&book, offer(1, 70 * WHOLE))]);
    assert_eq!(lot(&mut world), 70, "three thousand for the smallest");
    world.go(&[deal.make_offer(&book, offer(2, 30 * WHOLE))]);
    let ana = world.investor("ana", 330_000_030);
    let id = book.deposit(&mut world, &deal, &ana, 330_000_030);
    world.go(&[deal.make_offer(&book, offer(3, 15 * WHOLE))]);
    assert_eq!(lot(&mut world), 15, "thirties are fifteens");
    assert_eq!(
        world.refused(&[deal.make_offer(&book, offer(4, 70 * WHOLE))]),
        "PriceTooCoarse",
        "a share base unit of 70 is much of a ticket of 210,000"
    );
    world.go(&[deal.make_offer(&book, offer(4, 21 * WHOLE))]);
    assert_eq!(lot(&mut world), 1, "and one of 21 is not");
    book.commit(&mut world, &deal, id);
    audit::check(&mut world);
    world.pass(3 * DAY);
    book.lock(&mut world, &deal);
    book.settle(&mut world, &deal, id);
    audit::check(&mut world);
    let held = story::shares(&mut world, &deal, 0, &ana);
    assert_eq!(held, 330_000_030 / 21, "rounded down by less than a unit");
    story::close(&mut world, &deal, &book);
    story::draw_all(&mut world, &deal, 330_000_030);
}
