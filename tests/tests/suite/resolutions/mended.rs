//! What might raise or lower the count of a vote, or hold others up, on the bytecode.

use super::{EQUITY, MEZZANINE, SENIOR, SHARE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    resolution::{
        proposal::Proposal,
        state::{Proposer, Resolution},
    },
    role::state::Role,
    tranche::{rules::TransferRulesTerms, state::Tranche},
};
use securities_tests::{
    deal::Deal, engine::Engine, ix::resolution::args, lite::Lite, read, world::DAY,
};

/// The senior class has a wrapper of bearer units, and Ann has wrapped five of her six thousand shares.
fn wrapped(shares: u64) -> Scene<Lite> {
    let set = |deal: &Deal| vec![deal.create_wrapper(SENIOR, true)];
    let mut scene = Scene::with(|_, _| {}, set);
    let (ann, payer) = (scene.ann, scene.world.payer);
    let open = scene.deal.open_unit_account(SENIOR, &payer, &ann);
    let wraps = scene.deal.wrap_shares(SENIOR, &ann, shares);
    scene.world.go(&[open, wraps]);
    scene
}

pub(super) fn welcome(scene: &mut Scene<Lite>, rank: u8, owner: &Pubkey) {
    let calls = scene.deal.welcome(rank, &scene.world.payer, owner);
    scene.world.go(&calls);
}

pub(super) fn sends(
    scene: &mut Scene<Lite>,
    rank: u8,
    (from, to): (&Pubkey, &Pubkey),
    shares: u64,
) {
    let call = scene.deal.transfer_shares(rank, from, to, shares);
    scene.world.go(&[call]);
}

pub(super) fn servicer(scene: &mut Scene<Lite>) -> Proposal {
    let to = scene.world.person("heir");
    Proposal::Role {
        role: Role::Servicer,
        to,
    }
}

/// Attack: borrowed units are unwrapped, voted, taken back and wrapped in one transaction, so that the bar is higher.
#[test]
fn borrowed_units_raise_no_bar() {
    let mut scene = wrapped(5_000 * SHARE);
    let (ann, rules) = (scene.ann, scene.rules());
    let number = scene.proposed(rules);
    scene.opens(number);
    let before = scene.resolution(number).tallies[0].shares;
    let calls = [
        scene.deal.unwrap_shares(SENIOR, &ann, 5_000 * SHARE),
        scene.casts(number, (SENIOR, &ann), false),
        scene.withdraws(number, (SENIOR, &ann)),
        scene.deal.wrap_shares(SENIOR, &ann, 5_000 * SHARE),
    ];
    scene.world.go(&calls);
    assert_eq!(scene.resolution(number).tallies[0].shares, before);
}

/// Attack: of a class whose shares are in its wrapper, a few that are not decide.
#[test]
fn a_few_shares_do_not_decide_for_a_class_that_is_wrapped() {
    let mut scene = wrapped(6_000 * SHARE);
    let (ann, bob, rules) = (scene.ann, scene.bob, scene.rules());
    let number = scene.proposed(rules);
    scene.opens(number);
    scene.votes(number, (SENIOR, &bob), true);
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    assert_eq!(scene.refused(executes), "NotConsented");
    let at = scene.resolution(number).closes_at;
    scene.world.engine.set_now(at);
    // Whoever unwraps decides.
    let rules = scene.rules();
    let closes = scene.deal.close_resolution(number, &scene.world.payer);
    scene.world.go(&[closes]);
    let number = scene.proposed(rules);
    scene.opens(number);
    let unwraps = scene.deal.unwrap_shares(SENIOR, &ann, 3_000 * SHARE);
    scene.world.go(&[unwraps]);
    for owner in [ann, bob] {
        scene.votes(number, (SENIOR, &owner), true);
    }
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    scene.world.go(&[executes]);
}

/// Attack: one share in another key has a class asked that the sponsor holds alone, and that key does not vote.
#[test]
fn a_share_of_a_stranger_has_no_class_asked_about_a_role() {
    let mut scene = Scene::<Lite>::new();
    let (cid, sponsor) = (scene.cid, scene.deal.sponsor);
    welcome(&mut scene, MEZZANINE, &sponsor);
    let part = 2_000 * SHARE / 10;
    sends(
        &mut scene,
        MEZZANINE,
        (&cid, &sponsor),
        2_000 * SHARE - part + 1,
    );
    let role = servicer(&mut scene);
    let number = scene.proposed(role.clone());
    assert_eq!(scene.resolution(number).asked, 0b101, "less than proposes");
    scene.closes(number);
    sends(&mut scene, MEZZANINE, (&sponsor, &cid), 1);
    let number = scene.proposed(role);
    assert_eq!(scene.resolution(number).asked, 0b111);
    scene.closes(number);
    // Of its terms the others decide, however few.
    sends(&mut scene, MEZZANINE, (&cid, &sponsor), part - 1);
    let number = scene.proposed(Proposal::Document);
    assert_eq!(scene.resolution(number).tallies[1].shares, 1);
}

/// Attack: holders of one class after the other hold up the sponsor's books.
#[test]
fn all_classes_together_hold_up_books_for_half_of_the_time_at_most() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, dora) = (scene.ann, scene.cid, scene.dora);
    let begins = scene.world.engine.now();
    let course = 10 * DAY;
    let mut held_up = 0;
    while scene.world.engine.now() < begins + 1_000 * DAY {
        let now = scene.world.engine.now();
        for (rank, owner) in [(SENIOR, ann), (MEZZANINE, cid), (EQUITY, dora)] {
            let call = scene.proposes(Proposer::Holder { rank }, &owner, Proposal::Document);
            if scene.world.send(&[call]).is_ok() {
                held_up += course;
                break;
            }
        }
        let passed = if scene.world.engine.now() < scene.tranche(SENIOR).voting.until {
            scene.tranche(SENIOR).voting.until
        } else {
            now + DAY
        };
        scene.world.engine.set_now(passed);
    }
    assert!(held_up <= 500 * DAY + course, "{} days", held_up / DAY);
    assert!(held_up > 400 * DAY, "{} days", held_up / DAY);
}

/// A class whose shares are all in the pot has nobody who could vote.
#[test]
fn a_class_that_is_all_in_the_pot_is_not_asked() {
    let mut scene = Scene::<Lite>::new();
    let equity = scene.deal.class(EQUITY).tranche;
    read::edit::<Tranche>(&mut scene.world.engine, &equity, |tranche| {
        tranche.manager = Pubkey::new_from_array([7; 32]);
        tranche.pot.shares = tranche.shares;
    });
    let number = scene.proposed(Proposal::Document);
    assert_eq!(scene.resolution(number).asked, 0b011);
}

/// What is there already is not decided about.
#[test]
fn an_equal_document_and_equal_rules_change_nothing() {
    let mut scene = Scene::<Lite>::new();
    let sponsor = scene.deal.sponsor;
    let rules = Proposal::TransferRules {
        rank: SENIOR,
        rules: TransferRulesTerms::default(),
    };
    let proposes = scene.proposes(Proposer::Sponsor, &sponsor, rules);
    assert_eq!(scene.refused(proposes), "BadProposal");
    let number = scene.consented(Proposal::Document);
    let executes = scene.deal.execute_resolution(number, None, None);
    scene.world.go(&[executes]);
    let proposes = scene.proposes(Proposer::Sponsor, &sponsor, Proposal::Document);
    assert_eq!(scene.refused(proposes), "BadProposal");
    // The same document at another address is a change.
    let next = scene.governance().next_resolution;
    let mut moved = args(Proposer::Sponsor, Proposal::Document);
    moved.document_uri = "https://example.org/moved.pdf".to_owned();
    let call = scene
        .deal
        .propose_resolution(next, (&sponsor, &scene.world.payer), moved);
    scene.world.go(&[call]);
    let resolution: Resolution = scene.resolution(next);
    assert_eq!(resolution.asked, 0b111);
}

/// Limits of holders that a resolution has dropped leave no record that cannot be closed.
#[test]
fn an_allotment_is_given_up_after_a_resolution_dropped_the_limits() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, payer) = (scene.ann, scene.bob, scene.world.payer);
    let senior = scene.deal.class(SENIOR).tranche;
    read::edit::<Tranche>(&mut scene.world.engine, &senior, |tranche| {
        tranche.rules.max_holders = 5;
    });
    let allot =
        |scene: &Scene<Lite>, limit| scene.deal.allot_shares(SENIOR, (&ann, &ann), &payer, limit);
    let call = allot(&scene, 6_000 * SHARE);
    scene.world.go(&[call]);
    let number = scene.consented(Proposal::TransferRules {
        rank: SENIOR,
        rules: TransferRulesTerms::default(),
    });
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    scene.world.go(&[executes]);
    sends(&mut scene, SENIOR, (&ann, &bob), 6_000 * SHARE);
    let closes = scene.deal.close_holder(SENIOR, &ann, &payer);
    assert_eq!(scene.refused(closes.clone()), "HolderInUse");
    let raises = allot(&scene, 6_001 * SHARE);
    assert_eq!(scene.refused(raises), "NotLimited");
    let gives_up = allot(&scene, 0);
    scene.world.go(&[gives_up]);
    assert_eq!(scene.tranche(SENIOR).rules.persons, 0);
    scene.world.go(&[closes]);
}
