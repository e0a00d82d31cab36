//! Several measures about one record: what they block together, and how long one waits after another.

use super::{LONG_NOTICE, NOTICE, RANK, STAKE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    measure::state::MeasureKind,
    tranche::{holder::Holder, state::Tranche},
};
use securities_tests::{audit, lite::Lite, read, world::DAY};

fn order(to: Pubkey, shares: u64) -> MeasureKind {
    MeasureKind::CourtOrder { to, shares }
}

/// Attack: of two orders of a half each one takes what the owner has kept for both.
#[test]
fn two_orders_block_what_both_take() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    scene.announced(0, Some(&ann), order(cid, STAKE / 2));
    scene.announced(1, Some(&ann), order(bob, STAKE / 2));
    let sends = scene.sends(&ann, &bob, 1);
    assert_eq!(scene.world.refused(&[sends]), "SharesBlocked");
    scene.days(LONG_NOTICE);
    let moves = [scene.moves(0, &ann, &cid), scene.moves(1, &ann, &bob)];
    for call in moves {
        scene.world.go(&[call]);
    }
    let shares = [ann, bob, cid].map(|owner| scene.holder(&owner).shares);
    assert_eq!(shares, [0, STAKE * 3 / 2, STAKE / 2]);
    audit::check(&mut scene.world);
}

/// What leaves is none of what a block keeps.
#[test]
fn an_order_and_a_block_add_up() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    let until = scene.now() + 200 * DAY;
    let block = MeasureKind::Block {
        shares: STAKE / 4,
        until,
    };
    scene.announced(0, Some(&ann), block);
    scene.announced(1, Some(&ann), order(cid, STAKE / 2));
    let more = scene.sends(&ann, &bob, STAKE / 4 + 1);
    assert_eq!(scene.world.refused(&[more]), "SharesBlocked");
    let free = scene.sends(&ann, &bob, STAKE / 4);
    scene.world.go(&[free]);
}

/// Attack: orders are announced and cancelled in turns, so that a deal without blocks has one for ever.
#[test]
fn a_record_rests_after_an_order_that_was_not_taken() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    let arbitrator = scene.deal.arbitrator;
    scene.announced(0, Some(&ann), order(cid, STAKE));
    scene.days(LONG_NOTICE + 5);
    let cancels = scene.cancels(0, Some(&ann), &arbitrator);
    scene.world.go(&[cancels]);
    // As long as it has lasted; other measures go on.
    scene.days(LONG_NOTICE + 4);
    for kind in [order(cid, STAKE), MeasureKind::Recovery { to: cid }] {
        let announces = scene.announces(1, Some(&ann), kind);
        assert_eq!(scene.world.refused(&[announces]), "MeasureTooSoon");
    }
    let sends = scene.sends(&ann, &bob, 1);
    scene.world.go(&[sends]);
    scene.announced(1, Some(&bob), order(cid, 1));
    scene.days(1);
    scene.announced(2, Some(&ann), order(cid, STAKE - 1));
    // One that is cancelled at once is followed by 30 days too.
    let cancels = scene.cancels(2, Some(&ann), &arbitrator);
    scene.world.go(&[cancels]);
    scene.world.pass(30 * DAY - 1);
    let announces = scene.announces(3, Some(&ann), order(cid, 1));
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&announces)),
        "MeasureTooSoon"
    );
    scene.world.pass(1);
    scene.world.go(&[announces]);
    // After one that is taken nothing waits.
    scene.days(LONG_NOTICE);
    let moves = scene.moves(3, &ann, &cid);
    scene.world.go(&[moves]);
    scene.announced(4, Some(&ann), order(cid, 1));
}

/// One that nobody takes is followed by as long a rest as it lasted, whenever it is cancelled.
#[test]
fn a_record_rests_after_an_order_that_nobody_took() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, sponsor) = (scene.ann, scene.cid, scene.deal.sponsor);
    scene.announced(0, Some(&ann), order(cid, STAKE));
    scene.days(2 * (LONG_NOTICE + 30) - 1);
    let announces = scene.announces(1, Some(&ann), order(cid, STAKE));
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&announces)),
        "MeasureTooSoon"
    );
    // Cancelling it now makes the rest no longer.
    let cancels = scene.cancels(0, Some(&ann), &sponsor);
    scene.world.go(&[cancels]);
    scene.days(1);
    scene.world.go(&[announces]);
}

/// A block that is not taken binds no longer than it would have lasted.
#[test]
fn a_short_block_binds_to_its_end() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob) = (scene.ann, scene.bob);
    let kind = scene.block_all(NOTICE + 1);
    scene.announced(0, Some(&ann), kind);
    scene.days(NOTICE + 1);
    scene.world.pass(-1);
    let sends = scene.sends(&ann, &bob, 1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&sends)),
        "SharesBlocked"
    );
    scene.world.pass(1);
    scene.world.go(&[sends]);
}

/// Attack: a right that was used already is used once more by the owner of another key.
#[test]
fn no_right_is_used_twice_by_a_recovery() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
    scene.days(LONG_NOTICE);
    let tranche = deal.class(RANK).tranche;
    let until = scene.now() + 30 * DAY;
    read::edit::<Tranche>(&mut scene.world.engine, &tranche, |tranche| {
        tranche.rights_books = 1;
        tranche.rights_until = until;
    });
    let moves = scene.moves(0, &ann, &cid);
    scene.world.go(&[moves]);
    let rights = [ann, cid].map(|owner| {
        let holder: Holder = scene.holder(&owner);
        (holder.shares, holder.right_in(1))
    });
    assert_eq!(rights, [(0, STAKE), (STAKE, 0)]);
}
