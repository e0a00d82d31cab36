//! When control steps on, and when not.

use super::{
    ACCELERATES, CURE, DAY, LTV, ONE, Scene, Security, TestTerms, TriggerTerms, Waterfall, read,
    steps,
};
use securities_tests::engine::Engine;

const CURED: i64 = CURE as i64 * DAY;

#[test]
fn control_steps_when_a_covenant_has_failed_for_its_cure_and_once_for_a_breach() {
    let mut scene = Scene::new(vec![steps(LTV)]);
    scene.reports(2_000 * ONE);
    assert_eq!(scene.cannot_step(), "StepNotDue", "it holds");
    // 1,000 of debt on 1,300 are 77 %.
    scene.reports(1_300 * ONE);
    scene.world.pass(CURED - 1);
    assert_eq!(scene.cannot_step(), "StepNotDue", "a second early");
    scene.world.pass(1);
    scene.steps();
    let control = scene.control();
    assert_eq!(
        (control.stage, control.stepped_at),
        (1, scene.world.engine.now())
    );
    scene.world.pass(CURED);
    assert_eq!(scene.cannot_step(), "StepNotDue", "once for a breach");
    // It holds, and fails again.
    scene.reports(2_000 * ONE);
    scene.reports(1_300 * ONE);
    scene.world.pass(CURED);
    scene.steps();
    assert_eq!(scene.control().stage, 2);
    scene.reports(2_000 * ONE);
    scene.reports(1_300 * ONE);
    scene.world.pass(CURED);
    assert_eq!(scene.cannot_step(), "NoStage", "the lenders are the last");
}

#[test]
fn two_breaches_step_one_stage_and_the_next_after_another_cure() {
    let mut scene = Scene::new(vec![
        steps(LTV),
        steps(TestTerms::ReportOverdue { days: 5 }),
    ]);
    scene.reports(1_300 * ONE);
    scene.world.pass(5 * DAY + 1);
    scene.world.go(&[scene.deal.check_triggers()]);
    scene.world.pass(CURED);
    scene.steps();
    assert_eq!(
        scene.cannot_step(),
        "StepNotDue",
        "the other waits for its cure after the step"
    );
    scene.world.pass(CURED - 1);
    assert_eq!(scene.cannot_step(), "StepNotDue");
    scene.world.pass(1);
    scene.steps();
    assert_eq!(scene.control().stage, 2);
}

#[test]
fn a_stale_report_steps_nothing() {
    let mut scene = Scene::new(vec![steps(LTV)]);
    scene.reports(2_000 * ONE);
    // The report is too old: that counts as failing, and steps nothing however long it lasts.
    scene.world.pass(41 * DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    scene.world.pass(CURED);
    let trigger = scene.trigger(0);
    assert!(trigger.failed_since > 0 && trigger.breached_since == 0);
    assert_eq!(scene.cannot_step(), "StepNotDue");
    // Nor does it count towards the cure of what a report says then.
    scene.reports(1_300 * ONE);
    assert_eq!(scene.cannot_step(), "StepNotDue");
    scene.world.pass(CURED);
    // A breach that is known goes on while reports stay away, but steps nothing meanwhile.
    scene.world.pass(41 * DAY);
    assert_eq!(scene.cannot_step(), "StepNotDue");
    scene.reports(1_300 * ONE);
    scene.steps();
    assert_eq!(scene.control().stage, 1);
}

#[test]
fn a_report_that_was_never_made_steps_control_where_a_covenant_says_so() {
    let mut scene = Scene::new(vec![steps(TestTerms::ReportOverdue { days: 30 })]);
    let security = scene.deal.security;
    let began = read::state::<Security>(&mut scene.world.engine, &security).began_at;
    scene.world.engine.set_now(began + 30 * DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    scene.world.pass(CURED);
    scene.world.go(&[scene.deal.check_triggers()]);
    assert_eq!(
        scene.cannot_step(),
        "StepNotDue",
        "it failed from the first test that found it"
    );
    scene.world.pass(CURED);
    scene.steps();
    assert_eq!(scene.control().stage, 1);
}

#[test]
fn a_covenant_that_is_waived_or_has_another_consequence_steps_nothing() {
    let accelerates = TriggerTerms {
        consequences: ACCELERATES,
        ..steps(LTV)
    };
    let mut scene = Scene::new(vec![accelerates, steps(LTV)]);
    scene.reports(1_300 * ONE);
    scene.world.pass(CURED);
    let waterfall = scene.deal.waterfall;
    let today = u32::try_from(scene.world.engine.now() / DAY).unwrap();
    read::edit(
        &mut scene.world.engine,
        &waterfall,
        |waterfall: &mut Waterfall| {
            waterfall.triggers[1].waived_until = today + 1;
        },
    );
    assert_eq!(scene.cannot_step(), "StepNotDue");
    scene.world.go(&[scene.deal.check_triggers()]);
    let waterfall: Waterfall = read::state(&mut scene.world.engine, &waterfall);
    assert_eq!(
        (waterfall.tripped, waterfall.triggers[1].breached_since),
        (1, 0)
    );
}

#[test]
fn what_only_steps_control_accelerates_nothing_and_lets_an_acceleration_end() {
    let accelerates = TriggerTerms {
        test: TestTerms::Losses { max_bps: 0 },
        cure_days: 0,
        consequences: ACCELERATES,
    };
    let mut scene = Scene::new(vec![accelerates, steps(LTV)]);
    scene.reports(1_300 * ONE);
    scene.world.pass(CURED);
    scene.world.go(&[scene.deal.check_triggers()]);
    let address = scene.deal.waterfall;
    let read = |scene: &mut Scene| read::state::<Waterfall>(&mut scene.world.engine, &address);
    assert_eq!(read(&mut scene).tripped, 0);
    read::edit(
        &mut scene.world.engine,
        &address,
        |waterfall: &mut Waterfall| {
            waterfall.tripped = 1;
        },
    );
    scene.world.go(&[scene.deal.check_triggers()]);
    scene.world.pass(DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    assert_eq!(
        read(&mut scene).tripped,
        0,
        "the one that accelerates has held for a day"
    );
}
