//! What covenants trap: all that would be paid behind the debts, and nothing else.

use super::draw::{Deal, deal};
use proptest::prelude::*;
use securities::math::{
    walk::run,
    waterfall::{Kind, Mode, Tier},
};
use securities_math_tests::{MANY, cases};

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn a_trap_of_cash_takes_from_nobody_but_those_behind_the_debts(mut deal in deal()) {
        // One behind the debts would find more to divert to them.
        deal.forget_tests();
        // What they withhold of equity behind the debts would repay these.
        deal.cushions.clear();
        let free = run(&Deal { traps: false, ..deal.clone() }.flow()).unwrap();
        let outcome = run(&Deal { traps: true, ..deal.clone() }.flow()).unwrap();
        if deal.in_kind || deal.mode == Mode::Accelerated {
            prop_assert_eq!(outcome, free);
            return Ok(());
        }
        let is_debt = |rank: u8| deal.claimants[usize::from(rank)].kind == Kind::Debt;
        let last = deal.tiers.iter().rposition(|tier| tier.claimant().is_some_and(is_debt));
        let behind = last.map_or(0, |last| last + 1);
        prop_assert_eq!(&outcome.tiers[..behind], &free.tiers[..behind]);
        for (at, tier) in deal.tiers.iter().enumerate().skip(behind) {
            match tier {
                Tier::Reserve(..) | Tier::Cover(_) | Tier::CollateralTest(_) | Tier::InterestTest(_) => {
                    prop_assert!(outcome.tiers[at] >= free.tiers[at], "what they keep comes first");
                }
                // Principal that has repaid all debts repays capital, as ever.
                _ => prop_assert_eq!(outcome.tiers[at], outcome.of_principal[at]),
            }
        }
        // All of it waits, and is trapped; that nothing is lost is a law of every run.
        prop_assert!(outcome.reinvestment >= free.reinvestment);
        prop_assert_eq!(outcome.trapped - free.trapped, outcome.reinvestment - free.reinvestment);
        prop_assert_eq!(outcome.undistributed, 0);
    }

    #[test]
    fn what_a_covenant_trapped_is_income_that_waited(mut deal in deal()) {
        (deal.in_kind, deal.clawback) = (false, None);
        // A test of interest counts income in the period in which it came in; a recovery first restores covers.
        deal.tiers.retain(|tier| !matches!(tier, Tier::InterestTest(_)));
        deal.recovery = false;
        let mut paid_in = deal.clone();
        paid_in.held = 0;
        paid_in.amount += deal.held;
        paid_in.reinvestment -= deal.held;
        paid_in.trapped -= deal.held;
        let mut expected = run(&paid_in.flow()).unwrap();
        let outcome = run(&deal.flow()).unwrap();
        if !deal.traps || deal.mode == Mode::Accelerated {
            prop_assert_eq!(outcome.held, 0);
        }
        prop_assert!(outcome.held <= outcome.trapped && outcome.trapped <= outcome.reinvestment);
        expected.held = outcome.held;
        prop_assert_eq!(outcome, expected);
    }
}
