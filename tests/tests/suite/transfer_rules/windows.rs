//! Exchange windows: shares change hands up to the last second of the one that was opened.

use super::{RANK, Scene};
use crate::payouts::STAKE;
use securities::tranche::{
    rules::TransferRulesTerms,
    window::{DayRange, WindowTerms},
};
use securities_tests::{audit, engine::Engine, lite::Lite};

fn in_windows(window: WindowTerms) -> Scene<Lite> {
    Scene::new(TransferRulesTerms {
        window,
        ..TransferRulesTerms::default()
    })
}

#[test]
fn shares_move_up_to_the_last_second_of_a_window() {
    let ranges = vec![DayRange {
        from: 1,
        until: u16::MAX,
    }];
    let mut scene = in_windows(WindowTerms::Custom { ranges });
    let (ann, cid) = (scene.ann, scene.cid);
    assert_eq!(
        scene.refuses(&ann, &cid, 5),
        "WindowClosed",
        "none was opened"
    );
    assert_eq!(
        scene.refuses(&ann, &cid, 0),
        "WindowClosed",
        "nor does nothing move"
    );
    let now = scene.world.engine.now();
    scene.open_until(now + 60);
    scene.moves(&ann, &cid, 5);
    scene.world.pass(59);
    scene.moves(&ann, &cid, 5);
    scene.world.pass(1);
    assert_eq!(scene.refuses(&ann, &cid, 5), "WindowClosed");
    audit::check(&mut scene.world);
}

/// Where there is never a window, shares are bought, paid and kept.
#[test]
fn a_class_that_never_trades_is_settled_and_paid_like_others() {
    let mut scene = in_windows(WindowTerms::Never);
    let (ann, cid) = (scene.ann, scene.cid);
    assert_eq!(scene.refuses(&ann, &cid, 5), "WindowClosed");
    assert_eq!(scene.record(&ann).shares, STAKE, "her ticket was settled");
    crate::payouts::distribute(&mut scene.world, &scene.deal, 0, 4_000_000);
    scene.world.go(&[scene.deal.claim(RANK, &ann)]);
    assert_eq!(scene.world.wealth(&ann), 2_000_000);
    audit::check(&mut scene.world);
}
