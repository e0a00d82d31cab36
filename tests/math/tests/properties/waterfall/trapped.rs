//! What tests trapped and deficiencies covered: it waits to repay debts, and passes no test by waiting.

use super::{
    draw::{deal, is_principal, owed_to},
    examples::{debt, flow, of},
};
use Tier::{Arrears, CollateralTest, Interest, Principal, Residual};
use proptest::prelude::*;
use securities::math::{
    walk::run,
    waterfall::{Claimant, Coverage, Kind, Mode, Period, Tier, WaterfallInput},
};
use securities_math_tests::{MANY, cases};

/// A senior debt that a trap protects, ahead of the interest of a junior one.
const TRAPPED: [Tier; 7] = [
    Interest(0),
    Arrears(0),
    CollateralTest(Coverage {
        rank: 0,
        min_bps: 12_000,
        traps: true,
        pool: None,
        period: Period::NONE,
    }),
    Interest(1),
    Principal(0),
    Principal(1),
    Residual(2),
];

#[test]
fn what_was_trapped_pays_no_interest_where_principal_does() {
    let claimants = [debt(10, 0, 0, 100), debt(5, 0, 0, 50), of(Kind::Equity, 0)];
    let paid = |mode, amount, principal, trapped| {
        let outcome = run(&WaterfallInput {
            mode,
            principal,
            reinvestment: 20,
            trapped,
            principal_pays_interest: true,
            ..flow(amount, &TRAPPED, &claimants)
        });
        let outcome = outcome.unwrap();
        let [senior, _, _, junior, repaid, ..] = outcome.tiers;
        (senior, junior, repaid, outcome.trapped)
    };
    // The 20 that a test trapped repay the senior once the deal does not revolve.
    assert_eq!(paid(Mode::Revolving, 6, 0, 20), (6, 0, 0, 20));
    assert_eq!(paid(Mode::Amortising, 6, 0, 20), (6, 0, 20, 0));
    // Principal that nobody trapped pays both, and is spent first.
    assert_eq!(paid(Mode::Revolving, 6, 0, 0), (10, 5, 0, 0));
    assert_eq!(paid(Mode::Revolving, 7, 7, 20), (7, 0, 0, 20));
    assert_eq!(paid(Mode::Revolving, 13, 7, 20), (10, 3, 0, 20));
    // A payment of one unit behind the payment that was trapped brings the junior nothing.
    let first = flow(15, &TRAPPED, &claimants);
    let first = WaterfallInput {
        mode: Mode::Revolving,
        ..first
    };
    assert_eq!(run(&first).unwrap().trapped, 5);
    let after = [debt(0, 0, 0, 100), claimants[1], claimants[2]];
    let second = WaterfallInput {
        reinvestment: 5,
        trapped: 5,
        principal_pays_interest: true,
        mode: Mode::Revolving,
        ..flow(1, &TRAPPED, &after)
    };
    let second = run(&second).unwrap();
    assert_eq!((second.tiers[3], second.trapped), (0, 6));
}

#[test]
fn what_is_covered_of_a_class_that_has_matured_repays_it_at_once_while_the_deal_revolves() {
    let senior = debt(0, 0, 0, 100);
    let junior = Claimant {
        matured: true,
        loss: 10,
        ..debt(0, 0, 0, 0)
    };
    let claimants = [senior, junior, of(Kind::Equity, 0)];
    let tiers = [
        Interest(0),
        Interest(1),
        Principal(0),
        Principal(1),
        Tier::Deficiency(0),
        Tier::Deficiency(1),
        Residual(2),
    ];
    let revolving = WaterfallInput {
        mode: Mode::Revolving,
        ..flow(12, &tiers, &claimants)
    };
    let outcome = run(&revolving).unwrap();
    assert_eq!(outcome.receipts[1].written_up, 10);
    assert_eq!(outcome.tiers[..7], [0, 0, 0, 10, 0, 0, 2]);
    assert_eq!((outcome.reinvestment, outcome.trapped), (0, 0));
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn no_principal_stays_in_a_revolving_deal_while_a_debt_that_has_matured_is_owed_any(mut deal in deal()) {
        deal.cushions.clear();
        (deal.traps, deal.held) = (false, 0);
        (deal.mode, deal.in_kind, deal.returns) = (Mode::Revolving, false, false);
        let outcome = run(&deal.flow()).unwrap();
        // What a test traps behind the debts' tiers stays.
        let tests = deal.tiers.iter().any(|tier| matches!(tier, Tier::InterestTest(test) | CollateralTest(test) if test.traps));
        let matured = (0_u8..).zip(deal.claimants.iter().zip(outcome.receipts)).any(|(rank, (claimant, got))| {
            let repaid = deal.tiers.iter().any(|tier| is_principal(*tier) && owed_to(*tier) == Some(rank));
            claimant.kind == Kind::Debt && claimant.matured && repaid && claimant.unpaid_principal(&got) > 0
        });
        prop_assert!(tests || !matured || outcome.reinvestment == 0);
        prop_assert!(outcome.trapped <= outcome.reinvestment);
    }
}
