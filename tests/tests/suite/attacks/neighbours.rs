//! Tickets and lines of another book of the same tranche.

use super::{
    ONE, refuse,
    rewards::{book, three_classes},
    with,
};
use crate::on_both_engines;
use anchor_lang::solana_program::instruction::Instruction;
use securities::book::{offer::votes::PollArgs, state::AllocationRule};
use securities_tests::{
    address, audit,
    engine::Engine,
    ix::ticket::QUESTION,
    offering::Offering,
    world::{BEGIN, DAY, Money, World},
};

on_both_engines! {
    tickets_and_lines_of_another_book_are_refused => other_book;
}

/// Two books of one tranche, with a gap and a ticket of the same owner in each.
fn other_book<E: Engine>() -> World<E> {
    let mut chain = World::<E>::new(Money::Classic);
    let world = &mut chain;
    let deal = three_classes(world);
    let [own, other] =
        [0, 1].map(|number| book(world, &deal, number, AllocationRule::Discretionary));
    let alice = world.investor("alice", 100 * ONE);
    for book in [&own, &other] {
        book.deposit(world, &deal, &alice, 10 * ONE);
        book.deposit(world, &deal, &alice, 10 * ONE);
        book.withdraw(world, &deal, &alice, 0, 10 * ONE);
        let poll = PollArgs {
            subject_sha256: QUESTION,
            ends_at: BEGIN + DAY,
            new_deadline: 0,
        };
        world.go(&[deal.open_poll(book, poll)]);
    }
    let ticket = |book: &Offering| address::ticket(&book.book, &alice, 1);
    let uncommit = deal.uncommit(&own, &alice, 1);
    let calls = [
        (
            "withdraw",
            deal.withdraw(&own, (&alice, &alice), 1, ONE),
            true,
        ),
        ("vote", deal.cast_vote(&own, &alice, 1, true), true),
        ("approve", deal.approve_ticket(&own, &alice, 1, ONE), false),
        ("move up", deal.move_up(&own, &alice, 1), true),
        ("preview", deal.preview_ticket(&own, &alice, 1), true),
        ("uncommit", uncommit.clone(), true),
    ];
    let stranger = |call: &Instruction| with(call, &ticket(&own), &ticket(&other));
    for (what, call, has_line) in &calls {
        let mut cases = vec![(*what, vec![stranger(call)], "WrongBook")];
        if *has_line {
            let line = with(call, &own.line, &other.line);
            let both = with(&line, &own.book, &other.book);
            cases.push((what, vec![line], "WrongLine"));
            cases.push((what, vec![both], "WrongBook"));
        }
        refuse(world, &cases);
        world.go(std::slice::from_ref(call));
        audit::check(world);
    }
    let commit = deal.commit(&own, &alice, 1, 1);
    let deposit = deal.deposit(&own, (&alice, &alice), 2, ONE, 1);
    refuse(
        world,
        &[
            ("commit", vec![stranger(&commit)], "WrongBook"),
            (
                "commit",
                vec![with(&commit, &own.line, &other.line)],
                "WrongLine",
            ),
            (
                "deposit",
                vec![with(&deposit, &own.line, &other.line)],
                "WrongLine",
            ),
            (
                "deposit",
                vec![with(&deposit, &own.vault, &other.vault)],
                "WrongVault",
            ),
        ],
    );
    // After both locks as before: each ticket is settled in its own book.
    let approve = |book: &Offering| deal.approve_ticket(book, &alice, 1, ONE);
    world.go(&[commit, approve(&own), approve(&other)]);
    for book in [&own, &other] {
        book.lock(world, &deal);
        let welcome = book.welcome(world, &deal, &alice);
        world.go(&welcome);
    }
    let settle = deal.settle_ticket(&own, &own.ticket(world, 1));
    let refund = deal.refund_ticket(&own, &own.ticket(world, 1));
    for call in [&settle, &refund] {
        let line = with(call, &own.line, &other.line);
        let cases = [
            ("a ticket", vec![stranger(call)], "WrongBook"),
            ("a line", vec![line.clone()], "WrongLine"),
            (
                "book and line",
                vec![with(&line, &own.book, &other.book)],
                "WrongBook",
            ),
            (
                "an escrow",
                vec![with(call, &own.vault, &other.vault)],
                "WrongVault",
            ),
        ];
        refuse(world, &cases);
    }
    let others = deal.settle_ticket(&other, &other.ticket(world, 1));
    world.go(&[settle, others]);
    audit::check(world);
    chain
}
