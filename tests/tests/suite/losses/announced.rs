//! A loss is announced with its report, waits, and is recorded once or struck out.

use super::{COVER, JUNIOR, ONE, SENIOR, Scene, Terms};
use crate::on_both_engines;
use securities::cash::loss::state::LossStatus;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    lite::Lite,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_loss_waits_for_its_notice_while_all_else_goes_on => waits;
}

fn waits<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::plain();
    let deal = scene.deal.clone();
    let stranger = scene.world.person("stranger");
    let announced_at = scene.world.engine.now();
    scene.world.go(&[deal.announce_loss(40_000 * ONE, 1)]);
    let loss = scene.loss(1);
    assert_eq!(
        (loss.amount, loss.announced_at, loss.due_at, loss.status),
        (40_000 * ONE, announced_at, announced_at + 7 * DAY, 0)
    );
    assert_eq!(scene.standing(), [(SENIOR, 0), (JUNIOR, 0)], "nothing yet");

    // Nobody's signature but the arbitrator's makes it sooner.
    let early = |scene: &mut Scene<E>, who| {
        let record = scene.deal.record_loss_with(who, 1);
        scene.world.refused(&[record])
    };
    assert_eq!(early(&mut scene, None), "LossNotDue");
    for who in [stranger, deal.servicer, deal.sponsor] {
        assert_eq!(early(&mut scene, Some(who)), "NotArbitrator");
    }

    // Transfers, payments and draws go on.
    let owner = scene.owner;
    let welcome = deal.welcome(0, &scene.world.payer, &stranger);
    scene.world.go(&welcome);
    scene
        .world
        .go(&[deal.transfer_shares(0, &owner, &stranger, 1_000)]);
    scene.post(ONE, false);
    scene.world.go(&[deal.claim(1, &owner)]);
    scene.senior.release(&mut scene.world, &deal);
    scene
        .world
        .go(&[deal.draw_proceeds(&deal.destination, ONE)]);
    assert!(scene.world.engine.now() < loss.due_at, "before it is due");

    scene.world.engine.set_now(loss.due_at - 1);
    assert_eq!(early(&mut scene, None), "LossNotDue", "a second early");
    scene.world.engine.set_now(loss.due_at);
    scene.world.go(&[deal.record_loss(1)]);
    let loss = scene.loss(1);
    assert_eq!(loss.status, LossStatus::Recorded as u8);
    assert_eq!(
        (loss.recorded, loss.written_off, loss.ended_at),
        (40_000 * ONE, 40_000 * ONE, loss.due_at)
    );
    // A unit of capital came back, as interest of no day was due.
    assert_eq!(
        scene.standing(),
        [(SENIOR, 0), (JUNIOR - 40_001 * ONE, 40_000 * ONE)]
    );
    audit::check(&mut scene.world);
    scene.world
}

#[test]
fn a_report_is_one_loss_and_is_used_once() {
    let mut scene = Scene::<Lite>::plain();
    let deal = scene.deal.clone();
    let announce = |amount, report| deal.announce_loss(amount, report);
    let refused = |scene: &mut Scene<Lite>, call| scene.world.refused(&[call]);
    assert_eq!(refused(&mut scene, announce(0, 1)), "ZeroAmount");
    assert_eq!(refused(&mut scene, announce(ONE, 0)), "ReportMissing");
    let mut by_sponsor = announce(ONE, 1);
    by_sponsor.accounts[0].pubkey = deal.sponsor;
    assert_eq!(refused(&mut scene, by_sponsor), "NotServicer");

    // Announced and recorded in one transaction: not without the arbitrator.
    let at_once = [announce(ONE, 1), deal.record_loss(1)];
    assert_eq!(scene.world.refused(&at_once), "LossNotDue");
    assert_eq!(
        scene.world.refused(&[announce(ONE, 1), announce(ONE, 1)]),
        "system 0",
        "twice in one transaction"
    );
    scene.world.go(&[announce(ONE, 1)]);
    assert_eq!(refused(&mut scene, announce(ONE, 1)), "system 0", "twice");
    assert_eq!(refused(&mut scene, announce(2 * ONE, 1)), "system 0");

    // Recorded long after, once, and then not struck out.
    scene.world.pass(400 * DAY);
    scene.world.go(&[deal.record_loss(1)]);
    for call in [
        deal.record_loss(1),
        deal.record_loss_with(Some(deal.arbitrator), 1),
        deal.strike_loss(1),
    ] {
        assert_eq!(refused(&mut scene, call), "LossEnded");
    }
    assert_eq!(
        refused(&mut scene, announce(ONE, 1)),
        "system 0",
        "for ever"
    );
    assert_eq!(scene.standing()[1], (JUNIOR - ONE, ONE));

    // Struck out, by the arbitrator alone, it is never recorded and its report is used.
    scene.world.go(&[announce(ONE, 2)]);
    let mut by_servicer = deal.strike_loss(2);
    by_servicer.accounts[0].pubkey = deal.servicer;
    assert_eq!(refused(&mut scene, by_servicer), "NotArbitrator");
    scene.world.pass(100 * DAY);
    scene.world.go(&[deal.strike_loss(2)]);
    assert_eq!(scene.loss(2).status, LossStatus::Struck as u8);
    for call in [
        deal.record_loss(2),
        deal.record_loss_with(Some(deal.arbitrator), 2),
        deal.strike_loss(2),
    ] {
        assert_eq!(refused(&mut scene, call), "LossEnded");
    }
    assert_eq!(refused(&mut scene, announce(ONE, 2)), "system 0");
    assert_eq!(scene.standing()[1], (JUNIOR - ONE, ONE));
    audit::check(&mut scene.world);
}

/// One default of 60,000, by a servicer who wants the cover to pay for all of it.
#[test]
fn a_cap_for_one_loss_holds_for_one_report() {
    let cap = 20_000 * ONE;
    let mut scene = Scene::<Lite>::new(Terms {
        cover: Some(cap),
        ..Terms::default()
    });
    scene.lose(60_000 * ONE, 1);
    assert_eq!(
        scene.standing(),
        [
            (SENIOR - cap, 0),
            (JUNIOR - 40_000 * ONE, 40_000 * ONE),
            (COVER - cap, cap)
        ]
    );

    // Three reports of the one default meet the cap three times: no rule can tell that they are of one. What stops them
    // is the notice, in which the arbitrator strikes out the two that repeat the first.
    let mut scene = Scene::<Lite>::new(Terms {
        cover: Some(cap),
        ..Terms::default()
    });
    let deal = scene.deal.clone();
    let parts = [1, 2, 3].map(|report| deal.announce_loss(cap, report));
    scene.world.go(&parts);
    scene.world.pass(7 * DAY - 1);
    assert_eq!(scene.world.refused(&[deal.record_loss(1)]), "LossNotDue");
    scene.world.go(&[deal.strike_loss(2), deal.strike_loss(3)]);
    scene.world.pass(1);
    scene.world.go(&[deal.record_loss(1)]);
    for report in [2, 3] {
        assert_eq!(
            scene.world.refused(&[deal.record_loss(report)]),
            "LossEnded"
        );
    }
    assert_eq!(scene.standing()[2], (COVER - cap, cap));
    assert_eq!(scene.standing()[1], (JUNIOR, 0));
    audit::check(&mut scene.world);
}

/// A true loss is recorded whatever was repaid meanwhile, and no more than there is.
#[test]
fn a_loss_takes_no_more_than_is_outstanding_when_it_takes_effect() {
    let mut scene = Scene::<Lite>::plain();
    let deal = scene.deal.clone();
    scene.world.go(&[
        deal.announce_loss(u64::MAX, 1),
        deal.announce_loss(JUNIOR, 2),
    ]);
    // 30,000 of the junior's capital come back before.
    scene.post(30_000 * ONE, false);
    scene.world.pass(7 * DAY);
    scene.world.go(&[deal.record_loss(2)]);
    assert_eq!(scene.loss(2).recorded, JUNIOR);
    let rest = JUNIOR - 30_000 * ONE;
    assert_eq!(
        scene.standing(),
        [(SENIOR - 30_000 * ONE, 30_000 * ONE), (0, rest)]
    );
    scene.world.go(&[deal.record_loss(1)]);
    assert_eq!(
        scene.loss(1).recorded,
        SENIOR - 30_000 * ONE,
        "all there is"
    );
    assert_eq!(scene.standing(), [(0, SENIOR), (0, rest)]);
    assert!((0..2).all(|rank| scene.tranche(rank).status == 1), "wiped");
    // One more finds nothing, and is done.
    scene.lose(ONE, 3);
    assert_eq!((scene.loss(3).recorded, scene.loss(3).status), (0, 1));
}

#[test]
fn a_notice_is_from_a_day_to_a_year() {
    for (loss_notice, good) in [
        (0, false),
        (DAY - 1, false),
        (DAY, true),
        (366 * DAY, true),
        (366 * DAY + 1, false),
        (i64::MAX, false),
        (-1, false),
    ] {
        let mut world = World::<Lite>::new(Money::Classic);
        let deal = Deal {
            loss_notice,
            ..Deal::plan(&mut world, "sponsor", 1)
        };
        world.give(&deal.sponsor, 1);
        let create = deal.create_security(deal.security_args());
        if good {
            world.go(&[create]);
        } else {
            assert_eq!(world.refused(&[create]), "BadLossNotice");
        }
    }
}
