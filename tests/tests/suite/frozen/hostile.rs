//! Somebody else's mint, whose gate is hostile, in a thaw or freeze that names one of our accounts.

use super::{RANK, Scene, windows};
use crate::payouts::STAKE;
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{instruction::AccountMeta, system_program},
};
use anchor_spl::token_2022::spl_token_2022::{
    extension::{ExtensionType, default_account_state},
    state::AccountState,
};
use securities::chain::seeds;
use securities_tests::{
    address, audit,
    engine::{Account, Engine},
    hostile_gate,
    ix::credential,
    lite::Lite,
    token::{self, TOKEN_2022},
    token_acl::{
        Asked, CREATE_CONFIG, FREEZE_PERMISSIONLESS, THAW_PERMISSIONLESS, TOGGLE, by_authority,
    },
};

/// The list of a gate at a tag, for a mint: these accounts.
fn write_list(scene: &mut Scene<Lite>, mint: &Pubkey, tag: &[u8], accounts: &[AccountMeta]) {
    // As our own list for the same question begins.
    let ours = address::gate_accounts(tag, &scene.deal.class(RANK).mint);
    let ours = scene.world.engine.account(&ours).expect("a list");
    let mut data = ours.data[..8].to_vec();
    let count = u32::try_from(accounts.len()).expect("few");
    data.extend((4 + 35 * count).to_le_bytes());
    data.extend(count.to_le_bytes());
    for meta in accounts {
        data.push(0);
        data.extend(meta.pubkey.to_bytes());
        data.extend([0, u8::from(meta.is_writable)]);
    }
    let (list, _) = Pubkey::find_program_address(&[tag, mint.as_ref()], &hostile_gate::ID);
    let account = Account {
        lamports: 10_000_000,
        data,
        owner: hostile_gate::ID,
    };
    scene.world.engine.set_account(&list, account);
}

/// A thaw or freeze of an account of ours under the hostile mint, whose gate asks ours, and then has more accounts.
fn through_hostile(
    scene: &mut Scene<Lite>,
    (owner, account): (&Pubkey, &Pubkey),
    (tag, list): (u8, &[u8]),
    more: &[AccountMeta],
) -> anchor_lang::solana_program::instruction::Instruction {
    let mallory = scene.world.person("mallory");
    let hostile = scene.world.own_key("mallory's mint");
    let ours = scene.deal.asked(RANK, (&mallory, owner, account), list);
    // Our mint and our list, then what our gate takes.
    let mut accounts = vec![reads(ours.mint)];
    accounts.extend(ours.extra);
    accounts.extend_from_slice(more);
    write_list(scene, &hostile, list, &accounts);
    let (own_list, _) = Pubkey::find_program_address(&[list, hostile.as_ref()], &hostile_gate::ID);
    accounts.insert(0, reads(own_list));
    Asked {
        caller: mallory,
        mint: hostile,
        account: *account,
        owner: *owner,
        gate: hostile_gate::ID,
        extra: accounts,
    }
    .send(tag)
}

fn reads(key: Pubkey) -> AccountMeta {
    AccountMeta::new_readonly(key, false)
}

/// A mint of Mallory's, whose configuration names the hostile gate.
fn hostile(scene: &mut Scene<Lite>) {
    scene.world.engine.machine().add_hostile_gate();
    let mallory = scene.world.person("mallory");
    let mint = scene.world.own_key("mallory's mint");
    let rent = scene.world.engine.rent(300);
    let begins = default_account_state::instruction::initialize_default_account_state(
        &TOKEN_2022,
        &mint,
        &AccountState::Frozen,
    )
    .expect("a token program");
    let extensions = [ExtensionType::DefaultAccountState];
    let form: (&[ExtensionType], _) = (&extensions, vec![begins]);
    let create = token::create_mint(&mallory, &mint, rent, &TOKEN_2022, Some(&mallory), form);
    scene.world.go(&create);
    let config = AccountMeta::new(address::mint_config(&mint), false);
    let signs = AccountMeta::new(mallory, true);
    let accounts = vec![
        signs.clone(),
        signs.clone(),
        AccountMeta::new(mint, false),
        config.clone(),
        reads(system_program::ID),
        reads(TOKEN_2022),
    ];
    scene.world.go(&[
        by_authority(CREATE_CONFIG, accounts, hostile_gate::ID.as_ref()),
        by_authority(TOGGLE, vec![signs, config], &[1, 1]),
    ]);
}

/// Our gate says yes, since the flag is token-acl's; but then token-acl can do nothing to an account of another mint, so that
/// nothing of it stands.
#[test]
fn what_a_hostile_gate_is_told_does_not_stand() {
    let mut scene = Scene::<Lite>::open(windows());
    hostile(&mut scene);
    let (ann, bob) = (scene.ann, scene.bob);
    scene.thaw(&bob);
    scene.end_window();
    scene.world.pass(-1);
    let account = scene.account(&ann);
    let thaw = (THAW_PERMISSIONLESS, seeds::THAW_ACCOUNTS);
    let thaw = through_hostile(&mut scene, (&ann, &account), thaw, &[]);
    let failure = scene.world.send(&[thaw]).expect_err("not our mint");
    let ours = format!("Program {} success", securities::ID);
    assert!(failure.logs.contains(&ours), "our gate was asked");
    assert_eq!(failure.name(), "token 3", "an account of another mint");

    scene.world.pass(1);
    let account = scene.account(&bob);
    let freeze = (FREEZE_PERMISSIONLESS, seeds::FREEZE_ACCOUNTS);
    let freeze = through_hostile(&mut scene, (&bob, &account), freeze, &[]);
    let failure = scene.world.send(&[freeze]).expect_err("not our mint");
    assert!(failure.logs.contains(&ours), "our gate was asked");
    assert_eq!(failure.name(), "token 3");
    assert_eq!(scene.tranche().thawed, 1);
    assert!(scene.record(&bob).is_thawed());
    audit::check(&mut scene.world);
}

/// Between our gate's answer and the freeze, tokens would leave for another account, and be counted twice: but token-acl hands
/// the account over to be read alone.
#[test]
fn no_gate_moves_tokens_after_ours_has_counted_them() {
    let mut scene = Scene::<Lite>::open(windows());
    hostile(&mut scene);
    let (bob, cid, qualifier) = (scene.bob, scene.cid, scene.qualifier);
    let (vault_owner, _) = hostile_gate::authority();
    let mint = scene.deal.class(RANK).mint;
    let vault = scene
        .world
        .new_share_account("a vault", &mint, &vault_owner);
    let terms = scene.says(super::SWISS);
    let mallory = scene.world.person("mallory");
    scene.world.go(&[
        credential::issue(&qualifier, &vault_owner, terms),
        scene.deal.open_holder(RANK, &mallory, &vault_owner),
        scene.deal.qualify_holder(RANK, &qualifier, &vault_owner),
    ]);
    let thaw = scene.deal.thaw(RANK, &mallory, &vault_owner, &vault);
    scene.world.go(&[thaw]);
    for owner in [bob, cid] {
        scene.thaw(&owner);
    }
    let fills = token::transfer_plain(
        (&scene.account(&bob), &vault),
        &mint,
        &bob,
        STAKE,
        scene.deal.class(RANK).terms.decimals,
    );
    scene.world.go(&[fills]);
    scene.end_window();
    let target = scene.account(&cid);
    let more = [
        AccountMeta::new(vault, false),
        AccountMeta::new(target, false),
        reads(vault_owner),
        reads(TOKEN_2022),
    ];
    let freeze = (FREEZE_PERMISSIONLESS, seeds::FREEZE_ACCOUNTS);
    let freeze = through_hostile(&mut scene, (&vault_owner, &vault), freeze, &more);
    let failure = scene
        .world
        .send(&[freeze])
        .expect_err("the vault is only read");
    let ours = format!("Program {} success", securities::ID);
    assert!(failure.logs.contains(&ours), "our gate was asked");
    assert_eq!(failure.name(), "PrivilegeEscalation");
    assert_eq!(scene.world.balance(&vault), STAKE);
    audit::check(&mut scene.world);
}
