//! Tiers: which form a structure, and what runs through them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use securities::math::{
    MathError,
    waterfall::{Claim, MAX_TIERS, MAX_TRANCHES, Outcome, Receipt, Tier, run, validate},
};
use securities_math_tests::{MANY, below_bits, cases, quick_below_bits};

const KINDS: [fn(u8) -> Tier; 4] = [
    Tier::Interest,
    Tier::Arrears,
    Tier::Principal,
    Tier::Residual,
];

/// Kind and rank, told apart here and not by the program.
const fn parts(tier: Tier) -> (u8, u8) {
    match tier {
        Tier::Interest(rank) => (0, rank),
        Tier::Arrears(rank) => (1, rank),
        Tier::Principal(rank) => (2, rank),
        Tier::Residual(rank) => (3, rank),
    }
}

/// The structures that can be run, said another way: distinct tiers of distinct kinds over exactly the ranks from 0,
/// with the residual at the end and nowhere else.
fn is_structure(tiers: &[Tier], tranches: u8) -> bool {
    let parts: Vec<_> = tiers.iter().map(|tier| parts(*tier)).collect();
    let Some(((3, _), before)) = parts.split_last() else {
        return false;
    };
    let distinct: BTreeSet<_> = parts.iter().collect();
    let ranks: BTreeSet<_> = parts.iter().map(|(_, rank)| *rank).collect();
    before.iter().all(|(kind, _)| *kind != 3)
        && distinct.len() == parts.len()
        && parts.len() <= 12
        && tranches <= 8
        && ranks == (0..tranches).collect()
}

fn agrees(tiers: &[Tier], tranches: u8) -> bool {
    let good = is_structure(tiers, tranches);
    let expected = if good {
        Ok(())
    } else {
        Err(MathError::BadStructure)
    };
    assert_eq!(
        validate(tiers, tranches),
        expected,
        "{tiers:?} over {tranches} tranches"
    );
    good
}

#[test]
fn every_list_of_up_to_four_tiers_is_judged_right() {
    let symbols: Vec<Tier> = (0..3)
        .flat_map(|rank| KINDS.map(|kind| kind(rank)))
        .collect();
    let (mut lists, mut good) = (vec![Vec::new()], [0; 4]);
    for _ in 0..=4 {
        for list in &lists {
            for tranches in 0..4_u8 {
                good[usize::from(tranches)] += u32::from(agrees(list, tranches));
            }
        }
        lists = lists
            .iter()
            .flat_map(|list| {
                symbols
                    .iter()
                    .map(|tier| list.iter().copied().chain([*tier]).collect())
            })
            .collect();
    }
    // Over one tranche: a residual after any order of any of three tiers. Over none: nothing.
    assert_eq!(good[..2], [0, 1 + 3 + 6 + 6]);
    assert!(good[2] > 100 && good[3] > 100);
}

/// A good structure: some tier for every tranche but the residual's, more at will, in any order.
fn structure() -> impl Strategy<Value = (Vec<Tier>, u8)> {
    let max_tranches = u8::try_from(MAX_TRANCHES).unwrap();
    (
        1..=max_tranches,
        any::<u8>(),
        0..MAX_TIERS,
        any::<[u64; 2]>(),
    )
        .prop_map(|(tranches, residual, extra, [order, mix])| {
            let residual = residual % tranches;
            let mut pool: Vec<Tier> = (0..tranches)
                .flat_map(|rank| [KINDS[0](rank), KINDS[1](rank), KINDS[2](rank)])
                .collect();
            shuffle(&mut pool, order);
            let mut reached = BTreeSet::from([residual]);
            let (mut tiers, rest): (Vec<Tier>, Vec<Tier>) = pool
                .into_iter()
                .partition(|tier| reached.insert(tier.rank()));
            let room = (MAX_TIERS - 1 - tiers.len()).min(extra);
            tiers.extend(rest.into_iter().take(room));
            shuffle(&mut tiers, mix);
            tiers.push(Tier::Residual(residual));
            (tiers, tranches)
        })
}

/// Mixes by a drawn number: Fisher and Yates, with the digits from a linear congruence.
fn shuffle(tiers: &mut [Tier], mut draw: u64) {
    for last in (1..tiers.len()).rev() {
        draw = draw
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = (draw >> 33) % (last as u64 + 1);
        tiers.swap(last, usize::try_from(at).unwrap());
    }
}

/// A good structure, changed in one or two ways that often spoil it.
fn nearly_a_structure() -> impl Strategy<Value = (Vec<Tier>, u8)> {
    let change = (0_u8..7, any::<prop::sample::Index>(), 0_usize..4, 0_u8..10);
    (structure(), prop::collection::vec(change, 0..3)).prop_map(
        |((mut tiers, mut tranches), changes)| {
            for (change, at, kind, rank) in changes {
                if tiers.is_empty() {
                    break;
                }
                let at = at.index(tiers.len());
                match change {
                    0 => drop(tiers.remove(at)),
                    1 => tiers.insert(at, KINDS[kind](rank)),
                    2 => tiers[at] = KINDS[kind](rank),
                    3 => tiers.push(tiers[at]),
                    4 => tiers.swap(at, 0),
                    5 => tranches = rank,
                    _ => tiers.push(KINDS[kind](rank)),
                }
            }
            (tiers, tranches)
        },
    )
}

/// One claim in eight is of nothing.
fn claims() -> impl Strategy<Value = [Claim; MAX_TRANCHES]> {
    prop::array::uniform8(prop::array::uniform3(quick_below_bits(48))).prop_map(|claims| {
        claims.map(|[interest, arrears, principal]| Claim {
            interest: some(interest),
            arrears: some(arrears),
            principal: some(principal),
        })
    })
}

const fn some(claim: u64) -> u64 {
    if claim.is_multiple_of(8) { 0 } else { claim }
}

fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![4 => below_bits(50), 1 => below_bits(64)]
}

fn claimed(tier: Tier, claims: &[Claim]) -> Option<u64> {
    let claim = claims[usize::from(tier.rank())];
    match tier {
        Tier::Interest(_) => Some(claim.interest),
        Tier::Arrears(_) => Some(claim.arrears),
        Tier::Principal(_) => Some(claim.principal),
        Tier::Residual(_) => None,
    }
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn only_structures_are_accepted((tiers, tranches) in nearly_a_structure()) {
        agrees(&tiers, tranches);
    }

    #[test]
    fn what_goes_in_comes_out_in_order_of_seniority(
        (tiers, tranches) in structure(), claims in claims(), amount in amount(),
    ) {
        prop_assert_eq!(validate(&tiers, tranches), Ok(()));
        let claims = &claims[..usize::from(tranches)];
        let outcome = run(amount, &tiers, claims).unwrap();

        let taken = outcome.tiers.iter().map(|taken| u128::from(*taken)).sum::<u128>();
        prop_assert_eq!(taken, u128::from(amount), "tiers take all");
        prop_assert!(outcome.tiers[tiers.len()..].iter().all(|taken| *taken == 0), "and no others do");

        let mut senior_full = true;
        let mut received = [[0; MAX_TRANCHES]; 4];
        for (tier, taken) in tiers.iter().zip(outcome.tiers) {
            prop_assert!(taken == 0 || senior_full, "a junior tier waits for every senior one");
            if let Some(claimed) = claimed(*tier, claims) {
                prop_assert!(taken <= claimed, "no tier takes more than its claim");
                senior_full &= taken == claimed;
            }
            let (kind, rank) = parts(*tier);
            received[usize::from(kind)][usize::from(rank)] = taken;
        }
        for (rank, receipt) in outcome.receipts.iter().enumerate() {
            let expected = Receipt {
                interest: received[0][rank],
                arrears: received[1][rank],
                principal: received[2][rank],
                residual: received[3][rank],
            };
            prop_assert_eq!(*receipt, expected);
        }
        let receipts = outcome.receipts.iter().map(|receipt| u128::from(receipt.total().unwrap())).sum::<u128>();
        prop_assert_eq!(receipts, u128::from(amount), "tranches receive all");
    }

    #[test]
    fn two_distributions_pay_what_one_of_their_sum_pays(
        (tiers, tranches) in structure(), claims in claims(),
        first in below_bits(52), second in below_bits(52),
    ) {
        let claims = &claims[..usize::from(tranches)];
        let whole = run(first + second, &tiers, claims).unwrap();
        let one = run(first, &tiers, claims).unwrap();
        let rest: Vec<Claim> = claims.iter().zip(one.receipts).map(|(claim, receipt)| Claim {
            interest: claim.interest - receipt.interest,
            arrears: claim.arrears - receipt.arrears,
            principal: claim.principal - receipt.principal,
        }).collect();
        let two = run(second, &tiers, &rest).unwrap();
        for at in 0..MAX_TIERS {
            prop_assert_eq!(one.tiers[at] + two.tiers[at], whole.tiers[at]);
        }
    }
}

#[test]
fn a_syndicate_of_three_tranches() {
    // Senior and mezzanine debt with interest before principal, and a junior that takes the rest.
    let tiers = [
        Tier::Arrears(0),
        Tier::Interest(0),
        Tier::Arrears(1),
        Tier::Interest(1),
        Tier::Principal(0),
        Tier::Principal(1),
        Tier::Residual(2),
    ];
    let claims = [
        Claim {
            interest: 50,
            arrears: 10,
            principal: 1_000,
        },
        Claim {
            interest: 40,
            arrears: 0,
            principal: 500,
        },
        Claim::default(),
    ];
    let taken = |amount| {
        let outcome = run(amount, &tiers, &claims).unwrap();
        outcome.tiers[..7].to_vec()
    };
    assert_eq!(taken(0), [0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(taken(9), [9, 0, 0, 0, 0, 0, 0]);
    assert_eq!(taken(75), [10, 50, 0, 15, 0, 0, 0]);
    assert_eq!(taken(1_100), [10, 50, 0, 40, 1_000, 0, 0]);
    assert_eq!(taken(1_600), [10, 50, 0, 40, 1_000, 500, 0]);
    assert_eq!(taken(2_000), [10, 50, 0, 40, 1_000, 500, 400]);
    assert_eq!(
        run(2_000, &tiers, &claims).unwrap().receipts[..3],
        [
            Receipt {
                interest: 50,
                arrears: 10,
                principal: 1_000,
                residual: 0
            },
            Receipt {
                interest: 40,
                arrears: 0,
                principal: 500,
                residual: 0
            },
            Receipt {
                residual: 400,
                ..Receipt::default()
            },
        ]
    );
}

#[test]
fn the_whole_of_64_bits_runs_through() {
    let tiers = [Tier::Interest(0), Tier::Principal(0), Tier::Residual(1)];
    let all = Claim {
        interest: u64::MAX,
        arrears: u64::MAX,
        principal: u64::MAX,
    };
    let outcome = run(u64::MAX, &tiers, &[all, all]).unwrap();
    assert_eq!(outcome.tiers[..3], [u64::MAX, 0, 0]);
    let none = Claim::default();
    let outcome = run(u64::MAX, &tiers, &[none, none]).unwrap();
    assert_eq!(outcome.tiers[..3], [0, 0, u64::MAX]);
}

#[test]
fn money_that_no_tier_takes_is_refused() {
    let claim = Claim {
        interest: 5,
        ..Claim::default()
    };
    let only_interest = [Tier::Interest(0)];
    assert!(run(5, &only_interest, &[claim]).is_ok());
    assert_eq!(
        run(6, &only_interest, &[claim]),
        Err(MathError::BadStructure)
    );
    assert_eq!(run(1, &[], &[]), Err(MathError::BadStructure));
    assert_eq!(run(0, &[], &[]), Ok(Outcome::default()));
    // A thirteenth tier is never reached.
    let too_many: Vec<Tier> = (0..12)
        .map(|_| Tier::Interest(0))
        .chain([Tier::Residual(0)])
        .collect();
    assert_eq!(run(6, &too_many, &[claim]), Err(MathError::BadStructure));
}

#[test]
fn a_tier_that_stands_twice_takes_its_claim_once() {
    let claim = Claim {
        interest: 5,
        ..Claim::default()
    };
    let twice = [Tier::Interest(0), Tier::Interest(0), Tier::Residual(0)];
    let outcome = run(20, &twice, &[claim]).unwrap();
    assert_eq!(outcome.tiers[..3], [5, 0, 15]);
    assert_eq!(outcome.receipts[0].total(), Ok(20));
}

#[test]
fn a_tier_of_a_tranche_that_is_not_there_is_refused() {
    let residual = [Tier::Residual(1)];
    assert_eq!(
        run(1, &residual, &[Claim::default()]),
        Err(MathError::BadStructure)
    );
    let ninth = [Tier::Residual(8)];
    assert_eq!(
        run(1, &ninth, &[Claim::default(); 9]),
        Err(MathError::BadStructure)
    );
}

#[test]
fn a_structure_over_more_tranches_than_a_security_may_have_is_refused() {
    let tiers: Vec<Tier> = (0..8)
        .map(Tier::Interest)
        .chain([Tier::Residual(8)])
        .collect();
    assert_eq!(validate(&tiers, 9), Err(MathError::BadStructure));
}

#[test]
fn a_receipt_that_does_not_fit_is_refused() {
    let receipt = Receipt {
        interest: u64::MAX,
        arrears: 0,
        principal: 0,
        residual: 1,
    };
    assert_eq!(receipt.total(), Err(MathError::Overflow));
}
