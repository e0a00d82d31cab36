//! Reserves that may pay only interest, or only fees and expenses.

use super::{
    draw::deal,
    examples::{debt, flow, of, taken},
};
use Tier::{Arrears, CollateralTest, Fee, Interest, Principal, Reserve, Residual};
use proptest::prelude::*;
use securities::math::{
    MathError,
    walk::run,
    waterfall::{Claimant, Coverage, Kind, Mode, Period, Purpose, Tier, WaterfallInput},
};
use securities_math_tests::{USUAL, cases};

const CLASSES: [Claimant; 2] = [debt(50, 10, 100, 1_000), of(Kind::Equity, 0)];

const TIERS: [Tier; 8] = [
    Fee(7),
    Interest(0),
    Arrears(0),
    Reserve(Purpose::Expenses, 20),
    Reserve(Purpose::Interest, 100),
    Principal(0),
    Reserve(Purpose::All, 30),
    Residual(1),
];

fn with(amount: u64, reserve: u64, earmarked: [u64; 2]) -> WaterfallInput<'static> {
    WaterfallInput {
        reserve,
        earmarked,
        ..flow(amount, &TIERS, &CLASSES)
    }
}

#[test]
fn a_reserve_pays_only_what_it_is_for() {
    // Interest and arrears out of one, the fee out of the other, and no principal.
    let outcome = run(&with(0, 0, [100, 20])).unwrap();
    assert_eq!(outcome.tiers[..8], [7, 50, 10, 13, 40, 0, 0, 0]);
    assert_eq!((outcome.reserve, outcome.earmarked), (0, [40, 13]));
    assert_eq!(
        (outcome.receipts[0].interest, outcome.receipts[0].arrears),
        (50, 10)
    );
    // One that is not enough pays what it has.
    assert_eq!(taken(&with(0, 0, [55, 4])), [4, 50, 5, 0, 0, 0, 0, 0]);
}

#[test]
fn income_comes_first_and_the_reserve_for_everything_last() {
    // 20 of income: the fee, and 13 of the interest; the rest of it and the arrears out of the reserve of interest.
    let outcome = run(&with(20, 30, [100, 20])).unwrap();
    // Then that for everything: it fills up the reserve ahead of the principal.
    assert_eq!(outcome.tiers[..8], [7, 50, 10, 20, 83, 0, 0, 0]);
    assert_eq!((outcome.reserve, outcome.earmarked), (0, [83, 20]));
    // Where the reserve of interest is too small, the one for everything pays the rest.
    assert_eq!(taken(&with(20, 30, [40, 20])), [7, 50, 10, 20, 23, 0, 0, 0]);
}

#[test]
fn what_a_reserve_holds_above_its_target_is_income() {
    // 150 of interest and 25 of expenses hold 50 and 5 too much: 55 of income.
    let outcome = run(&with(0, 0, [150, 25])).unwrap();
    assert_eq!(outcome.tiers[..8], [7, 48 + 2, 10, 20, 88, 0, 0, 0]);
    // One whose target is nothing is all income, for everybody.
    let mut over = TIERS;
    over[4] = Reserve(Purpose::Interest, 0);
    let all = WaterfallInput {
        tiers: &over,
        ..with(0, 0, [200, 20])
    };
    assert_eq!(taken(&all), [7, 50, 10, 20, 0, 100, 30, 3]);
}

#[test]
fn while_accelerated_all_reserves_repay_the_debts() {
    let accelerated = WaterfallInput {
        mode: Mode::Accelerated,
        ..with(500, 30, [100, 20])
    };
    let outcome = run(&accelerated).unwrap();
    assert_eq!(outcome.tiers[..8], [7, 50, 10, 0, 0, 583, 0, 0]);
    assert_eq!((outcome.reserve, outcome.earmarked), (0, [0, 0]));
}

#[test]
fn what_was_written_off_is_repaid_before_any_reserve_is_kept() {
    let lost = [
        Claimant {
            loss: 90,
            ..debt(0, 0, 0, 0)
        },
        of(Kind::Equity, 0),
    ];
    let with = |amount, earmarked| WaterfallInput {
        claimants: &lost,
        ..with(amount, 0, earmarked)
    };
    // Income, then the reserves in the order of their tiers.
    let outcome = run(&with(27, [100, 20])).unwrap();
    assert_eq!(outcome.made_good[0], 90);
    assert_eq!(outcome.earmarked, [50, 0]);
    assert_eq!(outcome.tiers[..8], [7, 0, 0, 0, 50, 0, 0, 0]);
    let outcome = run(&with(7, [30, 20])).unwrap();
    assert_eq!((outcome.made_good[0], outcome.earmarked), (50, [0, 0]));
}

#[test]
fn a_test_that_fails_diverts_income_and_no_reserve_of_interest() {
    let test = Coverage {
        rank: 0,
        min_bps: 20_000,
        traps: false,
        pool: Some(1_000),
        period: Period::NONE,
    };
    let tiers = [
        Interest(0),
        Arrears(0),
        CollateralTest(test),
        Reserve(Purpose::Interest, 100),
        Principal(0),
        Residual(1),
    ];
    let failing = WaterfallInput {
        earmarked: [80, 0],
        ..flow(70, &tiers, &CLASSES)
    };
    // 60 of interest and arrears, and the other 10 repay the debt.
    assert_eq!(taken(&failing), [50, 10, 0, 80, 10, 0]);
}

#[test]
fn in_kind_there_is_no_reserve() {
    let in_kind = WaterfallInput {
        in_kind: true,
        ..with(10, 0, [0, 1])
    };
    assert_eq!(run(&in_kind), Err(MathError::BadStructure));
}

proptest! {
    #![proptest_config(cases(USUAL))]

    /// Whatever else happens, a reserve with a purpose loses no more than entitlements of its purpose took, save to written-off
    /// principal once debts are owed nothing else.
    #[test]
    fn a_reserve_loses_only_what_it_is_for_took(mut deal in deal()) {
        deal.in_kind = false;
        if deal.mode == Mode::Accelerated {
            deal.mode = Mode::Amortising;
        }
        let outcome = run(&deal.flow()).unwrap();
        let reinstated: u64 = outcome.receipts.iter().map(|got| got.reinstated).sum();
        for (at, tier) in deal.tiers.iter().enumerate() {
            let Tier::Reserve(purpose, target) = *tier else { continue };
            let Some(place) = purpose.place() else { continue };
            let ahead = deal.tiers[..at].iter().zip(outcome.tiers);
            let entitlements = ahead.filter(|(tier, _)| match tier {
                Tier::Fee(_) => purpose == Purpose::Expenses,
                Tier::Interest(rank) | Tier::Arrears(rank) => {
                    purpose == Purpose::Interest && deal.claimants[usize::from(*rank)].kind == Kind::Debt
                }
                Tier::Service(rank) => {
                    purpose == Purpose::Interest && deal.claimants[usize::from(*rank)].kind == Kind::Debt
                }
                _ => false,
            });
            let took: u64 = entitlements
                .map(|(tier, took)| match tier {
                    Tier::Service(rank) => {
                        let got = outcome.receipts[usize::from(*rank)];
                        took.min(got.interest + got.arrears)
                    }
                    _ => took,
                })
                .sum();
            let kept = deal.earmarked[place].min(target);
            prop_assert!(outcome.earmarked[place] <= target);
            prop_assert!(kept.saturating_sub(outcome.earmarked[place]) <= took.saturating_add(reinstated));
        }
    }
}
