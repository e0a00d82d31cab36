//! Principal that falls due.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError,
    amortisation::{Amortisation, Principal, due},
};
use securities_math_tests::{USUAL, below_bits, cases, number, positive};

const RULES: [Amortisation; 3] = [
    Amortisation::Bullet,
    Amortisation::Linear,
    Amortisation::Sweep,
];

fn rule() -> impl Strategy<Value = Amortisation> {
    proptest::sample::select(RULES.as_slice())
}

/// A debt of which nothing was lost.
fn debt(issued: u64, repaid: u64) -> Principal {
    Principal {
        issued,
        repaid,
        outstanding: issued - repaid,
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn a_debtor_that_always_pays_follows_the_schedule_and_ends_at_zero(issued in number(), term in 1_u64..120) {
        let mut repaid = 0;
        for month in 0..=term {
            let part = due(Amortisation::Linear, debt(issued, repaid), month, term).unwrap();
            repaid += part;
            let scheduled = BigUint::from(issued) * month / term;
            prop_assert_eq!(BigUint::from(repaid), scheduled, "month {}", month);
            prop_assert!(month == 0 || part == issued / term || part == issued.div_ceil(term), "equal parts");
            prop_assert_eq!(due(Amortisation::Linear, debt(issued, repaid), month, term), Ok(0), "once a month");
        }
        prop_assert_eq!(repaid, issued);
    }

    #[test]
    fn missed_payments_stay_due_and_are_caught_up(
        issued in below_bits(60), cash in prop::collection::vec(prop_oneof![Just(0), below_bits(60), Just(u64::MAX)], 1..24),
    ) {
        let term = cash.len() as u64;
        let mut repaid = 0;
        for (month, cash) in (1..).zip(&cash) {
            let part = due(Amortisation::Linear, debt(issued, repaid), month, term).unwrap();
            let scheduled = u64::try_from(u128::from(issued) * u128::from(month) / u128::from(term)).unwrap();
            prop_assert_eq!(part, scheduled - repaid);
            repaid += part.min(*cash);
            if *cash == u64::MAX {
                prop_assert_eq!(repaid, scheduled, "caught up");
            }
        }
        prop_assert_eq!(due(Amortisation::Linear, debt(issued, repaid), term, term), Ok(issued - repaid));
    }

    #[test]
    fn what_is_due_never_falls_while_nothing_is_paid(
        rule in rule(), issued in number(), share: u64, month in 0_u64..500, later in 0_u64..500, term in 0_u64..500,
    ) {
        let principal = debt(issued, if issued == 0 { 0 } else { share % issued });
        let (now, then) = (due(rule, principal, month, term).unwrap(), due(rule, principal, month + later, term).unwrap());
        prop_assert!(now <= then);
    }

    #[test]
    fn prepaid_principal_counts_towards_the_schedule(issued in positive(63), ahead: u64, month in 0_u64..120) {
        let repaid = ahead % (issued + 1);
        let scheduled = u64::try_from(u128::from(issued) * u128::from(month) / 120).unwrap();
        prop_assert_eq!(due(Amortisation::Linear, debt(issued, repaid), month, 120), Ok(scheduled.saturating_sub(repaid)));
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn what_is_due_is_what_the_rule_says_and_never_above_what_is_outstanding(
        rule in rule(), issued in number(), repaid in number(), loss in number(), months in number(), term in number(),
    ) {
        let repaid = repaid.min(issued);
        let outstanding = (issued - repaid).saturating_sub(loss);
        let scheduled = match rule {
            Amortisation::Sweep => BigUint::from(outstanding),
            _ if months >= term => BigUint::from(outstanding),
            Amortisation::Bullet => BigUint::ZERO,
            Amortisation::Linear => {
                let so_far = BigUint::from(issued) * months / term;
                if so_far > repaid.into() { so_far - repaid } else { BigUint::ZERO }
            }
        };
        let result = due(rule, Principal { issued, repaid, outstanding }, months, term);
        prop_assert_eq!(result.map(BigUint::from), Ok::<_, MathError>(scheduled.min(outstanding.into())));
    }
}

#[test]
fn a_bullet_is_due_at_maturity_and_not_a_month_before() {
    let loan = debt(1_000, 0);
    assert_eq!(due(Amortisation::Bullet, loan, 0, 36), Ok(0));
    assert_eq!(due(Amortisation::Bullet, loan, 35, 36), Ok(0));
    assert_eq!(due(Amortisation::Bullet, loan, 36, 36), Ok(1_000));
    assert_eq!(due(Amortisation::Bullet, loan, 500, 36), Ok(1_000));
}

#[test]
fn a_loan_of_a_thousand_over_three_months() {
    let parts: Vec<_> = [(1, 0), (2, 333), (3, 666)]
        .map(|(month, repaid)| due(Amortisation::Linear, debt(1_000, repaid), month, 3).unwrap())
        .into();
    assert_eq!(parts, [333, 333, 334]);
}

#[test]
fn a_loan_without_a_term_is_due_at_once() {
    for rule in RULES {
        assert_eq!(due(rule, debt(1_000, 250), 0, 0), Ok(750));
    }
}

#[test]
fn a_sweep_asks_for_all_that_is_outstanding() {
    assert_eq!(due(Amortisation::Sweep, debt(1_000, 250), 1, 36), Ok(750));
    let half_lost = Principal {
        issued: 1_000,
        repaid: 250,
        outstanding: 250,
    };
    assert_eq!(due(Amortisation::Sweep, half_lost, 1, 36), Ok(250));
}
