//! When a poll passes.

use proptest::prelude::*;
use securities::math::poll::passes;
use securities_math_tests::{USUAL, cases, number};

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn a_poll_passes_just_above_its_threshold(base in number(), any_yes in number(), threshold: u16, off in -1_i64..=1) {
        let at = u64::try_from(u128::from(base) * u128::from(threshold) / 10_000).unwrap_or(u64::MAX);
        for yes in [any_yes, at.saturating_add_signed(off)] {
            let more = u128::from(yes) * 10_000 > u128::from(base) * u128::from(threshold);
            prop_assert_eq!(passes(yes, base, threshold), base > 0 && more);
        }
        if base > 0 && at < u64::MAX {
            // The threshold rounded down is not above it, one share unit more is.
            prop_assert!(!passes(at, base, threshold) && passes(at + 1, base, threshold));
        }
    }

    #[test]
    fn more_votes_never_undo_a_poll(yes in number(), more in number(), base in number(), threshold: u16) {
        prop_assert!(!passes(yes, base, threshold) || passes(yes.saturating_add(more), base, threshold));
    }

    #[test]
    fn two_opposite_polls_of_half_never_both_pass(yes in number(), base in number(), threshold in 5_000_u16..=10_000) {
        let yes = yes.min(base);
        prop_assert!(!(passes(yes, base, threshold) && passes(base - yes, base, threshold)));
    }
}

#[test]
fn edges_of_a_poll() {
    assert!(!passes(50, 100, 5_000), "half is not more than half");
    assert!(passes(51, 100, 5_000));
    assert!(!passes(100, 100, 10_000), "all is not more than all");
    assert!(!passes(0, 100, 0), "none is not more than none");
    assert!(passes(1, u64::MAX, 0));
    assert!(!passes(1, 0, 0) && !passes(u64::MAX, 0, 5_000), "of nobody");
    assert!(passes(u64::MAX, u64::MAX, 9_999));
    assert!(!passes(u64::MAX, u64::MAX, u16::MAX));
}
