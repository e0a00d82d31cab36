//! Losses that are announced take effect before anything converts: nobody hands its part of them on.

use super::{EQUITY, NOTE, ONE, SENIOR, SHARE, Scene, UNIT, at_a_discount, terms};
use crate::on_both_engines;
use securities::{
    conversion::state::{ConversionTerms, ConvertedBy},
    security::state::Security,
};
use securities_tests::{
    engine::Engine,
    lite::Lite,
    read,
    world::{DAY, Money, World},
};

on_both_engines! {
    /// Of 1,500.00 the notes bear all, and what is left of them becomes shares.
    an_announced_loss_is_recorded_before_a_class_converts => recorded;
    /// Cid and Eve bear 1,000.00 and 500.00, although Cid converts.
    an_announced_loss_is_recorded_before_a_holder_converts => elected;
}

impl<E: Engine> Scene<E> {
    /// Losses that are announced.
    fn announced(&mut self) -> u32 {
        let security: Security = read::state(&mut self.world.engine, &self.deal.security);
        security.announced_losses
    }
}

fn recorded<E: Engine>() -> World<E> {
    let by = ConvertedBy::Trigger { place: 0 };
    let mut scene = Scene::<E>::new(&[terms(by, at_a_discount(false))]);
    let announces = scene.deal.announce_loss(1_500 * ONE, 1);
    scene.goes(announces);
    // Less than the deposits are owed and half of the notes.
    scene.falls_to(7_000 * ONE);
    let converts = scene.deal.convert_class(&super::OWN);
    assert_eq!(scene.refused(converts.clone()), "LossesAnnounced");
    scene.world.pass(2 * DAY);
    let records = scene.deal.record_loss(1);
    scene.goes(records.clone());
    assert_eq!(scene.refused(records), "LossEnded", "counted once");
    assert_eq!(scene.announced(), 0);
    assert_eq!(scene.tranche(SENIOR).loss, 0, "the deposits are whole");
    assert_eq!(scene.tranche(NOTE).loss, 1_500 * ONE);

    scene.goes(converts);
    assert_eq!(scene.tranche(SENIOR).loss, 0);
    assert_eq!(scene.tranche(NOTE).conversions.principal, 1_500 * ONE);
    assert_eq!(
        scene.tranche(EQUITY).shares,
        (7_000 + 1_875) * SHARE,
        "1,500.00 at 0.80"
    );
    // A later one is of the deposits: nothing else is left that has principal.
    let announces = scene.deal.announce_loss(100 * ONE, 2);
    scene.goes(announces);
    let (cid, eve) = (scene.cid, scene.eve);
    for owner in [cid, eve] {
        let collects = scene.collects(&owner);
        scene.goes(collects);
    }
    assert_eq!(
        scene.tokens(EQUITY, &cid),
        1_250 * SHARE,
        "what was converted is collected whatever is announced"
    );
    scene.world
}

fn elected<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&[terms(ConvertedBy::Holders, at_a_discount(false))]);
    let (cid, eve) = (scene.cid, scene.eve);
    let announces = scene.deal.announce_loss(1_500 * ONE, 1);
    scene.goes(announces);
    let converts = scene.converts(&cid, None);
    assert_eq!(scene.refused(converts.clone()), "LossesAnnounced");
    scene.world.pass(7 * DAY);
    let records = scene.deal.record_loss(1);
    scene.goes(records);
    scene.goes(converts);
    // Half of 2,000.00 at 0.80.
    assert_eq!(scene.tokens(EQUITY, &cid), 1_250 * SHARE);
    let note = scene.tranche(NOTE);
    assert_eq!(note.shares, 1_000 * UNIT);
    assert_eq!(scene.holder(NOTE, &eve).shares, note.shares);
    assert_eq!(
        note.principal().expect("it adds up"),
        500 * ONE,
        "Eve bears a third"
    );
    scene.world
}

#[test]
fn each_announcement_is_waited_for() {
    let mut scene = Scene::<Lite>::new(&[terms(ConvertedBy::Holders, at_a_discount(false))]);
    let cid = scene.cid;
    for report in [1, 2] {
        let announces = scene.deal.announce_loss(ONE, report);
        scene.goes(announces);
    }
    assert_eq!(scene.announced(), 2);
    let converts = scene.converts(&cid, None);
    let strikes = scene.deal.strike_loss(1);
    scene.goes(strikes.clone());
    assert_eq!(scene.refused(strikes), "LossEnded");
    assert_eq!(scene.refused(converts.clone()), "LossesAnnounced");
    let records = scene.deal.record_loss_with(Some(scene.deal.arbitrator), 2);
    scene.goes(records);
    // A correction is of a loss that has ended.
    let corrects = scene.deal.correct_loss(ONE, 2);
    scene.goes(corrects);
    assert_eq!(scene.announced(), 0);
    scene.goes(converts);
}

/// A servicer that announces one loss after the other holds a conversion up for one notice.
#[test]
fn announcements_hold_a_conversion_up_for_one_notice() {
    let by = ConvertedBy::Trigger { place: 0 };
    let mut scene = Scene::<Lite>::new(&[terms(by, at_a_discount(false))]);
    let notice = scene.deal.loss_notice;
    let converts = scene.deal.convert_class(&super::OWN);
    scene.falls_to(7_000 * ONE);
    // The trigger could convert from now on.
    let announces = scene.deal.announce_loss(1_500 * ONE, 1);
    scene.goes(announces);
    scene.world.pass(notice - 1);
    let announces = scene.deal.announce_loss(ONE, 2);
    scene.goes(announces);
    assert_eq!(scene.refused(converts.clone()), "LossesAnnounced");
    scene.world.pass(1);
    // What was announced in time can be recorded first, and counts first.
    let records = scene.deal.record_loss(1);
    scene.goes(records);
    assert_eq!(scene.announced(), 1, "the second waits for its notice");
    scene.goes(converts);
    assert_eq!(scene.tranche(NOTE).conversions.principal, 1_500 * ONE);
}

/// What holders elect, and what they have resolved, has no such end: they can wait.
#[test]
fn an_elective_conversion_waits_for_every_announcement() {
    let mut scene = Scene::<Lite>::new(&[terms(ConvertedBy::Holders, at_a_discount(false))]);
    let notice = scene.deal.loss_notice;
    let cid = scene.cid;
    let converts = scene.converts(&cid, None);
    scene.falls_to(7_000 * ONE);
    scene.world.pass(notice);
    let announces = scene.deal.announce_loss(ONE, 1);
    scene.goes(announces);
    assert_eq!(scene.refused(converts), "LossesAnnounced");
}

/// Attack: reports stay away, a loss is announced meanwhile, and the class converts with the next report, before the loss can be
/// recorded.
#[test]
fn a_loss_that_was_announced_while_reports_were_missing_is_waited_for() {
    let by = ConvertedBy::Trigger { place: 0 };
    let mut scene = Scene::<Lite>::new(&[terms(by, at_a_discount(false))]);
    let notice = scene.deal.loss_notice;
    let converts = scene.deal.convert_class(&super::OWN);
    scene.falls_to(7_000 * ONE);
    scene.world.pass(31 * DAY);
    assert_eq!(scene.refused(converts.clone()), "TriggerHolds");
    let announces = scene.deal.announce_loss(1_500 * ONE, 1);
    scene.goes(announces);
    scene.world.pass(DAY);
    let reports = scene.deal.report_pool(7_000 * ONE);
    scene.goes(reports.clone());
    assert_eq!(scene.refused(converts.clone()), "LossesAnnounced");
    // Reports that follow in time make nobody wait again.
    scene.world.pass(notice - 1);
    scene.goes(reports);
    let announces = scene.deal.announce_loss(ONE, 2);
    scene.goes(announces);
    assert_eq!(scene.refused(converts.clone()), "LossesAnnounced");
    scene.world.pass(1);
    let records = scene.deal.record_loss(1);
    scene.goes(records);
    scene.goes(converts);
    assert_eq!(scene.tranche(NOTE).conversions.principal, 1_500 * ONE);
}

/// Nor does a conversion that opens long after its trigger has failed precede a loss that was announced before.
#[test]
fn a_loss_that_was_announced_before_the_conversion_opens_is_waited_for() {
    let opens_at = World::<Lite>::new(Money::Classic).engine.now() + 200 * DAY;
    let by = ConvertedBy::Trigger { place: 0 };
    let late = ConversionTerms {
        opens_at,
        ..terms(by, at_a_discount(false))
    };
    let mut scene = Scene::<Lite>::new(&[late]);
    let notice = scene.deal.loss_notice;
    let converts = scene.deal.convert_class(&super::OWN);
    scene.falls_to(7_000 * ONE);
    scene.world.engine.set_now(opens_at - 20 * DAY);
    let reports = scene.deal.report_pool(7_000 * ONE);
    scene.goes(reports);
    scene.world.engine.set_now(opens_at - DAY);
    let announces = scene.deal.announce_loss(1_500 * ONE, 1);
    scene.goes(announces);
    scene.world.engine.set_now(opens_at);
    assert_eq!(scene.refused(converts.clone()), "LossesAnnounced");
    scene.world.pass(notice);
    let announces = scene.deal.announce_loss(ONE, 2);
    scene.goes(announces);
    let records = scene.deal.record_loss(1);
    scene.goes(records);
    scene.goes(converts);
    assert_eq!(scene.tranche(NOTE).conversions.principal, 1_500 * ONE);
}
