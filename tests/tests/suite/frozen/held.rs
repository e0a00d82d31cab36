//! What a class earns while accounts of it are thawed: held, and credited to whoever has its shares in the end.

use super::{RANK, Scene, windows};
use crate::{on_both_engines, payouts::STAKE};
use securities::tranche::{rules::TransferRulesTerms, state::Tranche};
use securities_tests::{
    audit,
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    lite::Lite,
    read,
    token::{self, TOKEN_2022},
    world::{DAY, World},
};

on_both_engines! {
    a_stream_stands_still_while_accounts_are_thawed_and_catches_up => streams;
    what_is_burnt_while_accounts_are_thawed_is_the_others => burnt;
}

fn streams<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::settled(windows());
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    // As a class that smooths what it receives over twenty days.
    let tranche = scene.deal.class(RANK).tranche;
    read::edit::<Tranche>(&mut scene.world.engine, &tranche, |tranche| {
        tranche.smoothing_days = 20;
    });
    scene.open_window(0);
    scene.pay(20_000_000);
    scene.world.pass(2 * DAY);
    scene.thaw(&ann);
    assert_eq!(
        scene.record(&ann).earnings[0].owed,
        1_000_000,
        "two days of it"
    );
    scene.world.pass(2 * DAY);
    assert_eq!(scene.claim(&bob), 1_000_000, "then it stands still");
    scene.thaw(&cid);
    let payout = scene.tranche().payouts[0];
    assert_eq!((payout.held, payout.streaming), (2_000_000, 16_000_000));
    let plain = scene.plain(&ann, &cid, STAKE);
    scene.world.go(&[plain]);
    // 16 days of 16 millions, and 20 of 16 millions more: 18 days of 32.
    scene.pay(16_000_000);
    scene.world.pass(3 * DAY);
    audit::check(&mut scene.world);
    for owner in [ann, cid] {
        scene.freeze(&owner, &owner);
    }
    let payout = scene.tranche().payouts[0];
    assert_eq!(payout.held, 0);
    let released = 32_000_000 * 3 / 18;
    assert_eq!(payout.streaming, 32_000_000 - released);
    let claimed = [ann, bob, cid].map(|owner| scene.claim(&owner));
    let half = (2_000_000 + released) / 2;
    assert_eq!(
        claimed,
        [1_000_000, half, half],
        "Cid has it from before he bought"
    );
    scene.world.pass(30 * DAY);
    let claimed = [ann, bob, cid].map(|owner| scene.claim(&owner));
    assert_eq!(claimed[0], 0);
    assert_eq!(claimed[1] + claimed[2] + 2 * half, 34_000_000);
    audit::check(&mut scene.world);
    scene.world
}

fn burnt<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(windows());
    let (ann, bob) = (scene.ann, scene.bob);
    for owner in [ann, bob] {
        scene.thaw(&owner);
    }
    scene.pay(3_000_000);
    let offered = scene.tranche().shares_offered;
    let (account, mint) = (scene.account(&ann), scene.deal.class(RANK).mint);
    let burn = token::burn(&TOKEN_2022, &account, &mint, &ann, STAKE / 2);
    scene.world.go(&[burn]);
    audit::check(&mut scene.world);
    scene.freeze(&ann, &ann);
    assert_eq!(scene.tranche().shares, 2 * STAKE, "until all are frozen");
    scene.freeze(&bob, &bob);
    let tranche = scene.tranche();
    assert_eq!(tranche.shares, STAKE / 2 * 3);
    assert_eq!(
        tranche.shares_offered, offered,
        "what was issued was issued"
    );
    let claimed = [ann, bob].map(|owner| scene.claim(&owner));
    assert_eq!(claimed, [1_000_000, 2_000_000]);
    audit::check(&mut scene.world);
    scene.world
}

#[test]
fn what_nobody_is_left_for_goes_to_the_treasury() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, bob) = (scene.ann, scene.bob);
    let mint = scene.deal.class(RANK).mint;
    for owner in [ann, bob] {
        scene.thaw(&owner);
    }
    scene.pay(3_000_000);
    for owner in [ann, bob] {
        let account = scene.account(&owner);
        let burn = token::burn(&TOKEN_2022, &account, &mint, &owner, STAKE);
        scene.world.go(&[burn]);
        scene.freeze(&owner, &owner);
    }
    let tranche = scene.tranche();
    assert_eq!((tranche.shares, tranche.payouts[0].payable), (0, 0));
    let security: securities::security::state::Security =
        read::state(&mut scene.world.engine, &scene.deal.security);
    assert_eq!(security.vault().payable, 0);
    assert!(
        security.vault().treasury >= 3_000_000,
        "it is the treasury's"
    );
    audit::check(&mut scene.world);
    scene.pay(5_000_000);
    audit::check(&mut scene.world);
}

/// Burnt debt is owed to nobody: the others have as much a share as before.
#[test]
fn burnt_debt_lowers_what_the_class_is_owed() {
    let mut world = World::<Lite>::new(securities_tests::world::Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.frozen = vec![0];
    let deal = deal.create(&mut world, vec![senior(0), junior(1)], tiers());
    world.go(&[deal.set_transfer_rules(0, windows())]);
    let book = securities_tests::offering::Offering::standard(&mut world, &deal, 0, "line");
    let owners = ["ann", "bob"].map(|name| world.investor(name, 1_000_000_000));
    let tickets = owners.map(|owner| (owner, 1_000_000_000));
    book.sell(&mut world, &deal, &tickets);
    let tranche = deal.class(0).tranche;
    let before: Tranche = read::state(&mut world.engine, &tranche);
    world.engine.set_now(super::FIRST as i64 * DAY);
    world.go(&[deal.open_window_without(0, None)]);
    let [ann, _] = owners;
    let account = deal.share_account(0, &ann);
    world.go(&[deal.thaw(0, &ann, &ann, &account)]);
    let half = before.shares / 4;
    world.go(&[token::burn(
        &TOKEN_2022,
        &account,
        &deal.class(0).mint,
        &ann,
        half,
    )]);
    world.go(&[deal.freeze(0, &ann, &ann, &account)]);
    let after: Tranche = read::state(&mut world.engine, &tranche);
    assert_eq!(after.shares, before.shares / 4 * 3);
    assert_eq!(
        after.principal().expect("it adds up"),
        before.principal().expect("it adds up") / 4 * 3
    );
    audit::check(&mut world);
}

/// A sale in the window is a sale with what the class earns in it, and a delegate sells as the owner.
#[test]
fn payments_before_the_thaw_stay_with_who_held_then() {
    let mut scene = Scene::<Lite>::settled(TransferRulesTerms { ..windows() });
    let (ann, cid) = (scene.ann, scene.cid);
    scene.pay(2_000_000);
    scene.open_window(0);
    scene.thaw(&ann);
    scene.thaw(&cid);
    let delegate = scene.world.person("delegate");
    let account = scene.account(&ann);
    let mut plain = scene.plain(&ann, &cid, STAKE);
    plain.accounts[3].pubkey = delegate;
    scene
        .world
        .go(&[token::approve(&account, &ann, &delegate, STAKE), plain]);
    scene.end_window();
    for owner in [ann, cid] {
        scene.freeze(&delegate, &owner);
    }
    assert_eq!(scene.claim(&ann), 1_000_000);
    assert_eq!(scene.claim(&cid), 0);
    assert_eq!(scene.record(&cid).shares, STAKE);
    audit::check(&mut scene.world);
}
