//! What a book lets happen when.

use proptest::prelude::*;
use securities::book::phase::{
    LOCK_GRACE,
    Phase::{self, Building, Draft, Due, Offering, Refunding, Settling},
    Progress, Stage, phase,
};
use securities_math_tests::{USUAL, cases};

/// How far a book has come.
const fn progress(phase: Phase) -> u8 {
    match phase {
        Draft => 0,
        Building | Offering => 1,
        Due => 2,
        Settling | Refunding => 3,
    }
}

const fn open(opens_at: i64, deadline: i64, offered: bool, ready: bool) -> Progress {
    Progress {
        stage: Stage::Open,
        opens_at,
        deadline,
        offered,
        ready,
    }
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => -50_i64..50,
        2 => LOCK_GRACE - 100..LOCK_GRACE + 100,
        1 => any::<i64>(),
        1 => proptest::sample::select(vec![i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX]),
    ]
}

/// Any book; a book is ready only with an offer.
fn any_book() -> impl Strategy<Value = Progress> {
    (time(), time(), any::<(bool, bool)>()).prop_map(|(opens, deadline, (offered, ready))| {
        open(opens, deadline, offered, offered && ready)
    })
}

#[test]
fn ranges_are_half_open() {
    // Opens at 100, ends at 200.
    let week = 7 * 86_400;
    for (now, none, unready, ready) in [
        (i64::MIN, Draft, Draft, Draft),
        (0, Draft, Draft, Draft),
        (99, Draft, Draft, Draft),
        (100, Building, Offering, Offering),
        (101, Building, Offering, Offering),
        (199, Building, Offering, Offering),
        (200, Refunding, Refunding, Due),
        (201, Refunding, Refunding, Due),
        (199 + week, Refunding, Refunding, Due),
        (200 + week, Refunding, Refunding, Refunding),
        (i64::MAX, Refunding, Refunding, Refunding),
    ] {
        for (offered, is_ready, expected) in [
            (false, false, none),
            (true, false, unready),
            (true, true, ready),
        ] {
            let book = open(100, 200, offered, is_ready);
            assert_eq!(phase(now, book), expected, "at {now}, {book:?}");
            let stage = Stage::Locked;
            assert_eq!(phase(now, Progress { stage, ..book }), Settling, "at {now}");
        }
    }
}

#[test]
fn a_book_that_opens_at_its_deadline_never_offers() {
    assert_eq!(phase(99, open(100, 100, true, true)), Draft);
    assert_eq!(phase(100, open(100, 100, true, false)), Refunding);
    assert_eq!(phase(100, open(100, 100, true, true)), Due);
}

#[test]
fn what_each_phase_lets_happen() {
    for (phase, enter, leave) in [
        (Draft, false, false),
        (Building, true, true),
        (Offering, true, true),
        (Due, false, false),
        (Settling, false, false),
        (Refunding, false, true),
    ] {
        assert_eq!(
            (phase.can_enter(), phase.can_leave(false)),
            (enter, leave),
            "{phase:?}"
        );
        // A book that closes together with others is left until it is locked.
        assert_eq!(phase.can_leave(true), leave || phase == Due, "{phase:?}");
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn time_only_moves_a_book_forward(a in time(), b in time(), book in any_book(), locked: bool) {
        let stage = if locked { Stage::Locked } else { Stage::Open };
        let at = |now| phase(now, Progress { stage, ..book });
        let (before, after) = (at(a.min(b)), at(a.max(b)));
        prop_assert!(progress(before) <= progress(after), "{:?} to {:?}", before, after);
    }

    #[test]
    fn a_book_that_is_not_ready_never_holds_money_back(now in time(), book in any_book()) {
        let at = phase(now, Progress { ready: false, ..book });
        prop_assert!(at.can_leave(false) || at == Draft);
    }

    #[test]
    fn no_open_book_holds_money_for_longer_than_the_grace(now in time(), book in any_book()) {
        if now < book.opens_at { return Ok(()) }
        let held = i128::from(now) - i128::from(book.deadline);
        let free = held < 0 || held >= i128::from(LOCK_GRACE) || !book.ready;
        // The last of all times ends every wait.
        prop_assert_eq!(phase(now, book).can_leave(false), free || now == i64::MAX);
        prop_assert!(phase(now, book).can_leave(true), "nor a grouped one at all");
    }

    #[test]
    fn money_that_leaves_a_refunding_book_cannot_revive_it(now in time(), book in any_book()) {
        if phase(now, book) == Refunding {
            prop_assert_eq!(phase(now, Progress { ready: false, ..book }), Refunding);
        }
    }

    #[test]
    fn locking_is_for_good(now in time(), book in any_book()) {
        prop_assert_eq!(phase(now, Progress { stage: Stage::Locked, ..book }), Settling);
    }
}
