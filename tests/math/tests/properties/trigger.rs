//! Tests of a deal, and what follows when one does not hold.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    trigger::{
        Acceleration, Test, TrancheMetrics, TriggerInputs, Verdict, holds, judge as verdict, step,
    },
    waterfall::Kind,
};
use securities_math_tests::{MANY, USUAL, cases, number};

const KINDS: [Kind; 3] = [Kind::Debt, Kind::Equity, Kind::Cover];

fn standing() -> impl Strategy<Value = TrancheMetrics> {
    (
        0_usize..3,
        [number(), number(), number()],
        prop_oneof![Just(0), 0_u64..2_000, number()],
    )
        .prop_map(
            |(kind, [outstanding, issued, loss], days_overdue)| TrancheMetrics {
                kind: KINDS[kind],
                outstanding,
                issued,
                loss,
                days_overdue,
            },
        )
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 0_i64..2_000, 1 => Just(0), 1 => any::<i64>()]
}

fn test() -> impl Strategy<Value = Test> {
    (
        0_usize..8,
        0_u8..9,
        prop_oneof![0_u32..20_000, any::<u32>()],
        (time(), time()),
        (number(), number()),
        (any::<bool>(), any::<bool>()),
    )
        .prop_map(
            |(test, rank, bps, (seconds, at), (min, value), (raised, proven))| {
                [
                    Test::Subordination { rank, min_bps: bps },
                    Test::Losses { max_bps: bps },
                    Test::Overdue {
                        rank,
                        days: seconds.unsigned_abs(),
                    },
                    Test::Collateral {
                        rank,
                        min_bps: bps,
                        max_age: seconds,
                    },
                    Test::LoanToValue {
                        rank,
                        max_bps: bps,
                        max_age: seconds,
                    },
                    Test::ReportOverdue { max_age: seconds },
                    Test::NetWorth {
                        min,
                        max_age: seconds,
                        value,
                        at,
                    },
                    Test::Raised { raised, proven },
                ][test]
            },
        )
}

fn sum<'a>(
    claimants: impl Iterator<Item = &'a TrancheMetrics>,
    of: fn(&TrancheMetrics) -> u64,
) -> BigUint {
    claimants.map(|claimant| BigUint::from(of(claimant))).sum()
}

/// The tests in numbers without limits.
#[allow(clippy::too_many_lines, reason = "one arm a test")]
fn expected(test: Test, picture: &TriggerInputs) -> bool {
    let claimants = picture.claimants;
    let bears = |claimant: &&TrancheMetrics| claimant.kind != Kind::Cover;
    let protected = |rank: u8| {
        let senior = claimants.iter().take(usize::from(rank) + 1);
        sum(senior.filter(bears), |claimant| claimant.outstanding)
    };
    let elapsed = |then: i64| {
        (i128::from(picture.now) - i128::from(then)).clamp(i64::MIN.into(), i64::MAX.into())
    };
    match test {
        Test::Subordination { rank, min_bps } => {
            let all = sum(claimants.iter(), |claimant| claimant.outstanding);
            let below = &all - protected(rank);
            protected(rank) == BigUint::ZERO || below * 10_000_u32 >= all * min_bps
        }
        Test::Losses { max_bps } => {
            let lost = sum(claimants.iter().filter(bears), |claimant| claimant.loss);
            let issued = sum(claimants.iter().filter(bears), |claimant| claimant.issued);
            issued == BigUint::ZERO || lost * 10_000_u32 <= issued * max_bps
        }
        Test::Overdue { rank, days } => match claimants.get(usize::from(rank)) {
            None => false,
            Some(claimant) => claimant.days_overdue <= days,
        },
        Test::Collateral {
            rank,
            min_bps,
            max_age,
        } => {
            let fresh = picture.pool_at > 0 && elapsed(picture.pool_at) <= max_age.into();
            let value = BigUint::from(picture.pool_value) + picture.cash;
            protected(rank) == BigUint::ZERO
                || (fresh && value * 10_000_u32 >= protected(rank) * min_bps)
        }
        Test::LoanToValue {
            rank,
            max_bps,
            max_age,
        } => {
            let fresh = picture.pool_at > 0 && elapsed(picture.pool_at) <= max_age.into();
            let most = BigUint::from(picture.pool_value) * max_bps;
            protected(rank) == BigUint::ZERO
                || (fresh
                    && protected(rank) * 10_000_u32
                        <= most + BigUint::from(picture.cash) * 10_000_u32)
        }
        Test::ReportOverdue { max_age } => {
            let last = picture.pool_at.max(picture.began_at);
            picture.began_at == 0 || elapsed(last) <= max_age.into()
        }
        Test::NetWorth {
            min,
            max_age,
            value,
            at,
        } => at > 0 && elapsed(at) <= max_age.into() && value >= min,
        Test::Raised { raised, .. } => !raised,
    }
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn tests_hold_when_they_do_in_numbers_without_limits(
        claimants in prop::collection::vec(standing(), 0..9), test in test(), now in time(),
        cash in number(), pool_value in number(), pool_at in time(), began_at in time(),
    ) {
        let picture = TriggerInputs { now, claimants: &claimants, cash, pool_value, pool_at, began_at };
        prop_assert_eq!(holds(test, &picture), expected(test, &picture));
        // What is not known counts as failing, and is told apart.
        let verdict = verdict(test, &picture);
        prop_assert_eq!(verdict == Verdict::Holds, expected(test, &picture));
        let too_old = |at: i64, max_age: i64| {
            at <= 0 || i128::from(now) - i128::from(at) > max_age.into()
        };
        let known = match test {
            Test::Collateral { rank, max_age, .. } | Test::LoanToValue { rank, max_age, .. } => {
                let owed = |claimant: &TrancheMetrics| claimant.kind != Kind::Cover && claimant.outstanding > 0;
                !claimants.iter().take(usize::from(rank) + 1).any(owed) || !too_old(pool_at, max_age)
            }
            Test::NetWorth { max_age, at, .. } => !too_old(at, max_age),
            Test::Raised { raised, proven } => proven || !raised,
            _ => true,
        };
        prop_assert_eq!(verdict == Verdict::Unproven, !known);
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn a_breach_trips_when_it_was_not_cured_in_time(
        reports in prop::collection::vec((1_i64..1_000, any::<bool>()), 1..24), cure in 0_i64..3_000,
    ) {
        let (mut now, mut since, mut history) = (1_700_000_000, 0, Vec::new());
        for (pause, holds) in reports {
            now += pause;
            history.push((now, holds));
            let (next, tripped) = step(now, since, cure, holds);
            since = next;
            // From the first of the unbroken row of breaches that ends here.
            let row = history.iter().rev().take_while(|(_, held)| !held).last();
            prop_assert_eq!(since, row.map_or(0, |(first, _)| *first));
            prop_assert_eq!(tripped, row.is_some_and(|(first, _)| now - first >= cure));
        }
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn an_acceleration_ends_when_all_have_held_for_the_cure(
        looks in prop::collection::vec((0_i64..1_000, 0_u8..3), 1..24), cure in 0_i64..3_000,
    ) {
        let (mut now, mut state, mut accelerated) = (1_700_000_000, Acceleration::default(), false);
        let mut held = Vec::new();
        for (pause, kind) in looks {
            now += pause;
            let (tripped, hold) = [(false, true), (false, false), (true, false)][usize::from(kind)];
            state = state.at(now, tripped, hold, cure);
            // The unbroken row of looks at which all held since it began.
            held.push((now, hold && (accelerated || tripped)));
            let row = held.iter().rev().take_while(|(_, held)| *held).last();
            accelerated = (accelerated || tripped) && row.is_none_or(|(first, _)| now - first < cure);
            if !accelerated {
                held.clear();
            }
            prop_assert_eq!(state.tripped, accelerated);
            prop_assert_eq!(state.holds_since, if accelerated { row_start(&held) } else { 0 });
        }
    }
}

/// When the last unbroken row of looks at which all held began; 0 without one.
fn row_start(held: &[(i64, bool)]) -> i64 {
    let row = held.iter().rev().take_while(|(_, held)| *held).last();
    row.map_or(0, |(first, _)| *first)
}

const fn debt(outstanding: u64) -> TrancheMetrics {
    TrancheMetrics {
        kind: Kind::Debt,
        outstanding,
        issued: 1_000,
        loss: 0,
        days_overdue: 0,
    }
}

fn judge(claimants: &[TrancheMetrics], test: Test) -> bool {
    let picture = TriggerInputs {
        now: 1_000,
        claimants,
        cash: 20,
        pool_value: 880,
        pool_at: 900,
        began_at: 500,
    };
    holds(test, &picture)
}

#[test]
fn exactly_the_floor_holds_and_less_does_not() {
    let cover = TrancheMetrics {
        kind: Kind::Cover,
        ..debt(50)
    };
    let claimants = [cover, debt(750), debt(200)];
    let floor = |min_bps| judge(&claimants, Test::Subordination { rank: 1, min_bps });
    assert!(floor(2_500) && !floor(2_501));
    let worth = |rank, min_bps| {
        let max_age = 100;
        judge(
            &claimants,
            Test::Collateral {
                rank,
                min_bps,
                max_age,
            },
        )
    };
    assert!(worth(1, 12_000) && !worth(1, 12_001));
    assert!(!worth(2, 12_000) && worth(2, 9_473) && !worth(2, 9_474));
    assert!(worth(0, u32::MAX), "nothing to protect");
    let lost = TrancheMetrics {
        loss: 100,
        ..debt(0)
    };
    let losses = |max_bps| judge(&[cover, lost, debt(0)], Test::Losses { max_bps });
    assert!(losses(500) && !losses(499));
}

#[test]
fn what_is_not_known_is_a_breach() {
    let claimants = [debt(900)];
    let collateral = Test::Collateral {
        rank: 0,
        min_bps: 0,
        max_age: 99,
    };
    assert!(!judge(&claimants, collateral), "an old report");
    let never = TriggerInputs {
        now: 50,
        claimants: &claimants,
        cash: u64::MAX,
        pool_value: u64::MAX,
        pool_at: 0,
        began_at: 0,
    };
    assert!(
        !holds(collateral, &never),
        "no report, even soon after 1970"
    );
    let overdue =
        |rank, claimants: &[TrancheMetrics]| judge(claimants, Test::Overdue { rank, days: 300 });
    assert!(!overdue(1, &claimants), "no such tranche");
    let late = |days_overdue| TrancheMetrics {
        days_overdue,
        ..debt(1)
    };
    assert!(overdue(0, &[late(300)]) && !overdue(0, &[late(301)]));
    assert!(overdue(0, &[debt(1)]), "nothing is overdue");
    assert!(judge(&[], Test::Losses { max_bps: 0 }), "nothing issued");
}
