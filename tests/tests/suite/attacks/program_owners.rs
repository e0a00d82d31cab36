//! Owners without a key: addresses of programs. What is paid to a token account that no instruction of the program
//! empties is lost, so such an owner is paid unasked only where it has shown that it takes payments. Until then its
//! money waits for its claim, as long as it takes, and is nobody else's.

use super::{
    payouts::{ESCHEAT_DAYS, PART, earned, other_coin, owing},
    refuse,
};
use crate::{
    on_both_engines,
    payouts::{STAKE, distribute},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::tranche::holder::{
    EVERYTHING_ON_CLAIM, Holder, NOTHING_ON_CLAIM, OTHER_MINTS_ON_CLAIM,
};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    read,
    token::CLASSIC,
    vaults::Vaults,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_pool_that_never_signed_is_owed_what_it_earned_and_nothing_goes_to_its_token_account => pool;
    an_owner_with_a_key_is_paid_whoever_opened_its_record => key;
}

/// All of an owner's shares go to another, whose record and share account a stranger opens; the shares.
fn hand_over<E: Engine>(world: &mut World<E>, deal: &Deal, from: &Pubkey, to: &Pubkey) -> u64 {
    let stranger = world.investor("mallory", 0);
    world.go(&deal.welcome(0, &stranger, to));
    let shares = world.balance(&deal.share_account(0, from));
    world.go(&[deal.transfer_shares(0, from, to, shares)]);
    shares
}

fn paid_on_claim<E: Engine>(world: &mut World<E>, deal: &Deal, owner: &Pubkey) -> u8 {
    let record = address::holder(&deal.class(0).tranche, owner);
    read::state::<Holder>(&mut world.engine, &record).paid_on_claim
}

fn pool<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owing(&mut world, &["alice", "bob"], 0);
    let (alice, bob) = (owners[0], owners[1]);
    let program = Pubkey::new_from_array([9; 32]);
    let (pool, _) = Pubkey::find_program_address(&[b"pool"], &program);
    hand_over(&mut world, &deal, &alice, &pool);
    distribute(&mut world, &deal, 2, 2 * PART);
    let mint = other_coin(&mut world, &deal, 2 * PART);
    let coin = (&mint, &CLASSIC);
    // Anyone opens the pool's token accounts, which would receive what is paid there.
    world.give(&pool, 0);
    for owner in [pool, bob, deal.escheat.0] {
        world.give_of(coin, &owner, 0);
    }
    let pay = [
        deal.pay_holders(0, &[pool, alice, bob]),
        deal.pay_holders_in(coin, 0, &[pool, bob]),
    ];
    for _ in 0..2 {
        world.go(&pay);
        let paid = [pool, alice, bob].map(|owner| world.wealth(&owner));
        assert_eq!(paid, [0, PART, 2 * PART], "who waits holds up nobody");
        let coins = [pool, bob]
            .map(|owner| world.balance(&address::token_account(&owner, &mint, &CLASSIC)));
        assert_eq!(coins, [0, PART]);
        for vault in [0, 1] {
            let state = earned(&mut world, &deal, &pool, vault);
            assert_eq!(
                (state.owed, state.paid, state.unpayable_since),
                (PART, 0, 0),
                "it is owed, and not unpayable"
            );
        }
        world.pass(2 * ESCHEAT_DAYS * DAY);
    }
    let bump = address::token_account_bump(&pool, &mint, &CLASSIC);
    refuse(
        &mut world,
        &[
            ("money", vec![deal.escheat(0, &pool)], "WaitsForClaim"),
            (
                "coins",
                vec![deal.escheat_in(coin, 0, &pool, bump)],
                "WaitsForClaim",
            ),
        ],
    );
    audit::check(&mut world);
    world
}

fn key<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owing(&mut world, &["alice", "bob"], 0);
    let carol = world.investor("carol", 0);
    hand_over(&mut world, &deal, &owners[0], &carol);
    distribute(&mut world, &deal, 2, 2 * PART);
    world.go(&[deal.pay_holders(0, &[carol])]);
    assert_eq!(world.wealth(&carol), PART);
    audit::check(&mut world);
    world
}

/// Everybody is a vault. Alice and bob bought their shares; carol has alice's, in a record that a stranger opened, and is
/// owed a part of money and of another coin.
fn bought_from_alice() -> (World<Vaults>, Deal, [Pubkey; 3], Pubkey) {
    let mut world = World::<Vaults>::new(Money::Classic);
    let (deal, owners) = owing(&mut world, &["alice", "bob"], 0);
    let carol = world.investor("carol", 0);
    hand_over(&mut world, &deal, &owners[0], &carol);
    distribute(&mut world, &deal, 2, 2 * PART);
    let mint = other_coin(&mut world, &deal, 2 * PART);
    world.give_of((&mint, &CLASSIC), &carol, 0);
    (world, deal, [owners[0], owners[1], carol], mint)
}

fn coins(world: &mut World<Vaults>, owner: &Pubkey, mint: &Pubkey) -> u64 {
    world.balance(&address::token_account(owner, mint, &CLASSIC))
}

#[test]
fn a_vault_that_bought_in_a_book_is_paid_whoever_opened_its_record() {
    let (mut world, deal, [alice, bob, carol], _) = bought_from_alice();
    let shown = [alice, bob, carol].map(|owner| paid_on_claim(&mut world, &deal, &owner));
    assert_eq!(
        shown,
        [NOTHING_ON_CLAIM, NOTHING_ON_CLAIM, EVERYTHING_ON_CLAIM]
    );
    world.go(&[deal.pay_holders(0, &[alice, bob, carol])]);
    let paid = [alice, bob, carol].map(|owner| world.wealth(&owner));
    assert_eq!(paid, [PART, 2 * PART, 0]);
    audit::check(&mut world);
}

#[test]
fn a_claim_and_a_transfer_name_no_account() {
    let (mut world, deal, [_, bob, carol], mint) = bought_from_alice();
    let record = address::holder(&deal.class(0).tranche, &carol);
    world.go(&[
        deal.claim(0, &carol),
        deal.claim_in((&mint, &CLASSIC), 0, &carol),
        deal.transfer_shares(0, &carol, &bob, 1),
        deal.transfer_shares(0, &bob, &carol, 1),
    ]);
    assert_eq!(world.wealth(&carol), PART);
    assert_eq!(coins(&mut world, &carol, &mint), PART);
    distribute(&mut world, &deal, 3, 2 * PART);
    let before: Holder = read::state(&mut world.engine, &record);
    world.go(&[deal.pay_holders(0, &[carol])]);
    let after: Holder = read::state(&mut world.engine, &record);
    assert_eq!(
        world.wealth(&carol),
        PART,
        "the next waits as the first did"
    );
    assert_eq!(
        (after.paid_on_claim, after.earnings[0].owed),
        (before.paid_on_claim, PART)
    );
    world.go(&[deal.claim(0, &carol)]);
    assert_eq!(world.wealth(&carol), 2 * PART);
    audit::check(&mut world);
}

#[test]
fn whoever_names_another_account_is_paid_there_and_claims_other_coins() {
    let (mut world, deal, [_, bob, carol], mint) = bought_from_alice();
    let coin = (&mint, &CLASSIC);
    let bobs = deal.cash(&bob);
    let mut stranger = deal.set_payout_account(0, &carol, &bobs);
    stranger.accounts[0].pubkey = bob;
    refuse(
        &mut world,
        &[("named by another", vec![stranger], "NotOwner")],
    );
    let pay = [
        deal.pay_holders_at(0, &[(carol, bobs)]),
        deal.pay_holders_in(coin, 0, &[carol]),
    ];
    world.go(&[deal.set_payout_account(0, &carol, &bobs)]);
    assert_eq!(
        paid_on_claim(&mut world, &deal, &carol),
        OTHER_MINTS_ON_CLAIM
    );
    world.go(&pay);
    assert_eq!(
        (world.wealth(&bob), coins(&mut world, &carol, &mint)),
        (PART, 0)
    );
    world.pass(ESCHEAT_DAYS * DAY);
    let bump = address::token_account_bump(&carol, &mint, &CLASSIC);
    world.give_of(coin, &deal.escheat.0.clone(), 0);
    let escheat = deal.escheat_in(coin, 0, &carol, bump);
    refuse(&mut world, &[("coins", vec![escheat], "WaitsForClaim")]);
    world.go(&[deal.claim_in(coin, 0, &carol)]);
    assert_eq!(coins(&mut world, &carol, &mint), PART);

    // Its own associated account says that it takes payments at such accounts; another one takes that back no more.
    world.go(&[deal.set_payout_account(0, &carol, &deal.cash(&carol))]);
    assert_eq!(paid_on_claim(&mut world, &deal, &carol), NOTHING_ON_CLAIM);
    world.go(&[deal.set_payout_account(0, &carol, &bobs)]);
    assert_eq!(paid_on_claim(&mut world, &deal, &carol), NOTHING_ON_CLAIM);
    audit::check(&mut world);
}

#[test]
fn whoever_names_its_associated_account_is_paid_in_every_mint() {
    let (mut world, deal, [_, _, carol], mint) = bought_from_alice();
    world.go(&[deal.set_payout_account(0, &carol, &deal.cash(&carol))]);
    world.go(&[
        deal.pay_holders(0, &[carol]),
        deal.pay_holders_in((&mint, &CLASSIC), 0, &[carol]),
    ]);
    assert_eq!(
        (world.wealth(&carol), coins(&mut world, &carol, &mint)),
        (PART, PART)
    );
    audit::check(&mut world);
}

#[test]
fn a_record_says_what_its_owner_showed_when_it_was_opened() {
    let mut world = World::<Vaults>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::plan(&mut world, &deal, 1, 0, "line");
    book.open(&mut world, &deal, 16);
    let names = ["dave", "erin", "frank", "grace"];
    let [dave, erin, frank, grace] = names.map(|name| world.investor(name, STAKE));
    book.deposit(&mut world, &deal, &dave, STAKE);
    let ticket = address::ticket(&book.book, &dave, 0);
    let payer = world.payer;
    let signed = |owner: &Pubkey| -> Instruction {
        let mut open = deal.open_holder(0, &payer, owner);
        open.accounts[1].is_signer = true;
        open
    };
    let mut elsewhere = signed(&grace);
    for meta in &mut elsewhere.accounts {
        if meta.pubkey == deal.cash(&grace) {
            meta.pubkey = deal.cash(&dave);
        }
    }
    let anothers = deal.open_holder_by(0, &payer, &erin, Some(ticket));
    refuse(
        &mut world,
        &[("another's ticket", vec![anothers], "NotOwner")],
    );
    world.go(&[
        deal.open_holder_by(0, &payer, &dave, Some(ticket)),
        deal.open_holder(0, &payer, &erin),
        signed(&frank),
        elsewhere,
    ]);
    let shown = [dave, erin, frank, grace].map(|owner| paid_on_claim(&mut world, &deal, &owner));
    assert_eq!(
        shown,
        [
            NOTHING_ON_CLAIM,
            EVERYTHING_ON_CLAIM,
            NOTHING_ON_CLAIM,
            OTHER_MINTS_ON_CLAIM
        ],
        "a ticket, nothing, a signature, a signature for another's account"
    );
    // Whoever pays its own rent signs for its own record.
    let heidi = world.investor("heidi", 0);
    world.go(&[deal.open_holder(0, &heidi, &heidi)]);
    assert_eq!(paid_on_claim(&mut world, &deal, &heidi), NOTHING_ON_CLAIM);
    audit::check(&mut world);
}
