//! What streams to holders while shares change hands and come into being: each gets what streamed while it held.

use crate::{
    on_both_engines,
    payouts::{STAKE, distribute},
    story,
};
use anchor_lang::prelude::Pubkey;
use securities::{structure::create_tranche::TrancheArgs, warrant::create_series::SeriesArgs};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    terms::Reward,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_book_locked_while_money_streams_blocks_nobody_who_sold_before => locked;
    warrants_take_nothing_of_what_streamed_for_tickets_of_a_locked_book => warrants;
    transfers_while_money_streams_move_none_of_it => transfers;
}

const PART: u64 = 1_000_000;
const DAYS: u16 = 30;

/// A deal whose junior holders get what comes in over thirty days, and two who hold half of it each. The rewards come
/// with their tickets.
pub(super) fn smooth<E: Engine>(
    world: &mut World<E>,
    points: &[(u64, u64)],
) -> (Deal, [Pubkey; 2]) {
    let smooth = TrancheArgs {
        smoothing_days: DAYS,
        ..deal::junior(1)
    };
    let classes = vec![deal::senior(0), smooth];
    let deal = Deal::with(world, "sponsor", 1, classes, deal::tiers());
    let mut book = Offering::standard(world, &deal, 1, "line");
    if !points.is_empty() {
        let expires_at = world.engine.now() + 1_000 * DAY;
        let series = SeriesArgs {
            number: 0,
            strike: PART,
            expires_at,
        };
        world.go(&[deal.create_series(1, series)]);
        let reward = Reward::warrants(&deal, (1, 0), points);
        book.promise(world, &deal, reward);
    }
    let owners = ["alice", "bob"].map(|name| world.investor(name, STAKE));
    book.sell(world, &deal, &owners.map(|owner| (owner, STAKE)));
    (deal, owners)
}

/// A second book with one ticket of as much as each of the two holds, to be locked.
fn second<E: Engine>(world: &mut World<E>, deal: &Deal) -> (Offering, Pubkey) {
    let mut book = Offering::plan(world, deal, 1, 1, "second line");
    book.args.minimum = STAKE;
    book.open(world, deal, 16);
    let carol = world.investor("carol", STAKE);
    book.deposit(world, deal, &carol, STAKE);
    let welcome = book.welcome(world, deal, &carol);
    world.go(&welcome);
    (book, carol)
}

/// A transfer updates two holders by what has streamed so far, which the hook cannot write to the tranche. The lock
/// that follows issues shares that take part in the rest: the index must not stay behind the holders'.
fn locked<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, [alice, bob]) = smooth(&mut world, &[]);
    let (book, carol) = second(&mut world, &deal);
    let ends = book.args.offer_ends;
    world.engine.set_now(ends - 3 * DAY);
    distribute(&mut world, &deal, 0, 60 * PART);
    world.engine.set_now(ends);
    world.go(&[deal.transfer_shares(1, &alice, &bob, STAKE / 2)]);
    world.go(&[deal.lock_book(&book, &deal.sponsor)]);
    world.pass(DAY);

    // Three days have streamed to two, and one to three; nobody is blocked, alone or in a batch.
    world.go(&[deal.transfer_shares(1, &bob, &alice, STAKE / 2)]);
    world.go(&[deal.pay_holders(1, &[alice, bob])]);
    nearly(
        [alice, bob].map(|owner| world.wealth(&owner)),
        [3 * PART + PART / 3, 4 * PART],
    );
    audit::check(&mut world);
    book.settle(&mut world, &deal, 0);
    audit::check(&mut world);

    // The other 27 days are for three.
    world.pass(40 * DAY);
    let owners = [alice, bob, carol];
    world.go(&[deal.pay_holders(1, &owners)]);
    nearly(
        owners.map(|owner| world.wealth(&owner)),
        [21 * PART - PART / 3, 21 * PART + PART / 3, 18 * PART],
    );
    assert_eq!(
        story::tranche(&mut world, &deal, 1).payouts()[0].streaming,
        0
    );
    audit::check(&mut world);
    world
}

/// What has streamed belongs to the tickets of a locked book as much as to holders: shares made in between take nothing
/// of it.
fn warrants<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, [alice, bob]) = smooth(&mut world, &[(2 * STAKE, 2 * STAKE)]);
    let (book, carol) = second(&mut world, &deal);
    world.give(&alice, STAKE);
    let ends = book.args.offer_ends;
    world.engine.set_now(ends);
    world.go(&[deal.lock_book(&book, &deal.sponsor)]);
    distribute(&mut world, &deal, 0, 60 * PART);
    world.pass(15 * DAY);
    let exercise = deal.exercise(1, 0, &alice, STAKE);
    world.go(&[exercise]);
    audit::check(&mut world);
    book.settle(&mut world, &deal, 0);
    audit::check(&mut world);
    world.pass(40 * DAY);
    let owners = [alice, bob, carol];
    world.go(&[deal.pay_holders(1, &owners)]);
    // Half is for three, and half for four.
    let half = 17 * PART + PART / 2;
    nearly(
        owners.map(|owner| world.wealth(&owner)),
        [25 * PART, half, half],
    );
    audit::check(&mut world);
    world
}

/// A transfer every day, back and forth, is worth nothing to anyone.
fn transfers<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, [alice, bob]) = smooth(&mut world, &[]);
    distribute(&mut world, &deal, 0, 60 * PART);
    for day in 0..40 {
        world.pass(DAY - 7 * i64::from(day));
        let (from, to) = if day % 2 == 0 {
            (alice, bob)
        } else {
            (bob, alice)
        };
        // To and fro, so that each holds half through the day.
        world.go(&[
            deal.transfer_shares(1, &from, &to, STAKE),
            deal.transfer_shares(1, &to, &from, STAKE),
        ]);
        if day % 9 == 0 {
            world.go(&[deal.pay_holders(1, &[from])]);
            audit::check(&mut world);
        }
    }
    world.go(&[deal.pay_holders(1, &[alice, bob])]);
    let got = [alice, bob].map(|owner| world.wealth(&owner));
    nearly(got, [30 * PART; 2]);
    audit::check(&mut world);
    world
}

/// Each amount, or what fractions leave of it.
fn nearly<const N: usize>(got: [u64; N], wanted: [u64; N]) {
    let near = |(got, wanted): (&u64, &u64)| (wanted - 2..=*wanted).contains(got);
    assert!(got.iter().zip(&wanted).all(near), "{got:?} for {wanted:?}");
}
