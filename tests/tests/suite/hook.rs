//! Attacks on the transfer hook: nothing but Token-2022 in a transfer of this very mint moves an entitlement.

use crate::payouts::{STAKE, owned_by};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use anchor_spl::token_2022::spl_token_2022::extension::ExtensionType;
use securities::tranche::holder::Holder;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read, token,
    world::{Money, World},
};

/// Alice and Bob with junior shares, and what their records say.
struct Scene {
    world: World<Lite>,
    deal: Deal,
    alice: Pubkey,
    bob: Pubkey,
    shares: [u64; 2],
}

impl Scene {
    fn new() -> Self {
        let mut world = World::<Lite>::new(Money::Classic);
        let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
        let mut scene = Self {
            world,
            deal,
            alice: owners[0],
            bob: owners[1],
            shares: [0; 2],
        };
        scene.shares = scene.records();
        scene
    }

    fn records(&mut self) -> [u64; 2] {
        let tranche = self.deal.class(1).tranche;
        [self.alice, self.bob].map(|owner| {
            read::state::<Holder>(&mut self.world.engine, &address::holder(&tranche, &owner)).shares
        })
    }

    /// The attack fails with this error, and the records are as they were.
    fn fails(&mut self, attack: &[Instruction], error: &str) {
        assert_eq!(self.world.refused(attack), error);
        assert_eq!(self.records(), self.shares, "no entitlement moved");
        audit::check(&mut self.world);
    }

    fn transfer(&self, amount: u64) -> Instruction {
        self.deal.transfer_shares(1, &self.alice, &self.bob, amount)
    }
}

/// Where a transfer has the hook's accounts.
const TRANCHE: usize = 4;
const SOURCE_HOLDER: usize = 5;
const DESTINATION_HOLDER: usize = 6;

#[test]
fn a_direct_call_is_refused() {
    let mut scene = Scene::new();
    let call = scene.deal.transfer_hook(1, &scene.alice, &scene.bob, 5);
    scene.fails(&[call], "NotTransferring");
}

#[test]
fn a_direct_call_next_to_a_real_transfer_is_refused() {
    let mut scene = Scene::new();
    let call = scene.deal.transfer_hook(1, &scene.alice, &scene.bob, 5);
    let transfer = scene.transfer(1);
    scene.fails(&[transfer.clone(), call.clone()], "NotTransferring");
    scene.fails(&[call, transfer], "NotTransferring");
}

#[test]
fn a_fake_token_account_that_says_it_is_in_a_transfer_is_refused() {
    let mut scene = Scene::new();
    // The bytes of a real share account with the flag set, owned by a program that is not Token-2022.
    let real = scene.deal.share_account(1, &scene.alice);
    let mut fake = scene
        .world
        .engine
        .account(&real)
        .expect("the share account");
    let flag = fake.data.len() - 1;
    fake.owner = securities::ID;
    for at in 165..=flag {
        fake.data[at] |= u8::from(at == flag);
    }
    let address = Pubkey::new_from_array([77; 32]);
    scene.world.engine.set_account(&address, fake);
    let mut call = scene.deal.transfer_hook(1, &scene.alice, &scene.bob, 5);
    call.accounts[0].pubkey = address;
    scene.fails(&[call], "NotTransferring");
}

#[test]
fn a_mint_of_ones_own_with_this_program_as_its_hook_moves_nothing() {
    let mut scene = Scene::new();
    // Alice makes a mint whose hook is this program; it has no list of hook accounts, so Token-2022 passes only
    // the accounts of the interface, and the hook finds no tranche.
    let (alice, payer) = (scene.alice, scene.world.payer);
    let fake = scene.world.new_mint(
        "fake mint",
        &token::TOKEN_2022,
        &[ExtensionType::TransferHook],
        |mint| vec![token::hooked_mint(mint, &payer, &securities::ID)],
    );
    let bob = scene.bob;
    let from = scene
        .world
        .new_token_account("fake from", &fake, &alice, &token::TOKEN_2022);
    let to = scene
        .world
        .new_token_account("fake to", &fake, &bob, &token::TOKEN_2022);
    scene.world.go(&[token::mint_to(
        &token::TOKEN_2022,
        &fake,
        &from,
        &payer,
        100,
    )]);
    let mut attack = token::transfer(&token::TOKEN_2022, &from, &fake, &to, &alice, 50);
    scene.fails(std::slice::from_ref(&attack), "MissingAccount");

    // With the real tranche's accounts behind, and even a list at the right address, which only this program could
    // write: the tranche says which mint is its own.
    let tranche = scene.deal.class(1).tranche;
    let list = address::hook_accounts(&fake);
    attack.accounts.extend([
        AccountMeta::new_readonly(tranche, false),
        AccountMeta::new(address::holder(&tranche, &alice), false),
        AccountMeta::new(address::holder(&tranche, &bob), false),
        AccountMeta::new_readonly(securities::ID, false),
        AccountMeta::new_readonly(list, false),
    ]);
    let real = scene
        .world
        .engine
        .account(&scene.deal.class(1).hook_accounts)
        .expect("the list");
    scene.world.engine.set_account(&list, real);
    scene.fails(&[attack], "WrongMint");
}

#[test]
fn a_transfer_with_other_accounts_than_the_listed_ones_is_refused() {
    let mut scene = Scene::new();
    let (alice, bob) = (scene.alice, scene.bob);
    let senior = scene.deal.class(0).tranche;
    let junior = scene.deal.class(1).tranche;
    let carol = scene.world.person("carol");
    let welcome = scene.deal.welcome(1, &scene.world.payer, &carol);
    scene.world.go(&welcome);
    let carols = address::holder(&junior, &carol);
    for (at, replacement) in [
        (TRANCHE, senior),
        (SOURCE_HOLDER, carols),
        (DESTINATION_HOLDER, carols),
        (SOURCE_HOLDER, address::holder(&junior, &bob)),
        (DESTINATION_HOLDER, address::holder(&junior, &alice)),
    ] {
        let mut attack = scene.transfer(5);
        attack.accounts[at].pubkey = replacement;
        // Token-2022 finds no account with the address that the list says: 0xa261c2c0, IncorrectAccount.
        scene.fails(&[attack], "token 2724315840");
    }
}

#[test]
fn a_receiver_without_a_record_gets_no_shares() {
    let mut scene = Scene::new();
    let dave = scene.world.person("dave");
    let mint = scene.deal.class(1).mint;
    let account = token::create_associated(&scene.world.payer, &dave, &mint, &token::TOKEN_2022);
    scene.world.go(&[account]);
    let transfer = scene.deal.transfer_shares(1, &scene.alice, &dave, 5);
    scene.fails(&[transfer], "HolderMissing");
}

#[test]
fn a_record_of_the_same_owner_in_another_tranche_does_not_serve() {
    let mut scene = Scene::new();
    let dave = scene.world.person("dave");
    let payer = scene.world.payer;
    let mut all = scene.deal.welcome(0, &payer, &dave);
    let mint = scene.deal.class(1).mint;
    all.push(token::create_associated(
        &payer,
        &dave,
        &mint,
        &token::TOKEN_2022,
    ));
    scene.world.go(&all);
    let transfer = scene.deal.transfer_shares(1, &scene.alice, &dave, 5);
    scene.fails(&[transfer], "HolderMissing");
}

#[test]
fn shares_of_a_second_deal_move_no_record_of_the_first() {
    let mut scene = Scene::new();
    let other = Deal::standard(&mut scene.world, "second sponsor", 1);
    let book = Offering::standard(&mut scene.world, &other, 1, "second line");
    let (alice, bob) = (scene.alice, scene.bob);
    for owner in [alice, bob] {
        scene.world.give(&owner, STAKE);
    }
    book.sell(&mut scene.world, &other, &[(alice, STAKE), (bob, STAKE)]);
    scene.world.go(&[other.transfer_shares(1, &alice, &bob, 7)]);
    assert_eq!(
        scene.records(),
        scene.shares,
        "the first deal's records are as they were"
    );
    let record = address::holder(&other.class(1).tranche, &bob);
    let moved = read::state::<Holder>(&mut scene.world.engine, &record).shares;
    assert_eq!(moved, scene.shares[1] + 7, "the second's moved");
}

#[test]
fn more_shares_than_one_has_do_not_move() {
    let mut scene = Scene::new();
    let transfer = scene.transfer(u64::MAX);
    scene.fails(&[transfer], "token 1");
    let transfer = scene.transfer(scene.shares[0] + 1);
    scene.fails(&[transfer], "token 1");
}

#[test]
fn a_transfer_of_nothing_changes_nothing() {
    let mut scene = Scene::new();
    let transfer = scene.transfer(0);
    scene.world.go(&[transfer]);
    assert_eq!(scene.records(), scene.shares);
}
