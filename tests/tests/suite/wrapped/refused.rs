//! What wrappers refuse: another signer, the wrong time, nothing, more than there is, twice, and the accounts of others.

use super::{PART, Scene};
use crate::{credentials, payouts::STAKE};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{credential::state::CredentialTerms, tranche::share_mint::ShareName};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    ix::credential,
    lite::Lite,
    offering::Offering,
    token::{self, CLASSIC},
    world::{DAY, Money, World},
};

/// The instruction with one account for another.
pub(super) fn with(call: &Instruction, from: &Pubkey, to: &Pubkey) -> Instruction {
    let mut call = call.clone();
    let mut changed = 0;
    for meta in call.accounts.iter_mut().filter(|meta| meta.pubkey == *from) {
        meta.pubkey = *to;
        changed += 1;
    }
    assert!(changed > 0, "the account is there");
    call
}

#[test]
fn a_wrapper_is_created_once_and_while_the_class_is_not_offered() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let create = deal.create_wrapper(0, false);
    let thief = world.person("thief");
    let thiefs = with(&create, &deal.sponsor, &thief);
    assert_eq!(world.refused(&[thiefs]), "NotSponsor");
    let long = ShareName {
        name: "n".repeat(33),
        symbol: "WRP".to_owned(),
        uri: String::new(),
    };
    let named = deal.create_wrapper_named(0, Some(long), false);
    assert_eq!(world.refused(&[named]), "TextTooLong");
    world.go(std::slice::from_ref(&create));
    assert_eq!(
        world.refused(std::slice::from_ref(&create)),
        "system 0",
        "twice"
    );

    let later = deal.create_wrapper(1, false);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    assert_eq!(
        world.refused(std::slice::from_ref(&later)),
        "StructureClosed",
        "investors are in line, who were offered shares without one"
    );
    let lent = 1_000_000_000;
    let lender = world.investor("lender", lent);
    book.sell(&mut world, &deal, &[(lender, lent)]);
    assert_eq!(world.refused(&[later]), "StructureClosed", "after the lock");
    audit::check(&mut world);
}

#[test]
fn a_manager_is_no_wrapper() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    let wrapper = address::wrapper(&address::tranche(&deal.security, 1));
    let classes = vec![deal::senior(0), deal::points(1, &wrapper)];
    let tiers = deal::tiers_of(&classes);
    let deal = deal.create(&mut world, classes, tiers);
    let create = deal.create_wrapper(1, false);
    assert_eq!(world.refused(&[create]), "KeyRefused");
}

#[test]
fn units_of_a_restricted_class_are_bearer_and_only_who_qualifies_wraps_and_unwraps() {
    let mut world = World::<Lite>::new(Money::Classic);
    let qualifier = world.person("qualifier");
    let deal = credentials::restricted(&mut world, vec![qualifier]);
    let unsaid = deal.create_wrapper(1, false);
    assert_eq!(world.refused(&[unsaid]), "BearerUnsaid");
    world.go(&[deal.create_wrapper(1, true)]);
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let [ann, eve, gus] = ["ann", "eve", "gus"].map(|name| world.investor(name, STAKE));
    let until = world.engine.now() + 60 * DAY;
    let terms = |expires_at| CredentialTerms {
        category: 2,
        jurisdiction: 756,
        expires_at,
        person: Pubkey::default(),
    };
    book.deposit(&mut world, &deal, &ann, STAKE);
    world.go(&[
        credential::issue(&qualifier, &ann, terms(until)),
        deal.qualify_ticket(&book, &qualifier, &ann, 0),
    ]);
    book.lock(&mut world, &deal);
    book.settle(&mut world, &deal, 0);
    for owner in [ann, eve, gus] {
        let open = deal.open_unit_account(1, &world.payer, &owner);
        world.go(&[open]);
    }
    let welcome: Vec<_> = [eve, gus]
        .iter()
        .flat_map(|owner| deal.welcome(1, &world.payer, owner))
        .collect();
    world.go(&welcome);
    let wrap = deal.wrap_shares(1, &ann, STAKE / 2);
    assert_eq!(
        world.refused(std::slice::from_ref(&wrap)),
        "NotQualified",
        "not in her record"
    );
    world.go(&[deal.qualify_holder(1, &qualifier, &ann), wrap.clone()]);

    // Anyone holds units, and receives what they hold with whoever may unwrap.
    world.go(&[deal.transfer_units(1, &ann, &eve, STAKE / 2)]);
    let unwrap = deal.unwrap_shares(1, &eve, STAKE / 2);
    assert_eq!(world.refused(&[unwrap]), "NotQualified");
    world.go(&[deal.transfer_units(1, &eve, &gus, STAKE / 2)]);
    world.go(&[
        credential::issue(&qualifier, &gus, terms(until)),
        deal.qualify_holder(1, &qualifier, &gus),
        deal.unwrap_shares(1, &gus, STAKE / 4),
    ]);
    world.pass(70 * DAY);
    let late = deal.unwrap_shares(1, &gus, STAKE / 4);
    assert_eq!(world.refused(&[late]), "NotQualified", "it has expired");
    assert_eq!(world.refused(&[wrap]), "NotQualified");
    audit::check(&mut world);
}

#[test]
fn nothing_too_much_and_twice_are_refused() {
    let mut scene = Scene::<Lite>::new(&["alice", "bob"]);
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    let deal = scene.deal.clone();
    let nothing = scene.wrapping(&alice, 0);
    assert_eq!(scene.world.refused(&[nothing]), "ZeroAmount");
    assert_eq!(
        scene.world.refused(&[deal.unwrap_shares(0, &alice, 0)]),
        "ZeroAmount"
    );
    let more = scene.wrapping(&alice, STAKE + 1);
    assert_eq!(scene.world.refused(&[more]), "SharesShort");
    let all = scene.wrapping(&alice, STAKE);
    assert_eq!(
        scene.world.refused(&[all.clone(), all.clone()]),
        "SharesShort",
        "twice"
    );
    scene.world.go(&[all]);
    let bobs = scene.wrapping(&bob, STAKE);
    scene.world.go(&[bobs]);
    let more = deal.unwrap_shares(0, &alice, STAKE + 1);
    assert_eq!(
        scene.world.refused(&[more]),
        "token 1",
        "of the units that there are"
    );
    let more = deal.unwrap_shares(0, &alice, 2 * STAKE + 1);
    assert_eq!(
        scene.world.refused(&[more]),
        "SharesShort",
        "more than there are"
    );
    let once = deal.unwrap_shares(0, &alice, STAKE);
    assert_eq!(
        scene.world.refused(&[once.clone(), once.clone()]),
        "token 1",
        "twice"
    );
    scene.world.go(&[once]);
    audit::check(&mut scene.world);
}

#[test]
fn a_wrap_shows_every_mint_that_the_class_was_paid_in() {
    let mut scene = Scene::<Lite>::new(&["alice", "bob"]);
    let (alice, coin) = (scene.owners[0], scene.coin);
    scene.distribute(2 * PART);
    scene.distribute_of(&coin, 2 * PART);
    let whole = scene.wrapping(&alice, 5);
    let named = whole.accounts.len() - 8;
    for count in [named, named + 3, named + 4, named + 7, named + 9] {
        let mut call = whole.clone();
        let last = call.accounts[call.accounts.len() - 1].clone();
        call.accounts.resize(count, last);
        assert_eq!(scene.world.refused(&[call]), "PayoutsIncomplete", "{count}");
    }
    let mut swapped = whole.clone();
    swapped.accounts[named..].rotate_left(4);
    assert_eq!(scene.world.refused(&[swapped]), "WrongVault");
    scene.world.go(&[whole]);
    audit::check(&mut scene.world);
}

/// Each class has its own wrapper, mint and record; none stands for another.
#[test]
fn nothing_of_another_class_passes_for_the_classs_own() {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![deal::junior(0), deal::junior(1)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    world.go(&[deal.create_wrapper(0, false), deal.create_wrapper(1, false)]);
    let alice = world.investor("alice", 2 * STAKE);
    for (rank, line) in [(0, "line"), (1, "other line")] {
        Offering::standard(&mut world, &deal, rank, line).sell(
            &mut world,
            &deal,
            &[(alice, STAKE)],
        );
        let open = deal.open_unit_account(rank, &world.payer, &alice);
        world.go(&[open, deal.wrap_shares(rank, &alice, STAKE / 2)]);
    }
    let record = |rank: u8| address::holder(&deal.class(rank).tranche, &alice);
    for call in [
        deal.wrap_shares(0, &alice, 7),
        deal.unwrap_shares(0, &alice, 7),
    ] {
        for (own, others, error) in [
            (deal.class(0).tranche, deal.class(1).tranche, "WrongTranche"),
            (deal.wrapper(0), deal.wrapper(1), "WrongTranche"),
            (
                deal.wrapper_holder(0),
                deal.wrapper_holder(1),
                "WrongTranche",
            ),
            (deal.wrapper_holder(0), record(0), "NotWrapperRecord"),
            (record(0), record(1), "WrongTranche"),
            (record(0), deal.wrapper_holder(0), "NotOwner"),
            (deal.class(0).mint, deal.class(1).mint, "WrongMint"),
            (deal.unit_mint(0), deal.unit_mint(1), "WrongMint"),
            (
                deal.unit_account(0, &alice),
                deal.unit_account(1, &alice),
                "token 3",
            ),
        ] {
            let changed = with(&call, &own, &others);
            assert_eq!(world.refused(&[changed]), error, "{others} for {own}");
        }
        world.go(&[call]);
    }
    audit::check(&mut world);
}

/// Shares that somebody lets another move are not the other's to wrap.
#[test]
fn a_delegate_wraps_nobodys_shares() {
    let mut scene = Scene::<Lite>::new(&["alice", "bob"]);
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    let accounts = [alice, bob].map(|owner| scene.deal.share_account(0, &owner));
    scene
        .world
        .go(&[token::approve(&accounts[0], &alice, &bob, STAKE)]);
    let call = scene.wrapping(&bob, STAKE);
    let hers = with(&call, &accounts[1], &accounts[0]);
    assert_eq!(scene.world.refused(&[hers]), "SharesOfAnother");
    // A delegate of units may unwrap them, as it may move them: they are bearer.
    scene.wrap(&alice, STAKE);
    let units = [alice, bob].map(|owner| scene.deal.unit_account(0, &owner));
    let unwrap = with(
        &scene.deal.unwrap_shares(0, &bob, STAKE),
        &units[1],
        &units[0],
    );
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&unwrap)),
        "token 4"
    );
    scene
        .world
        .go(&[token::approve(&units[0], &alice, &bob, STAKE), unwrap]);
    assert_eq!(scene.holds(&bob), (2 * STAKE, 0));
    audit::check(&mut scene.world);
}

/// A sponsor that distributes a worthless mint in any amount, or freezes one, makes nobody lose what units hold.
#[test]
fn a_hostile_sponsor_keeps_nobody_from_unwrapping() {
    let mut scene = Scene::<Lite>::new(&["alice", "bob"]);
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    scene.wrap(&alice, STAKE);
    scene.distribute(2 * PART);
    let junk = scene.coin;
    scene.distribute_of(&junk, u64::MAX / 2);
    assert_eq!(
        scene.owed(&bob)[1],
        u64::MAX / 4,
        "who has shares has as much of it"
    );
    scene.wrap(&bob, STAKE / 2);
    scene.unwrap(&alice, STAKE);
    scene.unwrap(&bob, STAKE / 2);
    for owner in [alice, bob] {
        scene.claim(&owner);
        assert_eq!(scene.purse(&owner)[0], PART);
    }
    // Who has paid it away wraps no more until it has it again; nobody else is held up.
    let account = address::token_account(&bob, &junk, &CLASSIC);
    let all = scene.purse(&bob)[1];
    let burn = token::burn(&CLASSIC, &account, &junk, &bob, all);
    scene.world.go(&[burn]);
    let poor = scene.wrapping(&bob, STAKE);
    assert_eq!(scene.world.refused(&[poor]), "token 1");
    // What she received was rounded down.
    scene.world.give_of((&junk, &CLASSIC), &alice, 1);
    scene.wrap(&alice, STAKE);
    scene.unwrap(&alice, STAKE);
    audit::check(&mut scene.world);
}
