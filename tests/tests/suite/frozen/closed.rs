//! Accounts that are closed, or opened anew, while they are thawed: they hold nothing, and hold up nobody.

use super::{RANK, Scene, windows};
use crate::payouts::STAKE;
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{instruction::Instruction, system_instruction},
};
use securities_tests::{
    audit,
    lite::Lite,
    token::{self, TOKEN_2022},
};

/// Ann has sold all to Cid, and closes her account.
fn sold(scene: &mut Scene<Lite>) -> Pubkey {
    let (ann, cid) = (scene.ann, scene.cid);
    scene.thaw(&ann);
    scene.thaw(&cid);
    let account = scene.account(&ann);
    let plain = scene.plain(&ann, &cid, STAKE);
    scene
        .world
        .go(&[plain, token::close(&TOKEN_2022, &account, &ann)]);
    account
}

fn settle(scene: &Scene<Lite>, caller: &Pubkey, owner: &Pubkey, account: &Pubkey) -> Instruction {
    scene.deal.freeze_shares(RANK, caller, owner, account)
}

#[test]
fn a_closed_account_is_settled_by_anyone() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, cid, stranger) = (scene.ann, scene.cid, scene.world.person("stranger"));
    let account = sold(&mut scene);
    audit::check(&mut scene.world);
    scene.pay(2_000_000);
    scene.freeze(&cid, &cid);
    assert_eq!(
        scene.tranche().payouts[0].held,
        2_000_000,
        "hers is not settled"
    );
    let close = scene
        .deal
        .close_holder(RANK, &ann, &scene.world.payer.clone());
    assert_eq!(scene.world.refused(&[close]), "HolderInUse");
    let freeze = scene.freezing_of(&stranger, &ann);
    assert!(
        scene.world.send(&[freeze]).is_err(),
        "token-acl knows no account"
    );
    let settles = settle(&scene, &stranger, &ann, &account);
    scene.world.go(&[settles]);
    assert_eq!(scene.record(&ann).shares, 0);
    assert_eq!(scene.claim(&cid), 1_000_000);
    audit::check(&mut scene.world);
    // She may come back, with any account.
    let mint = scene.deal.class(RANK).mint;
    let other = scene.world.new_share_account("ann's other", &mint, &ann);
    let thaw = scene.deal.thaw(RANK, &stranger, &ann, &other);
    scene.world.go(&[thaw]);
    audit::check(&mut scene.world);
}

#[test]
fn an_account_that_is_opened_anew_is_frozen_and_settled_by_anyone() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, cid, stranger) = (scene.ann, scene.cid, scene.world.person("stranger"));
    let account = sold(&mut scene);
    let mint = scene.deal.class(RANK).mint;
    let create = token::create_associated(&ann, &ann, &mint, &TOKEN_2022);
    scene.world.go(&[create]);
    assert!(scene.is_frozen(&account));
    assert_eq!(scene.refuses_thaw(&ann), "AlreadyThawed");
    let freeze = scene.freezing_of(&ann, &ann);
    assert_eq!(scene.world.refused(&[freeze]), "ShareAccountDiffers");
    let settles = settle(&scene, &stranger, &ann, &account);
    scene.world.go(&[settles]);
    scene.thaw(&ann);
    scene.end_window();
    for owner in [ann, cid] {
        scene.freeze(&stranger, &owner);
    }
    assert_eq!(scene.record(&cid).shares, STAKE);
    audit::check(&mut scene.world);
}

/// The address of an account with a key of its own goes to another owner.
#[test]
fn an_address_that_another_owner_has_now_is_that_owners() {
    let mut scene = Scene::<Lite>::open(windows());
    let (bob, cid, stranger) = (scene.bob, scene.cid, scene.world.person("stranger"));
    let mint = scene.deal.class(RANK).mint;
    let shared = scene.world.new_share_account("shared", &mint, &cid);
    let thaw = scene.deal.thaw(RANK, &stranger, &cid, &shared);
    scene
        .world
        .go(&[thaw, token::close(&TOKEN_2022, &shared, &cid)]);
    // A third owner opens one there, which is thawed for it.
    let dan = scene.world.investor("dan", 0);
    let qualifier = scene.qualifier;
    let terms = scene.says(super::SWISS);
    scene.world.go(&[
        securities_tests::ix::credential::issue(&qualifier, &dan, terms),
        scene.deal.open_holder(RANK, &stranger, &dan),
        scene.deal.qualify_holder(RANK, &qualifier, &dan),
    ]);
    let again = scene.world.new_share_account("shared", &mint, &dan);
    assert_eq!(again, shared);
    let thaw = scene.deal.thaw(RANK, &stranger, &dan, &shared);
    scene.world.go(&[thaw]);
    assert_eq!(scene.tranche().thawed, 2);
    scene.thaw(&bob);
    let from = scene.account(&bob);
    let decimals = scene.deal.class(RANK).terms.decimals;
    let to = token::transfer_plain((&from, &shared), &mint, &bob, STAKE, decimals);
    scene.world.go(&[to]);
    // Cid's record has nothing of it, and Dan's account stays thawed.
    let settles = settle(&scene, &stranger, &cid, &shared);
    scene.world.go(&[settles]);
    assert!(!scene.is_frozen(&shared));
    assert_eq!(scene.record(&cid).shares, 0);
    let freeze = scene.deal.freeze(RANK, &dan, &dan, &shared);
    scene.world.go(&[freeze]);
    assert_eq!(scene.record(&dan).shares, STAKE);
    scene.freeze(&bob, &bob);
    assert_eq!(scene.tranche().shares, 2 * STAKE, "nothing was burnt");
    audit::check(&mut scene.world);
}

/// A closed account cannot keep a book from its shares.
#[test]
fn lamports_at_a_closed_address_change_nothing() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, stranger) = (scene.ann, scene.world.person("stranger"));
    let account = sold(&mut scene);
    scene
        .world
        .go(&[system_instruction::transfer(&stranger, &account, 5_000_000)]);
    let settles = settle(&scene, &stranger, &ann, &account);
    scene.world.go(&[settles]);
    assert_eq!(scene.record(&ann).shares, 0);
    audit::check(&mut scene.world);
}
