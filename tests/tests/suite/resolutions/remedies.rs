//! What lenders, and holders together, do in a deal that goes badly: acceleration, money below the floor, other accounts for
//! draws. On the bytecode.

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
    offering::Offering,
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

/// Half a million shares of the equity below its last price of 1.00, down to 0.80, for a year.
fn floor(scene: &mut Scene<Lite>, price: u64) -> Proposal {
    let governance = 15 * DAY;
    Proposal::Floor {
        rank: EQUITY,
        price,
        shares: 500 * ONE,
        until: scene.world.engine.now() + governance + 60 * DAY,
    }
}

/// The equity's next book, of so many shares at a price.
fn book(scene: &mut Scene<Lite>, number: u16, price: u64, shares: u64) -> Offering {
    let line = format!("equity line {number} {price} {shares}");
    let mut book = Offering::plan(&mut scene.world, &scene.deal, EQUITY, number, &line);
    book.args.price = price;
    book.args.price_min = price;
    book.args.min_ticket = 50 * price;
    book.args.minimum = 50 * price;
    book.args.cap = price * shares;
    book
}

fn opening_refused(scene: &mut Scene<Lite>, book: &Offering) -> String {
    let open = book.opening(&mut scene.world, &scene.deal, 16);
    scene.world.refused(&open)
}

fn allowed() -> Scene<Lite> {
    let mut scene = Scene::<Lite>::new();
    let proposal = floor(&mut scene, 800_000);
    let number = scene.proposed(proposal);
    assert_eq!(scene.resolution(number).asked, 0b100, "that class alone");
    scene.all_consent(number);
    scene.matures(number);
    let call = scene.deal.execute_resolution(number, Some(EQUITY), None);
    scene.world.go(&[call]);
    scene
}

#[test]
fn holders_let_the_next_book_ask_less_than_the_floor() {
    let mut scene = Scene::<Lite>::new();
    let cheap = book(&mut scene, 1, 800_000, 500);
    assert_eq!(opening_refused(&mut scene, &cheap), "BelowFloor");
    let mut scene = allowed();
    let low = book(&mut scene, 1, 799_999, 500);
    assert_eq!(opening_refused(&mut scene, &low), "BelowFloor");
    let large = book(&mut scene, 1, 800_000, 501);
    assert_eq!(opening_refused(&mut scene, &large), "AboveAllowance");
    let dear = book(&mut scene, 1, 999_999, 501);
    assert_eq!(opening_refused(&mut scene, &dear), "AboveAllowance");
    let mut own = book(&mut scene, 1, 800_000, 500);
    own.open(&mut scene.world, &scene.deal, 16);
    // A later version of the offer sells no more.
    own.args.cap += 800_000;
    let offer = scene.deal.make_offer(&own, own.offer(1));
    assert_eq!(scene.refused(offer), "AboveAllowance");
    own.args.cap -= 800_000;
    let erin = scene.world.investor("erin", 400 * ONE);
    own.sell(&mut scene.world, &scene.deal, &[(erin, 400 * ONE)]);
    assert_eq!(scene.holder(EQUITY, &erin).shares, 500 * ONE);
    // That was the next book, and the last price is still the floor.
    assert_eq!(scene.tranche(EQUITY).last_price, ONE);
    let next = book(&mut scene, 2, 800_000, 500);
    assert_eq!(opening_refused(&mut scene, &next), "BelowFloor");
}

/// At the floor as many are sold as ever; and the book counts that is the next at the execution.
#[test]
fn at_the_floor_a_book_sells_as_many_as_ever() {
    let mut scene = allowed();
    let dear = book(&mut scene, 1, ONE, 5_000);
    dear.open(&mut scene.world, &scene.deal, 16);
    let next = book(&mut scene, 2, 800_000, 500);
    assert_eq!(opening_refused(&mut scene, &next), "BelowFloor");
}

/// Attack: a book is kept open until long after what its holders consented to.
#[test]
fn a_book_below_the_floor_is_locked_in_time() {
    let mut scene = allowed();
    let until = scene.tranche(EQUITY).allowance.until;
    let mut own = book(&mut scene, 1, 800_000, 500);
    own.args.deadline = until + 10 * DAY;
    own.args.latest_deadline = own.args.deadline;
    own.open(&mut scene.world, &scene.deal, 16);
    let erin = scene.world.investor("erin", 400 * ONE);
    own.deposit(&mut scene.world, &scene.deal, &erin, 400 * ONE);
    let locks = scene.deal.lock_book(&own, &scene.deal.sponsor);
    scene.world.engine.set_now(until);
    assert_eq!(scene.refused(locks.clone()), "BelowFloor");
    scene.world.engine.set_now(until - 1);
    scene.world.go(&[locks]);
}

#[test]
fn what_would_lower_no_floor_of_equity_is_not_proposed() {
    let mut scene = Scene::<Lite>::new();
    let sponsor = scene.deal.sponsor;
    let good = floor(&mut scene, 800_000);
    let Proposal::Floor { shares, until, .. } = good else {
        panic!("a floor");
    };
    let timelock = scene.world.engine.now() + 15 * DAY;
    let bad = |rank, price, shares, until| Proposal::Floor {
        rank,
        price,
        shares,
        until,
    };
    for proposal in [
        bad(SENIOR, 800_000, shares, until),
        bad(EQUITY, ONE, shares, until),
        bad(EQUITY, 0, shares, until),
        bad(EQUITY, 800_000, 0, until),
        bad(EQUITY, 800_000, shares, timelock),
        bad(EQUITY, 800_000, shares, timelock + 366 * DAY + 1),
    ] {
        let call = scene.proposes(Proposer::Sponsor, &sponsor, proposal.clone());
        assert_eq!(scene.refused(call), "BadProposal", "{proposal:?}");
    }
    let call = scene.proposes(Proposer::Sponsor, &sponsor, bad(7, 800_000, shares, until));
    assert_eq!(scene.refused(call), "WrongRank");
    // Consented to at another last price, it is void.
    let number = scene.consented(good);
    let equity = scene.deal.class(EQUITY).tranche;
    read::edit::<Tranche>(&mut scene.world.engine, &equity, |tranche| {
        tranche.last_price += 1;
    });
    let call = scene.deal.execute_resolution(number, Some(EQUITY), None);
    assert_eq!(scene.refused(call), "ResolutionStale");
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
