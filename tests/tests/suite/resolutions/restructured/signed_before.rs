//! What somebody signs before a waterfall is replaced and sends afterwards: it names a place, where something else may stand by then.

use super::*;
use securities::{cash::waterfall::consequences::ACCELERATES, control::report::CovenantReport};

/// An expense of the same payee stands at the same place, so that nothing but the version of the structure tells the two apart.
#[test]
fn an_expense_counts_for_the_tier_that_it_was_signed_for() {
    let mut scene = scene();
    let sponsor = scene.deal.sponsor;
    let version = scene.version() + 1;
    let next = scene.deal.at_structure_version(version);
    let signed = scene.deal.submit_expense(&sponsor, 2, ONE);
    let future = next.submit_expense(&sponsor, 2, ONE);
    assert_eq!(scene.refused(future), "StructureChanged");
    let mut tiers = first();
    tiers[2] = expense(90 * ONE);
    let places = (0..11).map(Some).collect();
    scene.restructured((tiers, places));
    assert_eq!(scene.refused(signed), "StructureChanged");
    assert_eq!(scene.waterfall().tiers[2].due, 0);
    let now = next.submit_expense(&sponsor, 2, ONE);
    scene.world.go(&[now]);
    assert_eq!(scene.waterfall().tiers[2].due, ONE);
}

/// A declared event, whose terms say nothing of what it is about: the document of the deal says that by its place.
#[test]
fn a_report_counts_for_the_trigger_that_it_was_signed_for() {
    let event = |cure_days| TriggerTerms {
        test: TestTerms::DeclaredEvent,
        cure_days,
        consequences: ACCELERATES,
    };
    let mut scene = with_triggers::<Lite>(vec![event(5), event(9)]);
    let arbitrator = scene.deal.arbitrator;
    let version = scene.version() + 1;
    let next = scene.deal.at_structure_version(version);
    let declared = CovenantReport::Event {
        declared: true,
        document_sha256: [9; 32],
    };
    let signed = scene.deal.report_covenant(&arbitrator, 0, declared, None);
    let rules = WaterfallRules {
        triggers: vec![event(9), event(5)],
        ..scene.deal.waterfall_args(first())
    };
    let number = scene.rules_consented(rules, (0..11).map(Some).collect());
    let executes = scene.executes_draft(number);
    scene.world.go(&[executes]);
    assert_eq!(scene.refused(signed), "StructureChanged");
    assert!(scene.waterfall().triggers.iter().all(|one| one.flags == 0));
    let now = next.report_covenant(&arbitrator, 0, declared, None);
    scene.world.go(&[now]);
    assert_eq!(scene.waterfall().triggers[0].flags, 1);
    assert_eq!(scene.waterfall().triggers[1].flags, 0);
}
