//! Control goes back, and agents change, by resolution of the classes of the stage.

use crate::resolutions::Scene;
use anchor_lang::prelude::Pubkey;
use securities::{
    resolution::{proposal::Proposal, state::Proposer},
    security::{control::Control, state::Security},
};
use securities_tests::engine::Engine;
use securities_tests::{deal::Deal, ix::control::control, lite::Lite, read};

const DEBTS: u8 = 0b011;
const EQUITY: u8 = 0b100;

/// A deal whose control has stepped to a stage.
pub(super) fn stepped(stage: u8) -> (Scene<Lite>, Pubkey, Pubkey) {
    let mut agents = [Pubkey::default(); 2];
    let mut scene = Scene::with(
        |world, _| agents = ["investors' agent", "lenders' agent"].map(|name| world.person(name)),
        |_: &Deal| vec![],
    );
    is_at(&mut scene, stage, agents);
    (scene, agents[0], agents[1])
}

fn is_at(scene: &mut Scene<Lite>, stage: u8, agents: [Pubkey; 2]) {
    let address = scene.deal.security;
    let terms = control(agents[0], agents[1]);
    read::edit(
        &mut scene.world.engine,
        &address,
        |security: &mut Security| {
            security.control.agents = terms.agents;
            security.control.powers = terms.powers;
            security.control.act_days = terms.act_days;
            security.control.stage = stage;
            security.control.stepped_at = 1;
        },
    );
}

fn control_of(scene: &mut Scene<Lite>) -> Control {
    scene.security().control
}

fn proposed(scene: &mut Scene<Lite>, agent: &Pubkey, proposal: Proposal) -> u32 {
    scene.proposed_by(Proposer::Sponsor, agent, proposal)
}

#[test]
fn those_in_control_give_it_back() {
    let back = || Proposal::Control { stage: 0 };
    let (mut scene, investors, lenders) = stepped(1);
    let sponsor = scene.deal.sponsor;
    for (by, error) in [(sponsor, "NotInControl"), (lenders, "NotInControl")] {
        let call = scene.proposes(Proposer::Sponsor, &by, back());
        assert_eq!(scene.refused(call), error);
    }
    let call = scene.proposes(
        Proposer::Sponsor,
        &investors,
        Proposal::Control { stage: 1 },
    );
    assert_eq!(scene.refused(call), "BadProposal", "it is there");
    let call = scene.proposes(
        Proposer::Sponsor,
        &investors,
        Proposal::Control { stage: 2 },
    );
    assert_eq!(scene.refused(call), "BadProposal", "only back");
    let number = proposed(&mut scene, &investors, back());
    let resolution = scene.resolution(number);
    assert_eq!((resolution.asked, resolution.sponsor_counts), (EQUITY, 0));
    scene.opens(number);
    let ann = scene.ann;
    let call = scene.casts(number, (0, &ann), true);
    assert_eq!(scene.refused(call), "ClassNotAsked", "a lender has no say");
    let call = scene.casts(number, (2, &sponsor), true);
    assert_eq!(
        scene.refused(call),
        "SponsorDisregarded",
        "nor has the sponsor"
    );
    scene.all_consent(number);
    scene.matures(number);
    scene
        .world
        .go(&[scene.deal.execute_resolution(number, None, None)]);
    let control = control_of(&mut scene);
    assert_eq!(control.stage, 0);
    assert_eq!(control.stepped_at, scene.world.engine.now());
    let notice = scene.deal.post_notice(1, "https://example.org");
    scene.world.go(&[notice]);
}

#[test]
fn lenders_in_control_give_it_to_the_investors_or_the_sponsor() {
    let (mut scene, _, lenders) = stepped(2);
    let number = proposed(&mut scene, &lenders, Proposal::Control { stage: 1 });
    assert_eq!(scene.resolution(number).asked, DEBTS);
    scene.all_consent(number);
    scene.matures(number);
    scene
        .world
        .go(&[scene.deal.execute_resolution(number, None, None)]);
    assert_eq!(control_of(&mut scene).stage, 1);
}

#[test]
fn what_was_decided_of_one_step_is_not_executed_after_another() {
    let (mut scene, investors, lenders) = stepped(1);
    let number = proposed(&mut scene, &investors, Proposal::Control { stage: 0 });
    scene.all_consent(number);
    scene.matures(number);
    is_at(&mut scene, 2, [investors, lenders]);
    let execute = scene.deal.execute_resolution(number, None, None);
    assert_eq!(scene.refused(execute), "ResolutionStale");
}

#[test]
fn a_class_elects_its_agent_which_signs() {
    let (mut scene, investors, lenders) = stepped(1);
    let to = scene.world.person("another agent");
    let elects = |stage, to| Proposal::Agent { stage, to };
    for (proposal, error) in [
        (elects(0, to), "BadProposal"),
        (elects(3, to), "BadProposal"),
        (elects(1, Pubkey::default()), "BadProposal"),
        (elects(1, investors), "BadProposal"),
        (elects(1, lenders), "AgentNotApart"),
        (elects(2, scene.deal.arbitrator), "AgentNotApart"),
    ] {
        let call = scene.proposes(Proposer::Sponsor, &investors, proposal);
        assert_eq!(scene.refused(call), error);
    }
    // The lenders elect theirs, in whatever stage the security is.
    let ann = scene.ann;
    let number = scene.proposed_by(Proposer::Holder { rank: 0 }, &ann, elects(2, to));
    assert_eq!(scene.resolution(number).asked, DEBTS);
    scene.all_consent(number);
    scene.matures(number);
    for (who, error) in [(None, "NotNamed"), (Some(lenders), "NotNamed")] {
        let execute = scene.deal.execute_resolution(number, None, who);
        assert_eq!(scene.refused(execute), error);
    }
    scene
        .world
        .go(&[scene.deal.execute_resolution(number, None, Some(to))]);
    assert_eq!(control_of(&mut scene).agents, [investors, to]);
    // The investors theirs, who is in control at once, and whose predecessor's announcement is void.
    let other = scene.world.person("a third agent");
    let number = proposed(&mut scene, &investors, elects(1, other));
    assert_eq!(scene.resolution(number).asked, EQUITY);
    scene.all_consent(number);
    scene.matures(number);
    let announce = scene
        .deal
        .announce_act(&investors, securities::security::control::Act::Accelerate);
    scene.world.go(&[
        announce,
        scene.deal.execute_resolution(number, None, Some(other)),
    ]);
    let control = control_of(&mut scene);
    assert_eq!((control.agents, control.act), ([other, to], 0));
    let mut notice = scene.deal.post_notice(1, "https://example.org");
    assert_eq!(scene.refused(notice.clone()), "NotInControl");
    notice.accounts[0].pubkey = other;
    scene.world.go(&[notice]);
}

#[test]
fn debts_that_are_repaid_leave_control_to_the_investors() {
    let (mut scene, _, lenders) = stepped(2);
    for rank in [0, 1] {
        let address = scene.deal.class(rank).tranche;
        read::edit(
            &mut scene.world.engine,
            &address,
            |tranche: &mut securities::tranche::state::Tranche| {
                tranche.principal_repaid = tranche.principal_issued
            },
        );
    }
    let number = proposed(&mut scene, &lenders, Proposal::Control { stage: 0 });
    assert_eq!(scene.resolution(number).asked, EQUITY);
}

/// The sponsor holds all that the investors have: then the lenders say who acts for them, and give control back.
#[test]
fn a_stage_whose_classes_are_the_sponsors_leaves_the_say_to_the_others() {
    let (mut scene, investors, _) = stepped(1);
    let (ann, dora, sponsor) = (scene.ann, scene.dora, scene.deal.sponsor);
    let equity = scene.holder(2, &dora).shares;
    let sells = scene.deal.transfer_shares(2, &dora, &sponsor, equity);
    scene.world.go(&[sells]);
    let number = proposed(&mut scene, &investors, Proposal::Control { stage: 0 });
    assert_eq!(scene.resolution(number).asked, DEBTS);
    let to = scene.world.person("another agent");
    let agent = Proposal::Agent { stage: 1, to };
    let number = scene.proposed_by(Proposer::Holder { rank: 0 }, &ann, agent);
    assert_eq!(scene.resolution(number).asked, DEBTS);
    scene.all_consent(number);
    scene.matures(number);
    scene
        .world
        .go(&[scene.deal.execute_resolution(number, None, Some(to))]);
    assert_eq!(control_of(&mut scene).agents[0], to);
}

/// Attack: a sponsor proposes something just before it loses control, so that the agent has to wait for the close.
#[test]
fn what_the_sponsor_proposed_before_the_step_keeps_no_agent_waiting() {
    let (mut scene, investors, _) = stepped(0);
    scene.proposed(Proposal::Document);
    let again = |scene: &mut Scene<Lite>, by| {
        scene.proposes(Proposer::Sponsor, &by, Proposal::Advisory { classes: 1 })
    };
    let sponsor = scene.deal.sponsor;
    let call = again(&mut scene, sponsor);
    assert_eq!(scene.refused(call), "ProposalTooEarly");
    scene.world.pass(1);
    let (address, now) = (scene.deal.security, scene.world.engine.now());
    read::edit(
        &mut scene.world.engine,
        &address,
        |security: &mut Security| {
            (security.control.stage, security.control.stepped_at) = (1, now);
        },
    );
    scene.world.pass(1);
    let call = again(&mut scene, investors);
    scene.world.go(&[call]);
    // Its own keeps it waiting.
    let call = again(&mut scene, investors);
    assert_eq!(scene.refused(call), "ProposalTooEarly");
}
