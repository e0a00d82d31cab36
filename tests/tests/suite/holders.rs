//! Records, and what becomes of shares outside the program's own instructions.

use crate::{
    on_both_engines,
    payouts::{distribute, owed, owned_by},
};
use anchor_lang::prelude::Pubkey;
use securities::tranche::{holder::Holder, state::Tranche};
use securities_tests::{
    address, audit,
    engine::Engine,
    offering::Offering,
    read, token,
    world::{Money, World},
};

const PART: u64 = 1_000_000;

on_both_engines! {
    a_ticket_withdrawn_whole_is_closed_and_its_rent_goes_to_who_paid_it => ticket_rent;
    a_record_opened_again_has_no_part_in_the_past => reopened;
    a_record_that_is_there_stays_as_it_is_whoever_opens_it_again => opened_again;
    a_payment_belongs_to_who_held_when_it_was_made => who_held;
    burning_ones_own_tokens_hurts_nobody_else => burned;
    moving_shares_between_accounts_of_one_owner_changes_no_record => one_owner;
}

pub(crate) fn ticket_rent<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, _) = owned_by(&mut world, &["alice"]);
    let book = Offering::plan(&mut world, &deal, 0, 0, "senior line");
    book.open(&mut world, &deal, 16);
    let (bob, patron) = (world.investor("bob", 9 * PART), world.person("patron"));
    let before = world.engine.account(&patron).expect("the patron").lamports;
    world.go(&[deal.deposit(&book, (&bob, &patron), 0, 9 * PART, 1)]);
    let rent = world.engine.rent(216);
    let during = world.engine.account(&patron).expect("the patron").lamports;
    assert_eq!(before - during, rent, "the patron pays the rent");
    assert_eq!(
        world.refused(&[deal.withdraw(&book, (&bob, &bob), 0, 9 * PART)]),
        "WrongRentPayer"
    );
    world.go(&[deal.withdraw(&book, (&bob, &patron), 0, 9 * PART)]);
    let after = world.engine.account(&patron).expect("the patron").lamports;
    assert_eq!(after, before, "and has it back");
    assert!(
        world
            .engine
            .account(&address::ticket(&book.book, &bob, 0))
            .is_none()
    );
    assert_eq!(world.wealth(&bob), 9 * PART);

    // The number is not given again, but the place is.
    assert_eq!(book.deposit(&mut world, &deal, &bob, 9 * PART), 1);
    assert_eq!(book.ticket(&mut world, 1).place, 0);
    audit::check(&mut world);
    world
}

pub(crate) fn reopened<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let (alice, bob, patron) = (owners[0], owners[1], world.payer);
    distribute(&mut world, &deal, 0, 2 * PART);
    assert_eq!(
        world.refused(&[deal.close_holder(1, &alice, &patron)]),
        "HolderInUse",
        "it has shares"
    );
    let shares = world.balance(&deal.share_account(1, &alice));
    world.go(&[deal.transfer_shares(1, &alice, &bob, shares)]);
    assert_eq!(
        world.refused(&[deal.close_holder(1, &alice, &patron)]),
        "HolderInUse",
        "money is owed"
    );
    world.go(&[deal.claim(1, &alice)]);
    let record = address::holder(&deal.class(1).tranche, &alice);
    world.go(&[deal.close_holder(1, &alice, &patron)]);
    world.closed_holders = 1;
    assert!(world.engine.account(&record).is_none());
    audit::check(&mut world);

    distribute(&mut world, &deal, 1, 2 * PART);
    assert_eq!(
        world.refused(&[deal.transfer_shares(1, &bob, &alice, 5)]),
        "HolderMissing",
        "shares go to no one without a record"
    );
    // She signs, so that she is paid unasked where she is a vault too.
    let mut open = deal.open_holder(1, &patron, &alice);
    open.accounts[1].is_signer = true;
    world.go(&[open]);
    assert_eq!(
        world.refused(&[deal.claim(1, &alice)]),
        "NothingOwed",
        "nothing from the past"
    );
    world.go(&[deal.transfer_shares(1, &bob, &alice, shares)]);
    assert_eq!(
        world.refused(&[deal.claim(1, &alice)]),
        "NothingOwed",
        "nor from what the shares earned"
    );
    distribute(&mut world, &deal, 2, 2 * PART);
    world.go(&[deal.pay_holders(1, &[alice, bob])]);
    assert_eq!(
        (world.wealth(&alice), world.wealth(&bob)),
        (2 * PART, 4 * PART)
    );
    audit::check(&mut world);
    world
}

fn opened_again<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let (alice, bob) = (owners[0], owners[1]);
    let mallory = world.person("mallory");
    let (money, program) = (world.mint, world.token_program);
    let named = world.new_token_account("named", &money, &alice, &program);
    let tranche = deal.class(1).tranche;
    world.go(&[deal.set_payout_account(1, &alice, &named)]);
    let record = address::holder(&tranche, &alice);
    let seen = [record, tranche, deal.security, mallory];
    let before = seen.map(|address| world.engine.account(&address));

    let open = deal.open_holder(1, &mallory, &alice);
    world.go(&[open.clone(), open.clone()]);
    let replaced = |from: Pubkey, to: Pubkey| {
        let mut call = open.clone();
        let metas = call.accounts.iter_mut();
        metas
            .filter(|meta| meta.pubkey == from)
            .for_each(|meta| meta.pubkey = to);
        call
    };
    // Signed by its owner, and with another account: that is not how one is named.
    let mut signed = replaced(deal.cash(&alice), deal.cash(&bob));
    assert_eq!(
        world.refused(&[signed.clone()]),
        "PayoutNotAssociated",
        "unsigned"
    );
    signed.accounts[1].is_signer = true;
    world.go(&[signed]);
    let bobs = address::holder(&tranche, &bob);
    for (wrong, error) in [
        (replaced(record, bobs), "ConstraintSeeds"),
        (replaced(alice, bob), "ConstraintSeeds"),
        (replaced(tranche, deal.class(0).tranche), "ConstraintSeeds"),
    ] {
        assert_eq!(world.refused(&[wrong]), error);
    }
    let after = seen.map(|address| world.engine.account(&address));
    assert!(
        after == before,
        "no payout account, no counter, no event number, no rent"
    );
    audit::check(&mut world);
    world
}

fn who_held<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let (alice, bob) = (owners[0], owners[1]);
    let shares = world.balance(&deal.share_account(1, &alice));
    distribute(&mut world, &deal, 0, 2 * PART);
    // Alice sells the day after: the payment was hers.
    world.go(&[deal.transfer_shares(1, &alice, &bob, shares)]);
    assert_eq!(
        (
            owed(&mut world, &deal, 1, &alice),
            owed(&mut world, &deal, 1, &bob)
        ),
        (PART, PART)
    );
    distribute(&mut world, &deal, 1, 2 * PART);
    world.go(&[deal.pay_holders(1, &[alice, bob])]);
    assert_eq!((world.wealth(&alice), world.wealth(&bob)), (PART, 3 * PART));
    audit::check(&mut world);
    world
}

fn burned<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let (alice, bob) = (owners[0], owners[1]);
    let (tranche, mint) = (deal.class(1).tranche, deal.class(1).mint);
    let account = deal.share_account(1, &alice);
    let shares = world.balance(&account);
    world.go(&[token::burn(
        &token::TOKEN_2022,
        &account,
        &mint,
        &alice,
        shares / 2,
    )]);
    let state = read::state::<Tranche>(&mut world.engine, &tranche);
    let supply = read::supply(&mut world.engine, &mint);
    assert_eq!(
        state.shares - supply,
        shares / 2,
        "entitlement is above the supply by what was burned"
    );
    audit::check(&mut world);

    distribute(&mut world, &deal, 0, 2 * PART);
    world.go(&[deal.transfer_shares(1, &alice, &bob, shares / 2)]);
    let more = deal.transfer_shares(1, &alice, &bob, 1);
    assert_eq!(
        world.refused(&[more]),
        "token 1",
        "what was burned cannot be sold"
    );
    world.go(&[deal.pay_holders(1, &[alice, bob])]);
    assert_eq!(
        (world.wealth(&alice), world.wealth(&bob)),
        (PART, PART),
        "bob has his part to the unit"
    );
    world.go(&[token::burn(
        &token::TOKEN_2022,
        &deal.share_account(1, &bob),
        &mint,
        &bob,
        shares,
    )]);
    distribute(&mut world, &deal, 1, 4 * PART);
    world.go(&[deal.pay_holders(1, &[alice, bob])]);
    assert_eq!(
        (world.wealth(&alice), world.wealth(&bob)),
        (2 * PART, 4 * PART)
    );
    audit::check(&mut world);
    world
}

fn one_owner<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let alice = owners[0];
    let (tranche, mint) = (deal.class(1).tranche, deal.class(1).mint);
    let decimals = deal.class(1).terms.decimals;
    let (main, pocket) = (
        deal.share_account(1, &alice),
        world.new_share_account("pocket", &mint, &alice),
    );
    let record = address::holder(&tranche, &alice);
    let before = world.engine.account(&record).expect("the record");
    world.go(&[token::transfer_shares(
        &tranche,
        (&main, &alice),
        (&pocket, &alice),
        9,
        decimals,
    )]);
    world.go(&[token::transfer_shares(
        &tranche,
        (&main, &alice),
        (&main, &alice),
        9,
        decimals,
    )]);
    assert!(
        world.engine.account(&record) == Some(before),
        "the record is as it was"
    );
    assert_eq!(world.balance(&pocket), 9);
    let shares = read::state::<Holder>(&mut world.engine, &record).shares;
    assert_eq!(shares, world.balance(&main) + 9, "and counts both accounts");
    // From the second account to somebody else, the record follows.
    let bobs = deal.share_account(1, &owners[1]);
    world.go(&[token::transfer_shares(
        &tranche,
        (&pocket, &alice),
        (&bobs, &owners[1]),
        9,
        decimals,
    )]);
    assert_eq!(
        read::state::<Holder>(&mut world.engine, &record).shares,
        shares - 9
    );
    audit::check(&mut world);
    world
}
