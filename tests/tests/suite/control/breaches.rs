//! When a breach ends, and from when the next one counts.

use super::{CURE, DAY, LTV, ONE, Scene, TestTerms, Waterfall, control, deal_of, read, steps};
use crate::payouts::source;
use securities::cash::{
    distribution::post_distribution::DistributionArgs, waterfall::trigger::RAISED,
};
use securities_tests::{
    deal,
    engine::Engine,
    lite::Lite,
    world::{Money, World},
};

const CURED: i64 = CURE as i64 * DAY;

#[test]
fn a_payment_that_heals_a_breach_ends_its_cure() {
    let mut scene = Scene::new(vec![steps(LTV)]);
    // 1,000 of debt on 1,300 are 77 %; 900 are 69 %.
    scene.reports(1_300 * ONE);
    scene.world.pass(5 * DAY);
    let payer = scene.world.investor("payer", 150 * ONE);
    let repays = DistributionArgs {
        principal: 100 * ONE,
        ..source(scene.world.engine.now(), 150 * ONE)
    };
    let post = scene.deal.post_distribution(&payer, 0, repays);
    scene.world.go(&[post]);
    let trigger = scene.trigger(0);
    assert_eq!((trigger.failed_since, trigger.breached_since), (0, 0));
    // 900 on 1,150 are 78 %: another breach, with a cure of its own.
    scene.world.pass(30 * DAY);
    scene.reports(1_150 * ONE);
    assert_eq!(scene.cannot_step(), "StepNotDue");
    scene.world.pass(CURED - 1);
    assert_eq!(scene.cannot_step(), "StepNotDue");
    scene.world.pass(1);
    scene.steps();
}

#[test]
fn an_event_that_was_lifted_begins_anew_though_nobody_has_tested_it_meanwhile() {
    let mut scene = Scene::new(vec![steps(TestTerms::DeclaredEvent)]);
    scene.world.go(&[scene.declares(true)]);
    scene.world.pass(DAY);
    scene.world.go(&[scene.declares(false)]);
    scene.world.pass(40 * DAY);
    scene.world.go(&[scene.declares(true)]);
    assert_eq!(scene.cannot_step(), "StepNotDue");
    scene.world.pass(CURED);
    scene.steps();
    assert_eq!(scene.control().stage, 1);
    // It has stepped; the next breach may too.
    scene.world.go(&[scene.declares(false)]);
    scene.world.go(&[scene.declares(true)]);
    scene.world.pass(CURED);
    scene.steps();
    assert_eq!(scene.control().stage, 2);
}

#[test]
fn a_breach_counts_from_the_end_of_a_waiver() {
    let mut scene = Scene::new(vec![steps(TestTerms::DeclaredEvent)]);
    let address = scene.deal.waterfall;
    let today = u32::try_from(scene.world.engine.now() / DAY).unwrap();
    read::edit(
        &mut scene.world.engine,
        &address,
        |waterfall: &mut Waterfall| {
            waterfall.triggers[0].waived_until = today + 20;
        },
    );
    scene.world.go(&[scene.declares(true)]);
    scene
        .world
        .engine
        .set_now((i64::from(today) + 20) * DAY + CURED - 1);
    assert_eq!(scene.cannot_step(), "StepNotDue");
    scene.world.pass(1);
    scene.steps();
    assert_eq!(scene.control().stage, 1);
}

#[test]
fn nothing_is_declared_of_a_deal_that_has_not_begun() {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![deal::senior(0), super::with_par(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |plan| {
        plan.triggers = vec![steps(TestTerms::DeclaredEvent)];
    });
    let [investors, lenders] =
        ["investors' agent", "lenders' agent"].map(|name| world.person(name));
    world.go(&[deal.set_control(control(investors, lenders))]);
    let mut scene = Scene {
        world,
        deal: deal.at_structure_version(2),
        investors,
        lenders,
    };
    let declares = scene.declares(true);
    assert_eq!(scene.refused(declares), "NotBegun");
    assert_eq!(scene.cannot_step(), "NotBegun");
    assert_eq!(scene.trigger(0).flags & RAISED, 0);
}
