//! Rates that move too far, are too old, or are not where a lock reads them.

use super::{
    furnished,
    twins::{Stage, TICKET, Twins},
};
use securities::book::asset::RateAdapter;
use securities_tests::{engine::Engine, terms::Asset, world::DAY};

#[test]
fn a_rate_moves_no_further_in_a_day_than_it_may() {
    let mut twins = Twins::at(Stage::Structured);
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, mint) = (&own.deal, own.other_mint.0);
    for bps in [0, 10_001, u32::MAX] {
        let create = deal.create_rate(&mint, bps);
        assert_eq!(world.refused(&[create]), "RateOutOfRange", "{bps}");
    }
    let create = deal.create_rate(&mint, 500);
    world.go(std::slice::from_ref(&create));
    assert_eq!(world.refused(&[create]), "system 0", "twice");
    let report = |numerator, denominator| deal.report_rate(&mint, numerator, denominator);
    assert_eq!(world.refused(&[report(0, 1)]), "DivisionByZero");
    assert_eq!(world.refused(&[report(1, 0)]), "DivisionByZero");
    world.go(&[report(1_000, 1_000)]);
    for (rate, error) in [
        (1_051, "RateMoved"),
        (949, "RateMoved"),
        (0, "DivisionByZero"),
    ] {
        assert_eq!(world.refused(&[report(rate, 1_000)]), error, "{rate}");
    }
    world.go(&[report(1_050, 1_000)]);
    let further = report(1_051, 1_000);
    assert_eq!(
        world.refused(&[further]),
        "RateMoved",
        "the day's room is used"
    );
    world.pass(DAY);
    world.go(&[report(1_102, 1_000)]);
    let mut own_word = report(1_103, 1_000);
    own_word.accounts[0].pubkey = deal.sponsor;
    assert_eq!(world.refused(&[own_word]), "NotReporter", "the sponsor");
}

#[test]
fn deposits_and_locks_want_rates_that_are_young_enough() {
    let mut twins = furnished::opened();
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    let open = deal.open_owner_total(book, &own.patron, &own.owner);
    world.go(&[open]);
    let deposit = |id| deal.deposit_asset(book, (&own.owner, &own.patron), id, (1, TICKET / 2), 5);
    world.pass(5 * DAY);
    world.go(&[deposit(0)]);
    let lock = deal.lock_book(book, &deal.sponsor);
    let mut bare = lock.clone();
    let promote = bare.accounts.pop();
    let error = world.refused(std::slice::from_ref(&bare));
    assert_eq!(error, "RewardAccountsMissing");
    bare.accounts.truncate(8);
    assert_eq!(world.refused(&[bare.clone()]), "WrongRateSource");
    bare.accounts.extend(promote);
    assert_eq!(world.refused(&[bare]), "WrongRateSource", "a tranche");

    let shares = deal.class(0).mint;
    let price = |rate| deal.report_rate(&shares, rate, 1);
    world.go(&[price(1_001)]);
    let above = world.refused(std::slice::from_ref(&lock));
    assert_eq!(above, "PriceOutOfBand", "above what investors agreed to");
    world.go(&[price(1_000)]);
    world.engine.set_now(book.args.deadline + 6 * DAY);
    world.go(std::slice::from_ref(&lock));
}

#[test]
fn what_is_too_old_is_not_taken() {
    let mut twins = Twins::with(Stage::Opened, |args| args.offer_ends = args.deadline);
    let (world, own) = (&mut twins.world, &mut twins.own);
    let ((mint, program), deal) = (own.other_mint, own.deal.clone());
    let who = (own.owner, own.patron);
    world.go(&[deal.create_rate(&mint, 500)]);
    let book = own.book_mut();
    let asset = Asset::par(&deal, &book.book, &mint, &program).reported(&deal, DAY);
    book.add_asset(world, &deal, asset);
    assert!(matches!(book.asset(1).adapter, RateAdapter::Reported));
    let deposit = |id| deal.deposit_asset(book, (&who.0, &who.1), id, (1, TICKET), 2);
    assert_eq!(world.refused(&[deposit(0)]), "StaleRate", "not reported");
    world.go(&[deal.report_rate(&mint, 1, 1)]);
    world.pass(DAY);
    world.go(&[deposit(0)]);
    world.pass(1);
    assert_eq!(world.refused(&[deposit(1)]), "StaleRate");
    world.engine.set_now(book.args.deadline);
    let lock = deal.lock_book(book, &deal.sponsor);
    assert_eq!(world.refused(std::slice::from_ref(&lock)), "StaleRate");
    world.go(&[deal.report_rate(&mint, 1, 1), lock]);
}
