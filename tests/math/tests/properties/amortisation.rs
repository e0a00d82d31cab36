//! Principal that falls due.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError,
    accrual::MAX_RATE_PPM,
    amortisation::{Amortisation, Level, Prepayments, Principal, Progress, due, level_part},
};
use securities_math_tests::{USUAL, below_bits, cases, naive, number, positive};

const IN_ORDER: Amortisation = Amortisation::Linear(Prepayments::InOrder);
const PRO_RATA: Amortisation = Amortisation::Linear(Prepayments::ProRata);

fn rule() -> impl Strategy<Value = Amortisation> {
    let level = Amortisation::Level(Level {
        part: 1 << 58,
        rate_ppm: 60_000,
        months: 1,
    });
    let rules = vec![
        Amortisation::Bullet,
        IN_ORDER,
        PRO_RATA,
        Amortisation::Sweep,
        level,
    ];
    proptest::sample::select(rules)
}

/// A debt of which nothing was lost and nothing is due.
fn debt(issued: u64, repaid: u64) -> Principal {
    Principal {
        issued,
        repaid,
        outstanding: issued - repaid,
        due: 0,
    }
}

/// The next instalment, the first being 1.
fn step(now: u64, count: u64) -> Progress {
    Progress {
        before: now - 1,
        now,
        count,
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn a_debtor_that_always_pays_follows_the_schedule_and_ends_at_zero(issued in number(), count in 1_u64..120) {
        for rule in [IN_ORDER, PRO_RATA] {
            let mut repaid = 0;
            for now in 1..=count {
                let part = due(rule, debt(issued, repaid), step(now, count), 0).unwrap();
                repaid += part;
                if rule == IN_ORDER {
                    prop_assert_eq!(BigUint::from(repaid), BigUint::from(issued) * now / count, "instalment {}", now);
                }
                prop_assert!(part == issued / count || part == issued.div_ceil(count), "equal parts");
            }
            prop_assert_eq!(repaid, issued);
        }
    }

    #[test]
    fn missed_payments_stay_due_and_are_caught_up(
        issued in below_bits(60), cash in prop::collection::vec(prop_oneof![Just(0), below_bits(60), Just(u64::MAX)], 1..24),
    ) {
        let count = cash.len() as u64;
        for rule in [IN_ORDER, PRO_RATA] {
            let (mut repaid, mut unpaid) = (0, 0);
            for (now, cash) in (1..).zip(&cash) {
                let principal = Principal { due: unpaid, ..debt(issued, repaid) };
                let part = due(rule, principal, step(now, count), 0).unwrap();
                if rule == IN_ORDER {
                    let scheduled = u64::try_from(u128::from(issued) * u128::from(now) / u128::from(count)).unwrap();
                    prop_assert_eq!(part, scheduled - repaid);
                }
                prop_assert!(part >= unpaid);
                let paid = part.min(*cash);
                (repaid, unpaid) = (repaid + paid, part - paid);
            }
            prop_assert_eq!(repaid + unpaid, issued, "all of it at the last instalment");
        }
    }

    #[test]
    fn what_is_due_never_falls_while_nothing_is_paid(
        rule in rule(), issued in number(), share: u64, before in 0_u64..500, more in 0_u64..500, count in 1_u64..500,
    ) {
        let principal = debt(issued, 0);
        let principal = Principal { due: if issued == 0 { 0 } else { share % issued }, ..principal };
        let progress = Progress { before, now: before + more, count };
        let now = due(rule, principal, progress, 0).unwrap();
        if rule != IN_ORDER {
            prop_assert!(now >= principal.due);
        }
        prop_assert!(now <= principal.outstanding);
        let later = Progress { now: before + more + 1, ..progress };
        prop_assert!(due(rule, principal, later, 0).unwrap() >= now || (rule == IN_ORDER && more == 0));
    }

    #[test]
    fn prepaid_principal_counts_as_the_deal_says(issued in positive(63), ahead: u64, now in 1_u64..120) {
        let repaid = ahead % (issued + 1);
        let scheduled = u64::try_from(u128::from(issued) * u128::from(now) / 120).unwrap();
        let next = |rule| due(rule, debt(issued, repaid), step(now, 120), 0);
        prop_assert_eq!(next(IN_ORDER), Ok(scheduled.saturating_sub(repaid)));
        prop_assert_eq!(next(PRO_RATA), Ok((issued - repaid) / (121 - now)));
    }

    #[test]
    fn instalments_at_once_are_those_one_by_one(issued in number(), repaid in number(), at in 1_u64..60, more in 1_u64..60) {
        let principal = debt(issued, repaid.min(issued));
        let count = 200;
        let once = due(IN_ORDER, principal, Progress { before: at - 1, now: at + more, count }, 0);
        prop_assert_eq!(once, due(IN_ORDER, principal, step(at + more, count), 0));
        let once = due(PRO_RATA, principal, Progress { before: at - 1, now: at + more, count }, 0).unwrap();
        let mut one_by_one = principal;
        for now in at..=at + more {
            one_by_one.due = due(PRO_RATA, one_by_one, step(now, count), 0).unwrap();
        }
        // Each floor takes less than a unit.
        prop_assert!(one_by_one.due <= once && once - one_by_one.due <= more + 1);
    }
}

proptest! {
    #![proptest_config(cases(USUAL / 20))]

    #[test]
    fn the_level_payment_is_the_annuity_to_the_unit(
        issued in below_bits(50), rate in 0_u32..=1_000_000, months in 1_u64..=12, count in 2_u64..400,
    ) {
        let part = level_part(rate, months, count);
        let payment = Level { part, rate_ppm: rate, months }.payment(issued);
        let exact = naive::dues::level(issued.into(), rate.into(), months, usize::try_from(count).unwrap());
        prop_assert_eq!(u128::from(payment), exact);
    }

    #[test]
    fn the_first_part_of_level_payments_is_within_its_stated_error(
        rate in 0_u32..=MAX_RATE_PPM, months in 1_u64..=12, count in 2_u64..600,
    ) {
        // 1 / (1 + q + ...) over 2^-128, by the fraction (D + r)^n.
        let (whole, interest) = (BigUint::from(12_000_000_u32), BigUint::from(rate) * months);
        let power = u32::try_from(count).unwrap();
        let (up, flat) = ((&whole + &interest).pow(power), whole.pow(power));
        let exact = if rate == 0 {
            (BigUint::from(1_u32) << 128_u32) / count
        } else {
            ((interest * flat.clone()) << 128_u32) / (&whole * (up - flat))
        };
        let part = BigUint::from(level_part(rate, months, count)) << 64_u32;
        let away = if part > exact { &part - &exact } else { &exact - &part };
        prop_assert!(away < BigUint::from(1_u32) << 70_u32, "2^-58 is 2^70 over 2^128");
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn no_more_is_due_than_is_outstanding(
        rule in rule(), issued in number(), repaid in number(), loss in number(), due_before in number(),
        before in number(), now in number(), count in number(), interest in number(),
    ) {
        let repaid = repaid.min(issued);
        let outstanding = (issued - repaid).saturating_sub(loss);
        let principal = Principal { issued, repaid, outstanding, due: due_before.min(outstanding) };
        let progress = Progress { before, now, count };
        let result = due(rule, principal, progress, interest).unwrap();
        prop_assert!(result <= outstanding);
        if matches!(rule, Amortisation::Bullet | Amortisation::Sweep) || now <= before {
            prop_assert_eq!(result, principal.due);
        } else if now >= count {
            prop_assert_eq!(result, outstanding);
        }
    }
}

#[test]
fn a_loan_of_a_thousand_in_three_parts() {
    let parts: Vec<_> = [(1, 0), (2, 333), (3, 666)]
        .map(|(now, repaid)| due(IN_ORDER, debt(1_000, repaid), step(now, 3), 0).unwrap())
        .into();
    assert_eq!(parts, [333, 333, 334]);
}

#[test]
fn half_prepaid_lets_instalments_fall_away_or_halves_them() {
    // 1,200 in 12 parts; 600 come with the second.
    let next = |rule, now, repaid| due(rule, debt(1_200, repaid), step(now, 12), 0);
    assert_eq!(next(IN_ORDER, 3, 700), Ok(0));
    assert_eq!(next(IN_ORDER, 7, 700), Ok(0));
    assert_eq!(next(IN_ORDER, 8, 700), Ok(100));
    assert_eq!(next(PRO_RATA, 3, 700), Ok(50));
    assert_eq!(next(PRO_RATA, 12, 1_150), Ok(50));
}

#[test]
fn a_level_payment_leaves_principal_what_interest_does_not_take() {
    let level = Level {
        part: level_part(120_000, 1, 12),
        rate_ppm: 120_000,
        months: 1,
    };
    // 1,000.00 at 1 % a month over 12 months: 88.85 (88.8487887).
    assert_eq!(level.payment(100_000), 8_885);
    assert_eq!(level.payment(1_000_000_000), 88_848_789);
    let rule = Amortisation::Level(level);
    let next = |interest| due(rule, debt(100_000, 0), step(1, 12), interest);
    assert_eq!(next(1_000), Ok(7_885));
    assert_eq!(next(9_000), Ok(0), "interest takes it all");
    let two = Progress {
        before: 0,
        now: 2,
        count: 12,
    };
    assert_eq!(due(rule, debt(100_000, 0), two, 2_000), Ok(15_770));
}

#[test]
fn level_payments_without_interest_are_equal_parts() {
    let level = Level {
        part: level_part(0, 1, 3),
        rate_ppm: 0,
        months: 1,
    };
    assert_eq!(level.payment(1_000), 333);
    assert_eq!(level.payment(1_001), 334);
    assert_eq!(level_part(0, 1, 1), u64::MAX, "one part is the whole");
    assert_eq!(
        level_part(MAX_RATE_PPM, 12, 5_000),
        0,
        "interest only, almost"
    );
    let most = Level {
        part: u64::MAX,
        rate_ppm: MAX_RATE_PPM,
        months: 12,
    };
    assert_eq!(most.payment(u64::MAX), u64::MAX);
    let scheduled: Result<u64, MathError> = due(
        Amortisation::Level(most),
        debt(u64::MAX, 0),
        step(1, 3),
        u64::MAX,
    );
    assert_eq!(scheduled, Ok(0));
}
