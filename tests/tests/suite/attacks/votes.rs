//! Votes that are bought, cast twice, or cast by money that is gone.

use super::{ONE, Scene};
use crate::on_both_engines;
use anchor_lang::solana_program::instruction::Instruction;
use securities::book::offer::votes::PollArgs;
use securities_tests::{
    audit,
    engine::Engine,
    ix::ticket::QUESTION,
    world::{BEGIN, DAY, World, keypair},
};
use solana_signer::Signer;

on_both_engines! {
    money_that_came_after_the_question_has_no_vote => bought;
    a_vote_counts_once_and_leaves_with_its_money => once;
    after_the_end_of_a_poll_nothing_changes_it => decided;
    a_deadline_bought_with_own_money_holds_nobody => own_money;
}

/// For a deadline five days later, put for one day.
const POLL: PollArgs = PollArgs {
    subject_sha256: QUESTION,
    ends_at: BEGIN + DAY,
    new_deadline: BEGIN + 15 * DAY,
};

/// Base, yes and no.
fn tally<E: Engine>(scene: &mut Scene<E>) -> [u64; 3] {
    let poll = scene.book.state(&mut scene.world).poll;
    [poll.base, poll.yes, poll.no].map(|money| money / ONE)
}

fn vote<E: Engine>(scene: &Scene<E>, name: &str, id: u32, yes: bool) -> Vec<Instruction> {
    let owner = keypair(name).pubkey();
    vec![scene.deal.cast_vote(&scene.book, &owner, id, yes)]
}

/// The deadline did not move.
fn not_extended<E: Engine>(scene: &mut Scene<E>) {
    scene.world.engine.set_now(scene.book.args.deadline);
    let late = scene.world.investor("late", ONE);
    let id = scene.book.state(&mut scene.world).next_ticket;
    let deposit = vec![scene.deposit(&late, id, ONE, 1)];
    scene.refuse(&[("the deadline has passed", deposit, "BookNotOpen")]);
}

fn bought<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    scene.join("alice", 60);
    scene.join("bob", 40);
    let before = vote(&scene, "alice", 0, true);
    scene.refuse(&[("before there is a question", before, "NoPoll")]);
    scene.world.go(&[scene.deal.open_poll(&scene.book, POLL)]);
    // A thousand times as much comes for the vote, and so does more of alice's.
    scene.join("buyer", 100_000);
    let alice = scene.world.person("alice");
    scene.world.give(&alice, 1_000 * ONE);
    let more = scene
        .book
        .deposit(&mut scene.world, &scene.deal, &alice, 1_000 * ONE);
    let mut of_alice = vote(&scene, "alice", 0, true);
    of_alice[0].accounts[0].pubkey = scene.world.person("buyer");
    scene.refuse(&[
        ("the buyer's", vote(&scene, "buyer", 2, true), "NotEligible"),
        (
            "what alice added",
            vote(&scene, "alice", more, true),
            "NotEligible",
        ),
        ("the buyer for alice", of_alice, "NotOwner"),
    ]);
    let again = vec![scene.deal.open_poll(&scene.book, POLL)];
    scene.refuse(&[("a second question, with the buyer", again, "PollRunning")]);
    let (no, yes) = (
        vote(&scene, "alice", 0, false),
        vote(&scene, "bob", 1, true),
    );
    scene.world.go(&no);
    scene.world.go(&yes);
    assert_eq!(tally(&mut scene), [100, 40, 60]);
    audit::check(&mut scene.world);
    not_extended(&mut scene);
    scene.world
}

fn once<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let (alice, _) = scene.join("alice", 60);
    scene.join("bob", 40);
    scene.join("carol", 30);
    scene.world.go(&[scene.deal.open_poll(&scene.book, POLL)]);
    let yes = vote(&scene, "alice", 0, true);
    for _ in 0..3 {
        scene.world.go(&yes);
        assert_eq!(tally(&mut scene), [130, 60, 0], "however often");
    }
    let (other, back) = (vote(&scene, "alice", 0, false), yes.clone());
    scene.world.go(&other);
    assert_eq!(tally(&mut scene), [130, 0, 60], "a change of mind");
    scene.world.go(&back);
    // Part of it leaves, votes again, and the rest leaves.
    let part = scene.withdraw(&alice, 0, 20 * ONE);
    scene.world.go(&[part]);
    assert_eq!(tally(&mut scene), [110, 40, 0]);
    scene.world.go(&yes);
    assert_eq!(tally(&mut scene), [110, 40, 0]);
    audit::check(&mut scene.world);
    let (rest, same) = (
        scene.withdraw(&alice, 0, 40 * ONE),
        scene.deposit(&alice, 0, 60 * ONE, 1),
    );
    scene.world.go(&[rest, same]);
    assert_eq!(tally(&mut scene), [70, 0, 0], "its vote left with it");
    scene.refuse(&[("the same address with another ticket", yes, "NotEligible")]);
    let bobs = vote(&scene, "bob", 1, true);
    scene.world.go(&bobs);
    let carols = vote(&scene, "carol", 2, false);
    scene.world.go(&carols);
    assert_eq!(tally(&mut scene), [70, 40, 30]);
    audit::check(&mut scene.world);

    // More than half of what was asked and stayed: the deadline is later from the poll's end, and no later.
    let (deadline, later) = (scene.book.args.deadline, POLL.new_deadline);
    scene.world.engine.set_now(deadline);
    let dave = scene.world.investor("dave", 10 * ONE);
    let id = scene.book.state(&mut scene.world).next_ticket;
    let deposit = scene.deposit(&dave, id, 10 * ONE, 1);
    scene.world.go(&[deposit]);
    scene.world.engine.set_now(later);
    let deposit = vec![scene.deposit(&dave, id + 1, ONE, 1)];
    scene.refuse(&[("after the later deadline", deposit, "BookNotOpen")]);
    scene.world
}

fn decided<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let (alice, _) = scene.join("alice", 50);
    let (bob, _) = scene.join("bob", 50);
    scene.world.go(&[scene.deal.open_poll(&scene.book, POLL)]);
    let yes = vote(&scene, "alice", 0, true);
    scene.world.go(&yes);
    scene.world.engine.set_now(POLL.ends_at);
    let bobs = vote(&scene, "bob", 1, true);
    scene.refuse(&[
        ("a vote at its very end", bobs, "NoPoll"),
        ("again", yes, "NoPoll"),
    ]);
    // Exactly half is not more than half, and who was against it cannot make it so by leaving now.
    let leave = scene.withdraw(&bob, 1, 50 * ONE);
    scene.world.go(&[leave]);
    assert_eq!(tally(&mut scene), [100, 50, 0]);
    audit::check(&mut scene.world);
    not_extended(&mut scene);
    assert_eq!(scene.world.wealth(&alice), 0);
    scene.world
}

/// A sponsor puts more money in line than all others, asks and answers itself within a second. What it gets is a
/// deadline that investors were told, and from which each of them may still walk away.
fn own_money<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let (alice, _) = scene.join("alice", 10);
    let sponsor = scene.deal.sponsor;
    scene.world.give(&sponsor, 11 * ONE);
    let latest = scene.book.args.latest_deadline;
    let poll = |new_deadline| {
        let args = PollArgs {
            new_deadline,
            ..POLL
        };
        scene.deal.open_poll(&scene.book, args)
    };
    let (too_late, ask) = (poll(latest + 1), poll(latest));
    scene.refuse(&[("past the latest", vec![too_late], "BadPoll")]);
    let own = scene.deposit(&sponsor, 1, 11 * ONE, 1);
    let answer = scene.deal.cast_vote(&scene.book, &sponsor, 1, true);
    let hasty = scene.deal.open_poll(
        &scene.book,
        PollArgs {
            ends_at: BEGIN + DAY - 1,
            ..POLL
        },
    );
    scene.refuse(&[("before anybody reads it", vec![hasty], "BadPoll")]);
    scene.world.go(&[own, ask, answer]);
    let leave = scene.withdraw(&sponsor, 1, 11 * ONE);
    scene.world.pass(DAY);
    scene.world.go(&[leave]);
    let state = scene.book.state(&mut scene.world);
    assert_eq!(state.deadline_at(BEGIN + DAY), latest);

    scene.world.engine.set_now(latest - 1);
    let leave = scene.withdraw(&alice, 0, 10 * ONE);
    scene.world.go(&[leave]);
    assert_eq!(scene.world.wealth(&alice), 10 * ONE, "she was free to go");
    audit::check(&mut scene.world);
    scene.world
}
