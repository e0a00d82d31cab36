//! What triggers cannot read for themselves, and who reports it.

use super::{CURE, CovenantReport, DAY, ONE, Scene, TestTerms, steps};
use anchor_lang::prelude::Pubkey;
use securities::{disclosure::calendar::DisclosureTerms, math::calendar};
use securities_tests::engine::Engine;

const CURED: i64 = CURE as i64 * DAY;
const KIND: u8 = 3;

const fn worth(value: u64) -> CovenantReport {
    CovenantReport::NetWorth {
        value,
        document_sha256: [8; 32],
    }
}

#[test]
fn the_arbitrator_declares_an_event_and_lifts_it() {
    let mut scene = Scene::new(vec![steps(TestTerms::DeclaredEvent)]);
    let sponsor = scene.deal.sponsor;
    let draw = scene.deal.draw_proceeds(&scene.deal.destination, ONE);
    scene.world.go(std::slice::from_ref(&draw));
    let event = |document| CovenantReport::Event {
        declared: true,
        document_sha256: document,
    };
    let by = |who: &Pubkey, report| scene.deal.report_covenant(who, 0, report, None);
    let (arbitrator, reporter) = (scene.deal.arbitrator, scene.deal.reporter);
    let refused = [
        (by(&sponsor, event([9; 32])), "NotArbitrator"),
        (by(&reporter, event([9; 32])), "NotArbitrator"),
        (by(&arbitrator, event([0; 32])), "DocumentMissing"),
        (by(&reporter, worth(1)), "WrongTrigger"),
        (
            scene
                .deal
                .report_covenant(&arbitrator, 1, event([9; 32]), None),
            "WrongTrigger",
        ),
    ];
    for (call, error) in refused {
        assert_eq!(scene.refused(call), error);
    }
    scene.world.go(&[scene.declares(true)]);
    assert_eq!(scene.refused(draw.clone()), "TriggerFailing");
    scene.world.pass(CURED);
    scene.world.go(&[scene.declares(false)]);
    assert_eq!(scene.cannot_step(), "StepNotDue", "it is lifted");
    scene.world.go(&[draw]);
    scene.world.go(&[scene.declares(true)]);
    scene.world.pass(CURED);
    scene.steps();
    assert_eq!(scene.control().stage, 1);
    assert_eq!(scene.trigger(0).document_sha256, [9; 32]);
}

#[test]
fn the_reporter_reports_a_net_worth_which_may_move_at_will() {
    let least = 500 * ONE;
    let test = TestTerms::NetWorth {
        min: least,
        max_age: 60,
    };
    let mut scene = Scene::new(vec![steps(test)]);
    let draw = scene.deal.draw_proceeds(&scene.deal.destination, ONE);
    assert_eq!(
        scene.refused(draw.clone()),
        "TriggerFailing",
        "nothing is known"
    );
    let by = |who: &Pubkey, report| scene.deal.report_covenant(who, 0, report, None);
    let refused = by(&scene.deal.sponsor, worth(least));
    let (enough, short) = (
        by(&scene.deal.reporter, worth(least)),
        by(&scene.deal.reporter, worth(least - 1)),
    );
    assert_eq!(scene.refused(refused), "NotReporter");
    scene.world.go(&[enough, draw.clone()]);
    scene.world.go(&[short]);
    assert_eq!(scene.refused(draw), "TriggerFailing");
    scene.world.go(&[scene.deal.check_triggers()]);
    scene.world.pass(CURED);
    scene.steps();
    assert_eq!(scene.control().stage, 1);
}

#[test]
fn anyone_has_the_program_look_whether_a_disclosure_is_overdue() {
    let test = TestTerms::DisclosureOverdue {
        kind: KIND,
        days: 5,
    };
    let anchor = |scene: i64| u16::try_from(calendar::day_of(scene).unwrap()).unwrap();
    let mut at = 0;
    let mut scene = Scene::with(
        vec![steps(test)],
        |_| {},
        |deal| {
            at = securities_tests::world::BEGIN;
            vec![deal.set_disclosures(vec![DisclosureTerms {
                kind: KIND,
                months: 12,
                anchor: anchor(at) + 60,
                due_days: 20,
                attestor: Pubkey::default(),
            }])]
        },
    );
    let nobody = scene.world.person("anybody");
    let first = scene.deal.disclosure((KIND, 0));
    let other = scene.deal.disclosure((KIND, 1));
    let looks = |scene: &Scene, account| {
        scene
            .deal
            .report_covenant(&nobody, 0, CovenantReport::Disclosure, account)
    };
    // Due on the 80th day, and overdue for more than five days on the 86th.
    let due = (i64::from(anchor(at)) + 86) * DAY;
    scene.world.engine.set_now(due - 1);
    let look = looks(&scene, None);
    scene.world.go(&[look]);
    assert_eq!(scene.trigger(0).flags & 1, 0, "it is not overdue yet");
    scene.world.engine.set_now(due);
    for (account, error) in [
        (None, "DisclosureMissing"),
        (Some(other), "DisclosureMissing"),
    ] {
        let look = looks(&scene, account);
        assert_eq!(scene.refused(look), error);
    }
    let look = looks(&scene, Some(first));
    scene.world.go(std::slice::from_ref(&look));
    let draw = scene.deal.draw_proceeds(&scene.deal.destination, ONE);
    assert_eq!(scene.refused(draw.clone()), "TriggerFailing");
    scene.world.pass(CURED);
    assert_eq!(
        scene.cannot_step(),
        "StepNotDue",
        "nobody has looked just now"
    );
    let step = scene.deal.step_control();
    let post = scene.deal.post_disclosure(&scene.deal.sponsor, (KIND, 0));
    let told = [post, look.clone(), step.clone()];
    assert_eq!(scene.world.refused(&told), "StepNotDue", "it came in time");
    scene.world.go(&[look.clone(), step]);
    assert_eq!(scene.control().stage, 1);
    // The sponsor still owes it, and what it posts lifts the breach.
    let post = scene.deal.post_disclosure(&scene.deal.sponsor, (KIND, 0));
    scene.world.go(&[post, look, scene.deal.check_triggers()]);
    let trigger = scene.trigger(0);
    assert_eq!(
        (trigger.flags, trigger.failed_since, trigger.breached_since),
        (0, 0, 0)
    );
}
