//! Unused proceeds that go back: worked by hand, and what must hold of any.

use super::{
    draw::{Deal, deal},
    examples::{debt, flow, of, taken},
};
use proptest::prelude::*;
use securities::math::{
    walk::run,
    waterfall::{Claimant, Cushion, Kind, Mode, Outcome, Tier, WaterfallInput},
};
use securities_math_tests::{MANY, cases};

const TIERS: [Tier; 9] = [
    Tier::Fee(7),
    Tier::Interest(0),
    Tier::Arrears(0),
    Tier::Principal(0),
    Tier::Interest(1),
    Tier::Arrears(1),
    Tier::Principal(1),
    Tier::Sweep(2),
    Tier::Residual(3),
];

/// Two debts, an equity with a capital, and the rest.
fn claimants() -> [Claimant; 4] {
    [
        debt(50, 10, 0, 1_000),
        debt(40, 0, 50, 500),
        Claimant {
            paid_in: 200,
            ..of(Kind::Equity, 300)
        },
        Claimant {
            paid_in: 100,
            ..of(Kind::Equity, 0)
        },
    ]
}

fn back(amount: u64, mode: Mode) -> Outcome {
    let cushions = [Cushion {
        rank: 0,
        min_bps: 9_999,
    }];
    let claimants = claimants();
    run(&WaterfallInput {
        principal: amount,
        returns: true,
        mode,
        cushions: &cushions,
        ..flow(amount, &TIERS, &claimants)
    })
    .unwrap()
}

#[test]
fn proceeds_go_back_in_order_of_seniority_whatever_mode_and_cushions() {
    for mode in [Mode::Revolving, Mode::Amortising] {
        let tiers = |amount| back(amount, mode).tiers[..9].to_vec();
        let returned =
            |amount| back(amount, mode).receipts.map(|receipt| receipt.returned)[..4].to_vec();
        assert_eq!(tiers(100), [0, 0, 0, 100, 0, 0, 0, 0, 0]);
        assert_eq!(tiers(1_050), [0, 50, 0, 1_000, 0, 0, 0, 0, 0]);
        assert_eq!(tiers(1_650), [0, 50, 10, 1_000, 40, 0, 500, 50, 0]);
        assert_eq!(tiers(1_900), [0, 50, 10, 1_000, 40, 0, 500, 300, 0]);
        assert_eq!(returned(1_900), [0; 4]);
        // What was paid in above that goes back in proportion, and nothing to the fee or the residual before.
        assert_eq!(returned(1_990), [0, 0, 60, 30]);
        assert_eq!(tiers(1_990), tiers(1_900));
        assert_eq!(returned(2_200), [0, 0, 200, 100]);
        // What nobody paid in is income.
        assert_eq!(tiers(2_300), [7, 50, 10, 1_000, 40, 0, 500, 300, 93]);
    }
}

#[test]
fn accelerated_the_fees_ahead_and_the_debts_go_first_and_the_rest_as_ever() {
    let tiers = |amount| back(amount, Mode::Accelerated).tiers[..9].to_vec();
    let returned = |amount| {
        back(amount, Mode::Accelerated)
            .receipts
            .map(|receipt| receipt.returned)[..4]
            .to_vec()
    };
    assert_eq!(tiers(100), [7, 50, 10, 33, 0, 0, 0, 0, 0]);
    assert_eq!(tiers(1_657), [7, 50, 10, 1_000, 40, 0, 500, 50, 0]);
    assert_eq!(returned(1_907), [0; 4]);
    assert_eq!(returned(1_997), [0, 0, 60, 30]);
    assert_eq!(returned(2_207), [0, 0, 200, 100]);
    assert_eq!(tiers(2_300), [7, 50, 10, 1_000, 40, 0, 500, 300, 93]);
}

#[test]
fn proceeds_in_another_mint_go_back_to_who_paid_them_in() {
    let claimants = [
        Claimant {
            paid_in: 30,
            ..of(Kind::Equity, 300)
        },
        Claimant {
            paid_in: 70,
            ..of(Kind::Equity, 0)
        },
    ];
    let tiers = [
        Tier::Sweep(0),
        Tier::Split {
            rank: 0,
            bps: 5_000,
        },
        Tier::Residual(1),
    ];
    let in_kind = WaterfallInput {
        principal: 110,
        returns: true,
        in_kind: true,
        ..flow(110, &tiers, &claimants)
    };
    assert_eq!(taken(&in_kind), [0, 5, 5]);
    let receipts = run(&in_kind).unwrap().receipts;
    assert_eq!([receipts[0].returned, receipts[1].returned], [30, 70]);
}

fn back_of(deal: &Deal) -> Outcome {
    run(&WaterfallInput {
        principal: deal.amount,
        returns: true,
        recovery: false,
        ..deal.flow()
    })
    .unwrap()
}

fn wide(amounts: impl Iterator<Item = u64>) -> u128 {
    amounts.map(u128::from).sum()
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn what_goes_back_comes_out(deal in deal()) {
        let outcome = back_of(&deal);
        let tiers = wide(outcome.tiers.into_iter());
        let returned = wide(outcome.receipts.iter().map(|receipt| receipt.returned));
        let made_good = wide(outcome.made_good.into_iter());
        let paid_back = deal.clawback.map_or(0, |clawback| clawback.amount);
        let all = wide([deal.amount, deal.reserve, deal.reinvestment, paid_back].into_iter());
        let all = all + wide(deal.earmarked.into_iter());
        let clawed_back = wide(outcome.clawed_back.into_iter());
        let kept = wide([outcome.reinvestment, outcome.undistributed].into_iter());
        prop_assert_eq!(tiers + made_good + returned + clawed_back + kept, all);
        for (receipt, claimant) in outcome.receipts.iter().zip(&deal.claimants) {
            prop_assert!(receipt.returned <= claimant.paid_in, "at most what it paid in");
            prop_assert!(receipt.principal <= claimant.outstanding + receipt.written_up);
        }
    }

    #[test]
    fn nobody_has_back_what_it_paid_in_before_debts_and_capital_are_whole(mut deal in deal()) {
        (deal.in_kind, deal.reserve, deal.reinvestment) = (false, 0, 0);
        (deal.trapped, deal.held) = (0, 0);
        deal.earmarked = [0; 2];
        deal.cushions.clear();
        let outcome = back_of(&deal);
        let pays = |rank: usize, want: fn(u8) -> Tier| deal.tiers.contains(&want(rank as u8));
        let repaid = |rank| [Tier::Principal, Tier::Service, Tier::Sweep, Tier::Capital].iter().any(|want| pays(rank, *want));
        let (mut short, mut waits) = (false, false);
        for kind in [Kind::Debt, Kind::Equity] {
            for (rank, (claimant, receipt)) in deal.claimants.iter().zip(&outcome.receipts).enumerate() {
                if claimant.kind != kind {
                    continue;
                }
                if !claimant.pari_passu {
                    waits = short;
                }
                prop_assert!(!waits || receipt.principal == 0, "a junior waits");
                if repaid(rank) {
                    short |= receipt.principal < claimant.outstanding;
                }
                if kind == Kind::Debt && (pays(rank, Tier::Interest) || pays(rank, Tier::Service)) {
                    short |= receipt.interest < claimant.interest;
                }
            }
        }
        let returned = wide(outcome.receipts.iter().map(|receipt| receipt.returned));
        prop_assert!(!short || returned == 0);
    }

    #[test]
    fn all_have_the_same_part_back_of_what_they_paid_in(deal in deal()) {
        let outcome = back_of(&deal);
        // Who nobody holds has nobody to give back to.
        let paid_in = |claimant: &Claimant| if claimant.vacant { 0 } else { claimant.paid_in };
        let all = wide(deal.claimants.iter().map(paid_in));
        let returned = wide(outcome.receipts.iter().map(|receipt| receipt.returned));
        for (receipt, claimant) in outcome.receipts.iter().zip(&deal.claimants) {
            // To the unit, by rounding.
            let exact = returned * u128::from(paid_in(claimant));
            let got = u128::from(receipt.returned) * all;
            prop_assert!(got.abs_diff(exact) <= all);
        }
    }
}
