//! Exceptional measures of a class in the frozen form: what they stop, and how tokens in frozen accounts are burnt.

use super::{RANK, STAKE, Scene, windows};
use securities::{measure::state::MeasureKind, tranche::blocks::ALL_SHARES};
use securities_tests::{audit, engine::Engine, ix::measure::ALL, lite::Lite, world::DAY};

fn scene() -> Scene<Lite> {
    let mut scene = Scene::planned(windows(), |deal| deal.measures = ALL, |_| {});
    scene.settle();
    scene
}

/// A recovery of frozen tokens thaws, burns and freezes; the new ones begin frozen.
#[test]
fn shares_of_a_lost_key_are_recovered_outside_windows() {
    let mut scene = scene();
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    let payer = scene.world.payer;
    scene.pay(4_000_000);
    let kind = MeasureKind::Recovery { to: cid };
    scene
        .world
        .go(&[deal.announce_measure(0, (RANK, Some(&ann)), &payer, kind)]);
    scene.open_window(0);
    assert_eq!(scene.refuses_thaw(&ann), "SharesBlocked");
    scene.end_window();
    scene.world.pass(30 * DAY);
    scene
        .world
        .go(&[deal.reassign_shares(0, (RANK, &ann), &cid)]);
    assert_eq!(
        (scene.record(&ann).shares, scene.record(&cid).shares),
        (0, STAKE)
    );
    assert_eq!((scene.balance(&ann), scene.balance(&cid)), (0, STAKE));
    let accounts = [scene.account(&ann), scene.account(&cid)];
    assert!(accounts.iter().all(|account| scene.is_frozen(account)));
    assert_eq!(scene.claim(&cid), 2_000_000);
    audit::check(&mut scene.world);
}

/// An account that is thawed when a block or a pause comes is frozen by anyone.
#[test]
fn a_block_and_a_pause_freeze_what_is_thawed() {
    let mut scene = scene();
    let (ann, bob, cid, deal) = (scene.ann, scene.bob, scene.cid, scene.deal.clone());
    let payer = scene.world.payer;
    let pause = MeasureKind::Pause { days: 14 };
    scene
        .world
        .go(&[deal.announce_measure(0, (RANK, None), &payer, pause)]);
    scene.open_window(0);
    scene.thaw(&ann);
    scene.thaw(&bob);
    let stranger = scene.world.person("stranger");
    let freezes = scene.freezing_of(&stranger, &ann);
    assert_eq!(scene.world.refused(&[freezes]), "FreezeTooEarly");
    let block = MeasureKind::Block {
        shares: ALL_SHARES,
        until: scene.world.engine.now() + 100 * DAY,
    };
    scene
        .world
        .go(&[deal.announce_measure(1, (RANK, Some(&ann)), &payer, block)]);
    scene.freeze(&stranger, &ann);
    let freezes = scene.freezing_of(&stranger, &bob);
    assert_eq!(scene.world.refused(&[freezes]), "FreezeTooEarly");
    scene.world.go(&[deal.take_measure(0, (RANK, None))]);
    scene.freeze(&stranger, &bob);
    assert_eq!(scene.refuses_thaw(&cid), "TransfersPaused");
    audit::check(&mut scene.world);
}

/// Shares are not moved while the account says what there are.
#[test]
fn nothing_is_moved_while_it_is_thawed() {
    let mut scene = scene();
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    let payer = scene.world.payer;
    let order = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE,
    };
    scene.open_window(0);
    scene.thaw(&ann);
    scene
        .world
        .go(&[deal.announce_measure(0, (RANK, Some(&ann)), &payer, order)]);
    scene.world.pass(30 * DAY);
    let moves = deal.reassign_shares(0, (RANK, &ann), &cid);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&moves)),
        "AlreadyThawed"
    );
    let stranger = scene.world.person("stranger");
    scene.freeze(&stranger, &ann);
    scene.world.go(&[moves]);
    assert_eq!(scene.record(&cid).shares, STAKE);
}
