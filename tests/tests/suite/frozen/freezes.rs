//! Who freezes, and when.

use super::{RANK, Scene, windows};
use crate::payouts::STAKE;
use securities_tests::{
    audit,
    engine::Engine,
    ix::credential,
    lite::Lite,
    token_acl::{FREEZE_IDEMPOTENT, THAW_IDEMPOTENT},
};

#[test]
fn in_the_window_the_owner_alone_freezes() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, bob, stranger) = (scene.ann, scene.bob, scene.world.person("stranger"));
    let account = scene.account(&ann);
    let freeze = scene.freezing_of(&ann, &ann);
    assert_eq!(scene.world.refused(&[freeze]), "NotThawed");
    let own = scene.deal.freeze_shares(RANK, &ann, &ann, &account);
    assert_eq!(
        scene.world.refused(&[own]),
        "OtherAccountThawed",
        "none was thawed ever"
    );
    scene.thaw(&ann);
    for caller in [stranger, bob, scene.deal.sponsor] {
        let freeze = scene.freezing_of(&caller, &ann);
        assert_eq!(scene.world.refused(&[freeze]), "FreezeTooEarly");
        let own = scene.deal.freeze_shares(RANK, &caller, &ann, &account);
        assert_eq!(scene.world.refused(&[own]), "FreezeTooEarly");
    }
    scene.freeze(&ann, &ann);
    assert!(scene.is_frozen(&account));
    scene.thaw(&ann);
    scene
        .world
        .go(&[scene.deal.freeze_shares(RANK, &ann, &ann, &account)]);
    assert!(scene.is_frozen(&account));
    assert_eq!(scene.record(&ann).shares, STAKE);
    audit::check(&mut scene.world);
}

#[test]
fn after_the_window_anyone_freezes_once() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, bob, stranger) = (scene.ann, scene.bob, scene.world.person("stranger"));
    scene.thaw(&ann);
    scene.thaw(&bob);
    scene.end_window();
    scene.world.pass(-1);
    let freeze = scene.freezing_of(&stranger, &ann);
    assert_eq!(scene.world.refused(&[freeze]), "FreezeTooEarly");
    scene.world.pass(1);
    scene.freeze(&stranger, &ann);
    let again = scene.freezing_of(&stranger, &ann);
    assert_eq!(scene.world.refused(&[again]), "NotThawed");
    let account = scene.account(&bob);
    let own = scene.deal.freeze_shares(RANK, &stranger, &bob, &account);
    scene.world.go(std::slice::from_ref(&own));
    assert_eq!(scene.world.refused(&[own]), "NotThawed");
    assert_eq!(scene.tranche().thawed, 0);
    audit::check(&mut scene.world);
}

/// Whoever may not hold shares any more could sell them to nobody, but go on receiving.
#[test]
fn whose_credential_is_over_is_frozen_by_anyone() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, bob, stranger) = (scene.ann, scene.bob, scene.world.person("stranger"));
    scene.thaw(&ann);
    scene.thaw(&bob);
    scene.revoke(&ann);
    scene.freeze(&stranger, &ann);
    let bobs = scene.freezing_of(&stranger, &bob);
    assert_eq!(scene.world.refused(&[bobs]), "FreezeTooEarly");
    // A credential runs out by itself as well.
    let qualifier = scene.qualifier;
    let mut soon = scene.says(super::SWISS);
    soon.expires_at = scene.world.engine.now() + 60;
    scene.world.go(&[
        credential::change(&qualifier, &bob, soon),
        scene.deal.qualify_holder(RANK, &qualifier, &bob),
    ]);
    scene.world.pass(60);
    scene.freeze(&stranger, &bob);
    audit::check(&mut scene.world);
}

#[test]
fn the_next_window_waits_until_all_of_the_last_one_are_frozen() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, bob, stranger) = (scene.ann, scene.bob, scene.world.person("stranger"));
    scene.thaw(&ann);
    scene.thaw(&bob);
    scene.pay(2_000_000);
    let open = scene.deal.open_window_without(RANK, None);
    scene.world.go(std::slice::from_ref(&open));
    assert_eq!(scene.tranche().thawed, 2, "the window that is open is open");
    scene
        .world
        .engine
        .set_now((super::FIRST as i64 + 31) * 86_400);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&open)),
        "SharesThawed"
    );
    assert_eq!(scene.refuses_thaw(&scene.cid.clone()), "WindowClosed");
    scene.freeze(&stranger, &ann);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&open)),
        "SharesThawed"
    );
    scene.freeze(&stranger, &bob);
    scene.world.go(&[open]);
    let claimed = [ann, bob].map(|owner| scene.claim(&owner));
    assert_eq!(claimed, [1_000_000; 2], "nothing was held for two windows");
    scene.thaw(&ann);
    audit::check(&mut scene.world);
}

#[test]
fn who_asks_twice_for_the_same_may_ask_so_that_nothing_happens() {
    let mut scene = Scene::<Lite>::open(windows());
    let ann = scene.ann;
    let account = scene.account(&ann);
    let ask = |scene: &Scene<Lite>, tag, list| {
        scene
            .deal
            .asked(RANK, (&ann, &ann, &account), list)
            .send(tag)
    };
    use securities::chain::seeds::{FREEZE_ACCOUNTS, THAW_ACCOUNTS};
    for _ in 0..2 {
        let thaw = ask(&scene, THAW_IDEMPOTENT, THAW_ACCOUNTS);
        scene.world.go(&[thaw]);
        assert_eq!(scene.tranche().thawed, 1);
    }
    for _ in 0..2 {
        let freeze = ask(&scene, FREEZE_IDEMPOTENT, FREEZE_ACCOUNTS);
        scene.world.go(&[freeze]);
        assert_eq!(scene.tranche().thawed, 0);
    }
    audit::check(&mut scene.world);
}
