//! Blocks: shares that stay in their record for a time, and what goes on meanwhile.

use super::{NOTICE, RANK, STAKE, Scene};
use crate::{on_both_engines, payouts::owed};
use securities::measure::state::MeasureKind;
use securities_tests::{
    audit,
    engine::Engine,
    lite::Lite,
    world::{DAY, World},
};

on_both_engines! {
    blocked_shares_stay_earn_and_are_paid => course;
}

fn course<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (ann, bob, deal) = (scene.ann, scene.bob, scene.deal.clone());
    let until = scene.now() + 40 * DAY;
    let kind = MeasureKind::Block {
        shares: STAKE / 2,
        until,
    };
    scene.announced(0, Some(&ann), kind);
    // From the announcement on, so that nobody outruns it; other shares move.
    let all = scene.sends(&ann, &bob, STAKE / 2 + 1);
    assert_eq!(scene.world.refused(&[all]), "SharesBlocked");
    let others = scene.sends(&ann, &bob, STAKE / 4);
    scene.world.go(&[others]);
    scene.days(NOTICE);
    let takes = scene.takes(0, Some(&ann));
    scene.world.go(&[takes]);
    assert_eq!(
        scene.holder(&ann).blocks[0].until,
        u32::try_from(until).unwrap()
    );

    // They earn, are paid on request, and receive.
    scene.pays(1 << 20);
    let cash = scene.world.cash(&ann);
    scene.world.go(&[deal.pay_holders_at(RANK, &[(ann, cash)])]);
    let part = (1 << 20) * 3 / 8;
    assert_eq!(scene.world.wealth(&ann), part);
    let back = scene.sends(&bob, &ann, STAKE / 4);
    scene.world.go(&[back]);
    let all = scene.sends(&ann, &bob, STAKE / 2 + 1);
    assert_eq!(scene.world.refused(&[all]), "SharesBlocked");

    // It ends by itself.
    scene.world.engine.set_now(until - 1);
    let all = scene.sends(&ann, &bob, STAKE);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&all)),
        "SharesBlocked"
    );
    scene.world.engine.set_now(until);
    scene.world.go(&[all]);
    let payer = scene.world.payer;
    scene.world.go(&[deal.close_measure(0, &payer)]);
    audit::check(&mut scene.world);
    assert_eq!(owed(&mut scene.world, &deal, RANK, &ann), 0);
    scene.world
}

/// A block that is not taken ends with the time in which it could be.
#[test]
fn an_announced_block_that_nobody_takes_ends_by_itself() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob) = (scene.ann, scene.bob);
    let kind = scene.block_all(300);
    scene.announced(0, Some(&ann), kind);
    scene.days(NOTICE + 30);
    scene.world.pass(-1);
    let sends = scene.sends(&ann, &bob, 1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&sends)),
        "SharesBlocked"
    );
    scene.world.pass(1);
    scene.world.go(&[sends]);
    let takes = scene.takes(0, Some(&ann));
    assert_eq!(scene.world.refused(&[takes]), "MeasureExpired");
}

/// What a record of which all is blocked receives is blocked too.
#[test]
fn a_block_of_all_holds_what_comes_later() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob) = (scene.ann, scene.bob);
    let kind = scene.block_all(100);
    scene.announced(0, Some(&ann), kind);
    let receives = scene.sends(&bob, &ann, 5);
    let sends = scene.sends(&ann, &bob, 1);
    scene.world.go(&[receives]);
    assert_eq!(scene.world.refused(&[sends]), "SharesBlocked");
}

/// The arbitrator alone lifts a block in force, and nobody else.
#[test]
fn the_arbitrator_lifts_a_block() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, sponsor) = (scene.ann, scene.bob, scene.deal.sponsor);
    let arbitrator = scene.deal.arbitrator;
    let kind = scene.block_all(100);
    scene.announced(0, Some(&ann), kind);
    scene.days(NOTICE);
    let takes = scene.takes(0, Some(&ann));
    scene.world.go(&[takes]);
    for other in [sponsor, ann] {
        let lifts = scene.cancels(0, Some(&ann), &other);
        assert_eq!(scene.world.refused(&[lifts]), "NotArbitrator");
    }
    let payer = scene.world.payer;
    let closes = scene.deal.close_measure(0, &payer);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&closes)),
        "MeasureOpen"
    );
    let lifts = scene.cancels(0, Some(&ann), &arbitrator);
    let sends = scene.sends(&ann, &bob, STAKE);
    scene.world.go(&[lifts, sends, closes]);
}

/// A block is renewed by the next one, announced while it lasts; two bind a record at most.
#[test]
fn a_block_is_renewed_without_a_gap() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob) = (scene.ann, scene.bob);
    let first = scene.block_all(20);
    scene.announced(0, Some(&ann), first);
    scene.days(NOTICE);
    let takes = scene.takes(0, Some(&ann));
    scene.world.go(&[takes]);
    scene.days(5);
    let second = scene.block_all(50);
    scene.announced(1, Some(&ann), second);
    let third = scene.announces(2, Some(&ann), second);
    assert_eq!(scene.world.refused(&[third]), "BlocksFull");
    scene.days(NOTICE + 2);
    let takes = scene.takes(1, Some(&ann));
    scene.world.go(&[takes]);
    scene.days(20);
    let sends = scene.sends(&ann, &bob, 1);
    assert_eq!(scene.world.refused(&[sends]), "SharesBlocked");
}

/// A record is not closed to get rid of its block.
#[test]
fn a_blocked_record_stays() {
    let mut scene = Scene::<Lite>::new();
    let cid = scene.cid;
    let kind = scene.block_all(100);
    scene.announced(0, Some(&cid), kind);
    let payer = scene.world.payer;
    let closes = scene.deal.close_holder(RANK, &cid, &payer);
    assert_eq!(scene.world.refused(&[closes]), "HolderInUse");
}

/// Wrapping is sending; unwrapping goes on.
#[test]
fn blocked_shares_are_not_wrapped_and_units_are_unwrapped() {
    let mut scene = Scene::<Lite>::with(
        |deal| deal.measures = securities_tests::ix::measure::ALL,
        |deal| vec![deal.create_wrapper(RANK, true)],
    );
    let (ann, deal) = (scene.ann, scene.deal.clone());
    let open = deal.open_unit_account(RANK, &scene.world.payer, &ann);
    scene.world.go(&[open, deal.wrap_shares(RANK, &ann, 100)]);
    let kind = scene.block_all(100);
    scene.announced(0, Some(&ann), kind);
    let wraps = deal.wrap_shares(RANK, &ann, 1);
    assert_eq!(scene.world.refused(&[wraps]), "SharesBlocked");
    scene.world.go(&[deal.unwrap_shares(RANK, &ann, 60)]);
    // A wrapper's record is nobody's alone.
    let wrapper = deal.wrapper(RANK);
    for kind in [kind, MeasureKind::Recovery { to: ann }] {
        let announces = scene.announces(1, Some(&wrapper), kind);
        assert_eq!(scene.world.refused(&[announces]), "WrapperRecord");
    }
}
