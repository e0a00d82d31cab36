//! Many holders in one call of the token program, and one call for each where the token program has none for many.

use crate::{on_both_engines, payouts};
use securities::{cash::distribution::pay_holders::MAX_BATCH, events::HoldersPaid};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    events,
    lite::Lite,
    offering::Offering,
    token::{self, CLASSIC, TOKEN_2022},
    world::{Money, World},
};

/// What each owner is due.
const PART: u64 = 1_000_000;
const NAMES: [&str; 4] = ["alice", "bob", "carol", "dave"];
/// The tags of the token programs' batch and of their transfer.
const BATCH: u8 = 255;
const TRANSFER_CHECKED: u8 = 12;

on_both_engines! {
    a_batch_pays_each_its_part_in_classic_money => classic;
    a_batch_pays_each_its_part_in_token_2022_money => token_2022;
    holders_that_name_one_account_are_both_paid_there => one_account;
}

/// Four owners, of whom the second cannot be paid, in one batch.
fn paid<E: Engine>(money: Money) -> World<E> {
    let mut world = World::<E>::new(money);
    let (deal, owners) = payouts::owned_by(&mut world, &NAMES);
    payouts::distribute(&mut world, &deal, 0, 4 * PART);
    let program = world.token_program;
    let bobs = world.cash(&owners[1]);
    world.go(&[token::close(&program, &bobs, &owners[1])]);
    world.go(&[deal.pay_holders(1, &owners)]);
    let wealth: Vec<_> = owners.iter().map(|owner| world.wealth(owner)).collect();
    assert_eq!(wealth, [PART, 0, PART, PART]);
    audit::check(&mut world);

    // Again, it pays what is owed: the one that was passed over, alone, and then nobody.
    world.give(&owners[1], 0);
    for _ in 0..2 {
        world.go(&[deal.pay_holders(1, &owners)]);
        assert_eq!(world.wealth(&owners[1]), PART);
        audit::check(&mut world);
    }
    world
}

fn classic<E: Engine>() -> World<E> {
    paid(Money::Classic)
}

fn token_2022<E: Engine>() -> World<E> {
    paid(Money::Token2022)
}

fn one_account<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = payouts::owned_by(&mut world, &NAMES);
    let shared = world.cash(&owners[0]);
    for owner in &owners[1..3] {
        world.go(&[deal.set_payout_account(1, owner, &shared)]);
    }
    payouts::distribute(&mut world, &deal, 0, 4 * PART);
    let pairs: Vec<_> = owners
        .iter()
        .enumerate()
        .map(|(at, owner)| (*owner, if at < 3 { shared } else { world.cash(owner) }))
        .collect();
    world.go(&[deal.pay_holders_at(1, &pairs)]);
    assert_eq!(world.wealth(&owners[0]), 3 * PART);
    assert_eq!(world.wealth(&owners[3]), PART);
    audit::check(&mut world);
    world
}

/// The tags of the calls of a token program that a payment of all four makes, on the bytecode.
fn calls(money: Money, program: &anchor_lang::prelude::Pubkey) -> Vec<u8> {
    let mut world = World::<Lite>::new(money);
    let (deal, owners) = payouts::owned_by(&mut world, &NAMES);
    payouts::distribute(&mut world, &deal, 0, 4 * PART);
    let done = world.go(&[deal.pay_holders(1, &owners)]);
    assert_eq!(events::of::<HoldersPaid>(&done)[0].payments.len(), 4);
    let called = done.inner.iter().filter(|(called, _)| called == program);
    called.map(|(_, data)| data[0]).collect()
}

#[test]
fn classic_money_goes_out_in_one_call_and_token_2022_money_in_one_for_each() {
    assert_eq!(calls(Money::Classic, &CLASSIC), [BATCH]);
    assert_eq!(calls(Money::Token2022, &TOKEN_2022), [TRANSFER_CHECKED; 4]);
}

#[test]
fn one_holder_is_paid_without_a_batch() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (deal, owners) = payouts::owned_by(&mut world, &NAMES);
    payouts::distribute(&mut world, &deal, 0, 4 * PART);
    let done = world.go(&[deal.pay_holders(1, &owners[..1])]);
    let called = done.inner.iter().filter(|(called, _)| *called == CLASSIC);
    assert_eq!(
        called.map(|(_, data)| data[0]).collect::<Vec<_>>(),
        [TRANSFER_CHECKED]
    );
}

#[test]
fn as_many_as_a_batch_takes_are_paid_at_once_in_either_money() {
    for money in [Money::Classic, Money::Token2022] {
        let mut world = World::<Lite>::new(money);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let stake = payouts::STAKE / 2;
        let owners: Vec<_> = (0..MAX_BATCH)
            .map(|at| world.investor(&format!("owner {at}"), stake))
            .collect();
        let tickets: Vec<_> = owners.iter().map(|owner| (*owner, stake)).collect();
        Offering::standard(&mut world, &deal, 1, "line").sell(&mut world, &deal, &tickets);
        payouts::distribute(&mut world, &deal, 0, owners.len() as u64 * PART);
        let done = world.go(&[deal.pay_holders(1, &owners)]);
        let event = &events::of::<HoldersPaid>(&done)[0];
        assert_eq!((event.payments.len(), event.skipped), (MAX_BATCH, 0));
        for owner in &owners {
            let paid = world.wealth(owner);
            assert!((PART - 1..=PART).contains(&paid), "{paid}");
        }
        audit::check(&mut world);
    }
}
