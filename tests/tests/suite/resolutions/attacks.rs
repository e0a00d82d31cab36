//! What somebody might try with votes, and what comes of it, on the bytecode.

use super::{EQUITY, MEZZANINE, SENIOR, SHARE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    resolution::{governance::PAUSE, proposal::Proposal, state::Proposer},
    role::state::Role,
    tranche::vote_locks::MAX_VOTES,
};
use securities_tests::{deal::Deal, engine::Engine, lite::Lite, token};

/// The senior class has a wrapper of bearer units.
fn wrapped() -> Scene<Lite> {
    let set = |deal: &Deal| vec![deal.create_wrapper(SENIOR, true)];
    let mut scene = Scene::with(|_, _| {}, set);
    let payer = scene.world.payer;
    for owner in [scene.ann, scene.bob] {
        let open = scene.deal.open_unit_account(SENIOR, &payer, &owner);
        scene.world.go(&[open]);
    }
    scene
}

/// Gives somebody a record in a class.
fn welcome(scene: &mut Scene<Lite>, rank: u8, owner: &Pubkey) {
    let calls = scene.deal.welcome(rank, &scene.world.payer, owner);
    scene.world.go(&calls);
}

/// Attack: shares lent for one transaction vote and are given back.
#[test]
fn borrowed_shares_do_not_vote_and_go_back() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, rules) = (scene.ann, scene.bob, scene.rules());
    let number = scene.proposed(rules);
    scene.opens(number);
    let lends = scene
        .deal
        .transfer_shares(SENIOR, &ann, &bob, 6_000 * SHARE);
    let votes = scene.casts(number, (SENIOR, &bob), true);
    let returns = scene
        .deal
        .transfer_shares(SENIOR, &bob, &ann, 6_000 * SHARE);
    let loan = [lends.clone(), votes.clone(), returns.clone()];
    assert_eq!(scene.world.refused(&loan), "SharesVoted");
    // With the vote withdrawn they go back, and nothing has been voted.
    let withdraws = scene.withdraws(number, (SENIOR, &bob));
    scene.world.go(&[lends, votes, withdraws, returns]);
    assert_eq!(scene.resolution(number).tallies[0].in_favour, 0);
}

/// Attack: the same shares vote in two records, moved whichever way shares move.
#[test]
fn no_share_votes_twice_however_it_moves() {
    let mut scene = wrapped();
    let (ann, bob, rules) = (scene.ann, scene.bob, scene.rules());
    let number = scene.proposed(rules);
    scene.opens(number);
    scene.votes(number, (SENIOR, &ann), true);
    let all = 6_000 * SHARE;
    let sends = scene.deal.transfer_shares(SENIOR, &ann, &bob, 1);
    assert_eq!(scene.refused(sends.clone()), "SharesVoted");
    let asks = scene.deal.check_transfer(SENIOR, &ann, &bob, 1);
    assert_eq!(scene.refused(asks), "SharesVoted", "it is told before");
    let wraps = scene.deal.wrap_shares(SENIOR, &ann, 1);
    assert_eq!(scene.refused(wraps.clone()), "SharesVoted");
    let delegate = scene.world.person("delegate");
    let mut by_delegate = sends.clone();
    by_delegate.accounts[3].pubkey = delegate;
    let account = scene.deal.share_account(SENIOR, &ann);
    let approves = token::approve(&account, &ann, &delegate, all);
    let refused = scene.world.refused(&[approves, by_delegate]);
    assert_eq!(refused, "SharesVoted");
    // Burnt through the token program, her record keeps the shares, and they vote once.
    let mint = scene.deal.class(SENIOR).mint;
    scene.world.go(&[token::burn(
        &token::TOKEN_2022,
        &account,
        &mint,
        &ann,
        SHARE,
    )]);
    scene.votes(number, (SENIOR, &ann), true);
    let tally = scene.resolution(number).tallies[0];
    assert_eq!((tally.in_favour, tally.shares), (all, 10_000 * SHARE));
    let closes = scene.deal.close_holder(SENIOR, &ann, &scene.world.payer);
    assert_eq!(scene.refused(closes), "HolderInUse");
    // At the close they go, to the second.
    let at = scene.resolution(number).closes_at;
    scene.world.engine.set_now(at - 1);
    assert_eq!(scene.refused(sends.clone()), "SharesVoted");
    scene.world.engine.set_now(at);
    scene.world.go(&[sends, wraps]);
}

/// Wrapped shares count and do not vote; unwrapped they do both, and the bar stays where it was.
#[test]
fn wrapped_shares_count_and_do_not_vote() {
    let mut scene = wrapped();
    let (ann, bob, rules) = (scene.ann, scene.bob, scene.rules());
    let wraps = scene.deal.wrap_shares(SENIOR, &ann, 5_000 * SHARE);
    scene.world.go(&[wraps]);
    let number = scene.proposed(rules);
    let all = 10_000 * SHARE;
    assert_eq!(scene.resolution(number).tallies[0].shares, all);
    scene.opens(number);
    scene.votes(number, (SENIOR, &bob), true);
    let unwraps = scene.deal.unwrap_shares(SENIOR, &ann, 3_000 * SHARE);
    scene.world.go(&[unwraps]);
    scene.votes(number, (SENIOR, &ann), false);
    let tally = scene.resolution(number).tallies[0];
    assert_eq!(
        (tally.in_favour, tally.against, tally.shares),
        (4_000 * SHARE, 4_000 * SHARE, all)
    );
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    assert_eq!(scene.refused(executes), "NotConsented", "four of ten");
    // A wrapper's record has an owner that signs for nobody.
    let wrapper = scene.deal.wrapper(SENIOR);
    assert!(!scene.world.can_sign(&wrapper));
}

/// Attack: the sponsor, whose debt does not count, lends it to a friend for the vote.
#[test]
fn the_sponsors_debt_counts_nowhere_and_stays() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, dora, sponsor) = (scene.ann, scene.bob, scene.dora, scene.deal.sponsor);
    welcome(&mut scene, SENIOR, &sponsor);
    welcome(&mut scene, SENIOR, &dora);
    let sends = scene
        .deal
        .transfer_shares(SENIOR, &bob, &sponsor, 3_000 * SHARE);
    scene.world.go(&[sends]);
    let rules = scene.rules();
    let number = scene.proposed(rules);
    assert_eq!(scene.resolution(number).tallies[0].shares, 7_000 * SHARE);
    scene.opens(number);
    let votes = scene.casts(number, (SENIOR, &sponsor), true);
    assert_eq!(scene.refused(votes), "SponsorDisregarded");
    scene.votes(number, (SENIOR, &bob), true);
    scene.votes(number, (SENIOR, &ann), false);
    let lends = scene
        .deal
        .transfer_shares(SENIOR, &sponsor, &dora, 3_000 * SHARE);
    assert_eq!(scene.refused(lends.clone()), "SharesVoted");
    let tally = scene.resolution(number).tallies[0];
    assert_eq!(tally.shares, 7_000 * SHARE, "the bar stays where it was");
    assert_eq!(tally.in_favour + tally.against, tally.shares);
    scene.closes(number);
    scene.world.go(&[lends]);
}

/// Attack: executed when what the classes decided about has changed since.
#[test]
fn a_resolution_on_terms_that_have_changed_is_stale() {
    let mut scene = Scene::<Lite>::new();
    let ann = scene.ann;
    let lower = Proposal::DebtTerms {
        rank: SENIOR,
        rate_ppm: 70_000,
        maturity: scene.deal.class(SENIOR).terms.maturity,
    };
    let first = scene.proposed(lower);
    let by = Proposer::Holder { rank: SENIOR };
    let extension = scene.extension();
    let second = scene.proposed_by(by, &ann, extension);
    scene.all_consent(first);
    scene.all_consent(second);
    scene.matures(second);
    let call = scene.deal.execute_resolution(first, Some(SENIOR), None);
    scene.world.go(&[call]);
    let call = scene.deal.execute_resolution(second, Some(SENIOR), None);
    assert_eq!(scene.refused(call), "ResolutionStale");
    // Whoever holds a role cannot keep it by handing it over to another key of its own meanwhile.
    let (heir, other) = (scene.world.person("heir"), scene.world.person("other"));
    let role = Role::Servicer;
    let number = scene.consented(Proposal::Role { role, to: heir });
    let servicer = scene.deal.servicer;
    let payer = scene.world.payer;
    let hands_over = [
        scene.deal.propose_role((&servicer, &payer), role, &other),
        scene.deal.accept_role(role, &other, &payer),
    ];
    scene.world.go(&hands_over);
    let call = scene.deal.execute_resolution(number, None, Some(heir));
    scene.world.go(&[call]);
    assert_eq!(scene.security().servicer, heir);
}

/// Another class than the one that was consented to, or none.
#[test]
fn what_is_executed_changes_the_class_that_was_asked() {
    let mut scene = Scene::<Lite>::new();
    let rules = scene.rules();
    let number = scene.consented(rules);
    let call = scene.deal.execute_resolution(number, Some(MEZZANINE), None);
    assert_eq!(scene.refused(call), "WrongRank");
    let call = scene.deal.execute_resolution(number, None, None);
    assert_eq!(scene.refused(call), "TranchesIncomplete");
}

/// Attack: holders hold up the sponsor's books with one proposal after the other.
#[test]
fn a_proposer_waits_after_a_resolution_that_failed_and_not_after_one_that_was_executed() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, rules) = (scene.ann, scene.bob, scene.rules());
    let by = Proposer::Holder { rank: SENIOR };
    let failed = scene.proposed_by(by, &ann, rules.clone());
    let again = |scene: &mut Scene<Lite>| scene.proposes(by, &bob, rules.clone());
    let call = again(&mut scene);
    assert_eq!(scene.refused(call), "ProposalTooEarly", "one at a time");
    // Five times as long as it was open, so that the three classes take half of the time at most.
    let resolution = scene.resolution(failed);
    let open = resolution.closes_at - resolution.proposed_at;
    assert!(5 * open > PAUSE);
    let at = resolution.closes_at + 5 * open;
    scene.world.engine.set_now(at - 1);
    let call = again(&mut scene);
    assert_eq!(scene.refused(call), "ProposalTooEarly");
    scene.world.engine.set_now(at);
    let number = scene.proposed_by(by, &bob, rules.clone());
    scene.all_consent(number);
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    scene.world.go(&[executes]);
    let next = Proposal::Advisory { classes: 1 };
    scene.proposed_by(by, &bob, next);
    // Other proposers are not held up by these.
    scene.proposed(Proposal::Document);
}

/// Attack: a proposer withdraws its resolution to propose the next at once.
#[test]
fn a_withdrawn_resolution_shortens_no_wait() {
    let mut scene = Scene::<Lite>::new();
    let (sponsor, rules) = (scene.deal.sponsor, scene.rules());
    let number = scene.proposed(rules.clone());
    let stops = scene.deal.stop_resolution(number, &sponsor);
    scene.world.go(&[stops]);
    let call = scene.proposes(Proposer::Sponsor, &sponsor, rules.clone());
    assert_eq!(scene.refused(call), "ProposalTooEarly");
    let payer = scene.world.payer;
    let closes = scene.deal.close_resolution(number, &payer);
    assert_eq!(
        scene.refused(closes.clone()),
        "ResolutionOpen",
        "until its close"
    );
    scene.closes(number);
    scene.world.go(&[closes]);
    scene.proposed(rules);
}

/// Nobody has to close anything for shares to go after a vote.
#[test]
fn votes_that_nobody_closes_end_by_themselves() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob) = (scene.ann, scene.bob);
    for _ in 0..=MAX_VOTES {
        let number = scene.proposed(Proposal::Advisory { classes: 1 });
        scene.opens(number);
        scene.votes(number, (SENIOR, &ann), true);
        scene.closes(number);
    }
    let sends = scene
        .deal
        .transfer_shares(SENIOR, &ann, &bob, 6_000 * SHARE);
    scene.world.go(&[sends]);
    assert_eq!(scene.holder(SENIOR, &ann).voted_at(0), 6_000 * SHARE);
}

/// A record votes on three open resolutions; on a fourth after one of them.
#[test]
fn a_record_votes_on_three_open_resolutions() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, dora, arbitrator) = (scene.ann, scene.cid, scene.dora, scene.deal.arbitrator);
    let heir = scene.world.person("heir");
    let role = Proposal::Role {
        role: Role::Servicer,
        to: heir,
    };
    let holder = |rank| Proposer::Holder { rank };
    let numbers = [
        scene.proposed(Proposal::Document),
        scene.proposed_by(Proposer::Arbitrator, &arbitrator, role),
        scene.proposed_by(holder(MEZZANINE), &cid, Proposal::Document),
        scene.proposed_by(holder(EQUITY), &dora, Proposal::Document),
    ];
    scene.opens(numbers[3]);
    for number in &numbers[..MAX_VOTES] {
        scene.votes(*number, (SENIOR, &ann), true);
    }
    let fourth = scene.casts(numbers[3], (SENIOR, &ann), true);
    assert_eq!(scene.refused(fourth.clone()), "VotesFull");
    // Her shares stay as long as any of them is open.
    let withdraws = scene.withdraws(numbers[0], (SENIOR, &ann));
    scene.world.go(&[withdraws]);
    let sends = scene.deal.transfer_shares(SENIOR, &ann, &scene.bob, 1);
    assert_eq!(scene.refused(sends), "SharesVoted");
    scene.world.go(&[fourth]);
    scene.votes(numbers[1], (SENIOR, &ann), false);
    // Nobody who proposes can fill the record of somebody else.
    assert_eq!(scene.holder(SENIOR, &scene.bob.clone()).voted_at(0), 0);
}

/// Attack: a deal's shares, one base unit of which is bought, decide by themselves.
#[test]
fn a_vote_of_nobody_consents_to_nothing() {
    let mut scene = Scene::<Lite>::new();
    let rules = scene.rules();
    let number = scene.proposed(rules);
    scene.matures(number);
    let call = scene.deal.execute_resolution(number, Some(SENIOR), None);
    assert_eq!(scene.refused(call), "NotConsented");
}
