//! Twins whose books have all that a book can have: a reported price, a second asset whose rate is reported, a limit
//! for each owner, and rewards of all three kinds.

use super::twins::{Stage, TICKET, Twin, Twins};
use securities::{book::offer::open_book::BookArgs, warrant::create_series::SeriesArgs};
use securities_tests::{
    lite::Lite,
    terms::{Asset, Reward},
    world::{BEGIN, DAY, World},
};

/// When the warrants expire.
pub const EXPIRY: i64 = BEGIN + 100 * DAY;
/// The most a rate may move in a day, basis points.
pub const DAILY_BPS: u32 = 500;

/// What a series is created with.
pub const fn series(number: u32) -> SeriesArgs {
    SeriesArgs {
        number,
        strike: 2_000_000,
        expires_at: EXPIRY,
    }
}

fn terms(args: &mut BookArgs) {
    args.min_ticket = TICKET / 10;
    args.price_min = args.price / 2;
    args.price_max_age = 30 * DAY;
    args.owner_limit = 10 * TICKET;
    args.tip = 7_000;
}

/// The books are open.
pub fn opened() -> Twins {
    let mut twins = Twins::with(Stage::Opened, terms);
    twins.each(furnish);
    twins
}

/// A ticket of the second asset is in line, its rent and its stake's paid by a patron.
pub fn deposited() -> Twins {
    let mut twins = opened();
    twins.each(|world, twin| {
        let (deal, book) = (&twin.deal, twin.book());
        let stake = deal.open_owner_total(book, &twin.patron, &twin.owner);
        let who = (&twin.owner, &twin.patron);
        let deposit = deal.deposit_asset(book, who, 0, (1, TICKET / 2), 5);
        world.go(&[stake, deposit]);
        twin.remember(world, 0);
    });
    twins
}

/// The books are locked, and the tickets' owners have all that they need.
pub fn locked() -> Twins {
    let mut twins = deposited();
    let ends = twins.own.book().args.offer_ends;
    twins.world.pass(ends - BEGIN);
    twins.each(|world, twin| {
        let tips = twin.deal.fund_tips(twin.book(), &twin.patron, 7_000);
        let lock = twin.deal.lock_book(twin.book(), &twin.deal.sponsor);
        let welcome = twin.book().welcome(world, &twin.deal, &twin.owner);
        world.go(&[tips, lock]);
        world.go(&welcome);
    });
    twins
}

/// The tickets are settled: their owners have warrants.
pub fn settled() -> Twins {
    let mut twins = locked();
    twins.each(|world, twin| {
        let settle = twin.deal.settle_ticket(twin.book(), &twin.ticket());
        world.go(&[settle]);
        twin.book().release(world, &twin.deal);
    });
    twins
}

fn furnish(world: &mut World<Lite>, twin: &mut Twin) {
    let (mint, program) = twin.other_mint;
    let deal = twin.deal.clone();
    let shares = deal.class(0).mint;
    world.go(&[
        deal.create_rate(&mint, DAILY_BPS),
        deal.create_rate(&shares, DAILY_BPS),
        deal.report_rate(&mint, 2, 1),
        deal.report_rate(&shares, 900, 1),
        deal.create_series(1, series(0)),
    ]);
    let book = twin.book_mut();
    let asset = Asset::par(&deal, &book.book, &mint, &program).reported(&deal, 30 * DAY);
    book.add_asset(world, &deal, asset);
    for reward in [
        Reward::warrants(&deal, (1, 0), &[(TICKET, 1_000_000)]),
        Reward::bonus_shares(&deal, 0, &[(TICKET, 5_000)]),
        Reward::promote_points(&deal, 1, &[(TICKET, 3_000_000)]),
    ] {
        book.promise(world, &deal, reward);
    }
}
