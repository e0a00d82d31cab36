//! Whole books, action by action, beside a model that knows no tree, no counter and no formula that telescopes: a
//! list of tickets, summed up anew each time.

use proptest::{
    prelude::*,
    test_runner::{RngSeed, TestCaseResult, TestError, TestRunner},
};
use securities::book::state::AllocationRule;
use securities_math_tests::{HISTORIES, cases};
use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
};

mod checks;
mod draw;
mod game;
mod locked;
mod model;
mod money;
mod offers;
mod outcome;
mod program;
mod readiness;
mod seen;
mod sponsor;
mod terms;

use draw::Action;
use game::Game;
use seen::Seen;
use terms::Terms;

/// One book from its opening to its end.
fn play(game: &mut Game, draws: &[[u64; 2]]) -> TestCaseResult {
    for draw in draws {
        let action = Action::drawn(&game.model, *draw);
        game.play(action)?;
    }
    game.finish()
}

/// Plays a book; if it fails, says what with and after which actions.
fn play_or_say_how(
    terms: &Terms,
    seed: u64,
    draws: &[[u64; 2]],
    seen: &mut Seen,
) -> TestCaseResult {
    let mut game = Game::open(terms, seed);
    let played = catch_unwind(AssertUnwindSafe(|| play(&mut game, draws)));
    let failure = match played {
        Ok(Ok(())) => {
            seen.note(&game, terms);
            return Ok(());
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => String::from("a panic"),
    };
    let actions: Vec<String> = game
        .actions
        .iter()
        .map(|action| format!("{action:?}"))
        .collect();
    let told = actions.join("\n  ");
    Err(TestCaseError::fail(format!(
        "{failure}\n{terms:?}\n  {told}\n"
    )))
}

/// Plays books of a rule, and counts what they come to.
fn whole_books(rule: AllocationRule) -> Seen {
    let seen = RefCell::new(Seen::default());
    let mut config = cases(HISTORIES / 3 + 1);
    if let RngSeed::Fixed(seed) = config.rng_seed {
        config.rng_seed = RngSeed::Fixed(seed + rule as u64);
    }
    let draws = prop::collection::vec(any::<[u64; 2]>(), 0..=400);
    let books = (any::<[u64; 4]>(), any::<u64>(), draws);
    let result = TestRunner::new(config).run(&books, |(setup, seed, draws)| {
        let terms = Terms::drawn(rule, setup);
        play_or_say_how(&terms, seed, &draws, &mut seen.borrow_mut())
    });
    match result {
        Err(TestError::Fail(why, _)) => panic!("{why}"),
        Err(error) => panic!("{error}"),
        Ok(()) => seen.into_inner(),
    }
}

#[test]
fn books_that_fill_first_come_first_served() {
    whole_books(AllocationRule::FirstCome).has_all(&["NotDiscretionary", "fallen"]);
}

#[test]
fn books_that_fill_pro_rata() {
    whole_books(AllocationRule::ProRata).has_all(&["NotDiscretionary", "fallen"]);
}

#[test]
fn books_that_the_sponsor_fills() {
    whole_books(AllocationRule::Discretionary).has_all(&["ApprovalTooLarge"]);
}
