//! Votes of shares that a measure is to move: each votes once, and the others of the record vote as before.

use super::{LONG_NOTICE, RANK, STAKE, Scene};
use securities::{
    measure::state::MeasureKind,
    resolution::{proposal::Proposal, state::Proposer},
    tranche::{holder::Holder, vote_locks::NewShares},
};
use securities_tests::{
    audit,
    ix::{
        measure::ALL,
        resolution::{args, governance},
    },
    lite::Lite,
    read,
    world::DAY,
};

/// Attack: two keys announce an order over some of a record, and it votes on nothing.
#[test]
fn an_order_silences_no_more_than_it_takes() {
    let mut scene = Scene::<Lite>::with(
        |deal| deal.measures = ALL,
        |deal| vec![deal.set_governance(governance())],
    );
    let (ann, bob, cid, deal) = (scene.ann, scene.bob, scene.cid, scene.deal.clone());
    let payer = scene.world.payer;
    let kind = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE / 4,
    };
    scene.announced(0, Some(&ann), kind);
    scene.days(22);
    let advice = args(Proposer::Sponsor, Proposal::Advisory { classes: 0b10 });
    scene
        .world
        .go(&[deal.propose_resolution(0, (&deal.sponsor, &payer), advice)]);
    scene.days(3);
    let votes = |owner, in_favour| deal.cast_ballot((0, RANK), (owner, &payer), in_favour);
    scene.world.go(&[votes(&ann, false)]);
    assert_eq!(scene.holder(&ann).votes[0].shares, STAKE * 3 / 4);
    // Nor does it send what it votes with, so that the order would wait for the close.
    let sends = scene.sends(&ann, &bob, 1);
    assert_eq!(scene.world.refused(&[sends]), "SharesVoted");
    scene.days(5);
    let moves = scene.moves(0, &ann, &cid);
    scene.world.go(&[moves]);
    // The others are voted by whoever has them now, once.
    scene.world.go(&[votes(&cid, true), votes(&ann, true)]);
    assert_eq!(scene.holder(&cid).votes[0].shares, STAKE / 4);
    assert_eq!(scene.holder(&ann).votes[0].shares, STAKE * 3 / 4);
    audit::check(&mut scene.world);
}

/// Attack: a share that is issued during a vote keeps an order from all of them until it lapses.
#[test]
fn new_shares_go_along_with_their_lock() {
    for (shares, moved) in [(STAKE, 100), (STAKE - 60, 40), (STAKE / 2, 0)] {
        let mut scene = Scene::<Lite>::new();
        let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
        let kind = MeasureKind::CourtOrder { to: cid, shares };
        scene.announced(0, Some(&ann), kind);
        scene.days(LONG_NOTICE);
        let now = scene.now();
        let new = |shares, since: i64, until: i64| NewShares {
            shares,
            since: u32::try_from(since).expect("a time"),
            until: u32::try_from(until).expect("a time"),
        };
        let hers = new(100, now - 5, now + 90 * DAY);
        for (owner, new) in [(ann, hers), (cid, new(7, now - 9, now + 91 * DAY))] {
            let record = scene.deal.record(RANK, &owner);
            read::edit::<Holder>(&mut scene.world.engine, &record, |holder| {
                holder.new_shares = new;
            });
        }
        let moves = scene.moves(0, &ann, &cid);
        scene.world.go(&[moves]);
        assert_eq!(scene.holder(&ann).new_shares.shares, 100 - moved);
        let since = if moved == 0 { now - 9 } else { now - 5 };
        assert_eq!(
            scene.holder(&cid).new_shares,
            new(7 + moved, since, now + 91 * DAY)
        );
        let more = scene.sends(&cid, &bob, shares - moved - 6);
        assert_eq!(scene.world.refused(&[more]), "SharesVoted");
        let others = scene.sends(&cid, &bob, shares - moved - 7);
        scene.world.go(&[others]);
    }
}
