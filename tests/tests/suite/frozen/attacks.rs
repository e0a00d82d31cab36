//! Others that would like to thaw, freeze or count shares that are not theirs.

use super::{RANK, Scene, windows};
use crate::payouts::STAKE;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::AccountMeta};
use securities_tests::{
    address, audit,
    lite::Lite,
    token::{self, TOKEN_2022},
    token_acl::{
        CREATE_CONFIG, DELETE_CONFIG, FREEZE, SET_AUTHORITY, SET_GATING_PROGRAM, THAW, TOGGLE,
        by_authority,
    },
};

fn writes(key: Pubkey) -> AccountMeta {
    AccountMeta::new(key, false)
}

fn reads(key: Pubkey) -> AccountMeta {
    AccountMeta::new_readonly(key, false)
}

/// The configuration obeys the tranche, which signs for what this program does alone.
#[test]
fn nobody_else_has_the_power_over_the_configuration() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, sponsor) = (scene.ann, scene.deal.sponsor);
    let (mint, account) = (scene.deal.class(RANK).mint, scene.account(&ann));
    let config = address::mint_config(&mint);
    for caller in [ann, sponsor] {
        let signs = AccountMeta::new(caller, true);
        let set = || vec![signs.clone(), writes(config)];
        let move_it = |tag| {
            let accounts = vec![
                signs.clone(),
                reads(mint),
                writes(account),
                reads(config),
                reads(TOKEN_2022),
            ];
            by_authority(tag, accounts, &[])
        };
        let tries = [
            by_authority(SET_AUTHORITY, set(), caller.as_ref()),
            by_authority(SET_GATING_PROGRAM, set(), caller.as_ref()),
            by_authority(TOGGLE, set(), &[0, 0]),
            by_authority(
                DELETE_CONFIG,
                vec![
                    signs.clone(),
                    writes(caller),
                    writes(mint),
                    writes(config),
                    reads(TOKEN_2022),
                ],
                caller.as_ref(),
            ),
            move_it(THAW),
            move_it(FREEZE),
        ];
        for one in tries {
            assert_eq!(scene.world.refused(&[one]), "token-acl 0");
        }
        let create = by_authority(
            CREATE_CONFIG,
            vec![
                signs.clone(),
                signs.clone(),
                writes(mint),
                writes(config),
                reads(anchor_lang::solana_program::system_program::ID),
                reads(TOKEN_2022),
            ],
            caller.as_ref(),
        );
        assert_eq!(scene.world.refused(&[create]), "token-acl 0");
        let thaw = token::thaw(&TOKEN_2022, &account, &mint, &caller);
        assert_eq!(scene.world.refused(&[thaw]), "token 4");
    }
    assert!(scene.is_frozen(&account));
    audit::check(&mut scene.world);
}

/// What is bought with borrowed shares goes back with them: nothing is credited while whoever lends is thawed.
#[test]
fn shares_that_are_borrowed_for_a_moment_earn_nothing() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    for owner in [ann, cid] {
        scene.thaw(&owner);
    }
    scene.pay(8_000_000);
    let lend = scene.plain(&ann, &cid, STAKE);
    let freeze = scene.freezing_of(&cid, &cid);
    let account = scene.account(&cid);
    let thaw = scene.deal.thaw(RANK, &cid, &cid, &account);
    let back = scene.plain(&cid, &ann, STAKE);
    scene.world.go(&[lend, freeze, thaw, back]);
    scene.end_window();
    for owner in [ann, cid] {
        scene.freeze(&bob, &owner);
    }
    let claimed = [ann, bob, cid].map(|owner| scene.claim(&owner));
    assert_eq!(claimed, [4_000_000, 4_000_000, 0]);
    audit::check(&mut scene.world);
}

/// Handing over an account would part its tokens from its owner's record.
#[test]
fn an_account_that_is_thawed_keeps_its_owner() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, cid) = (scene.ann, scene.cid);
    scene.thaw(&ann);
    let account = scene.account(&ann);
    let hand = token::hand_over(&TOKEN_2022, &account, &ann, &cid);
    assert_eq!(scene.world.refused(&[hand]), "token 34");
    audit::check(&mut scene.world);
}

/// A transfer to an account that is frozen goes nowhere, so that no tokens are outside a thawed account.
#[test]
fn nothing_reaches_a_frozen_account() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, cid) = (scene.ann, scene.cid);
    scene.thaw(&ann);
    let plain = scene.plain(&ann, &cid, 5);
    assert_eq!(scene.world.refused(&[plain]), "token 17");
    let mint = scene.deal.class(RANK).mint;
    let other = scene.world.new_share_account("ann's other", &mint, &ann);
    assert!(scene.is_frozen(&other), "accounts begin frozen");
    audit::check(&mut scene.world);
}
