//! An agent does not vote on its own power or place. On the bytecode.

use super::resolved::stepped;
use crate::resolutions::Scene;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    resolution::{proposal::Proposal, state::Proposer},
    role::state::Role,
};
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

/// Whatever is shown, the class is asked that has control, and nobody else decides in its place.
#[test]
fn a_class_of_its_agent_alone_is_asked_and_its_agent_votes() {
    let (mut scene, agent, _) = agent_holds(7);
    let ann = scene.ann;
    let number = scene.governance().next_resolution;
    for shown in [false, true] {
        let proposal = args(Proposer::Holder { rank: 0 }, BACK);
        let by = (&ann, &scene.world.payer);
        let call = if shown {
            scene.deal.propose_showing(number, by, proposal, &agent)
        } else {
            scene.deal.propose_resolution(number, by, proposal)
        };
        assert_eq!(scene.refused(call), "ProposerRefused", "lenders");
    }
    // Not shown, its shares stay in the bar and vote nowhere: whoever proposes so has nothing of it.
    let held = scene.holder(EQUITY, &agent).shares;
    scene.proposed_by(Proposer::Sponsor, &agent, BACK);
    let resolution = scene.resolution(0);
    assert_eq!((resolution.asked, resolution.agent_counts), (0b100, 0));
    assert_eq!(resolution.tallies[2].shares, held);
    scene.opens(0);
    let call = scene.casts(0, (EQUITY, &agent), true);
    assert_eq!(scene.refused(call), "AgentDisregarded");
    scene.closes(0);

    let by = (&agent, &scene.world.payer);
    let call = scene
        .deal
        .propose_showing(1, by, args(Proposer::Sponsor, BACK), &agent);
    scene.world.go(&[call]);
    let resolution = scene.resolution(1);
    assert_eq!((resolution.asked, resolution.agent_counts), (0b100, 0b100));
    assert_eq!(resolution.tallies[2].shares, held);
    // What is in the bar is not kept: nobody keeps it from being sold by showing it.
    let (dora, unit) = (scene.dora, scene.tranche(EQUITY).unit);
    let sends = scene.deal.transfer_shares(EQUITY, &agent, &dora, unit);
    scene.world.go(&[sends]);
    scene.opens(1);
    scene.votes(1, (EQUITY, &agent), true);
    scene.matures(1);
    let execute = scene.deal.execute_resolution(1, None, None);
    scene.world.go(&[execute]);
    assert_eq!(scene.security().control.stage, 0);
}

/// The lenders' agent is in control, and has bought of the senior class all but so many shares.
fn lender_of_its_own(but: u64) -> (Scene<Lite>, Pubkey) {
    let (mut scene, _, lenders) = stepped(2);
    let (ann, bob) = (scene.ann, scene.bob);
    receives(&mut scene, 0, &lenders);
    let all = scene.holder(0, &ann).shares - but;
    let more = scene.holder(0, &bob).shares;
    let buys = [(ann, all), (bob, more)]
        .map(|(from, shares)| scene.deal.transfer_shares(0, &from, &lenders, shares));
    scene.world.go(&buys);
    (scene, lenders)
}

/// Attack: equity shows the records of a lender that is its own agent, of whose class it may have bought a share itself, so that
/// equity alone gives itself what every class decides on.
#[test]
fn a_lender_that_is_its_own_agent_is_struck_off_no_roll() {
    for but in [0, 1] {
        let (mut scene, lender) = lender_of_its_own(but);
        let to = scene.world.person("equity's own");
        let role = Proposal::Role {
            role: Role::Servicer,
            to,
        };
        let call = showing(&mut scene, &lender, role);
        scene.world.go(&[call]);
        let resolution = scene.resolution(0);
        assert_eq!((resolution.asked, resolution.agent_counts), (0b111, 0b001));
        let held = scene.tranche(0).shares;
        assert_eq!(resolution.tallies[0].shares, held);
        scene.opens(0);
        let others = [(0, scene.ann), (1, scene.cid), (EQUITY, scene.dora)];
        for (rank, owner) in others.into_iter().skip(usize::from(but == 0)) {
            scene.votes(0, (rank, &owner), true);
        }
        scene.votes(0, (0, &lender), false);
        scene.matures(0);
        let execute = scene.deal.execute_resolution(0, None, Some(to));
        assert_eq!(scene.refused(execute), "NotConsented");
    }
}

/// Where others have the part with which a holder proposes, they decide without the agent, and only there its shares are kept.
#[test]
fn others_of_some_weight_decide_without_the_agent() {
    let (mut scene, lender) = lender_of_its_own(0);
    let held = scene.holder(0, &lender).shares;
    let part = held / 10;
    for (but, counts) in [(part, 0), (part - 1, 0b001)] {
        let (mut scene, lender) = lender_of_its_own(but);
        let call = showing(&mut scene, &lender, BACK);
        assert_eq!(scene.refused(call), "ProposerRefused", "equity's holder");
        let ann = scene.ann;
        let number = scene.governance().next_resolution;
        let (key, by) = if counts == 0 {
            (ann, Proposer::Holder { rank: 0 })
        } else {
            (lender, Proposer::Sponsor)
        };
        let by = ((&key, &scene.world.payer), args(by, BACK));
        let call = scene.deal.propose_showing(number, by.0, by.1, &lender);
        scene.world.go(&[call]);
        let resolution = scene.resolution(number);
        assert_eq!((resolution.asked, resolution.agent_counts), (0b011, counts));
        let bar = if counts == 0 { but } else { held };
        assert_eq!(resolution.tallies[0].shares, bar);
        let cid = scene.cid;
        receives(&mut scene, 0, &cid);
        let sends = scene.deal.transfer_shares(0, &lender, &cid, 1);
        if counts == 0 {
            assert_eq!(scene.refused(sends), "SharesVoted");
        } else {
            scene.world.go(&[sends]);
        }
    }
}
