//! Series of warrants that are none, and warrants exercised in the wrong moment.

use super::{
    furnished,
    twins::{Stage, TICKET, Twins},
};
use crate::{payouts::source, story};
use securities::{
    math::{accumulator, quantity::Shares},
    tranche::holder::Holder,
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    address, audit,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    world::{BEGIN, DAY, World},
};

#[test]
fn a_series_needs_a_strike_an_expiry_to_come_and_equity() {
    let mut twins = Twins::at(Stage::Structured);
    let (world, own) = (&mut twins.world, &twins.own);
    let series = |args| own.deal.create_series(1, args);
    let good = || furnished::series(0);
    for args in [
        SeriesArgs {
            strike: 0,
            ..good()
        },
        SeriesArgs {
            expires_at: BEGIN,
            ..good()
        },
        SeriesArgs {
            number: 1,
            ..good()
        },
    ] {
        assert_eq!(world.refused(&[series(args)]), "BadSeries");
    }
    let debt = own.deal.create_series(0, good());
    assert_eq!(world.refused(&[debt]), "NotEquityWithoutPar");
    world.go(&[series(good())]);
    assert_eq!(world.refused(&[series(good())]), "BadSeries", "twice");
    let running = own.deal.close_series(1, 0);
    assert_eq!(
        world.refused(std::slice::from_ref(&running)),
        "SeriesRunning"
    );
    world.engine.set_now(furnished::EXPIRY);
    world.go(std::slice::from_ref(&running));
    assert!(world.send(&[running]).is_err(), "once");
    let late = SeriesArgs {
        expires_at: furnished::EXPIRY + DAY,
        ..good()
    };
    assert_eq!(
        world.refused(&[series(late)]),
        "BadSeries",
        "its number is not given again"
    );
}

#[test]
fn warrants_are_exercised_by_who_has_them_until_they_expire() {
    let mut twins = furnished::settled();
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, owner) = (&own.deal, own.owner);
    let exercise = |amount| deal.exercise(1, 0, &owner, amount);
    assert_eq!(world.refused(&[exercise(0)]), "ZeroAmount");
    assert_eq!(
        world.refused(&[exercise(1_000_001)]),
        "InsufficientFunds",
        "more than were granted"
    );
    let before = world.wealth(&owner);
    world.go(&[exercise(400_001)]);
    assert_eq!(
        before - world.wealth(&owner),
        800_002,
        "the strike is 2 a share"
    );
    audit::check(world);
    assert_eq!(world.refused(&[exercise(600_000)]), "InsufficientFunds");
    let thief = world.investor("thief", TICKET);
    let welcome = deal.welcome(1, &own.patron, &thief);
    world.go(&welcome);
    let mut theft = deal.exercise(1, 0, &thief, 1);
    let (at, account) = (6, deal.warrant_account(1, 0, &owner));
    theft.accounts[at].pubkey = account;
    assert_eq!(world.refused(&[theft]), "token 4", "another's warrants");
    world.engine.set_now(furnished::EXPIRY);
    assert_eq!(world.refused(&[exercise(1)]), "SeriesExpired");
    world.go(&[deal.close_series(1, 0)]);
    audit::check(world);
    assert!(world.send(&[exercise(1)]).is_err(), "it is closed");
}

/// Tickets of a locked book hold nobody up: their shares are there, and shares of warrants take nothing of theirs.
#[test]
fn warrants_are_exercised_while_tickets_are_unsettled() {
    let mut twins = furnished::settled();
    let (world, own) = (&mut twins.world, &twins.own);
    let deal = &own.deal;
    let mut second = Offering::plan(world, deal, 1, 0, "second line");
    second.args.minimum = 1_000_000;
    second.open(world, deal, 16);
    let late = world.investor("late", TICKET);
    let id = second.deposit(world, deal, &late, TICKET);
    second.lock(world, deal);
    let servicer = world.investor("servicer", 900 * TICKET);
    let now = world.engine.now();
    let args = source(now, 900 * TICKET);
    world.go(&[deal.post_distribution(&servicer, 0, args)]);
    let owed = |world: &mut World<Lite>| {
        let tranche = story::tranche(world, deal, 1);
        let book = second.state(world);
        accumulator::earned(
            Shares(book.shares_held),
            0,
            book.since[0].get(),
            tranche.payouts()[0].accumulator.get(),
        )
        .expect("sums")
        .earned
    };
    let before = owed(world);
    assert!(
        before > 0,
        "the shares of the ticket earn before it is settled"
    );
    world.go(&[deal.exercise(1, 0, &own.owner, 5)]);
    audit::check(world);
    assert_eq!(owed(world), before);
    second.settle(world, deal, id);
    let holder: Holder = read::state(
        &mut world.engine,
        &address::holder(&deal.class(1).tranche, &late),
    );
    assert_eq!(holder.earned(0).expect("a vault").owed, before);
    audit::check(world);
}
