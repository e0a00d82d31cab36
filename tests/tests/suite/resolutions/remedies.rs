//! What lenders, and holders together, do in a deal that goes badly: acceleration, and other accounts for draws. On the bytecode.

use super::{EQUITY, MEZZANINE, ONE, SENIOR, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::{
        set_mode::ModeChange,
        state::Waterfall,
        terms::{TestTerms, TriggerTerms},
    },
    math::waterfall::Mode,
    resolution::{proposal::Proposal, state::Proposer},
    tranche::state::Tranche,
};
use securities_tests::{
    deal::Deal,
    engine::Engine,
    lite::Lite,
    read,
    world::{DAY, World},
};

const LENDERS: Proposer = Proposer::Holder { rank: SENIOR };
const ACCELERATE: Proposal = Proposal::Acceleration { declare: true };
const RESUME: Proposal = Proposal::Acceleration { declare: false };

/// A deal whose senior debt must not be overdue for a day, with five days to cure that.
fn triggered() -> Scene<Lite> {
    let triggers = |_: &mut World<Lite>, deal: &mut Deal| {
        deal.triggers = vec![TriggerTerms {
            test: TestTerms::Overdue { rank: 0, days: 1 },
            cure_days: 5,
            consequences: 1,
        }];
    };
    Scene::with(triggers, |_| vec![])
}

/// The end of the day on which the senior debt's next interest falls due.
fn due(scene: &mut Scene<Lite>) -> i64 {
    let day = scene.tranche(SENIOR).next_due;
    (i64::try_from(day).expect("a day") + 1) * DAY
}

/// A deal without triggers whose senior debt has been overdue for so many days.
fn overdue(days: i64) -> Scene<Lite> {
    let mut scene = Scene::<Lite>::new();
    let at = due(&mut scene) - DAY;
    scene.world.engine.set_now(at + days * DAY);
    scene
}

fn waterfall(scene: &mut Scene<Lite>) -> Waterfall {
    read::state(&mut scene.world.engine, &scene.deal.waterfall)
}

fn mode(scene: &mut Scene<Lite>) -> Mode {
    let now = scene.world.engine.now();
    waterfall(scene).mode(now)
}

/// Ann proposes it for the lenders, and she and Bob consent.
fn lenders_consent(scene: &mut Scene<Lite>, proposal: Proposal) -> u32 {
    let (ann, bob) = (scene.ann, scene.bob);
    let number = scene.proposed_by(LENDERS, &ann, proposal);
    assert_eq!(scene.resolution(number).asked, 0b001);
    scene.opens(number);
    for owner in [ann, bob] {
        scene.votes(number, (SENIOR, &owner), true);
    }
    scene.matures(number);
    number
}

fn accelerated(scene: &mut Scene<Lite>) -> u32 {
    let number = lenders_consent(scene, ACCELERATE);
    let call = scene.deal.execute_acceleration(number);
    scene.world.go(&[call]);
    number
}

fn pay_all_interest(scene: &mut Scene<Lite>, number: u32) {
    crate::payouts::distribute(&mut scene.world, &scene.deal, number, 900 * ONE);
}

#[test]
fn lenders_accelerate_in_an_event_of_default_and_alone_take_it_back() {
    let mut scene = overdue(40);
    assert_ne!(mode(&mut scene), Mode::Accelerated);
    let number = accelerated(&mut scene);
    assert_eq!(waterfall(&mut scene).declared, 2);
    assert_eq!(mode(&mut scene), Mode::Accelerated);
    let again = scene.deal.execute_acceleration(number);
    assert_eq!(scene.refused(again), "ResolutionEnded");
    // Nobody else takes it back, and it is declared already.
    let (arbitrator, sponsor) = (scene.deal.arbitrator, scene.deal.sponsor);
    let resumes = scene.deal.set_mode(&arbitrator, ModeChange::Resume);
    assert_eq!(scene.refused(resumes), "DeclaredByLenders");
    let accelerates = scene.deal.set_mode(&sponsor, ModeChange::Accelerate);
    assert_eq!(scene.refused(accelerates), "ModeUnchanged");
    let proposes = scene.proposes(Proposer::Sponsor, &sponsor, ACCELERATE);
    assert_eq!(scene.refused(proposes), "BadProposal");
    // What is overdue is paid, and the acceleration stays until they take it back.
    pay_all_interest(&mut scene, 0);
    assert_eq!(mode(&mut scene), Mode::Accelerated);
    let number = lenders_consent(&mut scene, RESUME);
    let call = scene.deal.execute_acceleration(number);
    scene.world.go(&[call]);
    assert_eq!(waterfall(&mut scene).declared, 0);
    assert_ne!(mode(&mut scene), Mode::Accelerated);
}

/// A debt is in default after more than thirty days.
#[test]
fn thirty_days_overdue_are_no_default_and_one_more_is() {
    let mut scene = overdue(30);
    let ann = scene.ann;
    let call = scene.proposes(LENDERS, &ann, ACCELERATE);
    assert_eq!(scene.refused(call.clone()), "NoDefault");
    scene.world.pass(DAY);
    scene.world.go(&[call]);
}

/// A trigger that fails is a default once its cure is over.
#[test]
fn a_trigger_is_a_default_after_its_cure() {
    let mut scene = triggered();
    let ann = scene.ann;
    let at = due(&mut scene);
    scene.world.engine.set_now(at + 2 * DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    let failed = waterfall(&mut scene).triggers[0].failed_since;
    assert!(failed > 0, "it fails");
    let call = scene.proposes(LENDERS, &ann, ACCELERATE);
    scene.world.engine.set_now(failed + 5 * DAY - 1);
    assert_eq!(scene.refused(call.clone()), "NoDefault");
    scene.world.engine.set_now(failed + 5 * DAY);
    scene.world.go(&[call]);
}

/// Tested fresh when it is executed: what was cured by then is no default.
#[test]
fn a_default_that_is_cured_before_the_execution_accelerates_nothing() {
    let mut scene = overdue(40);
    let number = lenders_consent(&mut scene, ACCELERATE);
    pay_all_interest(&mut scene, 0);
    let call = scene.deal.execute_acceleration(number);
    assert_eq!(scene.refused(call), "NoDefault");
    assert_eq!(waterfall(&mut scene).declared, 0);
}

/// The tranches are all there, in order, and of this deal.
#[test]
fn an_acceleration_is_executed_with_every_tranche() {
    let mut scene = overdue(40);
    let number = lenders_consent(&mut scene, ACCELERATE);
    let without = scene.deal.execute_resolution(number, None, None);
    assert_eq!(scene.refused(without), "TranchesIncomplete");
    let mut swapped = scene.deal.execute_acceleration(number);
    let last = swapped.accounts.len() - 1;
    swapped.accounts.swap(last, last - 1);
    assert_eq!(scene.refused(swapped), "TranchesIncomplete");
}

/// Those decide who come first: the next class once the senior debt is repaid, with what is pari passu.
#[test]
fn the_most_senior_debt_outstanding_decides() {
    let mut scene = overdue(40);
    let (ann, cid) = (scene.ann, scene.cid);
    let (senior, mezzanine) = (
        scene.deal.class(SENIOR).tranche,
        scene.deal.class(MEZZANINE).tranche,
    );
    let mezzanines = Proposer::Holder { rank: MEZZANINE };
    let call = scene.proposes(mezzanines, &cid, ACCELERATE);
    assert_eq!(scene.refused(call), "ProposerRefused");
    let number = scene.proposed_by(LENDERS, &ann, ACCELERATE);
    scene.opens(number);
    let votes = scene.casts(number, (MEZZANINE, &cid), true);
    assert_eq!(scene.refused(votes), "ClassNotAsked");
    scene.closes(number);
    let paired = lenders_consent(&mut scene, ACCELERATE);
    // Pari passu, the other class would have been asked too.
    read::edit::<Tranche>(&mut scene.world.engine, &mezzanine, |tranche| {
        tranche.pari_passu = 1;
    });
    let call = scene.deal.execute_acceleration(paired);
    assert_eq!(scene.refused(call), "ResolutionStale");
    let number = scene.proposed_by(LENDERS, &ann, ACCELERATE);
    assert_eq!(scene.resolution(number).asked, 0b011);
    read::edit::<Tranche>(&mut scene.world.engine, &mezzanine, |tranche| {
        tranche.pari_passu = 0;
    });
    read::edit::<Tranche>(&mut scene.world.engine, &senior, |tranche| {
        tranche.principal_repaid = tranche.principal_issued;
        (tranche.interest_due, tranche.arrears) = (0, 0);
        (tranche.principal_due, tranche.overdue_since) = (0, 0);
    });
    let call = scene.deal.execute_acceleration(paired);
    assert_eq!(scene.refused(call), "ResolutionStale", "it is repaid");
    let number = scene.proposed_by(mezzanines, &cid, ACCELERATE);
    assert_eq!(scene.resolution(number).asked, 0b010);
}

/// Nobody keeps lenders from it by a proposal of its own before.
#[test]
fn lenders_in_a_default_wait_for_no_other_proposal() {
    let mut scene = overdue(40);
    let (ann, bob) = (scene.ann, scene.bob);
    scene.proposed_by(LENDERS, &bob, Proposal::Document);
    let call = scene.proposes(LENDERS, &ann, Proposal::Document);
    assert_eq!(scene.refused(call), "ProposalTooEarly");
    accelerated(&mut scene);
    // Nor do they shorten the wait by it.
    let call = scene.proposes(LENDERS, &ann, Proposal::Document);
    assert_eq!(scene.refused(call), "ProposalTooEarly");
}

/// The account of a trustee, to which draws are to go.
fn trustee(scene: &mut Scene<Lite>) -> (Pubkey, Pubkey) {
    let trustee = scene.world.investor("trustee", 0);
    (trustee, scene.deal.cash(&trustee))
}

#[test]
fn holders_send_draws_to_another_account_whose_owner_signs() {
    let mut scene = Scene::<Lite>::new();
    let (trustee, account) = trustee(&mut scene);
    let dora = scene.dora;
    let (from, to) = (scene.deal.destination, account);
    let number = scene.proposed_by(
        Proposer::Holder { rank: EQUITY },
        &dora,
        Proposal::Destination { from, to },
    );
    let resolution = scene.resolution(number);
    assert_eq!((resolution.asked, resolution.sponsor_counts), (0b111, 0));
    scene.all_consent(number);
    scene.matures(number);
    let dora_signs = scene.deal.execute_destination(number, (&to, &dora));
    assert_eq!(scene.refused(dora_signs), "NotNamed");
    let nobody_signs = scene.deal.execute_resolution(number, None, None);
    assert_eq!(scene.refused(nobody_signs), "WrongDestination");
    let other = scene.deal.cash(&dora);
    let elsewhere = scene.deal.execute_destination(number, (&other, &dora));
    assert_eq!(scene.refused(elsewhere), "WrongDestination");
    let executes = scene.deal.execute_destination(number, (&to, &trustee));
    scene.world.go(std::slice::from_ref(&executes));
    assert_eq!(scene.refused(executes), "ResolutionEnded");
    let security = scene.security();
    assert_eq!(
        (security.destination_count, security.destinations[0]),
        (1, to)
    );
    assert_eq!(security.amendments, 0, "the same is sold");
    // Draws go there, and not where they went.
    let draws = scene.deal.draw_proceeds(&from, 1);
    assert_eq!(scene.refused(draws), "WrongDestination");
}

#[test]
fn a_destination_that_is_none_or_is_there_already_is_not_proposed() {
    let mut scene = Scene::<Lite>::new();
    let (trustee, to) = trustee(&mut scene);
    let (sponsor, from) = (scene.deal.sponsor, scene.deal.destination);
    for (from, to) in [(to, from), (from, from), (from, Pubkey::default())] {
        let proposal = Proposal::Destination { from, to };
        let call = scene.proposes(Proposer::Sponsor, &sponsor, proposal);
        assert_eq!(scene.refused(call), "BadProposal");
    }
    // A wallet is no token account, which shows when it is executed.
    let number = scene.consented(Proposal::Destination { from, to: trustee });
    let executes = scene.deal.execute_destination(number, (&trustee, &trustee));
    assert_eq!(scene.refused(executes), "WrongDestination");
    // Replaced otherwise by then, it is another account than the one that was decided about.
    let number = scene.consented(Proposal::Destination { from, to });
    read::edit::<securities::security::state::Security>(
        &mut scene.world.engine,
        &scene.deal.security,
        |security| security.destinations[0] = Pubkey::new_from_array([8; 32]),
    );
    let executes = scene.deal.execute_destination(number, (&to, &trustee));
    assert_eq!(scene.refused(executes), "ResolutionStale");
}
