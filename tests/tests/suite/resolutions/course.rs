//! A resolution from its proposal to its end.

use super::{EQUITY, MEZZANINE, SENIOR, SHARE, Scene};
use crate::on_both_engines;
use securities::{
    cash::waterfall::state::Waterfall,
    resolution::{
        governance::{EXECUTION_WINDOW, Tally},
        proposal::Proposal,
        state::{Proposer, Status},
    },
};
use securities_tests::{
    engine::Engine,
    read,
    world::{DAY, World},
};

on_both_engines! {
    /// Lenders extend the maturity for a higher rate, and everybody who can get less consents.
    a_consented_change_of_terms_takes_effect_from_its_day_on => extended;
    a_vote_counts_what_the_record_has_and_can_be_changed_and_withdrawn => counted;
    a_majority_of_the_votes_decides_an_advisory_resolution_with_a_quorum => advised;
    a_holder_proposes_with_its_part_and_keeps_it_until_the_close => proposed_by_a_holder;
    a_role_goes_to_a_key_that_signs_for_it => role;
    the_arbitrator_stops_a_resolution_in_its_timelock => stopped;
}

/// What the senior class owes by time, after a day's interest.
fn interest<E: Engine>(scene: &mut Scene<E>) -> u64 {
    scene.world.go(&[scene.deal.check_triggers()]);
    scene.tranche(SENIOR).interest_due
}

pub fn extended<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let before = scene.tranche(SENIOR);
    let proposal = scene.extension();
    let number = scene.proposed(proposal.clone());
    let resolution = scene.resolution(number);
    assert_eq!(resolution.proposal().expect("it is kept"), proposal);
    assert_eq!(resolution.asked, 0b111, "every class can get less");
    assert_eq!(resolution.sponsor_counts, 0b100, "as an owner of equity");
    assert_eq!(resolution.opens_at, resolution.proposed_at + 3 * DAY);
    assert_eq!(resolution.closes_at, resolution.opens_at + 7 * DAY);
    assert_eq!(resolution.executable_from, resolution.closes_at + 5 * DAY);
    let until = resolution.executable_from + EXECUTION_WINDOW;
    assert_eq!(resolution.executable_until, until);
    let shares = [10_000 * SHARE, 2_000 * SHARE, 10_000_000_000];
    assert_eq!(
        resolution.tallies.map(|tally| tally.shares)[..3],
        shares,
        "all shares that vote"
    );

    scene.opens(number);
    let (ann, bob, cid, dora) = (scene.ann, scene.bob, scene.cid, scene.dora);
    for (rank, owner) in [(SENIOR, ann), (MEZZANINE, cid), (EQUITY, dora)] {
        scene.votes(number, (rank, &owner), true);
    }
    // Six of ten thousand are less than two thirds.
    scene.votes(number, (SENIOR, &bob), false);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    assert_eq!(scene.refused(executes.clone()), "ResolutionEarly");
    scene.votes(number, (SENIOR, &bob), true);
    scene.matures(number);
    let now = scene.world.engine.now();

    // Up to the day on which it is executed, 8 %; from then on 9 %.
    let owed = interest(&mut scene);
    scene.world.go(std::slice::from_ref(&executes));
    let after = scene.tranche(SENIOR);
    assert_eq!((after.rate_ppm, after.current_rate_ppm), (90_000, 90_000));
    assert_eq!(after.maturity, before.maturity + 730 * DAY);
    assert_eq!(after.interest_due, owed, "what is owed stays owed");
    assert_eq!(after.next_due, before.next_due, "the due dates stay");
    scene.world.pass(DAY);
    let a_day = interest(&mut scene) - owed;
    let exact = u128::from(before.principal_issued) * 90_000;
    let exact = u64::try_from(exact / (365 * 1_000_000)).expect("it fits");
    assert!(
        (exact..=exact + 1).contains(&a_day),
        "{a_day} is 9 % of a day"
    );
    let waterfall: Waterfall = read::state(&mut scene.world.engine, &scene.deal.waterfall);
    assert_eq!(waterfall.structure_version, 2, "the structure has changed");
    assert_eq!(scene.security().amendments, 1);
    assert_eq!(scene.resolution(number).status, Status::Executed as u8);
    assert_eq!(scene.refused(executes), "ResolutionEnded", "once");

    // All rent goes back.
    let payer = scene.world.payer;
    for (rank, owner) in [
        (SENIOR, ann),
        (SENIOR, bob),
        (MEZZANINE, cid),
        (EQUITY, dora),
    ] {
        let close = scene.deal.close_ballot((number, rank), (&owner, &payer));
        scene.world.go(&[close]);
        assert!(scene.ballot_of(number, rank, &owner).is_none());
    }
    scene
        .world
        .go(&[scene.deal.close_resolution(number, &payer)]);
    let gone = scene.deal.resolution(number);
    assert!(scene.world.engine.account(&gone).is_none());
    // The old maturity passes, and nothing falls due.
    scene.world.engine.set_now(before.maturity + DAY);
    interest(&mut scene);
    assert_eq!(scene.tranche(SENIOR).principal_due, 0);
    scene.world.engine.set_now(after.maturity);
    interest(&mut scene);
    let due = scene.tranche(SENIOR);
    assert_eq!(due.principal_due, due.principal_issued, "at the new one");
    assert!(now < before.maturity, "it was extended in time");
    scene.world
}

fn counted<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let proposal = scene.rules();
    let number = scene.proposed(proposal);
    assert_eq!(scene.resolution(number).asked, 0b001, "it alone");
    scene.opens(number);
    let (ann, bob) = (scene.ann, scene.bob);
    let tally = |in_favour: u64, against: u64| Tally {
        in_favour: in_favour * SHARE,
        against: against * SHARE,
        shares: 10_000 * SHARE,
    };
    scene.votes(number, (SENIOR, &ann), false);
    assert_eq!(scene.resolution(number).tallies[0], tally(0, 6_000));
    scene.votes(number, (SENIOR, &ann), true);
    assert_eq!(scene.resolution(number).tallies[0], tally(6_000, 0));
    // Shares that she has voted stay; those that she receives can be voted as well.
    let sends = |scene: &Scene<E>, from, to, amount: u64| {
        scene.deal.transfer_shares(SENIOR, from, to, amount * SHARE)
    };
    let call = sends(&scene, &ann, &bob, 1);
    assert_eq!(scene.refused(call), "SharesVoted");
    let call = sends(&scene, &bob, &ann, 1_000);
    scene.world.go(&[call]);
    assert_eq!(scene.resolution(number).tallies[0], tally(6_000, 0));
    let call = sends(&scene, &ann, &bob, 1_000);
    scene.world.go(&[call]);
    let call = sends(&scene, &bob, &ann, 1_000);
    scene.world.go(&[call]);
    scene.votes(number, (SENIOR, &ann), true);
    scene.votes(number, (SENIOR, &bob), false);
    assert_eq!(scene.resolution(number).tallies[0], tally(7_000, 3_000));
    let ballot = scene.ballot_of(number, SENIOR, &ann).expect("her ballot");
    assert_eq!((ballot.weight, ballot.in_favour), (7_000 * SHARE, 1));
    // Withdrawn, a vote counts no more, and its shares go.
    let withdraws = scene.withdraws(number, (SENIOR, &bob));
    scene.world.go(&[withdraws]);
    assert_eq!(scene.resolution(number).tallies[0], tally(7_000, 0));
    assert!(scene.ballot_of(number, SENIOR, &bob).is_none());
    let call = sends(&scene, &bob, &ann, 3_000);
    scene.world.go(&[call]);
    // After the close all go.
    scene.closes(number);
    let call = sends(&scene, &ann, &bob, 10_000);
    scene.world.go(&[call]);
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    scene.world.go(&[executes]);
    assert_eq!(scene.tranche(SENIOR).rules.insider_lock_days, 30);
    scene.world
}

fn advised<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let number = scene.proposed(Proposal::Advisory { classes: 0b101 });
    let (ann, bob, dora, sponsor) = (scene.ann, scene.bob, scene.dora, scene.deal.sponsor);
    scene.opens(number);
    // Four of ten thousand are a quorum, and all of them are in favour.
    scene.votes(number, (SENIOR, &bob), true);
    scene.votes(number, (EQUITY, &sponsor), true);
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, None, None);
    assert_eq!(
        scene.refused(executes),
        "NotConsented",
        "3 of 10 are no quorum"
    );
    let number = scene.proposed(Proposal::Advisory { classes: 0b101 });
    scene.opens(number);
    scene.votes(number, (SENIOR, &bob), true);
    scene.votes(number, (EQUITY, &sponsor), false);
    scene.votes(number, (EQUITY, &dora), true);
    scene.matures(number);
    let before = scene.security();
    let executes = scene.deal.execute_resolution(number, None, None);
    scene.world.go(&[executes]);
    assert_eq!(
        scene.security().amendments,
        before.amendments,
        "it changes nothing"
    );
    // More votes against than in favour.
    let number = scene.proposed(Proposal::Advisory { classes: 0b001 });
    scene.opens(number);
    scene.votes(number, (SENIOR, &bob), true);
    scene.votes(number, (SENIOR, &ann), false);
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, None, None);
    assert_eq!(scene.refused(executes), "NotConsented");
    scene.world
}

pub fn proposed_by_a_holder<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let bob = scene.bob;
    let proposal = scene.rules();
    let by = Proposer::Holder { rank: SENIOR };
    let number = scene.proposed_by(by, &bob, proposal);
    let resolution = scene.resolution(number);
    assert_eq!(
        (resolution.proposed_by, resolution.stake),
        (2, 1_000 * SHARE)
    );
    let ann = scene.ann;
    let sends = |scene: &Scene<E>, amount: u64| {
        scene
            .deal
            .transfer_shares(SENIOR, &bob, &ann, amount * SHARE)
    };
    let call = sends(&scene, 3_001);
    assert_eq!(scene.refused(call), "SharesVoted", "it keeps a tenth");
    scene.opens(number);
    scene.votes(number, (SENIOR, &bob), true);
    let withdraws = scene.withdraws(number, (SENIOR, &bob));
    scene.world.go(&[withdraws]);
    let call = sends(&scene, 3_001);
    assert_eq!(scene.refused(call), "SharesVoted", "also without a ballot");
    let call = sends(&scene, 3_000);
    scene.world.go(&[call]);
    scene.closes(number);
    let call = sends(&scene, 1_000);
    scene.world.go(&[call]);
    scene.world
}

pub fn role<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let heir = scene.world.person("heir");
    let arbitrator = scene.deal.arbitrator;
    let proposal = Proposal::Role {
        role: securities::role::state::Role::Sponsor,
        to: heir,
    };
    let number = scene.proposed_by(Proposer::Arbitrator, &arbitrator, proposal);
    let resolution = scene.resolution(number);
    assert_eq!((resolution.asked, resolution.sponsor_counts), (0b111, 0));
    assert_eq!(resolution.tallies[2].shares, 7_000_000_000, "not its own");
    let sponsor = scene.deal.sponsor;
    scene.all_consent(number);
    let votes = scene.casts(number, (EQUITY, &sponsor), false);
    assert_eq!(scene.refused(votes), "SponsorDisregarded");
    scene.matures(number);
    let executes = |scene: &Scene<E>, to| scene.deal.execute_resolution(number, None, to);
    let call = executes(&scene, None);
    assert_eq!(scene.refused(call), "NotNamed");
    let call = executes(&scene, Some(sponsor));
    assert_eq!(scene.refused(call), "NotNamed");
    let call = executes(&scene, Some(heir));
    scene.world.go(&[call]);
    assert_eq!(scene.security().sponsor, heir);
    scene.world
}

pub fn stopped<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (rules, arbitrator) = (scene.rules(), scene.deal.arbitrator);
    let number = scene.proposed(rules);
    scene.all_consent(number);
    scene.closes(number);
    scene
        .world
        .go(&[scene.deal.stop_resolution(number, &arbitrator)]);
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    assert_eq!(scene.refused(executes), "ResolutionEnded");
    assert_eq!(scene.tranche(SENIOR).rules.insider_lock_days, 0);
    scene.world
}
