//! Limits on what is drawn within a period, against a log of all draws.

use proptest::prelude::*;
use securities::math::draw::{Draw, Meter, RECENT};
use securities_math_tests::{MANY, cases};

const PERIOD: i64 = 1_000;

fn meter(limit: u64) -> Meter {
    Meter {
        limit,
        period: PERIOD,
        recent: [Draw::default(); RECENT],
    }
}

/// What was drawn in the period that ends at a time.
fn drawn(log: &[(i64, u64)], now: i64) -> u64 {
    log.iter()
        .filter(|(at, _)| now - at < PERIOD)
        .map(|(_, amount)| amount)
        .sum()
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn no_period_has_more_than_its_limit(
        limit in 1_u64..1_000_000,
        steps in prop::collection::vec((0_i64..1_500, 0_u64..1_000_000), 1..60),
    ) {
        let mut meter = meter(limit);
        let (mut log, mut now) = (Vec::new(), 1_700_000_000);
        for (passed, wanted) in steps {
            now += passed;
            let left = meter.left(now);
            prop_assert!(left <= limit - drawn(&log, now), "never more than the log leaves");
            let amount = wanted.min(left);
            if amount > 0 {
                meter.note(now, amount);
                log.push((now, amount));
            }
            prop_assert!(drawn(&log, now) <= limit);
        }
        // A period after the last draw all of it is there again.
        prop_assert_eq!(meter.left(now + PERIOD), limit);
    }

    #[test]
    fn up_to_four_draws_a_period_are_counted_to_the_second(
        limit in 1_u64..1_000_000,
        steps in prop::collection::vec((250_i64..1_500, 1_u64..1_000_000), 1..40),
    ) {
        let mut meter = meter(limit);
        let (mut log, mut now) = (Vec::new(), 0);
        for (passed, wanted) in steps {
            now += passed;
            let left = meter.left(now);
            prop_assert_eq!(left, limit - drawn(&log, now));
            let amount = wanted.min(left);
            if amount > 0 {
                meter.note(now, amount);
                log.push((now, amount));
            }
        }
    }
}

#[test]
fn without_a_limit_nothing_is_counted() {
    let mut meter = meter(0);
    assert_eq!(meter.left(5), u64::MAX);
    meter.note(5, u64::MAX);
    assert_eq!(meter.recent, [Draw::default(); RECENT]);
}
