//! Triggers of a waterfall that is replaced.

use super::*;
use securities::{
    cash::waterfall::consequences::{ACCELERATES, STEPS},
    math::waterfall::Mode,
};

/// Nothing is behind the senior debt that is a part of ninety per cent.
const FAILS: TriggerTerms = cushion(9_000, 3, ACCELERATES);

fn accelerated() -> Scene<Lite> {
    let mut scene = with_triggers(vec![FAILS]);
    for _ in 0..2 {
        scene.world.go(&[scene.deal.check_triggers()]);
        scene.world.pass(4 * DAY);
    }
    scene.world.go(&[scene.deal.check_triggers()]);
    assert_eq!(mode(&mut scene), Mode::Accelerated);
    scene
}

fn mode(scene: &mut Scene<Lite>) -> Mode {
    let now = scene.world.engine.now();
    scene.waterfall().mode(now)
}

fn rules(scene: &Scene<Lite>, triggers: Vec<TriggerTerms>) -> WaterfallRules {
    WaterfallRules {
        triggers,
        ..scene.deal.waterfall_args(first())
    }
}

fn same_places() -> Vec<Option<u8>> {
    (0..11).map(Some).collect()
}

fn replaced(scene: &mut Scene<Lite>, triggers: Vec<TriggerTerms>) {
    let rules = rules(scene, triggers);
    let number = scene.rules_consented(rules, same_places());
    let executes = scene.executes_draft(number);
    scene.world.go(&[executes]);
}

/// A trigger whose terms are as before keeps its breach at another place, and the deal stays accelerated.
#[test]
fn a_trigger_that_stays_keeps_what_was_found() {
    let mut scene = accelerated();
    let before = scene.waterfall().triggers[0];
    assert!(before.failed_since > 0);
    let other = cushion(100, 1, ACCELERATES);
    replaced(&mut scene, vec![other, FAILS]);
    let after = scene.waterfall();
    assert_eq!(
        bytemuck::bytes_of(&after.triggers[1]),
        bytemuck::bytes_of(&before)
    );
    assert_eq!(after.triggers[0].failed_since, 0, "a new one holds");
    assert_eq!(mode(&mut scene), Mode::Accelerated);
}

/// One with other terms begins anew: its breach counts from the execution.
#[test]
fn a_trigger_with_other_terms_begins_anew() {
    let mut scene = accelerated();
    replaced(&mut scene, vec![cushion(9_000, 5, ACCELERATES)]);
    let now = scene.world.engine.now();
    assert_eq!(scene.waterfall().triggers[0].failed_since, now);
}

/// An acceleration whose trigger is gone ends as if it were cured: after a day, with a test.
#[test]
fn an_acceleration_by_a_trigger_that_is_gone_ends_after_a_day() {
    let mut scene = accelerated();
    replaced(&mut scene, vec![]);
    assert_eq!(mode(&mut scene), Mode::Accelerated);
    let since = scene.waterfall().holds_since;
    assert_eq!(since, scene.world.engine.now());
    scene.world.pass(DAY - 1);
    scene.world.go(&[scene.deal.check_triggers()]);
    assert_eq!(mode(&mut scene), Mode::Accelerated);
    scene.world.pass(1);
    scene.world.go(&[scene.deal.check_triggers()]);
    assert_eq!(mode(&mut scene), Mode::Amortising);
}

/// What the sponsor or the arbitrator has declared is no trigger's.
#[test]
fn a_declared_acceleration_stays() {
    let mut scene = scene();
    let sponsor = scene.deal.sponsor;
    let accelerates = securities::cash::waterfall::set_mode::ModeChange::Accelerate;
    scene
        .world
        .go(&[scene.deal.set_mode(&sponsor, accelerates)]);
    replaced(&mut scene, vec![]);
    scene.world.pass(2 * DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    assert_eq!(mode(&mut scene), Mode::Accelerated);
}

/// A trigger that steps control needs somebody to take it; one of a class that there is not is refused when it is laid down.
#[test]
fn triggers_are_checked_as_when_a_structure_is_set() {
    let mut scene = scene();
    let sponsor = scene.deal.sponsor;
    let steps = rules(&scene, vec![cushion(100, 1, STEPS)]);
    let drafts = scene.drafts_rules((&sponsor, 0), steps, same_places());
    scene.world.go(&[drafts]);
    let proposes = scene.proposes_draft(0);
    assert_eq!(scene.refused(proposes), "NoStage");
    let of_nobody = TriggerTerms {
        test: TestTerms::Overdue { rank: 3, days: 1 },
        ..FAILS
    };
    let bad = rules(&scene, vec![of_nobody]);
    let drafts = scene.drafts_rules((&sponsor, 1), bad, same_places());
    assert_eq!(scene.refused(drafts), "BadTrigger");
    let at_once = rules(&scene, vec![cushion(100, 0, STEPS)]);
    let drafts = scene.drafts_rules((&sponsor, 1), at_once, same_places());
    assert_eq!(scene.refused(drafts), "BadConsequences");
    let many = rules(&scene, vec![FAILS; 9]);
    let drafts = scene.drafts_rules((&sponsor, 1), many, same_places());
    assert_eq!(scene.refused(drafts), "BadTrigger");
}
