//! Pauses of a class's transfers.

use super::{NOTICE, RANK, Scene};
use crate::on_both_engines;
use securities::measure::state::MeasureKind;
use securities_tests::{
    audit,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{DAY, World},
};

on_both_engines! {
    a_pause_stops_transfers_and_no_exit => course;
}

fn course<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (ann, bob, cid, deal) = (scene.ann, scene.bob, scene.cid, scene.deal.clone());
    let book = Offering::standard(&mut scene.world, &deal, 0, "senior line");
    scene.world.give(&cid, 1_000_000_000);
    book.deposit(&mut scene.world, &deal, &cid, 1_000_000_000);
    scene.announced(0, None, MeasureKind::Pause { days: 14 });
    scene.days(NOTICE);
    let takes = scene.takes(0, None);
    scene.world.go(&[takes]);
    let sends = scene.sends(&ann, &bob, 1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&sends)),
        "TransfersPaused"
    );

    // Payments, claims and withdrawals go on.
    scene.pays(1 << 20);
    scene.world.go(&[deal.claim(RANK, &ann)]);
    assert_eq!(scene.world.wealth(&ann), 1 << 19);
    book.withdraw(&mut scene.world, &deal, &cid, 0, 1_000_000_000);

    scene.days(14);
    scene.world.go(&[sends]);
    audit::check(&mut scene.world);
    scene.world
}

/// The next pause begins 30 days after the last one's end at the earliest.
#[test]
fn pauses_do_not_follow_each_other() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob) = (scene.ann, scene.bob);
    let pause = MeasureKind::Pause { days: 14 };
    scene.announced(0, None, pause);
    scene.announced(1, None, pause);
    scene.days(NOTICE);
    let takes = scene.takes(0, None);
    scene.world.go(&[takes]);
    let again = scene.takes(1, None);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&again)),
        "PauseTooEarly"
    );
    // The second one cannot be taken any more by then.
    scene.days(14 + 16);
    assert_eq!(scene.world.refused(&[again]), "MeasureExpired");
    scene.announced(2, None, pause);
    scene.days(14);
    let third = scene.takes(2, None);
    scene.world.pass(-1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&third)),
        "PauseTooEarly"
    );
    scene.world.pass(1);
    let sends = scene.sends(&ann, &bob, 1);
    scene.world.go(&[sends.clone(), third]);
    assert_eq!(scene.world.refused(&[sends]), "TransfersPaused");
    let pause = scene.tranche().pause;
    assert_eq!(pause.next_from - pause.until, 30 * DAY);
}
