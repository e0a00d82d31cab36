//! What might raise or lower the count of a vote, bring shares into it, or hold others up, on the bytecode.

use super::{EQUITY, MEZZANINE, ONE, SENIOR, SHARE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    resolution::{
        proposal::Proposal,
        state::{Proposer, Resolution},
    },
    role::state::Role,
    tranche::{rules::TransferRulesTerms, state::Tranche},
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    deal::Deal, engine::Engine, ix::resolution::args, lite::Lite, offering::Offering, read,
    terms::Reward, world::DAY,
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

fn welcome(scene: &mut Scene<Lite>, rank: u8, owner: &Pubkey) {
    let calls = scene.deal.welcome(rank, &scene.world.payer, owner);
    scene.world.go(&calls);
}

fn sends(scene: &mut Scene<Lite>, rank: u8, (from, to): (&Pubkey, &Pubkey), shares: u64) {
    let call = scene.deal.transfer_shares(rank, from, to, shares);
    scene.world.go(&[call]);
}

fn servicer(scene: &mut Scene<Lite>) -> Proposal {
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

/// Attack: the sponsor lends its shares, which do not count, for one transaction, after which they count as not in favour.
#[test]
fn the_sponsors_shares_lent_for_one_transaction_raise_no_bar() {
    let mut scene = Scene::<Lite>::new();
    let (bob, dora, sponsor) = (scene.bob, scene.dora, scene.deal.sponsor);
    welcome(&mut scene, SENIOR, &sponsor);
    welcome(&mut scene, SENIOR, &dora);
    sends(&mut scene, SENIOR, (&bob, &sponsor), 3_000 * SHARE);
    let rules = scene.rules();
    let number = scene.proposed(rules);
    scene.opens(number);
    let lends = scene
        .deal
        .transfer_shares(SENIOR, &sponsor, &dora, 3_000 * SHARE);
    let returns = scene
        .deal
        .transfer_shares(SENIOR, &dora, &sponsor, 3_000 * SHARE);
    let casts = scene.casts(number, (SENIOR, &dora), false);
    let withdraws = scene.withdraws(number, (SENIOR, &dora));
    let loan = [
        lends.clone(),
        casts.clone(),
        withdraws.clone(),
        returns.clone(),
    ];
    assert_eq!(scene.world.refused(&loan), "BallotCounted");
    // Nor does one base unit of a friend raise it for the time that they are lent.
    sends(&mut scene, SENIOR, (&bob, &dora), 1);
    scene.world.go(&[lends, casts.clone()]);
    let tally = scene.resolution(number).tallies[0];
    assert_eq!(
        (tally.against, tally.shares),
        (3_000 * SHARE + 1, 10_000 * SHARE)
    );
    assert_eq!(scene.refused(withdraws), "BallotCounted");
    assert_eq!(
        scene.refused(returns),
        "SharesVoted",
        "they stay up to the close"
    );
    scene.votes(number, (SENIOR, &dora), true);
    let tally = scene.resolution(number).tallies[0];
    assert_eq!(
        (tally.against, tally.shares),
        (0, 10_000 * SHARE),
        "the side may change"
    );
}

/// Attack: the same, with a ballot of one base unit that raises the bar by all that was lent.
#[test]
fn a_ballot_raises_the_bar_by_no_more_than_it_votes_with() {
    let mut scene = Scene::<Lite>::new();
    let (bob, dora, cid, sponsor) = (scene.bob, scene.dora, scene.cid, scene.deal.sponsor);
    for owner in [sponsor, dora, cid] {
        welcome(&mut scene, SENIOR, &owner);
    }
    sends(&mut scene, SENIOR, (&bob, &sponsor), 3_000 * SHARE);
    sends(&mut scene, SENIOR, (&bob, &cid), 1);
    let rules = scene.rules();
    let number = scene.proposed(rules);
    scene.opens(number);
    let calls = [
        scene
            .deal
            .transfer_shares(SENIOR, &sponsor, &dora, 3_000 * SHARE),
        scene.casts(number, (SENIOR, &cid), false),
        scene
            .deal
            .transfer_shares(SENIOR, &dora, &sponsor, 3_000 * SHARE),
    ];
    scene.world.go(&calls);
    assert_eq!(
        scene.resolution(number).tallies[0].shares,
        7_000 * SHARE + 1
    );
    // What has come back is not counted by anybody after that.
    scene.votes(number, (SENIOR, &bob), true);
    assert_eq!(
        scene.resolution(number).tallies[0].shares,
        7_000 * SHARE + 1
    );
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

/// Bob has a hundred warrants of the equity.
fn warranted() -> Scene<Lite> {
    let mut scene = Scene::<Lite>::new();
    let expires_at = scene.world.engine.now() + 300 * DAY;
    let series = SeriesArgs {
        number: 0,
        strike: 1_100_000,
        expires_at,
    };
    let bob = scene.bob;
    scene.world.give(&bob, 2_000_000_000);
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
    book.sell(&mut scene.world, &scene.deal, &[(bob, 1_100_000_000)]);
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
