//! What is refused of resolutions, and by which number.

use super::{EQUITY, MEZZANINE, SENIOR, SHARE, Scene};
use securities::{
    resolution::{
        governance::{ClassVoteTerms, GovernanceTerms},
        proposal::Proposal,
        state::Proposer,
    },
    role::state::Role,
    tranche::rules::{Retention, TransferRulesTerms},
};
use securities_tests::{
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    ix::resolution::{args, governance},
    lite::Lite,
    offering::Offering,
    world::{DAY, Money, World},
};

type Edit = Box<dyn Fn(&mut GovernanceTerms)>;

#[test]
fn terms_out_of_range_are_no_governance() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    let deal = deal.create(&mut world, vec![senior(0), junior(1)], tiers());
    let class = governance().classes[0];
    let wrong: Vec<(&str, Edit)> = vec![
        ("no notice", Box::new(|terms| terms.notice_days = 0)),
        ("long notice", Box::new(|terms| terms.notice_days = 91)),
        ("short voting", Box::new(|terms| terms.voting_days = 2)),
        ("long voting", Box::new(|terms| terms.voting_days = 91)),
        ("no timelock", Box::new(|terms| terms.timelock_days = 0)),
        ("long timelock", Box::new(|terms| terms.timelock_days = 91)),
        ("no class", Box::new(|terms| terms.classes.clear())),
        (
            "too many classes",
            Box::new(move |terms| terms.classes = vec![class; 9]),
        ),
        (
            "half consents",
            Box::new(|terms| terms.classes[0].consent_bps = 5_000),
        ),
        (
            "more than all consent",
            Box::new(|terms| terms.classes[0].consent_bps = 10_001),
        ),
        (
            "a third is a quorum",
            Box::new(|terms| terms.classes[0].quorum_bps = 3_333),
        ),
        (
            "more than all are a quorum",
            Box::new(|terms| terms.classes[0].quorum_bps = 10_001),
        ),
        (
            "nobody proposes",
            Box::new(|terms| terms.classes[0].proposal_bps = 0),
        ),
        (
            "more than half proposes",
            Box::new(|terms| terms.classes[0].proposal_bps = 5_001),
        ),
    ];
    for (what, change) in wrong {
        let mut terms = governance();
        change(&mut terms);
        let refused = world.refused(&[deal.set_governance(terms)]);
        assert_eq!(refused, "BadGovernance", "{what}");
    }
    let all = ClassVoteTerms {
        consent_bps: 10_000,
        quorum_bps: 10_000,
        proposal_bps: 5_000,
    };
    let longest = GovernanceTerms {
        notice_days: 90,
        voting_days: 90,
        timelock_days: 90,
        classes: vec![all; 8],
    };
    world.go(&[deal.set_governance(longest)]);
    world.go(&[deal.set_governance(governance())]);
    // Once anybody can pay, it never changes.
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let refused = world.refused(&[deal.set_governance(governance())]);
    assert_eq!(refused, "StructureClosed");
    // And before anybody has paid, nobody decides.
    let proposal = args(Proposer::Sponsor, Proposal::Document);
    let proposes = deal.propose_resolution(0, (&deal.sponsor, &world.payer), proposal);
    assert_eq!(world.refused(&[proposes]), "NotBegun");
    assert_eq!(book.rank, 1);
}

#[test]
fn without_governance_there_are_no_resolutions() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (deal, _) = crate::payouts::owned_by(&mut world, &["ann"]);
    let proposal = args(Proposer::Sponsor, Proposal::Document);
    let proposes = deal.propose_resolution(0, (&deal.sponsor, &world.payer), proposal);
    assert_eq!(world.refused(&[proposes]), "AccountOwnedByWrongProgram");
}

#[test]
fn what_cannot_be_is_not_proposed() {
    let mut scene = Scene::<Lite>::new();
    let (sponsor, arbitrator) = (scene.deal.sponsor, scene.deal.arbitrator);
    let maturity = scene.deal.class(SENIOR).terms.maturity;
    let terms = |rank, rate_ppm, maturity| Proposal::DebtTerms {
        rank,
        rate_ppm,
        maturity,
    };
    let rules = |retained, daily_shares| Proposal::TransferRules {
        rank: SENIOR,
        rules: TransferRulesTerms {
            retained,
            daily_shares,
            sender_qualified: daily_shares > 0,
            ..TransferRulesTerms::default()
        },
    };
    let role = |role, to| Proposal::Role { role, to };
    let now = scene.world.engine.now();
    let authorised = scene.tranche(SENIOR).authorised;
    let heir = scene.world.person("heir");
    let retained = Some(Retention {
        owner: heir,
        shares: 1,
    });
    let wrong = [
        (Proposal::Advisory { classes: 0 }, "NobodyAsked"),
        (Proposal::Advisory { classes: 0b1000 }, "NobodyAsked"),
        (role(Role::Escheat, heir), "WrongRole"),
        (role(Role::Payee { tier: 0 }, heir), "WrongRole"),
        (role(Role::Destination { place: 0 }, heir), "WrongRole"),
        (role(Role::Qualifier { place: 0 }, heir), "WrongRole"),
        (role(Role::Sponsor, sponsor), "BadProposal"),
        (
            role(Role::Servicer, anchor_lang::prelude::Pubkey::default()),
            "BadProposal",
        ),
        (
            Proposal::Waiver {
                trigger: 0,
                until: now + 100 * DAY,
            },
            "BadProposal",
        ),
        (terms(SENIOR, 80_000, maturity), "BadProposal"),
        (terms(EQUITY, 80_000, maturity), "BadProposal"),
        (terms(3, 80_000, maturity), "WrongRank"),
        (terms(SENIOR, 0, maturity), "RateOutOfRange"),
        (terms(SENIOR, 10_000_001, maturity), "RateOutOfRange"),
        (terms(SENIOR, 80_000, now + 14 * DAY), "MaturityOutOfRange"),
        (terms(SENIOR, 80_000, i64::MAX), "MaturityOutOfRange"),
        (
            Proposal::Authorised {
                rank: SENIOR,
                shares: authorised,
            },
            "BadAuthorised",
        ),
        (
            Proposal::Authorised {
                rank: SENIOR,
                shares: u64::MAX,
            },
            "BadAuthorised",
        ),
        (rules(retained, 0), "BadProposal"),
        (rules(None, 1), "BadTransferRules"),
    ];
    for (proposal, error) in wrong {
        let what = format!("{proposal:?}");
        let call = scene.proposes(Proposer::Sponsor, &sponsor, proposal);
        assert_eq!(scene.refused(call), error, "{what}");
    }
    let mut long = args(Proposer::Sponsor, Proposal::Document);
    long.document_uri = "d".repeat(129);
    let payer = scene.world.payer;
    let call = scene.deal.propose_resolution(0, (&sponsor, &payer), long);
    assert_eq!(scene.refused(call), "TextTooLong");
    // Who may not.
    let (ann, cid, rules) = (scene.ann, scene.cid, scene.rules());
    let replaces = role(Role::Arbitrator, heir);
    let sends = role(Role::Servicer, heir);
    let by_holder = |rank| Proposer::Holder { rank };
    let all = Proposal::Document;
    let wrong = [
        (Proposer::Sponsor, arbitrator, all.clone(), "NotSponsor"),
        (Proposer::Arbitrator, sponsor, sends, "NotArbitrator"),
        (
            Proposer::Arbitrator,
            arbitrator,
            replaces,
            "ProposerRefused",
        ),
        (
            Proposer::Arbitrator,
            arbitrator,
            all.clone(),
            "ProposerRefused",
        ),
        (by_holder(EQUITY), sponsor, all, "ProposerRefused"),
        (by_holder(MEZZANINE), cid, rules.clone(), "ProposerRefused"),
    ];
    for (by, key, proposal, error) in wrong {
        let what = format!("{by:?} {proposal:?}");
        let call = scene.proposes(by, &key, proposal);
        assert_eq!(scene.refused(call), error, "{what}");
    }
    // Less than a tenth.
    let bob = scene.bob;
    let sends = scene
        .deal
        .transfer_shares(SENIOR, &bob, &ann, 3_000 * SHARE + 1);
    scene.world.go(&[sends]);
    let call = scene.proposes(by_holder(SENIOR), &bob, rules);
    assert_eq!(scene.refused(call), "ProposerRefused");
}

#[test]
fn accounts_of_others_are_refused() {
    let mut scene = Scene::<Lite>::new();
    let (sponsor, ann, bob) = (scene.deal.sponsor, scene.ann, scene.bob);
    let extension = scene.extension();
    let proposes = scene.proposes(Proposer::Sponsor, &sponsor, extension.clone());
    // The tranches are the ninth account and on, the records follow.
    let first = proposes.accounts.len() - 6;
    let mut call = proposes.clone();
    call.accounts.pop();
    assert_eq!(scene.refused(call), "SponsorRecord");
    let mut call = proposes.clone();
    call.accounts.truncate(first + 2);
    assert_eq!(scene.refused(call), "TranchesIncomplete");
    let mut call = proposes.clone();
    call.accounts.swap(first, first + 1);
    assert_eq!(scene.refused(call), "TranchesIncomplete");
    let mut call = proposes;
    call.accounts[first + 3].pubkey = scene.deal.record(SENIOR, &ann);
    assert_eq!(scene.refused(call), "SponsorRecord");

    let number = scene.proposed(extension);
    let rules = Proposal::Advisory { classes: 0b001 };
    let by = Proposer::Holder { rank: SENIOR };
    let second = scene.proposed_by(by, &ann, rules);
    scene.opens(second);
    scene.votes(number, (SENIOR, &ann), true);
    scene.votes(second, (SENIOR, &ann), true);
    // A ballot of another resolution, or of another record.
    let swap = |call: &mut anchor_lang::solana_program::instruction::Instruction, from, to| {
        for meta in &mut call.accounts {
            if meta.pubkey == from {
                meta.pubkey = to;
            }
        }
    };
    let own = scene.deal.ballot(number, SENIOR, &ann);
    let mut call = scene.withdraws(number, (SENIOR, &ann));
    swap(&mut call, own, scene.deal.ballot(second, SENIOR, &ann));
    assert_eq!(scene.refused(call), "WrongResolution");
    let mut call = scene.withdraws(number, (SENIOR, &bob));
    swap(&mut call, scene.deal.ballot(number, SENIOR, &bob), own);
    assert_eq!(scene.refused(call), "WrongResolution");
    let mut call = scene.casts(number, (SENIOR, &bob), true);
    swap(&mut call, bob, ann);
    assert_eq!(scene.refused(call), "NotOwner");
    // A class that is not asked.
    let call = scene.casts(second, (EQUITY, &scene.dora), true);
    assert_eq!(scene.refused(call), "ClassNotAsked");
}

#[test]
fn nothing_happens_before_its_time_or_after_it() {
    let mut scene = Scene::<Lite>::new();
    let (ann, payer) = (scene.ann, scene.world.payer);
    let rules = scene.rules();
    let number = scene.proposed(rules.clone());
    let casts = scene.casts(number, (SENIOR, &ann), true);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    let closes = scene.deal.close_resolution(number, &payer);
    let close_ballot = scene.deal.close_ballot((number, SENIOR), (&ann, &payer));
    let opens = scene.resolution(number).opens_at;
    scene.world.engine.set_now(opens - 1);
    assert_eq!(scene.refused(casts.clone()), "VotingClosed", "not open yet");
    scene.all_consent(number);
    let withdraws = scene.withdraws(number, (SENIOR, &ann));
    assert_eq!(scene.refused(close_ballot.clone()), "VotingOpen");
    assert_eq!(scene.refused(closes.clone()), "ResolutionOpen");
    let again = scene.proposes(
        Proposer::Sponsor,
        &scene.deal.sponsor.clone(),
        rules.clone(),
    );
    assert_eq!(scene.refused(again), "ProposalTooEarly");
    scene.closes(number);
    assert_eq!(scene.refused(casts), "VotingClosed", "closed");
    assert_eq!(scene.refused(withdraws), "VotingClosed");
    assert_eq!(scene.refused(closes.clone()), "ResolutionOpen", "it waits");
    let from = scene.resolution(number);
    scene.world.engine.set_now(from.executable_from - 1);
    assert_eq!(scene.refused(executes.clone()), "ResolutionEarly");
    scene.world.engine.set_now(from.executable_until - 1);
    assert_eq!(scene.refused(closes.clone()), "ResolutionOpen");
    scene.world.engine.set_now(from.executable_until);
    assert_eq!(scene.refused(executes), "ResolutionExpired");
    scene.world.go(&[closes]);
    // The ballots outlive it, and their rent goes back too.
    scene.world.go(&[close_ballot]);
    assert!(scene.ballot_of(number, SENIOR, &ann).is_none());
}

#[test]
fn the_arbitrator_stops_what_it_may_in_time() {
    let mut scene = Scene::<Lite>::new();
    let (arbitrator, sponsor, ann) = (scene.deal.arbitrator, scene.deal.sponsor, scene.ann);
    let rules = scene.rules();
    let number = scene.consented(rules.clone());
    let stops = |scene: &Scene<Lite>, number, key: &_| scene.deal.stop_resolution(number, key);
    let call = stops(&scene, number, &arbitrator);
    assert_eq!(
        scene.refused(call.clone()),
        "NotStoppable",
        "the timelock is over"
    );
    let from = scene.resolution(number).executable_from;
    scene.world.engine.set_now(from - 1);
    let others = stops(&scene, number, &ann);
    assert_eq!(scene.refused(others), "NotArbitrator");
    let own = stops(&scene, number, &sponsor);
    assert_eq!(scene.refused(own), "NotStoppable", "the vote is over");
    assert_eq!(scene.security().pending, 1);
    scene.world.go(std::slice::from_ref(&call));
    assert_eq!(scene.security().pending, 0, "books are locked again");
    assert_eq!(scene.refused(call), "ResolutionEnded");
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    assert_eq!(scene.refused(executes), "ResolutionEnded");
    let payer = scene.world.payer;
    scene
        .world
        .go(&[scene.deal.close_resolution(number, &payer)]);
    assert_eq!(scene.security().pending, 0, "it counts once");

    // Whoever proposed it withdraws it, and the votes go.
    let number = scene.proposed(rules);
    scene.opens(number);
    scene.votes(number, (SENIOR, &ann), true);
    let call = stops(&scene, number, &sponsor);
    scene.world.go(&[call]);
    let casts = scene.casts(number, (SENIOR, &ann), false);
    assert_eq!(scene.refused(casts), "VotingClosed");
    let withdraws = scene.withdraws(number, (SENIOR, &ann));
    scene.world.go(&[withdraws]);
    scene.closes(number);

    // Its own replacement, and what changes nothing.
    let heir = scene.world.person("heir");
    let replaces = Proposal::Role {
        role: Role::Arbitrator,
        to: heir,
    };
    for proposal in [replaces, Proposal::Advisory { classes: 1 }] {
        let number = scene.proposed(proposal);
        let call = stops(&scene, number, &arbitrator);
        assert_eq!(scene.refused(call), "NotStoppable");
        scene.closes(number);
    }
}
