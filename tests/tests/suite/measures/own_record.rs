//! What a holder that is a role cannot do about its own record.

use super::{STAKE, Scene};
use securities::{measure::state::MeasureKind, security::state::Security};
use securities_tests::{lite::Lite, read};

#[test]
fn nobody_takes_back_a_court_order_about_its_own_record() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, sponsor) = (scene.ann, scene.cid, scene.deal.sponsor);
    let kind = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE,
    };
    scene.announced(0, Some(&ann), kind);
    let address = scene.deal.security;
    let put = |scene: &mut Scene<Lite>, key| {
        read::edit(
            &mut scene.world.engine,
            &address,
            |security: &mut Security| security.sponsor = key,
        );
    };
    put(&mut scene, ann);
    let cancel = scene.cancels(0, Some(&ann), &ann);
    assert_eq!(scene.world.refused(&[cancel]), "NotMeasureAuthority");
    put(&mut scene, sponsor);
    let cancel = scene.cancels(0, Some(&ann), &sponsor);
    scene.world.go(&[cancel]);
}
