//! Owners that nobody signs for: no record is opened for them, so that no shares reach them.

use super::twins::{Stage, Twins};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{instruction::AccountMeta, system_program},
};
use anchor_spl::token_2022::spl_token_2022::instruction as call;
use securities::tranche::holder::Holder;
use securities_tests::{
    address, audit,
    engine::{Account, Engine},
    read,
    token::{self, TOKEN_2022},
    world::World,
};

#[test]
fn no_record_is_opened_for_what_nobody_signs_for() {
    let mut twins = Twins::at(Stage::Paid);
    let (deal, owner) = (twins.own.deal.clone(), twins.own.owner);
    let (class, patron) = (deal.class(0).clone(), twins.own.patron);
    let book = twins.own.book().book;
    let world = &mut twins.world;
    let half_made = world.key("half made");
    let space = 165;
    let account = Account {
        lamports: world.engine.rent(space),
        data: vec![0; space],
        owner: TOKEN_2022,
    };
    world.engine.set_account(&half_made, account);
    for (what, owner) in [
        ("a mint", deal.mint),
        ("a share mint", class.mint),
        ("a token account", deal.cash(&owner)),
        ("a share account", deal.share_account(0, &owner)),
        ("a vault", deal.vault),
        ("what will be a token account", half_made),
        ("this program", securities::ID),
        ("a token program", deal.token_program),
        ("the default address", system_program::ID),
        ("a security", deal.security),
        ("a tranche", class.tranche),
        ("a book", book),
        ("a record", address::holder(&class.tranche, &owner)),
    ] {
        let open = deal.open_holder(0, &patron, &owner);
        assert_eq!(world.refused(&[open]), "CannotOwn", "{what}");
    }
}

#[test]
fn addresses_that_programs_sign_for_and_multisigs_hold_shares() {
    let mut twins = Twins::at(Stage::Settled);
    let (deal, owner) = (twins.own.deal.clone(), twins.own.owner);
    let (tranche, mint) = (deal.class(0).tranche, deal.class(0).mint);
    let world = &mut twins.world;
    // Another program's account, with data; one that is nowhere yet; a multisig of the token program.
    let pool = world.key("pool");
    let account = Account {
        lamports: world.engine.rent(64),
        data: vec![7; 64],
        owner: Pubkey::new_from_array([9; 32]),
    };
    world.engine.set_account(&pool, account);
    let nowhere = Pubkey::new_from_array([8; 32]);
    let signers = ["one", "two", "three"].map(|name| world.person(name));
    let multisig = world.key("multisig");
    let rent = world.engine.rent(400);
    let keys: Vec<&Pubkey> = signers.iter().collect();
    world.go(&token::create_multisig(
        &world.payer,
        &multisig,
        rent,
        &keys,
        2,
    ));
    for to in [pool, nowhere, multisig] {
        let welcome = deal.welcome(0, &world.payer, &to);
        world.go(&welcome);
        world.go(&[deal.transfer_shares(0, &owner, &to, 9)]);
        assert_eq!(shares(world, &tranche, &to), 9);
    }
    let back = call::transfer_checked(
        &TOKEN_2022,
        &deal.share_account(0, &multisig),
        &mint,
        &deal.share_account(0, &owner),
        &multisig,
        &keys[1..],
        4,
        deal.class(0).terms.decimals,
    );
    let mut back = back.expect("a token program");
    back.accounts.extend([
        AccountMeta::new_readonly(tranche, false),
        AccountMeta::new(address::holder(&tranche, &multisig), false),
        AccountMeta::new(address::holder(&tranche, &owner), false),
        AccountMeta::new_readonly(securities::ID, false),
        AccountMeta::new_readonly(deal.class(0).hook_accounts, false),
    ]);
    world.go(&[back]);
    assert_eq!(shares(world, &tranche, &multisig), 5);
    audit::check(world);
}

fn shares<E: Engine>(world: &mut World<E>, tranche: &Pubkey, owner: &Pubkey) -> u64 {
    read::state::<Holder>(&mut world.engine, &address::holder(tranche, owner)).shares
}
