//! The week in which a book is locked after its deadline has a day outside windows: in one, a stranger could thaw an account and let
//! the book fail.

use super::{DAYS, FIRST, RANK, points::planned_book, windows};
use securities::{
    book::offer::votes::PollArgs,
    tranche::{
        rules::TransferRulesTerms,
        window::{DayRange, WindowTerms},
    },
};
use securities_tests::{
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    terms::Reward,
    world::{DAY, Money, World},
};

/// The first second of a window of the rules, and the second after its last.
const OPENS: i64 = FIRST as i64 * DAY;
const ENDS: i64 = OPENS + DAYS as i64 * DAY;
/// How long a book may be locked after its deadline, in seconds.
const WEEK: i64 = 7 * DAY;

/// A deal with a class in the frozen form or a hooked one, and rules of it.
fn planned(frozen: &[u8], rules: Option<TransferRulesTerms>) -> (World<Lite>, Deal) {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.frozen = frozen.to_vec();
    let deal = deal.create(&mut world, vec![senior(0), junior(RANK)], tiers());
    if let Some(rules) = rules {
        world.go(&[deal.set_transfer_rules(RANK, rules)]);
    }
    (world, deal)
}

/// What comes of a book with a deadline: nothing, or a refusal.
fn opened(world: &mut World<Lite>, deal: &Deal, deadline: i64) -> Option<String> {
    let mut book = Offering::plan(world, deal, RANK, 0, "line");
    (book.args.deadline, book.args.latest_deadline) = (deadline, deadline);
    let opening = book.opening(world, deal, 16);
    let tried = world.send(&opening[..2]);
    tried.err().map(|failure| failure.name())
}

#[test]
fn a_book_is_opened_if_a_day_of_the_week_after_its_deadline_is_outside_windows() {
    let refused = Some("NoDayToLock");
    for (deadline, expected) in [
        (OPENS - DAY, None),
        (OPENS - DAY + 1, refused),
        (OPENS, refused),
        (ENDS + DAY - WEEK - 1, refused),
        (ENDS + DAY - WEEK, None),
        (ENDS, None),
    ] {
        let (mut world, deal) = planned(&[RANK], Some(windows()));
        let told = opened(&mut world, &deal, deadline);
        assert_eq!(
            told.as_deref(),
            expected,
            "{} s from the window",
            deadline - OPENS
        );
    }
}

#[test]
fn short_windows_no_windows_and_hooked_shares_ask_for_no_deadline() {
    let range = |from, days| DayRange {
        from: FIRST as u16 + from,
        until: FIRST as u16 + from + days,
    };
    let short = TransferRulesTerms {
        window: WindowTerms::Custom {
            ranges: vec![range(0, 3), range(4, 2), range(7, 31)],
        },
        ..TransferRulesTerms::default()
    };
    let never = TransferRulesTerms {
        window: WindowTerms::Never,
        ..TransferRulesTerms::default()
    };
    let frozen: &[u8] = &[RANK];
    for (form, rules, deadline) in [
        (frozen, Some(short.clone()), OPENS),
        (frozen, Some(short.clone()), OPENS + 3 * DAY),
        (frozen, Some(short.clone()), OPENS + 6 * DAY),
        (frozen, Some(never), OPENS),
        (frozen, None, OPENS),
        (&[], Some(windows()), OPENS),
    ] {
        let (mut world, deal) = planned(form, rules);
        assert_eq!(opened(&mut world, &deal, deadline), None);
    }
    let (mut world, deal) = planned(frozen, Some(short));
    let told = opened(&mut world, &deal, OPENS + 6 * DAY + 1);
    assert_eq!(told.as_deref(), Some("NoDayToLock"));
}

#[test]
fn a_poll_proposes_no_deadline_after_which_the_book_could_not_be_locked() {
    let (mut world, deal) = planned(&[RANK], Some(windows()));
    let book = Offering::standard(&mut world, &deal, RANK, "line");
    let ann = world.investor("ann", book.args.minimum);
    book.deposit(&mut world, &deal, &ann, book.args.minimum);
    let asked = |new_deadline| PollArgs {
        subject_sha256: [1; 32],
        ends_at: book.args.deadline,
        new_deadline,
    };
    for within in [OPENS, ENDS + DAY - WEEK - 1] {
        let poll = deal.open_poll(&book, asked(within));
        assert_eq!(world.refused(&[poll]), "NoDayToLock");
    }
    world.go(&[deal.open_poll(&book, asked(OPENS - DAY))]);
}

/// The points are in the frozen form, what is sold is not.
#[test]
fn a_book_grants_no_points_of_a_class_whose_window_is_all_the_week_in_which_it_is_locked() {
    for (deadline, expected) in [
        (OPENS - DAY, None),
        (OPENS, Some("NoDayToLock")),
        (ENDS + DAY - WEEK, None),
    ] {
        let (mut world, deal, mut book) = planned_book(&[1], deadline);
        book.rewards
            .push(Reward::promote_points(&deal, 1, &[(2_000_000_000, 500)]));
        let tried = world.send(&[deal.set_curve(&book, 0, 1)]);
        assert_eq!(
            tried.err().map(|failure| failure.name()).as_deref(),
            expected
        );
        assert_eq!(world.engine.now(), book.args.opens_at);
    }
}
