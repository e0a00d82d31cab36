//! What is set before anybody can pay.

use super::{DAY, LTV, Scene, TriggerTerms, steps, trapped::TRAPS_ALONE};
use crate::drawing::{deal_of, with_par};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::{state::Waterfall, terms::TestTerms},
    control::report::CovenantReport,
    disclosure::calendar::DisclosureTerms,
    role::state::Role,
    security::control::{ALL_POWERS, ControlTerms},
};
use securities_tests::{
    deal::{self, Deal, senior},
    ix::{control::control, resolution::governance},
    lite::Lite,
    offering::Offering,
    read,
    world::{Money, World},
};

fn planned(triggers: Vec<TriggerTerms>) -> (World<Lite>, Deal, ControlTerms) {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![senior(0), with_par(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |plan| {
        plan.triggers = triggers;
    });
    let [investors, lenders] =
        ["investors' agent", "lenders' agent"].map(|name| world.person(name));
    (world, deal, control(investors, lenders))
}

#[test]
fn control_is_part_of_what_is_offered_and_agents_are_keys_of_their_own() {
    let (mut world, deal, terms) = planned(vec![]);
    let [investors, lenders] = terms.agents;
    let agents = |agents| ControlTerms {
        agents,
        ..terms.clone()
    };
    let days = |act_days| ControlTerms {
        act_days,
        ..terms.clone()
    };
    let mut unknown = terms.clone();
    unknown.powers[2] = ALL_POWERS + 1;
    let refused = [
        (days(0), "BadControl"),
        (days(31), "BadControl"),
        (unknown, "BadControl"),
        (agents([deal.sponsor, lenders]), "AgentNotApart"),
        (agents([deal.servicer, lenders]), "AgentNotApart"),
        (agents([investors, deal.reporter]), "AgentNotApart"),
        (agents([investors, deal.arbitrator]), "AgentNotApart"),
        (agents([investors, investors]), "AgentNotApart"),
        (agents([deal.security, lenders]), "KeyRefused"),
        (agents([investors, deal.vault]), "KeyRefused"),
    ];
    for (terms, error) in refused {
        assert_eq!(world.refused(&[deal.set_control(terms)]), error);
    }
    let mut stranger = deal.set_control(terms.clone());
    stranger.accounts[0].pubkey = deal.servicer;
    assert_eq!(world.refused(&[stranger]), "NotSponsor");
    let version = |world: &mut World<Lite>| {
        read::state::<Waterfall>(&mut world.engine, &deal.waterfall).structure_version
    };
    assert_eq!(version(&mut world), 1);
    for terms in [
        days(1),
        days(30),
        agents([Pubkey::default(); 2]),
        terms.clone(),
    ] {
        world.go(&[deal.set_control(terms)]);
    }
    assert_eq!(version(&mut world), 5);
    // No role goes to an agent afterwards.
    let payer = world.payer;
    let propose = deal.propose_role((&deal.servicer, &payer), Role::Servicer, &investors);
    let accept = deal.accept_role(Role::Servicer, &investors, &payer);
    assert_eq!(world.refused(&[propose, accept]), "AgentNotApart");
    // Once money may be in line, it stands.
    world.go(&[deal.set_governance(governance())]);
    Offering::standard(&mut world, &deal, 0, "line");
    assert_eq!(world.refused(&[deal.set_control(terms)]), "StructureClosed");
}

#[test]
fn no_book_opens_where_control_would_step_to_nobody() {
    let (mut world, deal, terms) = planned(vec![steps(LTV)]);
    let plan = Offering::plan(&mut world, &deal, 0, 0, "line");
    let mut open = plan.opening(&mut world, &deal, 0);
    open.truncate(2);
    assert_eq!(world.refused(&open), "NoStage");
    let nobody = ControlTerms {
        agents: [Pubkey::default(); 2],
        ..terms.clone()
    };
    world.go(&[deal.set_control(nobody)]);
    assert_eq!(world.refused(&open), "NoStage");
    let lenders = ControlTerms {
        agents: [Pubkey::default(), terms.agents[1]],
        ..terms
    };
    world.go(&[deal.set_control(lenders)]);
    assert_eq!(world.refused(&open), "NoWayBack");
    world.go(&[deal.set_governance(governance())]);
    world.go(&open);
}

/// Control comes back, and an agent is replaced, by resolutions alone.
#[test]
fn no_book_opens_with_agents_and_no_governance() {
    let (mut world, deal, terms) = planned(vec![]);
    let plan = Offering::plan(&mut world, &deal, 0, 0, "line");
    let mut open = plan.opening(&mut world, &deal, 0);
    open.truncate(2);
    for agents in [
        [terms.agents[0], Pubkey::default()],
        [Pubkey::default(), terms.agents[1]],
    ] {
        let set = deal.set_control(ControlTerms {
            agents,
            ..terms.clone()
        });
        let opening = [vec![set], open.clone()].concat();
        assert_eq!(world.refused(&opening), "NoWayBack");
    }
    // Powers alone move to nobody.
    let nobody = deal.set_control(ControlTerms {
        agents: [Pubkey::default(); 2],
        ..terms
    });
    world.go(&[nobody]);
    world.go(&open);
}

/// What the calendar does not ask for is never overdue.
#[test]
fn no_book_opens_on_a_covenant_about_a_disclosure_that_is_never_due() {
    let covenant = TriggerTerms {
        consequences: 0,
        ..steps(TestTerms::DisclosureOverdue { kind: 3, days: 5 })
    };
    let (mut world, deal, _) = planned(vec![covenant]);
    let plan = Offering::plan(&mut world, &deal, 0, 0, "line");
    let mut open = plan.opening(&mut world, &deal, 0);
    open.truncate(2);
    assert_eq!(world.refused(&open), "NoSuchDisclosure", "no calendar");
    let of = |kind| {
        deal.set_disclosures(vec![DisclosureTerms {
            kind,
            months: 12,
            anchor: 20_000,
            due_days: 20,
            attestor: Pubkey::default(),
        }])
    };
    world.go(&[of(2)]);
    assert_eq!(world.refused(&open), "NoSuchDisclosure", "another kind");
    world.go(&[of(3), deal.set_disclosures(vec![])]);
    assert_eq!(world.refused(&open), "NoSuchDisclosure", "taken back");
    world.go(&[of(3)]);
    world.go(&open);
}

#[test]
fn control_stays_with_the_sponsor_before_the_first_lock() {
    let (mut world, deal, terms) = planned(vec![steps(TestTerms::DeclaredEvent)]);
    let event = CovenantReport::Event {
        declared: true,
        document_sha256: [9; 32],
    };
    world.go(&[deal.set_control(terms)]);
    let declares = deal
        .at_structure_version(2)
        .report_covenant(&deal.arbitrator, 0, event, None);
    assert_eq!(world.refused(&[declares]), "NotBegun");
    world.pass(i64::from(super::CURE) * super::DAY);
    assert_eq!(world.refused(&[deal.step_control()]), "NotBegun");
}

#[test]
fn control_skips_a_stage_without_an_agent() {
    let mut scene = Scene::with(
        vec![steps(TestTerms::DeclaredEvent)],
        |terms| terms.agents[0] = Pubkey::default(),
        |_| vec![],
    );
    scene.world.go(&[scene.declares(true)]);
    scene.world.pass(i64::from(super::CURE) * DAY);
    scene.steps();
    assert_eq!(scene.control().stage, 2);
}

#[test]
fn consequences_are_known_and_fit_the_deal() {
    let (mut world, deal, _) = planned(vec![]);
    let refused = |world: &mut World<Lite>, deal: &Deal, trigger: TriggerTerms| {
        let mut changed = deal.clone();
        changed.triggers = vec![trigger];
        let classes: Vec<_> = deal
            .classes
            .iter()
            .map(|class| class.terms.clone())
            .collect();
        world.refused(&[changed.set_waterfall(deal::tiers_of(&classes))])
    };
    for (trigger, error) in [
        (
            TriggerTerms {
                consequences: 8,
                ..steps(LTV)
            },
            "BadConsequences",
        ),
        (
            TriggerTerms {
                cure_days: 0,
                ..steps(LTV)
            },
            "BadConsequences",
        ),
        (
            steps(TestTerms::LoanToValue {
                rank: 2,
                max_bps: 1,
                max_age: 1,
            }),
            "BadTrigger",
        ),
        (
            steps(TestTerms::LoanToValue {
                rank: 0,
                max_bps: 0,
                max_age: 1,
            }),
            "BadTrigger",
        ),
        (
            steps(TestTerms::LoanToValue {
                rank: 0,
                max_bps: 1,
                max_age: 0,
            }),
            "BadTrigger",
        ),
        (steps(TestTerms::ReportOverdue { days: 0 }), "BadTrigger"),
        (
            steps(TestTerms::DisclosureOverdue { kind: 8, days: 0 }),
            "BadTrigger",
        ),
        (
            steps(TestTerms::NetWorth { min: 0, max_age: 1 }),
            "BadTrigger",
        ),
        (
            steps(TestTerms::NetWorth { min: 1, max_age: 0 }),
            "BadTrigger",
        ),
    ] {
        assert_eq!(refused(&mut world, &deal, trigger), error, "{trigger:?}");
    }
    // Cash is trapped for debts.
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![with_par(0), with_par(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |_| {});
    assert_eq!(refused(&mut world, &deal, TRAPS_ALONE), "BadConsequences");
}
