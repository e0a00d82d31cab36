//! Escheat before its time, of what is not owed, to others, and its way back.

use super::{
    serviced::{self, ESCHEAT_DAYS},
    twins::{Stage, Twins},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{security::state::Security, tranche::holder::Holder};
use securities_tests::{
    address, audit,
    lite::Lite,
    read,
    world::{DAY, World},
};

/// The record of the one's owner.
fn record(twins: &mut Twins) -> Holder {
    let own = &twins.own;
    let record = address::holder(&own.deal.class(0).tranche, &own.owner);
    read::state(&mut twins.world.engine, &record)
}

fn with(call: &Instruction, from: &Pubkey, to: &Pubkey) -> Instruction {
    let mut call = call.clone();
    let all = call.accounts.iter_mut();
    all.filter(|meta| meta.pubkey == *from)
        .for_each(|meta| meta.pubkey = *to);
    call
}

fn refused(world: &mut World<Lite>, call: &Instruction) -> String {
    world.refused(std::slice::from_ref(call))
}

#[test]
fn nothing_is_escheated_without_an_owner_of_escheat() {
    let mut twins = Twins::at(Stage::Paid);
    let call = twins.own.deal.escheat(0, &twins.own.owner);
    assert_eq!(twins.world.refused(&[call]), "NoEscheat");
}

#[test]
fn escheat_waits_for_its_time_and_happens_once() {
    let mut twins = serviced::unpayable();
    let deal = twins.own.deal.clone();
    let (owner, world) = (twins.own.owner, &mut twins.world);
    let call = deal.escheat(0, &owner);
    assert_eq!(refused(world, &call), "EscheatTooEarly", "never tried");
    world.go(&[deal.pay_holders(0, &[owner])]);
    world.pass(ESCHEAT_DAYS * DAY - 1);
    assert_eq!(refused(world, &call), "EscheatTooEarly", "a second early");
    world.pass(1);
    let thief = world.investor("thief", 0);
    let kept = deal.cash(&deal.escheat.0);
    let to_thief = with(&call, &kept, &deal.cash(&thief));
    assert_eq!(refused(world, &to_thief), "WrongPayoutAccount");
    let at_thief = with(&call, &deal.cash(&owner), &deal.cash(&thief));
    assert_eq!(refused(world, &at_thief), "WrongPayoutAccount");

    let owed = {
        world.go(std::slice::from_ref(&call));
        audit::check(world);
        world.balance(&kept)
    };
    assert!(owed > 0);
    assert_eq!(refused(&mut twins.world, &call), "EscheatTooEarly", "twice");
    let state = record(&mut twins);
    let earned = state.earned(0).expect("a vault");
    assert_eq!(
        (earned.owed, earned.paid, earned.escheated),
        (0, owed, owed)
    );
    // Nothing is owed any more, and the next try says so.
    let pay = deal.pay_holders(0, &[owner]);
    twins.world.go(&[pay]);
    assert_eq!(
        record(&mut twins)
            .earned(0)
            .expect("a vault")
            .unpayable_since,
        0
    );
}

#[test]
fn what_was_escheated_is_restored_up_to_the_unit() {
    let mut twins = serviced::long_unpayable();
    let deal = twins.own.deal.clone();
    let (owner, servicer) = (twins.own.owner, twins.own.servicer);
    let who = (&servicer, &owner);
    let restore = |amount| deal.restore_escheated(0, who, amount);
    let world = &mut twins.world;
    assert_eq!(refused(world, &restore(0)), "ZeroAmount");
    assert_eq!(refused(world, &restore(1)), "InsufficientFunds", "none was");
    world.go(&[deal.escheat(0, &owner)]);
    let keeper = deal.escheat.0;
    let all = world.wealth(&keeper);
    assert_eq!(refused(world, &restore(all + 1)), "InsufficientFunds");
    assert_eq!(refused(world, &restore(u64::MAX)), "InsufficientFunds");
    let poor = world.investor("poor", 0);
    let from_poor = deal.restore_escheated(0, (&poor, &owner), all);
    assert_eq!(refused(world, &from_poor), "token 1", "who has nothing");

    // A record that may still ask for its money is not closed.
    let welcome = deal.welcome(0, &world.payer, &poor);
    world.go(&welcome);
    let shares = world.balance(&deal.share_account(0, &owner));
    world.go(&[deal.transfer_shares(0, &owner, &poor, shares)]);
    let close = deal.close_holder(0, &owner, &twins.own.patron);
    assert_eq!(refused(world, &close), "HolderInUse");

    world.go(&[restore(all - 1)]);
    audit::check(world);
    assert_eq!(refused(world, &restore(2)), "InsufficientFunds");
    world.go(&[restore(1)]);
    assert_eq!(refused(world, &restore(1)), "InsufficientFunds", "twice");
    world.give(&owner, 0);
    world.go(&[deal.claim(0, &owner), close]);
    assert_eq!(world.wealth(&owner), all, "it is the owner's again");
    audit::check(world);
    let security: Security = read::state(&mut world.engine, &deal.security);
    assert!(security.vault().paid >= all);
}
