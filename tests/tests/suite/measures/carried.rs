//! What goes with shares that a measure moves: locks, allotments, rights and what is retained; and what the mint says.

use super::{LONG_NOTICE, RANK, STAKE, Scene};
use securities::{
    measure::state::MeasureKind,
    tranche::{holder::Holder, person::Person, rules::TransferRulesTerms},
};
use securities_tests::{
    address, audit,
    engine::Engine,
    ix::measure::{ALL, Reassigned},
    lite::Lite,
    read,
};

/// Shares locked for 200 days from the lock.
fn locked() -> Scene<Lite> {
    Scene::sold(
        |deal| deal.measures = ALL,
        |_| vec![],
        |book| book.cliff_days = 200,
    )
}

#[test]
fn a_recovery_carries_the_locks() {
    let mut scene = locked();
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    let before = scene.holder(&ann).locks;
    scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
    scene.days(LONG_NOTICE);
    let moves = scene.moves(0, &ann, &cid);
    scene.world.go(&[moves]);
    let now = scene.now();
    assert_eq!(scene.holder(&ann).locked_at(now).unwrap(), 0);
    assert_eq!(scene.holder(&cid).locks[0], before[0]);
    let sends = scene.sends(&cid, &bob, 1);
    assert_eq!(scene.world.refused(&[sends]), "SharesLocked");
}

#[test]
fn a_court_order_takes_free_shares_first_and_locked_ones_with_their_lock() {
    let mut scene = locked();
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    // A quarter of hers is free.
    let record = scene.deal.record(RANK, &ann);
    read::edit::<Holder>(&mut scene.world.engine, &record, |holder| {
        holder.locks[0].shares = STAKE / 4 * 3;
    });
    let kind = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE / 2,
    };
    scene.announced(0, Some(&ann), kind);
    scene.days(LONG_NOTICE);
    let moves = scene.moves(0, &ann, &cid);
    scene.world.go(&[moves]);
    let now = scene.now();
    assert_eq!(scene.holder(&ann).locked_at(now).unwrap(), STAKE / 2);
    assert_eq!(scene.holder(&cid).locked_at(now).unwrap(), STAKE / 4);
    let free = scene.sends(&cid, &bob, STAKE / 4);
    let more = scene.sends(&cid, &bob, 1);
    scene.world.go(&[free]);
    assert_eq!(scene.world.refused(&[more]), "SharesLocked");
    audit::check(&mut scene.world);
}

/// Both records count for one person, whose allotment goes along; otherwise the receiver needs its own.
#[test]
fn an_allotment_goes_with_the_person() {
    for is_one in [true, false] {
        let rules = TransferRulesTerms {
            max_shares: STAKE,
            ..TransferRulesTerms::default()
        };
        let mut scene = Scene::<Lite>::with(
            |deal| deal.measures = ALL,
            |deal| vec![deal.set_transfer_rules(RANK, rules)],
        );
        let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
        let payer = scene.world.payer;
        if is_one {
            let record = deal.record(RANK, &cid);
            read::edit::<Holder>(&mut scene.world.engine, &record, |holder| {
                holder.person = ann;
            });
        }
        scene
            .world
            .go(&[deal.allot_shares(RANK, (&ann, &ann), &payer, STAKE)]);
        scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
        scene.days(LONG_NOTICE);
        let how = Reassigned {
            person: ann,
            accounts: vec![deal.share_account(RANK, &ann)],
            ..Reassigned::default()
        };
        let moves = deal.reassign_shares_so(0, (RANK, &ann), &cid, how);
        if !is_one {
            assert_eq!(
                scene.world.refused(std::slice::from_ref(&moves)),
                "AboveAllotment"
            );
            scene
                .world
                .go(&[deal.allot_shares(RANK, (&cid, &cid), &payer, STAKE)]);
        }
        scene.world.go(&[moves]);
        let allotted = [ann, cid].map(|owner| scene.holder(&owner).allotted);
        let person = address::person(&deal.class(RANK).tranche, &ann);
        let person: Person = read::state(&mut scene.world.engine, &person);
        assert_eq!((person.records, person.allotted.get()), (1, STAKE.into()));
        let hers = if is_one { 0 } else { STAKE };
        assert_eq!(allotted, [hers, STAKE]);
        assert_eq!(scene.tranche().rules.persons, if is_one { 1 } else { 2 });
        audit::check(&mut scene.world);
    }
}

/// The metadata of the share mints says which measures there are, and only the security is a permanent delegate.
#[test]
fn the_share_mint_says_what_its_shares_are_subject_to() {
    for (kinds, words, delegate) in [
        (31, "block, pause, recovery, court order, correction", true),
        (16, "correction", false),
        (3, "block, pause", false),
        (0, "", false),
    ] {
        let mut scene = Scene::<Lite>::with(
            |deal| {
                deal.measures.kinds = kinds;
                deal.measures.days = if kinds & 15 == 0 { 0 } else { 7 };
                deal.measures.hours = if kinds & 16 == 0 { 0 } else { 72 };
            },
            |_| vec![],
        );
        let mint = scene.deal.class(RANK).mint;
        let data = scene.world.engine.account(&mint).expect("a mint").data;
        let has = |part: &[u8]| data.windows(part.len()).any(|window| window == part);
        assert_eq!(has(b"measures"), kinds != 0);
        if kinds != 0 {
            let mut field = Vec::from(u32::try_from(words.len()).expect("short").to_le_bytes());
            field.extend_from_slice(words.as_bytes());
            assert!(has(&field), "{words}");
        }
        // The only place of the mint where the security's address stands is its permanent delegate.
        assert_eq!(has(scene.deal.security.as_ref()), delegate);
    }
}
