//! The wrapper's own record: nobody is paid of it, qualified for it, or sends it shares, and what is sent to its address
//! changes nothing for the units.

use super::{PART, Scene};
use crate::{credentials, on_both_engines, payouts::STAKE};
use anchor_lang::prelude::Pubkey;
use securities::{credential::state::CredentialTerms, tranche::holder::EVERYTHING_ON_CLAIM};
use securities_tests::{
    audit,
    engine::Engine,
    ix::credential,
    lite::Lite,
    token::{self, CLASSIC},
    world::{DAY, Money, World},
};

on_both_engines! {
    a_payment_passes_the_wrappers_record_over_and_pays_the_others => passed_over;
    what_the_units_hold_is_never_escheated => escheat;
    no_shares_are_sent_to_the_wrapper => sent;
    a_record_that_was_opened_in_advance_becomes_the_wrappers => in_advance;
    what_is_donated_before_the_first_wrap_changes_no_units_value => donated;
    what_was_escheated_can_be_restored_though_it_was_paid_out_of_what_wraps_paid_in => restored;
}

const NAMES: [&str; 2] = ["alice", "bob"];

/// Alice's shares are wrapped, and a distribution came in.
fn wrapped<E: Engine>() -> Scene<E> {
    let mut scene = Scene::<E>::new(&NAMES);
    let alice = scene.owners[0];
    scene.wrap(&alice, STAKE);
    scene.distribute(2 * PART);
    scene
}

fn passed_over<E: Engine>() -> World<E> {
    let mut scene = wrapped::<E>();
    let (wrapper, bob) = (scene.deal.wrapper(0), scene.owners[1]);
    // Somebody makes an account for money at the wrapper's address.
    scene.world.give(&wrapper, 7);
    let (named, cash) = (Pubkey::default(), scene.deal.cash(&wrapper));
    let program = securities::ID;
    for account in [named, cash, program] {
        let pairs = [(wrapper, account), (bob, scene.deal.cash(&bob))];
        let pay = scene.deal.pay_holders_at(0, &pairs);
        scene.world.go(&[pay]);
    }
    assert_eq!(scene.purse(&bob)[0], PART, "who can be paid is");
    assert_eq!(
        scene.world.balance(&cash),
        7,
        "the units keep what is theirs"
    );
    assert_eq!(scene.kept()[0], PART);
    let coin = scene.coin;
    scene.distribute_of(&coin, 2 * PART);
    scene.world.give_of((&coin, &CLASSIC), &wrapper, 0);
    let pay = scene
        .deal
        .pay_holders_in((&coin, &CLASSIC), 0, &[wrapper, bob]);
    scene.world.go(&[pay]);
    assert_eq!(scene.purse(&bob), [PART; 2]);
    assert_eq!(scene.kept(), [PART; 2]);
    audit::check(&mut scene.world);
    scene.world
}

fn escheat<E: Engine>() -> World<E> {
    let mut scene = wrapped::<E>();
    let (wrapper, alice) = (scene.deal.wrapper(0), scene.owners[0]);
    let pay = scene
        .deal
        .pay_holders_at(0, &[(wrapper, Pubkey::default())]);
    scene.world.go(std::slice::from_ref(&pay));
    scene.world.pass(366 * DAY);
    scene.world.go(&[pay]);
    let record = scene.record(&wrapper);
    assert_eq!(
        (record.payout_account, record.earnings[0].unpayable_since),
        (Pubkey::default(), 0),
        "nothing is noted"
    );
    let call = scene
        .deal
        .escheat_in((&scene.world.mint.clone(), &CLASSIC), 0, &wrapper, 0);
    assert_eq!(scene.world.refused(&[call]), "WrapperRecord");
    scene.unwrap(&alice, STAKE);
    assert_eq!(scene.owed(&alice)[0], PART);
    audit::check(&mut scene.world);
    scene.world
}

fn sent<E: Engine>() -> World<E> {
    let mut scene = wrapped::<E>();
    let (wrapper, bob) = (scene.deal.wrapper(0), scene.owners[1]);
    let mint = scene.deal.class(0).mint;
    let payer = scene.world.payer;
    let open = token::create_associated(&payer, &wrapper, &mint, &token::TOKEN_2022);
    scene.world.go(&[open]);
    for amount in [0, 1, STAKE] {
        let send = scene.deal.transfer_shares(0, &bob, &wrapper, amount);
        assert_eq!(scene.world.refused(&[send]), "WrapperRecord");
    }
    assert_eq!(scene.wrapper().units, STAKE);
    audit::check(&mut scene.world);
    scene.world
}

fn in_advance<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::sold(
        &NAMES,
        |_| {},
        |world, deal| {
            let stranger = world.person("stranger");
            let wrapper = deal.wrapper(0);
            world.go(&[deal.open_holder(0, &stranger, &wrapper)]);
        },
    );
    let wrapper = scene.deal.wrapper(0);
    let record = scene.record(&wrapper);
    assert_eq!(
        (record.is_wrapper, record.paid_on_claim),
        (1, EVERYTHING_ON_CLAIM),
        "as one that nobody opened before"
    );
    assert_eq!(record.payout_account, Pubkey::default(), "not where it was");
    assert_eq!(scene.tranche().holders, 3, "it is counted once");
    let alice = scene.owners[0];
    scene.wrap(&alice, STAKE);
    scene.distribute(2 * PART);
    scene.unwrap(&alice, STAKE);
    assert_eq!(scene.owed(&alice)[0], PART);
    audit::check(&mut scene.world);
    scene.world
}

/// Money at the wrapper's and the vault's addresses: a unit is a share, whatever they hold.
fn donated<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&NAMES);
    let (wrapper, alice) = (scene.deal.wrapper(0), scene.owners[0]);
    let (mint, payer) = (scene.world.mint, scene.world.payer);
    scene.world.give(&wrapper, 999 * PART);
    let gift = token::mint_to(&CLASSIC, &mint, &scene.deal.vault, &payer, 999 * PART);
    scene.world.go(&[gift]);
    scene.wrap(&alice, 1);
    let value = super::course::value(&mut scene);
    assert_eq!((value.units, value.cash), (1, [0; 4]));
    scene.wrap(&alice, STAKE - 1);
    assert_eq!(scene.holds(&alice), (0, STAKE), "a unit is a share");
    // What came unasked is everybody's, in proportion.
    let posted = 999 * PART;
    let sweep = scene.deal.sweep_vault();
    scene.world.go(&[sweep]);
    scene.world.pass(DAY);
    scene.unwrap(&alice, STAKE);
    assert_eq!(scene.owed(&alice)[0], posted / 2);
    audit::check(&mut scene.world);
    scene.world
}

/// Bob's payment fails, after a wrap paid in as much as he is owed, and is restored.
fn restored<E: Engine>() -> World<E> {
    let mut scene = wrapped::<E>();
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    scene.unwrap(&alice, STAKE);
    let buyer = scene.stranger("buyer");
    scene.welcome(&buyer);
    let sale = scene.deal.transfer_shares(0, &alice, &buyer, STAKE);
    scene.world.go(&[sale]);
    scene.world.give(&buyer, PART);
    scene.wrap(&buyer, STAKE);
    let payout = scene.tranche().payouts[0];
    assert_eq!(payout.paid, 0);

    let cash = scene.deal.cash(&bob);
    let close = token::close(&CLASSIC, &cash, &bob);
    let pay = scene.deal.pay_holders(0, &[bob]);
    scene.world.go(&[close, pay]);
    scene.world.pass(366 * DAY);
    let escheat = scene.deal.escheat(0, &bob);
    scene.world.go(&[escheat]);
    let escheated = scene.tranche().payouts[0];
    assert_eq!(
        (escheated.payable, escheated.paid),
        (payout.payable - PART, PART)
    );
    audit::check(&mut scene.world);
    let keeper = scene.deal.escheat.0;
    let restore = scene.deal.restore_escheated(0, (&keeper, &bob), PART);
    scene.world.go(&[restore]);
    scene.world.give(&bob, 0);
    for owner in [alice, bob] {
        scene.claim(&owner);
    }
    assert_eq!((scene.purse(&alice)[0], scene.purse(&bob)[0]), (PART, PART));
    scene.unwrap(&buyer, STAKE);
    scene.claim(&buyer);
    assert_eq!(scene.purse(&buyer)[0], PART);
    assert_eq!(scene.world.balance(&scene.deal.vault.clone()), 0);
    audit::check(&mut scene.world);
    scene.world
}

/// A credential that was issued to the address before the wrapper was there qualifies nobody.
#[test]
fn a_wrapper_takes_no_credential() {
    let mut world = World::<Lite>::new(Money::Classic);
    let qualifier = world.person("qualifier");
    let deal = credentials::restricted(&mut world, vec![qualifier]);
    let wrapper = deal.wrapper(1);
    let args = CredentialTerms {
        category: 2,
        jurisdiction: 756,
        expires_at: world.engine.now() + 365 * DAY,
        person: Pubkey::default(),
    };
    world.go(&[
        credential::issue(&qualifier, &wrapper, args),
        deal.create_wrapper(1, true),
    ]);
    let take = deal.qualify_holder(1, &qualifier, &wrapper);
    assert_eq!(world.refused(&[take]), "WrapperRecord");
}

/// What could not be paid for longest goes into the units first: its owner has just been seen.
#[test]
fn what_a_wrap_takes_is_not_escheated_as_well() {
    let mut scene = wrapped::<Lite>();
    let bob = scene.owners[1];
    let cash = scene.deal.cash(&bob);
    let close = token::close(&CLASSIC, &cash, &bob);
    let pay = scene.deal.pay_holders(0, &[bob]);
    scene.world.go(&[close, pay]);
    scene.distribute(2 * PART);
    let unpayable = |scene: &mut Scene<Lite>| {
        let earned = scene.record(&bob).earnings[0];
        (earned.owed, earned.unpayable, earned.unpayable_since > 0)
    };
    // A quarter of a stake holds half a part by now.
    scene.wrap(&bob, STAKE / 4);
    assert_eq!(unpayable(&mut scene), (2 * PART - PART / 2, PART / 2, true));
    scene.wrap(&bob, STAKE / 2);
    assert_eq!(unpayable(&mut scene), (PART / 2, 0, false));
    scene.world.pass(366 * DAY);
    let escheat = scene.deal.escheat(0, &bob);
    assert_eq!(scene.world.refused(&[escheat]), "EscheatTooEarly");
    audit::check(&mut scene.world);
}
