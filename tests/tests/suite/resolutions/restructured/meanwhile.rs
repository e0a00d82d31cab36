//! What else happens between a proposal and its execution, and does not take effect otherwise than the classes were asked.

use super::*;
use securities::{
    cash::waterfall::{
        consequences::{ACCELERATES, TRAPS},
        set_mode::ModeChange,
    },
    math::waterfall::Mode,
    resolution::proposal::Proposal,
    tranche::state::Tranche,
};

const BEFORE: TriggerTerms = cushion(9_000, 3, ACCELERATES);

fn places() -> Vec<Option<u8>> {
    (0..11).map(Some).collect()
}

/// The sponsor proposes a waterfall with such triggers, and Ann something else; everybody consents to both, and the timelock passes.
fn both(scene: &mut Scene<Lite>, triggers: Vec<TriggerTerms>, other: Proposal) -> [u32; 2] {
    let rules = WaterfallRules {
        triggers,
        ..scene.deal.waterfall_args(first())
    };
    let (sponsor, ann) = (scene.deal.sponsor, scene.ann);
    let drafts = scene.drafts_rules((&sponsor, 0), rules, places());
    scene.world.go(&[drafts]);
    let proposes = scene.proposes_draft(0);
    scene.world.go(&[proposes]);
    let number = scene.proposed_by(Proposer::Holder { rank: SENIOR }, &ann, other);
    for number in [0, number] {
        scene.all_consent(number);
    }
    scene.matures(number);
    [0, number]
}

/// Attack: a waiver names a place, and another trigger stands there by the time when it is executed.
#[test]
fn a_waiver_is_of_the_trigger_that_was_consented_to() {
    let other = TriggerTerms {
        cure_days: 4,
        ..BEFORE
    };
    let traps = TriggerTerms {
        consequences: ACCELERATES | TRAPS,
        ..BEFORE
    };
    // Another one, none, one that leads to something else, and the same.
    for (triggers, refusal) in [
        (vec![other, BEFORE], Some("ResolutionStale")),
        (vec![], Some("ResolutionStale")),
        (vec![traps], Some("ResolutionStale")),
        (vec![BEFORE, other], None),
    ] {
        let mut scene = with_triggers::<Lite>(vec![BEFORE]);
        let until = scene.world.engine.now() + 200 * DAY;
        let waiver = Proposal::Waiver { trigger: 0, until };
        let [replaces, waives] = both(&mut scene, triggers, waiver);
        let replaces = scene.executes_draft(replaces);
        let waives = scene.deal.execute_resolution(waives, None, None);
        scene.world.go(&[replaces]);
        match refusal {
            Some(refusal) => assert_eq!(scene.refused(waives), refusal),
            None => {
                scene.world.go(&[waives]);
                assert!(scene.waterfall().triggers[0].waived_until > 0);
            }
        }
    }
}

/// A waterfall that was consented to before a wind-down changes nothing in it, and none is proposed in it.
#[test]
fn nothing_is_replaced_in_a_wind_down() {
    let mut scene = with_triggers::<Lite>(vec![]);
    let [replaces, winds] = both(&mut scene, vec![], Proposal::WindDown);
    let winds = scene.deal.execute_resolution(winds, None, None);
    scene.world.go(&[winds]);
    let replaces = scene.executes_draft(replaces);
    assert_eq!(scene.refused(replaces), "Winding");
    let sponsor = scene.deal.sponsor;
    let drafts = scene.drafts((&sponsor, 1), behind());
    scene.world.go(&[drafts]);
    let proposes = scene.proposes_draft(1);
    assert_eq!(scene.refused(proposes), "Winding");
}

/// Whoever ends the revolving period ends it for good: no waterfall that was proposed before begins it again.
#[test]
fn a_revolving_period_that_was_ended_meanwhile_does_not_begin_again() {
    let edit = |world: &mut World<Lite>, deal: &mut securities_tests::deal::Deal| {
        deal.revolving_until = world.engine.now() + 200 * DAY;
    };
    let mut scene = Scene::<Lite>::shaped(edit, |_| vec![], |_| first());
    scene.world.investor("manager", 0);
    let number = scene.waterfall_consented(behind());
    let now = scene.world.engine.now();
    assert_eq!(scene.waterfall().mode(now), Mode::Revolving);
    let arbitrator = scene.deal.arbitrator;
    let ends = scene.deal.set_mode(&arbitrator, ModeChange::Amortise);
    scene.world.go(&[ends]);
    let executes = scene.executes_draft(number);
    assert_eq!(scene.refused(executes), "ResolutionStale");
    assert_eq!(scene.waterfall().mode(now), Mode::Amortising);
    // Once only: what has ended cannot be ended again under the next resolution.
    scene.world.pass(90 * DAY);
    scene.deal.revolving_until = 0;
    let number = scene.waterfall_consented(behind());
    let ends = scene.deal.set_mode(&arbitrator, ModeChange::Amortise);
    assert_eq!(scene.refused(ends), "ModeUnchanged");
    let executes = scene.executes_draft(number);
    scene.world.go(&[executes]);
    assert_eq!(scene.waterfall().tiers[3].bps, 500);
}

/// A disclosure that the calendar does not ask for is never due, so that a trigger on it could never fail.
#[test]
fn a_trigger_on_a_disclosure_that_is_never_due_is_refused() {
    let never = TriggerTerms {
        test: TestTerms::DisclosureOverdue { kind: 3, days: 5 },
        ..BEFORE
    };
    let mut scene = scene();
    let sponsor = scene.deal.sponsor;
    let rules = WaterfallRules {
        triggers: vec![never],
        ..scene.deal.waterfall_args(first())
    };
    let drafts = scene.drafts_rules((&sponsor, 0), rules, places());
    scene.world.go(&[drafts]);
    let proposes = scene.proposes_draft(0);
    assert_eq!(scene.refused(proposes), "NoSuchDisclosure");
}

/// Two debts share profit by capital: the senior, and behind it the mezzanine.
fn sharing() -> (Vec<TierTerms>, Vec<Option<u8>>) {
    let (mut tiers, mut continues) = behind();
    let shares = [
        TierTerms::Participation {
            rank: SENIOR,
            with: 1 << MEZZANINE,
            multiplier_bps: 10_000,
            gives_up_bps: 0,
        },
        TierTerms::Split {
            rank: MEZZANINE,
            bps: 1_000,
        },
    ];
    tiers.splice(10..10, shares);
    continues.splice(10..10, [None, None]);
    (tiers, continues)
}

/// Capital times days, as participations count them.
fn weight(tranche: &Tranche) -> u128 {
    tranche.participation_days.get() + tranche.last_participation_days.get()
}

/// Days before a participation was consented to do not count in it; one that goes on keeps its period.
#[test]
fn a_participation_counts_days_from_its_execution_on() {
    let mut scene = scene();
    scene.pays(0, 1_000 * ONE);
    let before = scene.tranche(SENIOR);
    assert!(weight(&before) > 0);
    scene.restructured(sharing());
    let today = u64::try_from(scene.world.engine.now() / DAY).expect("a day");
    assert_eq!(scene.waterfall().participation_since, today);
    for rank in [SENIOR, MEZZANINE] {
        assert_eq!(weight(&scene.tranche(rank)), 0);
    }
    scene.world.pass(10 * DAY);
    scene.pays(1, ONE);
    let after = scene.tranche(SENIOR);
    let capital = u128::from(after.principal().expect("it adds up"));
    assert_eq!(weight(&after), 10 * capital);

    let (tiers, _) = sharing();
    scene.restructured((tiers, (0..13).map(Some).collect()));
    assert_eq!(scene.waterfall().participation_since, today);
    assert!(weight(&scene.tranche(SENIOR)) > 10 * capital);
}
