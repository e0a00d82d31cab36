//! Others that would like to thaw, freeze or count shares that are not theirs.

use super::{RANK, Scene, windows};
use crate::payouts::STAKE;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::AccountMeta};
use securities::chain::seeds;
use securities_tests::{
    address, audit,
    engine::Engine,
    lite::Lite,
    token::{self, TOKEN_2022},
    token_acl::{
        self, CREATE_CONFIG, DELETE_CONFIG, FREEZE, SET_AUTHORITY, SET_GATING_PROGRAM, THAW,
        TOGGLE, by_authority,
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

/// The same token account, under the configuration of a mint of one's own.
#[test]
fn the_configuration_of_another_mint_thaws_nothing_of_ours() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, mallory) = (scene.ann, scene.world.person("mallory"));
    let account = scene.account(&ann);
    let (other, config) = own_mint(&mut scene, &mallory, &securities::ID);
    let mut asked = scene
        .deal
        .asked(RANK, (&mallory, &ann, &account), seeds::THAW_ACCOUNTS);
    asked.mint = other;
    asked.extra[0].pubkey = address::gate_accounts(seeds::THAW_ACCOUNTS, &other);
    let thaw = asked.send(token_acl::THAW_PERMISSIONLESS);
    assert_eq!(thaw.accounts[5].pubkey, config);
    assert!(scene.world.send(&[thaw]).is_err());
    assert!(scene.is_frozen(&account));
    assert_eq!(scene.tranche().thawed, 0);
}

/// A mint of Mallory's whose configuration names a gate.
pub fn own_mint(scene: &mut Scene<Lite>, mallory: &Pubkey, gate: &Pubkey) -> (Pubkey, Pubkey) {
    use anchor_spl::token_2022::spl_token_2022::{
        extension::{ExtensionType, default_account_state},
        state::AccountState,
    };
    let mint = scene.world.own_key("mallory's mint");
    let rent = scene.world.engine.rent(300);
    let extensions = [ExtensionType::DefaultAccountState];
    let begins = default_account_state::instruction::initialize_default_account_state(
        &TOKEN_2022,
        &mint,
        &AccountState::Frozen,
    )
    .expect("a token program");
    let form: (&[ExtensionType], _) = (&extensions, vec![begins]);
    let create = token::create_mint(mallory, &mint, rent, &TOKEN_2022, Some(mallory), form);
    scene.world.go(&create);
    let config = address::mint_config(&mint);
    let signs = AccountMeta::new(*mallory, true);
    let accounts = vec![
        signs.clone(),
        signs.clone(),
        writes(mint),
        writes(config),
        reads(anchor_lang::solana_program::system_program::ID),
        reads(TOKEN_2022),
    ];
    scene.world.go(&[
        by_authority(CREATE_CONFIG, accounts, gate.as_ref()),
        by_authority(TOGGLE, vec![signs, writes(config)], &[1, 1]),
    ]);
    (mint, config)
}
