//! Holders made out to be unpayable who are not, and their money sent to the escheat owner.

use super::{
    payouts::{ESCHEAT_DAYS, PART, earned, other_coin, owing},
    refuse, with,
};
use crate::{on_both_engines, payouts::distribute, story};
use anchor_lang::prelude::Pubkey;
use anchor_spl::associated_token;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    token::{self, CLASSIC},
    world::{DAY, Money, World},
};

on_both_engines! {
    an_account_at_another_bump_makes_nobody_unpayable => other_bump;
    who_can_be_paid_is_not_escheated => escheat;
    what_was_earned_after_a_payment_failed_waits_its_own_time => waited;
    what_is_restored_waits_anew => restored;
}

/// The next bump below the associated account's at which there is an address, where nobody can make an account.
fn below(owner: &Pubkey, mint: &Pubkey) -> (Pubkey, u8) {
    let seeds = [owner.as_ref(), CLASSIC.as_ref(), mint.as_ref()];
    let best = address::token_account_bump(owner, mint, &CLASSIC);
    (0..best)
        .rev()
        .find_map(|bump| {
            let with_bump = [seeds[0], seeds[1], seeds[2], &[bump]];
            let at = Pubkey::create_program_address(&with_bump, &associated_token::ID);
            Some((at.ok()?, bump))
        })
        .expect("half of all bumps have an address")
}

fn other_bump<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owing(&mut world, &["alice", "bob"], 0);
    let alice = owners[0];
    let mint = other_coin(&mut world, &deal, 2 * PART);
    let coin = (&mint, &CLASSIC);
    let keeper = deal.escheat.0;
    for owner in [alice, keeper] {
        world.give_of(coin, &owner, 0);
    }
    let (nowhere, bump) = below(&alice, &mint);
    world.go(&[deal.pay_pairs(coin, 0, &[(alice, nowhere)], vec![bump])]);
    let state = earned(&mut world, &deal, &alice, 1);
    assert_eq!(
        (state.owed, state.unpayable_since),
        (PART, 0),
        "passed over, and nothing is said of her"
    );
    // Bob has no account, and that is his.
    world.go(&[deal.pay_holders_in(coin, 0, &[owners[1]])]);
    let since = earned(&mut world, &deal, &owners[1], 1).unpayable_since;
    assert_eq!(since, world.engine.now());
    world.pass(ESCHEAT_DAYS * DAY);
    let own = address::token_account(&alice, &mint, &CLASSIC);
    let best = address::token_account_bump(&alice, &mint, &CLASSIC);
    let call = deal.escheat_in(coin, 0, &alice, best);
    let mut elsewhere = deal.escheat_in(coin, 0, &alice, bump);
    elsewhere = with(&elsewhere, &own, &nowhere);
    refuse(
        &mut world,
        &[
            ("at her account", vec![call], "HolderPayable"),
            ("elsewhere", vec![elsewhere], "WrongPayoutAccount"),
        ],
    );
    let (nowhere, bump) = below(&owners[1], &mint);
    let own = address::token_account(&owners[1], &mint, &CLASSIC);
    let best = address::token_account_bump(&owners[1], &mint, &CLASSIC);
    let call = deal.escheat_in(coin, 0, &owners[1], best);
    let elsewhere = deal.escheat_in(coin, 0, &owners[1], bump);
    let elsewhere = with(&elsewhere, &own, &nowhere);
    refuse(
        &mut world,
        &[("elsewhere", vec![elsewhere], "WrongPayoutAccount")],
    );
    world.go(&[call]);
    let kept = address::token_account(&keeper, &mint, &CLASSIC);
    assert_eq!(world.balance(&kept), PART);
    audit::check(&mut world);
    world
}

fn escheat<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owing(&mut world, &["alice", "bob"], 0);
    let (alice, bob) = (owners[0], owners[1]);
    let other = without_escheat(&mut world, &bob);
    let escheat = vec![deal.escheat(0, &alice)];
    let payable = [("payable", escheat.clone(), "HolderPayable")];
    refuse(&mut world, &payable);
    // Read-only, her account could not be paid: that makes nobody unpayable.
    let mut read_only = deal.pay_holders(0, &[alice]);
    read_only.accounts.last_mut().expect("hers").is_writable = false;
    world.go(&[read_only.clone()]);
    assert_eq!(earned(&mut world, &deal, &alice, 0).unpayable_since, 0);
    let program = world.token_program;
    let cash = deal.cash(&alice);
    world.go(&[token::close(&program, &cash, &alice)]);
    world.go(&[read_only]);
    assert_eq!(earned(&mut world, &deal, &alice, 0).unpayable_since, 0);
    world.pass(2 * ESCHEAT_DAYS * DAY);
    let early = [("never tried", escheat.clone(), "EscheatTooEarly")];
    refuse(&mut world, &early);
    let pay = deal.pay_holders(0, &[alice]);
    world.go(std::slice::from_ref(&pay));
    world.pass(ESCHEAT_DAYS * DAY - 1);
    // Another try does not begin anew, and a second is missing.
    world.go(std::slice::from_ref(&pay));
    refuse(&mut world, &[("early", escheat.clone(), "EscheatTooEarly")]);
    world.pass(1);
    world.give(&alice, 0);
    refuse(
        &mut world,
        &[("payable again", escheat.clone(), "HolderPayable")],
    );
    world.go(&[pay]);
    assert_eq!(world.wealth(&alice), PART);
    world.go(&[token::transfer(
        &program,
        &cash,
        &deal.mint,
        &deal.cash(&bob),
        &alice,
        PART,
    )]);
    world.go(&[token::close(&program, &cash, &alice)]);
    refuse(&mut world, &[("was paid", escheat, "EscheatTooEarly")]);
    assert_eq!(
        story::treasury(&mut world, &deal, &deal.mint),
        0,
        "nothing of it is the sponsor's"
    );
    audit::check(&mut world);
    let none = vec![other.escheat(1, &bob)];
    refuse(&mut world, &[("no owner", none, "NoEscheat")]);
    world
}

/// Alice's account is gone, and a bot has tried to pay her.
fn unpaid<E: Engine>(world: &mut World<E>, deal: &Deal, alice: &Pubkey) {
    let cash = deal.cash(alice);
    world.go(&[
        token::close(&world.token_program, &cash, alice),
        deal.pay_holders(0, &[*alice]),
    ]);
}

fn waited<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owing(&mut world, &["alice", "bob"], 0);
    let (alice, keeper) = (owners[0], deal.escheat.0);
    unpaid(&mut world, &deal, &alice);
    let first = world.engine.now();
    let try_again = deal.pay_holders(0, &[alice]);
    let escheat = deal.escheat(0, &alice);
    // Income of every quarter, and of the day before; each time a bot tries to pay her.
    for (number, days) in [(1, 90), (2, 90), (3, 184)] {
        world.pass(days * DAY);
        distribute(&mut world, &deal, number, 2 * PART);
        world.go(std::slice::from_ref(&try_again));
        refuse(
            &mut world,
            &[("early", vec![escheat.clone()], "EscheatTooEarly")],
        );
    }
    let state = earned(&mut world, &deal, &alice, 0);
    assert_eq!(
        (state.owed, state.unpayable, state.unpayable_since),
        (4 * PART, PART, first),
        "the first stays noted as it was"
    );
    world.pass(DAY);
    world.go(std::slice::from_ref(&escheat));
    assert_eq!(world.wealth(&keeper), PART, "what has waited a year, alone");
    let state = earned(&mut world, &deal, &alice, 0);
    let year = first + ESCHEAT_DAYS * DAY;
    assert_eq!(
        (
            state.owed,
            state.escheated,
            state.unpayable,
            state.unpayable_since
        ),
        (3 * PART, PART, 3 * PART, year),
        "the rest waits from now on"
    );
    audit::check(&mut world);
    world.pass(ESCHEAT_DAYS * DAY - 1);
    refuse(
        &mut world,
        &[("a second early", vec![escheat.clone()], "EscheatTooEarly")],
    );
    world.pass(1);
    distribute(&mut world, &deal, 4, 2 * PART);
    world.go(std::slice::from_ref(&escheat));
    assert_eq!(world.wealth(&keeper), 4 * PART);
    refuse(&mut world, &[("twice", vec![escheat], "EscheatTooEarly")]);
    // She opens an account and is paid what did not wait for its time.
    world.give(&alice, 0);
    world.go(&[try_again]);
    assert_eq!(world.wealth(&alice), PART);
    let state = earned(&mut world, &deal, &alice, 0);
    assert_eq!(
        (
            state.owed,
            state.paid,
            state.escheated,
            state.unpayable,
            state.unpayable_since
        ),
        (0, 5 * PART, 4 * PART, 0, 0)
    );
    audit::check(&mut world);
    world
}

fn restored<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owing(&mut world, &["alice", "bob"], 0);
    let (alice, keeper) = (owners[0], deal.escheat.0);
    unpaid(&mut world, &deal, &alice);
    let escheat = deal.escheat(0, &alice);
    world.pass(ESCHEAT_DAYS * DAY);
    world.go(std::slice::from_ref(&escheat));
    world.go(&[deal.restore_escheated(0, (&keeper, &alice), PART)]);
    world.pass(3 * ESCHEAT_DAYS * DAY);
    refuse(
        &mut world,
        &[("nobody tried", vec![escheat.clone()], "EscheatTooEarly")],
    );
    world.go(&[deal.pay_holders(0, &[alice])]);
    world.pass(ESCHEAT_DAYS * DAY - 1);
    refuse(
        &mut world,
        &[("early", vec![escheat.clone()], "EscheatTooEarly")],
    );
    world.pass(1);
    world.go(&[escheat]);
    assert_eq!(world.wealth(&keeper), PART);
    audit::check(&mut world);
    world
}

/// Another deal, which names no escheat owner.
fn without_escheat<E: Engine>(world: &mut World<E>, owner: &Pubkey) -> Deal {
    let deal = Deal::standard(world, "other sponsor", 1);
    let welcome = deal.welcome(1, &world.payer, owner);
    world.go(&welcome);
    deal
}
