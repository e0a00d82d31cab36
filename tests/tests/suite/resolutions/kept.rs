//! Shares of the sponsor that do not count stay in its record until the close, on the bytecode: they neither vote elsewhere nor raise
//! the bar.

use super::{
    EQUITY, MEZZANINE, ONE, SENIOR, SHARE, Scene,
    mended::{sends, servicer, welcome},
};
use anchor_lang::prelude::Pubkey;
use securities::resolution::{proposal::Proposal, state::Proposer};
use securities_tests::{deal::Deal, engine::Engine, lite::Lite};

/// The sponsor has three of the ten thousand shares of the senior debt, which has a wrapper.
fn lent() -> (Scene<Lite>, Pubkey) {
    let set = |deal: &Deal| vec![deal.create_wrapper(SENIOR, true)];
    let mut scene = Scene::with(|_, _| {}, set);
    let (bob, sponsor, payer) = (scene.bob, scene.deal.sponsor, scene.world.payer);
    let open = scene.deal.open_unit_account(SENIOR, &payer, &sponsor);
    scene.world.go(&[open]);
    welcome(&mut scene, SENIOR, &sponsor);
    sends(&mut scene, SENIOR, (&bob, &sponsor), 3_000 * SHARE);
    (scene, sponsor)
}

/// Attack: a sponsor with a third of a class wraps it once a resolution is known, so that the votes of others raise the bar.
#[test]
fn a_sponsor_vetoes_nothing_by_what_it_does_with_its_shares() {
    let (mut scene, sponsor) = lent();
    let (ann, bob) = (scene.ann, scene.bob);
    let rules = scene.rules();
    let number = scene.proposed(rules);
    assert_eq!(scene.resolution(number).tallies[0].shares, 7_000 * SHARE);
    let wraps = scene.deal.wrap_shares(SENIOR, &sponsor, 3_000 * SHARE);
    let sends_one = scene.deal.transfer_shares(SENIOR, &sponsor, &bob, 1);
    for leaves in [&wraps, &sends_one] {
        assert_eq!(scene.refused(leaves.clone()), "SharesVoted");
    }
    // What it receives later is not kept.
    sends(&mut scene, SENIOR, (&ann, &sponsor), SHARE);
    sends(&mut scene, SENIOR, (&sponsor, &ann), SHARE);
    scene.opens(number);
    scene.votes(number, (SENIOR, &ann), true);
    let tally = scene.resolution(number).tallies[0];
    assert_eq!(
        (tally.in_favour, tally.shares),
        (6_000 * SHARE, 7_000 * SHARE)
    );
    let at = scene.resolution(number).closes_at;
    scene.world.engine.set_now(at - 1);
    assert_eq!(scene.refused(wraps.clone()), "SharesVoted");
    scene.world.engine.set_now(at);
    scene.world.go(&[wraps]);
    scene.matures(number);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    scene.world.go(&[executes]);
}

/// The record that is to keep its shares is writable.
#[test]
fn the_sponsors_record_is_passed_so_that_it_keeps_its_shares() {
    let (mut scene, sponsor) = lent();
    let rules = scene.rules();
    let mut call = scene.proposes(Proposer::Sponsor, &sponsor, rules);
    let record = scene.deal.record(SENIOR, &sponsor);
    let meta = call.accounts.iter_mut().find(|meta| meta.pubkey == record);
    meta.expect("the record").is_writable = false;
    assert_eq!(scene.refused(call), "SponsorRecord");
}

/// Where they count, they vote as before: nobody silences the sponsor by another resolution.
#[test]
fn what_one_resolution_keeps_votes_on_another() {
    let mut scene = Scene::<Lite>::new();
    let (dora, sponsor) = (scene.dora, scene.deal.sponsor);
    let document = scene.proposed(Proposal::Document);
    scene.world.pass(1);
    let role = servicer(&mut scene);
    let by = Proposer::Holder { rank: EQUITY };
    let number = scene.proposed_by(by, &dora, role);
    let tally = scene.resolution(number).tallies[2];
    assert_eq!(tally.shares, 7_000 * ONE);
    let leaves = scene.deal.transfer_shares(EQUITY, &sponsor, &dora, 1);
    assert_eq!(scene.refused(leaves.clone()), "SharesVoted");
    scene.opens(document);
    scene.votes(document, (EQUITY, &sponsor), true);
    assert_eq!(scene.resolution(document).tallies[2].in_favour, 3_000 * ONE);
    // Those that are voted are those that do not count: what it receives now can go.
    sends(&mut scene, EQUITY, (&dora, &sponsor), ONE);
    sends(&mut scene, EQUITY, (&sponsor, &dora), ONE);
    assert_eq!(scene.refused(leaves.clone()), "SharesVoted");
    // One after the other: they stay up to the last close.
    let withdraws = scene.withdraws(document, (EQUITY, &sponsor));
    scene.world.go(&[withdraws]);
    scene.closes(document);
    assert_eq!(scene.refused(leaves.clone()), "SharesVoted");
    scene.closes(number);
    scene.world.go(&[leaves]);
}

/// A class that is not asked keeps nothing, nor does a sponsor that counts.
#[test]
fn shares_that_count_or_are_not_asked_move() {
    let mut scene = Scene::<Lite>::new();
    let (cid, dora, sponsor) = (scene.cid, scene.dora, scene.deal.sponsor);
    welcome(&mut scene, MEZZANINE, &sponsor);
    sends(&mut scene, MEZZANINE, (&cid, &sponsor), SHARE);
    let rules = scene.rules();
    let number = scene.proposed(rules);
    assert_eq!(scene.resolution(number).asked, 0b001);
    sends(&mut scene, MEZZANINE, (&sponsor, &cid), SHARE);
    scene.closes(number);
    scene.proposed(Proposal::Document);
    sends(&mut scene, EQUITY, (&sponsor, &dora), ONE);
}
