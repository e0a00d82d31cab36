//! After the lock, and after the deadline that comes before it, nothing of the line moves: no money, no consent, no
//! vote, no place, no term.

use super::{ONE, Scene};
use crate::on_both_engines;
use anchor_lang::solana_program::instruction::Instruction;
use securities::book::{
    offer::{version::OfferArgs, votes::PollArgs},
    state::AllocationRule,
};
use securities_tests::{
    audit,
    engine::Engine,
    ix::ticket::QUESTION,
    terms::{Asset, Reward},
    token,
    world::World,
};

on_both_engines! {
    after_the_lock_nothing_moves => after_lock;
    between_deadline_and_lock_nothing_moves => due;
    approvals_are_frozen_with_the_line => approved;
}

/// Tickets 1 and 2 behind an empty place, ticket 3 committed to nothing, a reward, and a poll that runs.
fn scene<E: Engine>() -> Scene<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let bonus = Reward::bonus_shares(&scene.deal, 1, &[(100 * ONE, 50 * ONE)]);
    scene.book.promise(&mut scene.world, &scene.deal, bonus);
    let (alice, id) = scene.join("alice", 10);
    scene.join("bob", 10);
    scene.join("carol", 10);
    let dave = scene.world.investor("dave", 10 * ONE);
    scene.world.go(&[
        scene.deposit(&dave, 3, 10 * ONE, 0),
        scene.withdraw(&alice, id, 10 * ONE),
    ]);
    let poll = PollArgs {
        subject_sha256: QUESTION,
        ends_at: scene.book.args.deadline,
        new_deadline: scene.book.args.deadline + 1,
    };
    scene.world.go(&[scene.deal.open_poll(&scene.book, poll)]);
    scene
}

/// Everything that anyone could still want to change.
fn wishes<E: Engine>(scene: &mut Scene<E>) -> Vec<(&'static str, Vec<Instruction>, &'static str)> {
    let mint = scene
        .world
        .new_mint("late asset", &token::CLASSIC, &[], |_| Vec::new());
    scene
        .world
        .go(&[scene.deal.add_vault(&mint, &token::CLASSIC)]);
    let Scene { world, deal, book } = scene;
    let [alice, bob, dave] = ["alice", "bob", "dave"].map(|name| world.person(name));
    let args = &book.args;
    let version = book.state(world).offer_version;
    let offer = OfferArgs {
        terms_sha256: [8; 32],
        ..book.offer(version)
    };
    let poll = PollArgs {
        subject_sha256: QUESTION,
        ends_at: args.deadline + 100,
        new_deadline: 0,
    };
    let mut raised = book.clone();
    raised.rewards[0].knots[0].reward += ONE;
    let mut wider = book.clone();
    wider
        .assets
        .push(Asset::par(deal, &book.book, &mint, &token::CLASSIC));
    let all = [
        (
            "a deposit",
            deal.deposit(book, (&alice, &alice), 4, 10 * ONE, 1),
            "BookNotOpen",
        ),
        (
            "a withdrawal",
            deal.withdraw(book, (&bob, &bob), 1, 10 * ONE),
            "CannotLeave",
        ),
        (
            "a withdrawal in part",
            deal.withdraw(book, (&bob, &bob), 1, ONE),
            "CannotLeave",
        ),
        (
            "a withdrawal of what is committed to nothing",
            deal.withdraw(book, (&dave, &dave), 3, 10 * ONE),
            "CannotLeave",
        ),
        (
            "consent taken back",
            deal.uncommit(book, &bob, 1),
            "BookNotOpen",
        ),
        (
            "late consent",
            deal.commit(book, &dave, 3, 1),
            "BookNotOpen",
        ),
        ("a vote", deal.cast_vote(book, &bob, 1, true), "BookNotOpen"),
        ("a move up", deal.move_up(book, &bob, 1), "CannotLeave"),
        ("a new offer", deal.make_offer(book, offer), "BookNotOpen"),
        ("a higher tip", deal.raise_tip(book, 1), "BookNotOpen"),
        (
            "a better curve",
            deal.set_curve(&raised, 0, version),
            "BookNotOpen",
        ),
        ("a poll", deal.open_poll(book, poll), "BookNotOpen"),
        ("a longer line", deal.grow_line(book, 32), "BookNotOpen"),
        ("another asset", deal.add_asset(&wider, 1), "BookUsed"),
        (
            "an approval",
            deal.approve_ticket(book, &bob, 1, ONE),
            "BookNotOpen",
        ),
    ];
    all.into_iter()
        .map(|(what, call, error)| (what, vec![call], error))
        .collect()
}

fn after_lock<E: Engine>() -> World<E> {
    let mut scene = scene::<E>();
    let wishes = wishes(&mut scene);
    scene.book.lock(&mut scene.world, &scene.deal);
    let told = scene.previews(&[1, 2, 3]);
    scene.refuse(&wishes);
    scene.refuse(&[("a second lock", vec![scene.lock()], "CannotLock")]);
    assert_eq!(scene.previews(&[1, 2, 3]), told);

    // Nor between two settlements; and each gets what it was told.
    scene.book.settle(&mut scene.world, &scene.deal, 2);
    scene.refuse(&wishes);
    assert_eq!(scene.previews(&[1, 3]), [told[0], told[2]]);
    for id in [3, 1] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
    }
    let got = ["bob", "carol", "dave"].map(|name| {
        let owner = scene.world.person(name);
        (scene.shares(&owner), scene.world.wealth(&owner))
    });
    assert_eq!(got, [(15 * ONE, 0), (15 * ONE, 0), (0, 10 * ONE)]);
    audit::check(&mut scene.world);
    scene.world
}

fn due<E: Engine>() -> World<E> {
    let mut scene = scene::<E>();
    let wishes = wishes(&mut scene);
    let deadline = scene.book.args.deadline;
    let told = scene.previews(&[1, 2, 3]);
    for now in [deadline, deadline + 6 * 86_400] {
        scene.world.engine.set_now(now);
        scene.refuse(&wishes);
    }
    let ticket = scene.book.ticket(&mut scene.world, 1);
    scene.refuse(&[(
        "a refund",
        vec![scene.deal.refund_ticket(&scene.book, &ticket)],
        "NotRefunding",
    )]);
    let stranger = scene.world.person("stranger");
    scene
        .world
        .go(&[scene.deal.lock_book(&scene.book, &stranger)]);
    assert_eq!(scene.previews(&[1, 2, 3]), told);
    audit::check(&mut scene.world);
    scene.world
}

/// Where allocation is discretionary the sponsor decides before the lock, and not after.
fn approved<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| {
        args.allocation = AllocationRule::Discretionary;
        args.cap = 15 * ONE;
    });
    let (alice, _) = scene.join("alice", 10);
    let (bob, _) = scene.join("bob", 10);
    let approve =
        |owner, id, amount| vec![scene.deal.approve_ticket(&scene.book, owner, id, amount)];
    let (first, more) = (approve(&alice, 0, 10 * ONE), approve(&bob, 1, 5 * ONE));
    let cases = [
        (
            "more than it has",
            approve(&alice, 0, 11 * ONE),
            "ApprovalTooLarge",
        ),
        (
            "more than the cap leaves",
            approve(&bob, 1, 5 * ONE + 1),
            "ApprovalTooLarge",
        ),
    ];
    scene.world.go(&first);
    scene.refuse(&cases);
    scene.book.lock(&mut scene.world, &scene.deal);
    scene.refuse(&[("after the lock", more, "BookNotOpen")]);
    for id in [1, 0] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
    }
    assert_eq!((scene.shares(&alice), scene.shares(&bob)), (10 * ONE, 0));
    assert_eq!(scene.world.wealth(&bob), 10 * ONE, "his money went back");
    audit::check(&mut scene.world);
    scene.world
}
