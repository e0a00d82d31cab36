//! Polls that ask too much, and votes that do not count.

use super::twins::{Stage, TICKET, Twins};
use securities::book::offer::votes::PollArgs;
use securities_tests::{
    audit,
    engine::Engine,
    ix::ticket::QUESTION,
    world::{BEGIN, DAY},
};

const ADVICE: PollArgs = PollArgs {
    subject_sha256: QUESTION,
    ends_at: BEGIN + DAY,
    new_deadline: 0,
};

#[test]
fn a_poll_has_a_clock_in_order_and_is_alone() {
    let mut twins = Twins::at(Stage::Deposited);
    let (world, own) = (&mut twins.world, &twins.own);
    let (deadline, latest) = (own.book().args.deadline, own.book().args.latest_deadline);
    let open = |args| own.deal.open_poll(own.book(), args);
    for (args, what) in [
        (
            PollArgs {
                ends_at: BEGIN,
                ..ADVICE
            },
            "it is over",
        ),
        (
            PollArgs {
                ends_at: deadline + 1,
                ..ADVICE
            },
            "it outlives the book",
        ),
        (
            PollArgs {
                new_deadline: deadline,
                ..ADVICE
            },
            "no later deadline",
        ),
        (
            PollArgs {
                new_deadline: latest + 1,
                ..ADVICE
            },
            "past the latest",
        ),
        (
            PollArgs {
                new_deadline: -1,
                ..ADVICE
            },
            "before all time",
        ),
    ] {
        assert_eq!(world.refused(&[open(args)]), "BadPoll", "{what}");
    }
    world.go(&[open(ADVICE)]);
    let second = PollArgs {
        ends_at: BEGIN + 2 * DAY,
        ..ADVICE
    };
    assert_eq!(world.refused(&[open(second.clone())]), "PollRunning");
    world.pass(DAY);
    world.go(&[open(second)]);
    world.engine.set_now(deadline);
    let late = PollArgs {
        ends_at: deadline + DAY,
        ..ADVICE
    };
    assert_eq!(world.refused(&[open(late)]), "BookNotOpen");
}

#[test]
fn a_book_without_a_threshold_has_a_deadline_that_stays() {
    let mut twins = Twins::with(Stage::Deposited, |args| args.extension_bps = 0);
    let own = &twins.own;
    let later = PollArgs {
        new_deadline: own.book().args.latest_deadline,
        ..ADVICE
    };
    let open = own.deal.open_poll(own.book(), later);
    assert_eq!(twins.world.refused(&[open]), "BadPoll");
    twins.world.go(&[own.deal.open_poll(own.book(), ADVICE)]);
}

#[test]
fn money_votes_that_was_in_line_while_the_poll_runs() {
    let mut twins = Twins::at(Stage::Deposited);
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    let vote = |id, yes| deal.cast_vote(book, &own.owner, id, yes);
    assert_eq!(world.refused(&[vote(0, true)]), "NoPoll", "before any");
    world.go(&[deal.open_poll(book, ADVICE)]);
    world.go(&[deal.deposit(book, (&own.owner, &own.patron), 1, TICKET, 1)]);
    assert_eq!(
        world.refused(&[vote(1, true)]),
        "NotEligible",
        "it came later"
    );
    world.go(&[vote(0, true)]);
    audit::check(world);
    world.go(&[vote(0, false), vote(0, false)]);
    let poll = book.state(world).poll;
    assert_eq!(
        (poll.base, poll.yes, poll.no),
        (TICKET, 0, TICKET),
        "the last vote counts"
    );
    world.go(&[deal.withdraw(book, (&own.owner, &own.patron), 0, TICKET / 2)]);
    audit::check(world);
    world.pass(DAY);
    assert_eq!(world.refused(&[vote(0, true)]), "NoPoll", "after it");
    world.engine.set_now(book.args.deadline);
    assert_eq!(world.refused(&[vote(0, true)]), "BookNotOpen");
}
