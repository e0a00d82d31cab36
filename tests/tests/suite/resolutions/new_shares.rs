//! Shares that come into a class during its vote, on the bytecode: they do not vote on what was proposed before.

use super::{
    EQUITY, MEZZANINE, ONE, Scene,
    mended::{sends, servicer, welcome},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    resolution::{proposal::Proposal, state::Proposer},
    tranche::state::Tranche,
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    engine::Engine, lite::Lite, offering::Offering, read, terms::Reward, world::DAY,
};

/// Bob has a hundred warrants of the equity.
fn warranted() -> Scene<Lite> {
    warranted_to(|scene| scene.bob)
}

/// Somebody has a hundred warrants of the equity.
fn warranted_to(who: impl FnOnce(&Scene<Lite>) -> Pubkey) -> Scene<Lite> {
    let mut scene = Scene::<Lite>::new();
    let expires_at = scene.world.engine.now() + 300 * DAY;
    let series = SeriesArgs {
        number: 0,
        strike: 1_100_000,
        expires_at,
    };
    let buyer = who(&scene);
    scene.world.give(&buyer, 2_000_000_000);
    let create = scene.deal.create_series(EQUITY, series);
    scene.world.go(&[create]);
    let mut book = Offering::plan(&mut scene.world, &scene.deal, EQUITY, 1, "warrants' line");
    book.args.price = 1_100_000;
    book.args.price_min = 1_100_000;
    book.args.minimum = 1_100_000;
    book.args.cap = 1_100_000_000;
    book.args.min_ticket = 1_100_000;
    book.open(&mut scene.world, &scene.deal, 16);
    let curve = [(book.args.cap, 100 * ONE)];
    let reward = Reward::warrants(&scene.deal, (EQUITY, 0), &curve);
    book.promise(&mut scene.world, &scene.deal, reward);
    book.sell(&mut scene.world, &scene.deal, &[(buyer, 1_100_000_000)]);
    scene
}

/// Attack: warrants that are exercised once a resolution is known decide it. They can be exercised, for they expire.
#[test]
fn shares_that_warrants_buy_during_a_vote_do_not_vote_on_it() {
    let mut scene = warranted();
    let (bob, dora) = (scene.bob, scene.dora);
    let number = scene.proposed(Proposal::Document);
    let count = scene.resolution(number).tallies[2].shares;
    let exercises = scene.deal.exercise(EQUITY, 0, &bob, 60 * ONE);
    scene.world.go(&[exercises]);
    assert_eq!(scene.holder(EQUITY, &bob).shares, 1_060 * ONE);
    scene.opens(number);
    scene.votes(number, (EQUITY, &bob), true);
    let tally = scene.resolution(number).tallies[2];
    assert_eq!((tally.in_favour, tally.shares), (1_000 * ONE, count));
    // Nor in another record: they stay up to the close.
    let moves = scene.deal.transfer_shares(EQUITY, &bob, &dora, 1);
    assert_eq!(scene.refused(moves.clone()), "SharesVoted");
    let withdraws = scene.withdraws(number, (EQUITY, &bob));
    scene.world.go(&[withdraws]);
    sends(&mut scene, EQUITY, (&bob, &dora), 1_000 * ONE);
    assert_eq!(scene.refused(moves.clone()), "SharesVoted");
    let casts = scene.casts(number, (EQUITY, &bob), true);
    assert_eq!(
        scene.refused(casts),
        "SharesShort",
        "none of its shares votes"
    );
    scene.closes(number);
    scene.world.go(&[moves]);
    // They vote on what is proposed after them.
    let exercises = scene.deal.exercise(EQUITY, 0, &bob, 40 * ONE);
    scene.world.go(&[exercises]);
    scene.world.pass(1);
    let number = scene.proposed(Proposal::Document);
    scene.opens(number);
    scene.votes(number, (EQUITY, &bob), true);
    let tally = scene.resolution(number).tallies[2];
    assert_eq!(
        (tally.in_favour, tally.shares),
        (100 * ONE - 1, count + 100 * ONE)
    );
}

/// A sponsor exercises warrants during a vote, and another resolution counts none of its shares: those that it had before vote on
/// the first one all the same, and all stay.
#[test]
fn what_was_issued_during_a_vote_and_what_does_not_count_are_kept_apart() {
    let mut scene = warranted_to(|scene| scene.deal.sponsor);
    let (dora, sponsor) = (scene.dora, scene.deal.sponsor);
    let had = scene.holder(EQUITY, &sponsor).shares;
    let document = scene.proposed(Proposal::Document);
    scene.world.pass(1);
    let exercises = scene.deal.exercise(EQUITY, 0, &sponsor, 60 * ONE);
    scene.world.go(&[exercises]);
    scene.world.pass(1);
    let role = servicer(&mut scene);
    let number = scene.proposed_by(Proposer::Holder { rank: EQUITY }, &dora, role);
    let record = scene.holder(EQUITY, &sponsor);
    assert_eq!(
        (record.new_shares.shares, record.uncounted.shares),
        (60 * ONE, had)
    );
    scene.opens(document);
    scene.votes(document, (EQUITY, &sponsor), true);
    assert_eq!(scene.resolution(document).tallies[2].in_favour, had);
    let leaves = scene.deal.transfer_shares(EQUITY, &sponsor, &dora, 1);
    assert_eq!(scene.refused(leaves.clone()), "SharesVoted");
    // What comes now is kept by nothing.
    sends(&mut scene, EQUITY, (&dora, &sponsor), ONE);
    sends(&mut scene, EQUITY, (&sponsor, &dora), ONE);
    let withdraws = scene.withdraws(document, (EQUITY, &sponsor));
    scene.world.go(&[withdraws]);
    scene.closes(document);
    assert_eq!(scene.refused(leaves.clone()), "SharesVoted");
    scene.closes(number);
    scene.world.go(&[leaves]);
}

/// The equity has a fixed number of shares, as if it had been created so; its manager Dora has not taken 500 of them.
fn fixed(scene: &mut Scene<Lite>) {
    let dora = scene.dora;
    let equity = scene.deal.class(EQUITY).tranche;
    scene.deal.classes[usize::from(EQUITY)].terms.manager = dora;
    read::edit::<Tranche>(&mut scene.world.engine, &equity, |tranche| {
        tranche.manager = dora;
        tranche.authorised = tranche.shares_offered + 500 * ONE;
        tranche.pot.shares = 500 * ONE;
        tranche.shares += 500 * ONE;
    });
}

/// Attack: a manager takes its points to vote with them. It has them at any time, and they vote on what is proposed next.
#[test]
fn points_that_a_manager_takes_during_a_vote_do_not_vote_on_it() {
    let mut scene = Scene::<Lite>::new();
    fixed(&mut scene);
    let (bob, dora) = (scene.bob, scene.dora);
    welcome(&mut scene, EQUITY, &bob);
    let number = scene.proposed(Proposal::Document);
    let count = scene.resolution(number).tallies[2].shares;
    let takes = scene.deal.take_points(EQUITY);
    scene.world.go(&[takes]);
    assert_eq!(scene.holder(EQUITY, &dora).shares, 7_500 * ONE);
    scene.opens(number);
    scene.votes(number, (EQUITY, &dora), true);
    let tally = scene.resolution(number).tallies[2];
    assert_eq!((tally.in_favour, tally.shares), (7_000 * ONE, count));
    let moves = scene.deal.transfer_shares(EQUITY, &dora, &bob, 1);
    assert_eq!(scene.refused(moves), "SharesVoted");
    scene.closes(number);
    let number = scene.proposed(Proposal::Document);
    scene.opens(number);
    scene.votes(number, (EQUITY, &dora), true);
    let tally = scene.resolution(number).tallies[2];
    assert_eq!(
        (tally.in_favour, tally.shares),
        (7_500 * ONE, count + 500 * ONE)
    );
}

/// Attack: a book of another class grants points that vote.
#[test]
fn no_book_that_grants_points_of_a_class_is_locked_during_its_vote() {
    let mut scene = Scene::<Lite>::new();
    let erin = scene.world.investor("erin", 2_000 * ONE);
    let mut book = Offering::plan(&mut scene.world, &scene.deal, MEZZANINE, 1, "points' line");
    (book.args.price, book.args.price_min) = (1_100_000, 1_100_000);
    book.args.minimum = 22 * ONE;
    book.args.min_ticket = 22 * ONE;
    book.args.cap = 1_100 * ONE;
    book.open(&mut scene.world, &scene.deal, 16);
    let curve = [(book.args.cap, 100 * ONE)];
    let reward = Reward::promote_points(&scene.deal, EQUITY, &curve);
    // Promised before there were any.
    let equity = scene.deal.class(EQUITY).tranche;
    let shares = scene.tranche(EQUITY).shares;
    read::edit::<Tranche>(&mut scene.world.engine, &equity, |tranche| {
        tranche.shares = 0
    });
    book.promise(&mut scene.world, &scene.deal, reward);
    read::edit::<Tranche>(&mut scene.world.engine, &equity, |tranche| {
        tranche.shares = shares
    });
    fixed(&mut scene);
    book.deposit(&mut scene.world, &scene.deal, &erin, 1_100 * ONE);
    let ends = book.state(&mut scene.world).offer_ends;
    scene.world.engine.set_now(ends);
    // The equity alone decides, about what is not sold.
    let mezzanine = scene.deal.class(MEZZANINE).tranche;
    let role = servicer(&mut scene);
    let number = scene.proposed(role);
    read::edit::<Tranche>(&mut scene.world.engine, &mezzanine, |tranche| {
        tranche.voting.until = 0;
    });
    let locks = scene.deal.lock_book(&book, &scene.deal.sponsor);
    assert_eq!(scene.refused(locks.clone()), "ClassVoting");
    scene.closes(number);
    scene.world.go(&[locks]);
}
