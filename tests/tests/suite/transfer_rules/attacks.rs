//! Attacks on the rules: by another signer, another account, another record, or another way.

use super::{Plan, RANK, Scene};
use crate::payouts::STAKE;
use anchor_lang::prelude::Pubkey;
use securities::tranche::{
    rules::{Retention, TransferRulesTerms},
    window::WindowTerms,
};
use securities_tests::{
    address, audit,
    engine::Engine,
    lite::Lite,
    token,
    world::{Money, World},
};

fn locked(wrapped: bool) -> Scene<Lite> {
    Scene::new(Plan {
        wrapped,
        cliff_days: 10,
        ..TransferRulesTerms::default().into()
    })
}

/// Between two accounts of hers nothing moves on record, and from neither does anything leave.
#[test]
fn locked_shares_leave_by_no_second_account() {
    let mut scene = locked(false);
    let (ann, cid) = (scene.ann, scene.cid);
    let class = scene.deal.class(RANK).clone();
    let second = scene.world.own_key("second account");
    let rent = scene.world.engine.rent(1_000);
    let payer = scene.world.payer;
    let open = token::create_share_account(&payer, &second, rent, &class.mint, &ann);
    scene.world.go(&open);
    let decimals = class.terms.decimals;
    let hers = (scene.deal.share_account(RANK, &ann), ann);
    let move_over = token::transfer_shares(
        &class.tranche,
        (&hers.0, &ann),
        (&second, &ann),
        STAKE / 2,
        decimals,
    );
    scene.world.go(&[move_over]);
    assert_eq!(scene.record(&ann).shares, STAKE);
    let cids = scene.deal.share_account(RANK, &cid);
    for from in [second, hers.0] {
        let sale =
            token::transfer_shares(&class.tranche, (&from, &ann), (&cids, &cid), 1, decimals);
        assert_eq!(scene.world.refused(&[sale]), "SharesLocked");
    }
    audit::check(&mut scene.world);
}

/// Not wrapped, and what somebody gets for units that others made is theirs.
#[test]
fn locked_shares_become_no_units() {
    let mut scene = locked(true);
    let ann = scene.ann;
    assert_eq!(scene.refuses_wrap(&ann, 1), "SharesLocked");
    assert_eq!(scene.refuses_wrap(&ann, STAKE), "SharesLocked");
    assert_eq!(scene.refuses_wrap(&ann, STAKE + 1), "SharesShort");
    assert_eq!(scene.refuses_wrap(&ann, 0), "ZeroAmount");
    audit::check(&mut scene.world);
}

/// Burning her tokens at the token program frees nothing: the record keeps shares and lock.
#[test]
fn burning_locked_shares_moves_nothing() {
    let mut scene = locked(false);
    let (ann, cid) = (scene.ann, scene.cid);
    let account = scene.deal.share_account(RANK, &ann);
    let mint = scene.deal.class(RANK).mint;
    let burn = token::burn(&token::TOKEN_2022, &account, &mint, &ann, STAKE / 2);
    scene.world.go(&[burn]);
    assert_eq!(scene.record(&ann).shares, STAKE);
    assert_eq!(scene.refuses(&ann, &cid, 1), "SharesLocked");
}

/// A record with locked or retained shares is not closed, so that nothing of it is forgotten.
#[test]
fn a_record_with_locked_or_retained_shares_stays() {
    let mut scene = locked(false);
    let (ann, payer) = (scene.ann, scene.world.payer);
    let close = scene.deal.close_holder(RANK, &ann, &payer);
    assert_eq!(scene.world.refused(&[close]), "HolderInUse");
    assert_eq!(scene.record(&ann).locks[0].shares, STAKE);

    let ann = World::<Lite>::new(Money::Classic).key("ann");
    let mut scene = Scene::<Lite>::new(TransferRulesTerms {
        retained: Some(Retention {
            owner: ann,
            shares: 1,
        }),
        ..TransferRulesTerms::default()
    });
    let cid = scene.cid;
    scene.moves(&ann, &cid, STAKE - 1);
    let close = scene.deal.close_holder(RANK, &ann, &payer);
    assert_eq!(scene.world.refused(&[close]), "HolderInUse");
}

#[test]
fn the_hook_called_outside_a_transfer_moves_and_counts_nothing() {
    let mut scene = Scene::<Lite>::new(TransferRulesTerms {
        daily_shares: 100,
        ..TransferRulesTerms::default()
    });
    let (ann, cid) = (scene.ann, scene.cid);
    let call = scene.deal.transfer_hook(RANK, &ann, &cid, 5);
    assert_eq!(scene.world.refused(&[call]), "NotTransferring");
    assert_eq!(scene.record(&ann).sent, 0);
}

/// Whoever asks gives what records it likes: none of another class passes, and asking changes nothing.
#[test]
fn asking_beforehand_takes_records_of_the_class_and_changes_nothing() {
    let mut scene = Scene::<Lite>::new(TransferRulesTerms {
        window: WindowTerms::Never,
        ..TransferRulesTerms::default()
    });
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    let payer = scene.world.payer;
    let dora = scene.world.person("dora");
    let ask = |scene: &Scene<Lite>, from: &Pubkey, to: &Pubkey| {
        scene.deal.check_transfer(RANK, from, to, 5)
    };
    for (from, to) in [(ann, dora), (dora, ann)] {
        let call = ask(&scene, &from, &to);
        assert_eq!(scene.world.refused(&[call]), "HolderMissing");
    }
    let welcome = scene.deal.welcome(0, &payer, &dora);
    scene.world.go(&welcome);
    for at in [1, 2] {
        let mut call = ask(&scene, &ann, &bob);
        call.accounts[at].pubkey = address::holder(&scene.deal.class(0).tranche, &dora);
        assert_eq!(
            scene.world.refused(&[call]),
            "HolderMissing",
            "account {at}"
        );
        let mut call = ask(&scene, &ann, &bob);
        call.accounts[at].pubkey = scene.deal.class(0).tranche;
        assert_eq!(
            scene.world.refused(&[call]),
            "HolderMissing",
            "account {at}"
        );
    }
    // Between accounts of one owner nothing moves, whoever it is.
    let own = [ask(&scene, &dora, &dora), ask(&scene, &cid, &cid)];
    scene.world.go(&own);
    scene.open_until(i64::MAX);
    let before = (scene.record(&ann), scene.record(&cid));
    let call = ask(&scene, &ann, &cid);
    assert!(
        call.accounts
            .iter()
            .all(|meta| !meta.is_writable && !meta.is_signer),
        "it can change nothing, and nobody signs"
    );
    scene.world.go(&[call]);
    let after = (scene.record(&ann), scene.record(&cid));
    assert_eq!(bytemuck::bytes_of(&before.0), bytemuck::bytes_of(&after.0));
    assert_eq!(bytemuck::bytes_of(&before.1), bytemuck::bytes_of(&after.1));
}
