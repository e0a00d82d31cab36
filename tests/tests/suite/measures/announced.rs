//! What can be announced, by whom, and when it is taken.

use super::{LONG_NOTICE, NOTICE, RANK, STAKE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    measure::state::MeasureKind, security::measures::MeasureTerms, tranche::blocks::ALL_SHARES,
};
use securities_tests::{
    deal::Deal,
    ix::measure::ALL,
    lite::Lite,
    world::{DAY, Money, World},
};

fn kinds(scene: &mut Scene<Lite>) -> [MeasureKind; 4] {
    let to = scene.cid;
    [
        scene.block_all(100),
        MeasureKind::Pause { days: 3 },
        MeasureKind::Recovery { to },
        MeasureKind::CourtOrder { to, shares: 5 },
    ]
}

/// Whose record a kind is about.
fn about(kind: &MeasureKind, owner: Pubkey) -> Option<Pubkey> {
    (!matches!(kind, MeasureKind::Pause { .. })).then_some(owner)
}

/// A measure that the security does not have is announced by nobody.
#[test]
fn there_is_no_measure_without_its_bit() {
    for bit in 0..4_u8 {
        let measures = MeasureTerms {
            kinds: 15 & !(1 << bit),
            days: 7,
            hours: 0,
        };
        let mut scene = Scene::<Lite>::with(|deal| deal.measures = measures, |_| vec![]);
        let ann = scene.ann;
        let kind = kinds(&mut scene)[usize::from(bit)];
        let call = scene.announces(0, about(&kind, ann).as_ref(), kind);
        assert_eq!(scene.world.refused(&[call]), "NoSuchMeasure", "{kind:?}");
    }
}

/// Both sign, nobody else.
#[test]
fn one_signature_announces_nothing() {
    let mut scene = Scene::<Lite>::new();
    let (ann, sponsor, arbitrator) = (scene.ann, scene.deal.sponsor, scene.deal.arbitrator);
    for kind in kinds(&mut scene) {
        for (sponsor, arbitrator, error) in [
            (arbitrator, arbitrator, "NotSponsor"),
            (sponsor, sponsor, "NotArbitrator"),
            (sponsor, ann, "NotArbitrator"),
        ] {
            let mut deal = scene.deal.clone();
            (deal.sponsor, deal.arbitrator) = (sponsor, arbitrator);
            let payer = scene.world.payer;
            let about = about(&kind, ann);
            let call = deal.announce_measure(0, (RANK, about.as_ref()), &payer, kind);
            assert_eq!(scene.world.refused(&[call]), error);
        }
    }
}

/// Early, late, twice and after it was cancelled.
#[test]
fn a_measure_is_taken_in_its_time_and_once() {
    for at in 0..4 {
        let mut scene = Scene::<Lite>::new();
        let (ann, cid, sponsor) = (scene.ann, scene.cid, scene.deal.sponsor);
        let kind = kinds(&mut scene)[at];
        let about = about(&kind, ann);
        let about = about.as_ref();
        let moves = kind.receiver().is_some();
        let days = if moves { LONG_NOTICE } else { NOTICE };
        let call = |scene: &Scene<Lite>, number| {
            if moves {
                scene.moves(number, &ann, &cid)
            } else {
                scene.takes(number, about)
            }
        };
        scene.announced(0, about, kind);
        let first = call(&scene, 0);
        scene.days(days);
        scene.world.pass(-1);
        assert_eq!(
            scene.world.refused(std::slice::from_ref(&first)),
            "MeasureEarly"
        );
        let cancels = scene.cancels(0, about, &sponsor);
        scene.world.go(std::slice::from_ref(&cancels));
        assert_eq!(
            scene.world.refused(std::slice::from_ref(&cancels)),
            "MeasureEnded"
        );
        scene.world.pass(1);
        assert_eq!(scene.world.refused(&[first]), "MeasureEnded");

        let kind = kinds(&mut scene)[at];
        if moves {
            let early = scene.announces(1, about, kind);
            assert_eq!(scene.world.refused(&[early]), "MeasureTooSoon");
            scene.days(LONG_NOTICE);
        }
        let kind = kinds(&mut scene)[at];
        scene.announced(1, about, kind);
        let second = call(&scene, 1);
        scene.days(days + 30);
        assert_eq!(scene.world.refused(&[second]), "MeasureExpired");

        let kind = kinds(&mut scene)[at];
        if moves {
            let early = scene.announces(2, about, kind);
            assert_eq!(scene.world.refused(&[early]), "MeasureTooSoon");
            scene.days(days + 30);
        }
        let kind = kinds(&mut scene)[at];
        scene.announced(2, about, kind);
        let third = call(&scene, 2);
        scene.days(days);
        scene.world.go(std::slice::from_ref(&third));
        assert_eq!(scene.world.refused(&[third]), "MeasureEnded");
        let payer = scene.world.payer;
        let closes = [0, 1].map(|number| scene.deal.close_measure(number, &payer));
        scene.world.go(&closes);
    }
}

/// What is out of range is refused when it is announced.
#[test]
fn what_cannot_be_is_not_announced() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, now) = (scene.ann, scene.cid, scene.now());
    let block = |shares, days| MeasureKind::Block {
        shares,
        until: now + days,
    };
    let order = |to, shares| MeasureKind::CourtOrder { to, shares };
    for (owner, kind, error) in [
        (Some(ann), block(0, 30 * DAY), "BadMeasure"),
        (Some(ann), block(ALL_SHARES, NOTICE * DAY), "BadMeasure"),
        (Some(ann), block(ALL_SHARES, 366 * DAY + 1), "BadMeasure"),
        (Some(ann), block(STAKE + 1, 30 * DAY), "SharesShort"),
        (None, block(1, 30 * DAY), "HolderMissing"),
        (None, MeasureKind::Pause { days: 0 }, "BadMeasure"),
        (None, MeasureKind::Pause { days: 15 }, "BadMeasure"),
        (Some(ann), MeasureKind::Pause { days: 1 }, "WrongMeasure"),
        (Some(ann), MeasureKind::Recovery { to: ann }, "BadMeasure"),
        (Some(ann), order(ann, 1), "BadMeasure"),
        (Some(ann), order(cid, 0), "BadMeasure"),
        (Some(ann), order(cid, STAKE + 1), "SharesShort"),
    ] {
        let call = scene.announces(0, owner.as_ref(), kind);
        assert_eq!(scene.world.refused(&[call]), error, "{kind:?}");
    }
    let last = scene.announces(0, Some(&ann), block(ALL_SHARES, 366 * DAY));
    scene.world.go(&[last]);
}

/// What a program holds may be other people's.
#[test]
fn no_measure_is_about_an_address_of_a_program() {
    let mut scene = Scene::<Lite>::new();
    let pool = scene.world.program_address("pool").address;
    let opens = scene.deal.open_holder(RANK, &scene.world.payer, &pool);
    scene.world.go(&[opens]);
    let block = scene.block_all(30);
    for kind in [block, MeasureKind::Recovery { to: scene.cid }] {
        let call = scene.announces(0, Some(&pool), kind);
        assert_eq!(scene.world.refused(&[call]), "HeldByProgram");
    }
}

/// The terms of a security that has measures.
#[test]
fn measures_are_in_range() {
    for (kinds, days, hours) in [
        (32, 7, 0),
        (255, 7, 1),
        (0, 7, 0),
        (15, 0, 0),
        (1, 2, 0),
        (1, 91, 0),
        (1, 7, 1),
        (16, 0, 0),
        (16, 0, 73),
        (16, 7, 1),
        (31, 7, 0),
    ] {
        let mut world = World::<Lite>::new(Money::Classic);
        let mut deal = Deal::plan(&mut world, "sponsor", 1);
        deal.measures = MeasureTerms { kinds, days, hours };
        assert_eq!(
            world.refused(&[deal.create_security(deal.security_args())]),
            "BadMeasures"
        );
        deal.measures = ALL;
        world.go(&[deal.create_security(deal.security_args())]);
    }
}
