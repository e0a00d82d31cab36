//! What somebody might try with measures, and what comes of it, on the bytecode.

use super::{LONG_NOTICE, NOTICE, RANK, STAKE, Scene};
use securities::{
    measure::state::MeasureKind,
    resolution::{proposal::Proposal, state::Proposer},
};
use securities_tests::{
    deal::{Deal, junior, senior, tiers},
    ix::{
        measure::ALL,
        resolution::{args, governance},
    },
    lite::Lite,
};

/// Attack: shares that a court order takes are voted, so that they stay.
#[test]
fn votes_keep_no_court_order_from_shares() {
    let mut scene = Scene::<Lite>::with(
        |deal| deal.measures = ALL,
        |deal| vec![deal.set_governance(governance())],
    );
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    let payer = scene.world.payer;
    let propose = |number| {
        let advice = args(Proposer::Sponsor, Proposal::Advisory { classes: 0b10 });
        deal.propose_resolution(number, (&deal.sponsor, &payer), advice)
    };
    let votes = |number| deal.cast_ballot((number, RANK), (&ann, &payer), true);
    scene.world.go(&[propose(0)]);
    scene.days(3);
    scene.world.go(&[votes(0)]);
    let kind = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE,
    };
    scene.announced(0, Some(&ann), kind);
    // The vote closes before the notice is over, and so does the next one: nobody is silenced by a measure.
    scene
        .world
        .go(&[deal.cast_ballot((0, RANK), (&ann, &payer), false)]);
    scene.days(10);
    scene.world.go(&[propose(1)]);
    scene.days(3);
    scene.world.go(&[votes(1)]);
    // What closes after she may have lost the shares she does not vote on.
    scene.days(9);
    scene.world.go(&[propose(2)]);
    scene.days(3);
    assert_eq!(scene.world.refused(&[votes(2)]), "SharesLeaving");
    scene.days(LONG_NOTICE - 25);
    let moves = scene.moves(0, &ann, &cid);
    scene.world.go(&[moves]);
    assert_eq!(
        (scene.holder(&ann).shares, scene.holder(&cid).shares),
        (0, STAKE)
    );
}

/// Attack: a long vote outlasts the measure. It waits for the close.
#[test]
fn a_measure_waits_for_the_close_of_what_was_voted() {
    let mut terms = governance();
    terms.voting_days = 90;
    let mut scene = Scene::<Lite>::with(
        |deal| deal.measures = ALL,
        |deal| vec![deal.set_governance(terms)],
    );
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    let payer = scene.world.payer;
    let advice = args(Proposer::Sponsor, Proposal::Advisory { classes: 0b10 });
    scene
        .world
        .go(&[deal.propose_resolution(0, (&deal.sponsor, &payer), advice)]);
    scene.days(3);
    scene
        .world
        .go(&[deal.cast_ballot((0, RANK), (&ann, &payer), true)]);
    let kind = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE,
    };
    scene.announced(0, Some(&ann), kind);
    let moves = scene.moves(0, &ann, &cid);
    scene.days(89);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&moves)),
        "MeasureEarly"
    );
    scene.days(1);
    scene.world.go(&[moves]);
    assert_eq!(scene.holder(&cid).shares, STAKE);
}

/// Attack: a measure of another security, about a record of this one.
#[test]
fn a_measure_of_another_security_takes_nothing_here() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid) = (scene.ann, scene.cid);
    let mut other = Deal::plan(&mut scene.world, "hostile sponsor", 9);
    other.measures = ALL;
    let other = other.create(&mut scene.world, vec![senior(0), junior(RANK)], tiers());
    let payer = scene.world.payer;
    let own_record = scene.deal.record(RANK, &ann);
    // It cannot even be announced about it.
    let until = scene.now() + 100 * 86_400;
    let block = MeasureKind::Block { shares: 1, until };
    let mut announces = other.announce_measure(0, (RANK, Some(&ann)), &payer, block);
    let at = announces
        .accounts
        .iter()
        .position(|meta| meta.pubkey == other.record(RANK, &ann))
        .expect("its record");
    announces.accounts[at].pubkey = own_record;
    assert_eq!(scene.world.refused(&[announces]), "WrongTranche");
    let mut announces = other.announce_measure(0, (RANK, Some(&ann)), &payer, block);
    announces.accounts[at].pubkey = own_record;
    for meta in &mut announces.accounts {
        if meta.pubkey == other.class(RANK).tranche {
            meta.pubkey = scene.deal.class(RANK).tranche;
        }
    }
    assert_eq!(scene.world.refused(&[announces]), "WrongSecurity");
    // A pause of the other deal's class is no pause of this one's.
    scene.world.go(&[other.announce_measure(
        0,
        (RANK, None),
        &payer,
        MeasureKind::Pause { days: 14 },
    )]);
    scene.days(NOTICE);
    let takes = |tranche, security| {
        let mut takes = other.take_measure(0, (RANK, None));
        for meta in &mut takes.accounts {
            if meta.pubkey == other.class(RANK).tranche {
                meta.pubkey = tranche;
            } else if meta.pubkey == other.security {
                meta.pubkey = security;
            }
        }
        takes
    };
    let own = scene.deal.class(RANK).tranche;
    for takes in [
        takes(own, other.security),
        takes(own, scene.deal.security),
        takes(other.class(RANK).tranche, scene.deal.security),
    ] {
        assert_eq!(scene.world.refused(&[takes]), "WrongSecurity");
    }
    let sends = scene.sends(&ann, &cid, 1);
    scene.world.go(&[sends]);
}

/// Attack: a measure taken as one of another kind, or for another record or receiver.
#[test]
fn a_measure_is_taken_as_what_it_is() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    let block = scene.block_all(100);
    scene.announced(0, Some(&ann), block);
    let order = MeasureKind::CourtOrder {
        to: cid,
        shares: 100,
    };
    scene.announced(1, Some(&bob), order);
    scene.days(LONG_NOTICE);
    for call in [
        scene.moves(0, &ann, &cid),
        scene.takes(0, Some(&bob)),
        scene.takes(0, None),
        scene.takes(1, Some(&bob)),
        scene.moves(1, &ann, &cid),
        scene.moves(1, &bob, &ann),
        scene.cancels(1, Some(&ann), &scene.deal.sponsor),
        scene.cancels(1, None, &scene.deal.sponsor),
    ] {
        assert_eq!(scene.world.refused(&[call]), "WrongMeasure");
    }
    let moves = scene.moves(1, &bob, &cid);
    scene.world.go(&[moves]);
    assert_eq!(scene.holder(&cid).shares, 100);
}

/// Attack: what a block keeps in a record leaves it by a recovery.
#[test]
fn no_recovery_takes_shares_from_a_block() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, arbitrator) = (scene.ann, scene.cid, scene.deal.arbitrator);
    let block = scene.block_all(300);
    scene.announced(0, Some(&ann), block);
    scene.days(NOTICE);
    let takes = scene.takes(0, Some(&ann));
    scene.world.go(&[takes]);
    scene.announced(1, Some(&ann), MeasureKind::Recovery { to: cid });
    scene.days(LONG_NOTICE);
    let moves = scene.moves(1, &ann, &cid);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&moves)),
        "SharesBlocked"
    );
    let lifts = scene.cancels(0, Some(&ann), &arbitrator);
    scene.world.go(&[lifts, moves]);
    assert_eq!(scene.holder(&cid).shares, STAKE);
}

/// Attack: shares are moved to a record that must receive none, or beside the record's token account.
#[test]
fn the_receiver_is_one_that_may_receive() {
    let mut scene = Scene::<Lite>::with(
        |deal| deal.measures = ALL,
        |deal| vec![deal.create_wrapper(RANK, true)],
    );
    let (ann, cid) = (scene.ann, scene.cid);
    let wrapper = scene.deal.wrapper(RANK);
    let kind = MeasureKind::Recovery { to: wrapper };
    scene.announced(0, Some(&ann), kind);
    let order = MeasureKind::CourtOrder {
        to: cid,
        shares: 100,
    };
    scene.announced(1, Some(&ann), order);
    scene.days(LONG_NOTICE);
    let mut moves = scene.moves(1, &ann, &cid);
    let own = scene.deal.share_account(RANK, &ann);
    for meta in &mut moves.accounts {
        if meta.pubkey == scene.deal.share_account(RANK, &cid) {
            meta.pubkey = own;
        }
    }
    let error = scene.world.refused(&[moves]);
    assert_eq!(error, "WrongShareAccount");
    let moves = scene.moves(1, &ann, &cid);
    scene.world.go(&[moves]);
    let moves = scene.moves(0, &ann, &wrapper);
    assert_eq!(scene.world.refused(&[moves]), "WrapperRecord");
}
