//! What runs through the tiers.

mod clawback;
mod covenants;
mod coverage;
mod deficiency;
pub mod draw;
pub mod examples;
mod histories;
mod laws;
mod pari_passu;
mod participations;
mod periods;
mod principal;
mod proceeds;
mod reserves;
mod service;
mod trapped;
mod written_off;

use draw::{Deal, deal, extreme_deal};
use proptest::prelude::*;
use securities::math::{
    MathError,
    structure::validate,
    walk::run,
    waterfall::{Kind, Outcome, Purpose, Tier},
};
use securities_math_tests::{MANY, USUAL, cases, naive};

fn narrow(number: i128) -> u64 {
    u64::try_from(number).unwrap()
}

/// What the model says a run does, in the words of the program.
fn expected(deal: &Deal) -> Outcome {
    let expected = naive::waterfall::run(&deal.flow());
    let mut outcome = Outcome::default();
    for (at, tier) in deal.tiers.iter().enumerate() {
        let took = narrow(expected.tiers[at]);
        outcome.tiers[at] = took;
        outcome.of_principal[at] = narrow(expected.of_principal[at]);
        outcome.reached[at] = narrow(expected.reached[at]);
        outcome.passed[at] = narrow(expected.passed[at]);
        let Some(rank) = tier.rank() else {
            match tier {
                Tier::Reserve(Purpose::All, _) => outcome.reserve = took,
                Tier::Reserve(Purpose::Interest, _) => outcome.earmarked[0] = took,
                Tier::Reserve(Purpose::Expenses, _) => outcome.earmarked[1] = took,
                _ => {}
            }
            continue;
        };
        let receipt = &mut outcome.receipts[usize::from(rank)];
        let entry = match tier {
            // By the entitlements, below.
            Tier::Interest(_)
            | Tier::Arrears(_)
            | Tier::Principal(_)
            | Tier::Service(_)
            | Tier::Sweep(_)
            | Tier::Capital(_)
            | Tier::Deficiency(_) => continue,
            Tier::Cover(_) => &mut receipt.restored,
            _ => &mut receipt.residual,
        };
        *entry += took;
    }
    for (receipt, entitlements) in outcome.receipts.iter_mut().zip(&expected.entitlements) {
        [receipt.interest, receipt.arrears, receipt.principal] = entitlements.map(narrow);
    }
    outcome.undistributed = narrow(expected.undistributed);
    outcome.reinvestment = narrow(expected.reinvestment);
    outcome.trapped = narrow(expected.trapped);
    outcome.held = narrow(expected.held);
    for (rank, back) in expected.clawed_back.iter().enumerate() {
        outcome.clawed_back[rank] = narrow(*back);
        let base = deal.tiers.iter().find_map(|tier| match tier {
            Tier::Carry(carry) if usize::from(carry.rank) == rank => Some(carry.base),
            _ => None,
        });
        if let Some(base) = base {
            outcome.receipts[usize::from(base)].residual += narrow(*back);
        }
    }
    for (rank, back) in expected.returned.iter().enumerate() {
        outcome.receipts[rank].returned = narrow(*back);
    }
    for (rank, up) in expected.written_up.iter().enumerate() {
        outcome.receipts[rank].written_up = narrow(*up);
    }
    for (rank, good) in expected.made_good.iter().enumerate() {
        outcome.made_good[rank] = narrow(*good);
        let receipt = &mut outcome.receipts[rank];
        if deal.claimants[rank].kind == Kind::Cover {
            receipt.restored += narrow(*good);
        } else {
            receipt.reinstated = narrow(*good);
        }
    }
    outcome
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn a_run_does_what_the_model_does(deal in deal()) {
        prop_assert_eq!(validate(&deal.tiers, &deal.shapes), Ok(()));
        prop_assert_eq!(run(&deal.flow()), Ok(expected(&deal)));
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn at_the_ends_of_64_bits_a_run_is_right_or_overflows(deal in extreme_deal()) {
        match run(&deal.flow()) {
            Ok(outcome) => prop_assert_eq!(outcome, expected(&deal)),
            Err(error) => {
                prop_assert_eq!(error, MathError::Overflow);
                let money = u128::from(deal.amount)
                    + u128::from(deal.reserve)
                    + deal.earmarked.map(u128::from).iter().sum::<u128>()
                    + u128::from(deal.reinvestment)
                    + deal.clawback.map_or(0, |clawback| u128::from(clawback.amount));
                // Sums of entitlements stop nothing: interest in kind makes them as large as they like.
                prop_assert!(money > u64::MAX.into(), "nothing overflows");
            }
        }
    }
}
