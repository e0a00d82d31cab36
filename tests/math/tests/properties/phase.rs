//! What a book lets happen when.

use proptest::prelude::*;
use securities::book::phase::{
    Phase::{self, Draft, Due, Offering, Refunding, Settling},
    Stage, phase,
};
use securities_math_tests::{USUAL, cases};

/// How far a book has come.
const fn progress(phase: Phase) -> u8 {
    match phase {
        Draft => 0,
        Offering => 1,
        Due | Refunding => 2,
        Settling => 3,
    }
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => -50_i64..50,
        1 => any::<i64>(),
        1 => proptest::sample::select(vec![i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX]),
    ]
}

#[test]
fn ranges_are_half_open() {
    // Opens at 100, ends at 200.
    for (now, below_the_minimum, with_the_minimum) in [
        (i64::MIN, Draft, Draft),
        (0, Draft, Draft),
        (99, Draft, Draft),
        (100, Offering, Offering),
        (101, Offering, Offering),
        (199, Offering, Offering),
        (200, Refunding, Due),
        (201, Refunding, Due),
        (i64::MAX, Refunding, Due),
    ] {
        assert_eq!(
            phase(now, Stage::Open, 100, 200, false),
            below_the_minimum,
            "at {now}"
        );
        assert_eq!(
            phase(now, Stage::Open, 100, 200, true),
            with_the_minimum,
            "at {now}"
        );
        for minimum in [false, true] {
            assert_eq!(
                phase(now, Stage::Locked, 100, 200, minimum),
                Settling,
                "at {now}"
            );
        }
    }
}

#[test]
fn a_book_that_opens_at_its_deadline_never_offers() {
    assert_eq!(phase(99, Stage::Open, 100, 100, false), Draft);
    assert_eq!(phase(100, Stage::Open, 100, 100, false), Refunding);
    assert_eq!(phase(100, Stage::Open, 100, 100, true), Due);
}

#[test]
fn the_exits_are_open_while_offering_and_while_refunding() {
    for (phase, open) in [
        (Draft, false),
        (Offering, true),
        (Due, false),
        (Settling, false),
        (Refunding, true),
    ] {
        assert_eq!(phase.can_leave(), open, "{phase:?}");
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn time_only_moves_a_book_forward(a in time(), b in time(), opens in time(), deadline in time(), minimum: bool) {
        for stage in [Stage::Open, Stage::Locked] {
            let before = phase(a.min(b), stage, opens, deadline, minimum);
            let after = phase(a.max(b), stage, opens, deadline, minimum);
            prop_assert!(progress(before) <= progress(after), "{:?} to {:?}", before, after);
        }
    }

    #[test]
    fn a_book_below_its_minimum_never_holds_money_back(now in time(), opens in time(), deadline in time()) {
        let at = phase(now, Stage::Open, opens, deadline, false);
        prop_assert!(at.can_leave() || at == Draft);
    }

    #[test]
    fn money_that_leaves_a_refunding_book_cannot_revive_it(now in time(), opens in time(), deadline in time(), committed: u64, minimum: u64, leaves: u64) {
        let at = |committed| phase(now, Stage::Open, opens, deadline, committed >= minimum);
        if at(committed) == Refunding {
            prop_assert_eq!(at(committed - leaves % committed.saturating_add(1)), Refunding);
        }
    }

    #[test]
    fn locking_is_for_good(now in time(), opens in time(), deadline in time(), minimum: bool) {
        prop_assert_eq!(phase(now, Stage::Locked, opens, deadline, minimum), Settling);
    }
}
