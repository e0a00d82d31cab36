//! An agent does not vote on its own power or place. On the bytecode.

use super::resolved::stepped;
use crate::resolutions::Scene;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::resolution::{proposal::Proposal, state::Proposer};
use securities_tests::{ix::resolution::args, lite::Lite};

const EQUITY: u8 = 2;
const DORA: Proposer = Proposer::Holder { rank: EQUITY };
const BACK: Proposal = Proposal::Control { stage: 0 };

/// The investors' agent is in control, and has bought so many of Dora's shares.
fn agent_holds(part: u64) -> (Scene<Lite>, Pubkey, Pubkey) {
    let (mut scene, investors, lenders) = stepped(1);
    let dora = scene.dora;
    let shares = scene.holder(EQUITY, &dora).shares / 7 * part;
    receives(&mut scene, EQUITY, &investors);
    let buys = scene
        .deal
        .transfer_shares(EQUITY, &dora, &investors, shares);
    scene.world.go(&[buys]);
    (scene, investors, lenders)
}

/// An owner may receive shares of a class.
fn receives(scene: &mut Scene<Lite>, rank: u8, owner: &Pubkey) {
    let patron = scene.world.payer;
    let welcome = scene.deal.welcome(rank, &patron, owner);
    scene.world.go(&welcome);
}

/// Dora proposes, and shows the records of a key.
fn showing(scene: &mut Scene<Lite>, agent: &Pubkey, proposal: Proposal) -> Instruction {
    let (number, dora) = (scene.governance().next_resolution, scene.dora);
    let by = (&dora, &scene.world.payer);
    scene
        .deal
        .propose_showing(number, by, args(DORA, proposal), agent)
}

#[test]
fn an_agent_has_no_vote_on_its_power_and_its_shares_may_be_left_out() {
    let (mut scene, agent, _) = agent_holds(3);
    let dora = scene.dora;
    // Not shown, its shares stay in the bar: four of seven thousand shares are too few.
    let number = scene.proposed_by(DORA, &dora, BACK);
    let unit = scene.holder(EQUITY, &dora).shares / 4;
    assert_eq!(scene.resolution(number).tallies[2].shares, 7 * unit);
    assert_eq!(scene.resolution(number).agent, agent);
    scene.opens(number);
    for in_favour in [false, true] {
        let call = scene.casts(number, (EQUITY, &agent), in_favour);
        assert_eq!(scene.refused(call), "AgentDisregarded");
    }
    scene.all_consent(number);
    scene.matures(number);
    let execute = scene.deal.execute_resolution(number, None, None);
    assert_eq!(scene.refused(execute), "NotConsented");

    // Shown, they do not count, and stay where they are until the close.
    let (mut scene, agent, lenders) = agent_holds(3);
    for other in [lenders, scene.ann] {
        let call = showing(&mut scene, &other, BACK);
        assert_eq!(
            scene.refused(call),
            "SponsorRecord",
            "another key's records"
        );
    }
    let mut short = showing(&mut scene, &agent, BACK);
    short.accounts.pop();
    assert_eq!(scene.refused(short), "SponsorRecord", "not all of them");
    let call = showing(&mut scene, &agent, BACK);
    scene.world.go(&[call]);
    assert_eq!(scene.resolution(0).tallies[2].shares, 4 * unit);
    let sends = scene.deal.transfer_shares(EQUITY, &agent, &dora, 1);
    assert_eq!(scene.refused(sends), "SharesVoted");
    scene.all_consent(0);
    scene.matures(0);
    let sends = scene.deal.transfer_shares(EQUITY, &agent, &dora, 1);
    scene
        .world
        .go(&[sends, scene.deal.execute_resolution(0, None, None)]);
    assert_eq!(scene.security().control.stage, 0);
}

/// Whose place is given away: the lenders' agent, though the investors' is in control.
#[test]
fn the_agent_whose_place_it_is_does_not_vote_on_it() {
    let (mut scene, _, lenders) = agent_holds(3);
    let (ann, to) = (scene.ann, scene.world.person("another agent"));
    let shares = scene.holder(0, &ann).shares / 6;
    receives(&mut scene, 0, &lenders);
    let buys = scene.deal.transfer_shares(0, &ann, &lenders, shares);
    scene.world.go(&[buys]);
    let elects = Proposal::Agent { stage: 2, to };
    let number = scene.proposed_by(Proposer::Holder { rank: 0 }, &ann, elects);
    scene.opens(number);
    let call = scene.casts(number, (0, &lenders), false);
    assert_eq!(scene.refused(call), "AgentDisregarded");
}

/// On everything else it votes as any holder, and its shares are not left out.
#[test]
fn an_agent_votes_on_what_gives_nobody_power() {
    let (mut scene, agent, _) = agent_holds(3);
    let call = showing(&mut scene, &agent, Proposal::Document);
    assert_eq!(scene.refused(call), "SponsorRecord");
    let dora = scene.dora;
    let advice = Proposal::Advisory {
        classes: 1 << EQUITY,
    };
    let number = scene.proposed_by(DORA, &dora, advice);
    scene.opens(number);
    scene.votes(number, (EQUITY, &agent), false);
    assert!(scene.ballot_of(number, EQUITY, &agent).is_some());
}

/// It holds all that others than the sponsor have of the class: then the lenders give control back.
#[test]
fn a_class_of_its_agent_alone_is_not_asked() {
    let (mut scene, agent, _) = agent_holds(7);
    let number = scene.governance().next_resolution;
    let ann = scene.ann;
    let by = (&ann, &scene.world.payer);
    let proposal = args(Proposer::Holder { rank: 0 }, BACK);
    let call = scene.deal.propose_showing(number, by, proposal, &agent);
    scene.world.go(&[call]);
    assert_eq!(scene.resolution(number).asked, 0b011);
}
