//! Each rule of a structure, with lists of tiers that keep all the others and break it.

use super::{carry, coverage, shape, split};
use Tier::{
    Arrears, CollateralTest, Cover, Fee, Interest, InterestTest, Principal, Reserve, Residual,
    Sweep,
};
use securities::math::{
    MathError,
    structure::{Shape, validate},
    waterfall::{Coverage, Kind, Purpose, Tier},
};

pub const DEBT: Shape = shape(Kind::Debt, true, true);
pub const EQUITY: Shape = shape(Kind::Equity, false, false);
const COVER: Shape = shape(Kind::Cover, true, false);

/// A senior and a mezzanine debt, equity, and a cover.
const DEAL: [Shape; 4] = [DEBT, DEBT, EQUITY, COVER];

/// All that may stand in a deal of these, in an order that is right.
const TIERS: [Tier; 12] = [
    Fee(1),
    Interest(0),
    Arrears(0),
    Interest(1),
    Arrears(1),
    Principal(0),
    Sweep(1),
    Reserve(Purpose::All, 1),
    Cover(3),
    carry(2, 1, 2_000, 10_000),
    split(2, 1),
    Residual(2),
];

pub fn accepts(tiers: &[Tier], shapes: &[Shape]) {
    assert_eq!(validate(tiers, shapes), Ok(()), "{tiers:?}");
}

pub fn refuses(tiers: &[Tier], shapes: &[Shape]) {
    assert_eq!(
        validate(tiers, shapes),
        Err(MathError::BadStructure),
        "{tiers:?}"
    );
}

/// The deal's tiers, one of them another.
fn with(at: usize, tier: Tier) -> [Tier; 12] {
    let mut tiers = TIERS;
    tiers[at] = tier;
    tiers
}

/// The deal's tiers, one of them gone.
fn without(at: usize) -> Vec<Tier> {
    let mut tiers = TIERS.to_vec();
    tiers.remove(at);
    tiers
}

/// The deal's tiers, one of them moved.
fn moved(from: usize, to: usize) -> Vec<Tier> {
    let mut tiers = TIERS.to_vec();
    let tier = tiers.remove(from);
    tiers.insert(to, tier);
    tiers
}

#[test]
fn the_deal_is_a_structure() {
    accepts(&TIERS, &DEAL);
}

#[test]
fn there_are_one_to_24_tiers_and_one_to_eight_tranches() {
    refuses(&[], &[]);
    refuses(&[], &[EQUITY]);
    refuses(&[Residual(0)], &[]);
    accepts(&[Residual(0)], &[EQUITY]);
    let mut tiers = vec![Fee(1); 23];
    tiers.push(Residual(0));
    accepts(&tiers, &[EQUITY]);
    tiers.insert(0, Fee(1));
    refuses(&tiers, &[EQUITY]);
    let mut tiers: Vec<Tier> = (0..7).map(|rank| split(rank, 1)).collect();
    tiers.push(Residual(7));
    accepts(&tiers, &[EQUITY; 8]);
    tiers.insert(7, split(7, 1));
    tiers[8] = Residual(8);
    refuses(&tiers, &[EQUITY; 9]);
}

#[test]
fn exactly_one_residual_and_it_is_last() {
    refuses(&without(11), &DEAL);
    refuses(&with(11, Fee(1)), &DEAL);
    refuses(&with(0, Residual(0)), &DEAL);
    refuses(&moved(11, 10), &DEAL);
    refuses(&[Residual(0), Residual(1)], &[EQUITY; 2]);
}

#[test]
fn a_tier_names_a_tranche_that_is_there() {
    for tier in [
        Interest(4),
        Arrears(4),
        Principal(4),
        Sweep(4),
        Cover(4),
        split(4, 1),
        Residual(4),
    ] {
        refuses(&with(0, tier), &DEAL);
    }
    refuses(&with(11, Residual(4)), &DEAL);
    refuses(&with(0, Cover(u8::MAX)), &DEAL);
    refuses(&with(9, carry(4, 1, 2_000, 10_000)), &DEAL);
    refuses(&with(9, carry(2, 4, 2_000, 10_000)), &DEAL);
}

#[test]
fn nothing_but_fees_stands_twice() {
    accepts(&with(9, Fee(1)), &DEAL);
    let one_more = |tier| {
        let mut tiers = TIERS.to_vec();
        tiers[0] = tier;
        tiers
    };
    for tier in [
        Interest(0),
        Arrears(0),
        Principal(0),
        Reserve(Purpose::All, 2),
        Cover(3),
    ] {
        refuses(&one_more(tier), &DEAL);
    }
    refuses(&with(10, carry(2, 0, 1_000, 10_000)), &DEAL);
    refuses(&with(0, split(2, 2)), &DEAL);
}

#[test]
fn interest_is_paid_to_those_that_bear_it_and_all_of_those() {
    for at in 1..5 {
        refuses(&without(at), &DEAL);
    }
    let mut no_rate = DEAL;
    no_rate[1].has_rate = false;
    refuses(&TIERS, &no_rate);
    accepts(&[&TIERS[..3], &TIERS[5..]].concat(), &no_rate);
    refuses(&[&TIERS[..4], &TIERS[5..]].concat(), &no_rate);
    refuses(&[&TIERS[..3], &TIERS[4..]].concat(), &no_rate);
}

#[test]
fn principal_is_paid_to_those_that_have_it_and_all_of_those() {
    refuses(&without(5), &DEAL);
    refuses(&without(6), &DEAL);
    accepts(&with(7, Principal(1)), &DEAL);
    refuses(&with(0, Principal(2)), &DEAL);
    refuses(&with(0, Sweep(3)), &DEAL);
    let mut no_par = DEAL;
    no_par[1].has_par = false;
    refuses(&TIERS, &no_par);
    accepts(&without(6), &no_par);
}

#[test]
fn only_covers_are_made_good() {
    refuses(&with(8, Cover(2)), &DEAL);
    let mut debt = DEAL;
    debt[3].kind = Kind::Debt;
    refuses(&TIERS, &debt);
}

#[test]
fn entitlements_stand_in_order_of_seniority() {
    refuses(&moved(3, 1), &DEAL);
    refuses(&moved(4, 1), &DEAL);
    refuses(&moved(6, 5), &DEAL);
    // Interest of the junior before principal of the senior, or after: both are right.
    accepts(&moved(5, 3), &DEAL);
    // The second tier of a senior may stand behind the first of a junior.
    accepts(&[&TIERS[..7], &[Sweep(0)], &TIERS[8..]].concat(), &DEAL);
    refuses(
        &[
            &TIERS[..5],
            &[Sweep(1), Principal(0), Principal(1)],
            &TIERS[8..],
        ]
        .concat(),
        &DEAL,
    );
}

#[test]
fn consecutive_splits_are_a_whole_or_less() {
    refuses(&with(10, split(2, 0)), &DEAL);
    accepts(&with(10, split(2, 10_000)), &DEAL);
    refuses(&with(10, split(2, 10_001)), &DEAL);
    refuses(&with(10, split(2, u32::MAX)), &DEAL);
    let pair = |tiers: [Tier; 4]| [&TIERS[1..9], &tiers].concat();
    accepts(
        &pair([split(1, 4_000), split(2, 6_000), Fee(1), Residual(2)]),
        &DEAL,
    );
    refuses(
        &pair([split(1, 4_000), split(2, 6_001), Fee(1), Residual(2)]),
        &DEAL,
    );
    accepts(
        &pair([split(1, 4_000), Fee(1), split(2, 6_001), Residual(2)]),
        &DEAL,
    );
    refuses(
        &pair([
            split(1, u32::MAX),
            split(2, u32::MAX),
            split(0, 2),
            Residual(2),
        ]),
        &DEAL,
    );
}

#[test]
fn a_carry_is_a_share_of_another_tranches_profit() {
    for (carry_bps, catch_up_bps) in [(1, 1), (1, 10_000), (2_000, 2_000), (10_000, 10_000)] {
        accepts(&with(9, carry(2, 1, carry_bps, catch_up_bps)), &DEAL);
    }
    for (carry_bps, catch_up_bps) in [
        (0, 0),
        (0, 10_000),
        (2_000, 1_999),
        (2_000, 10_001),
        (10_001, 10_001),
    ] {
        refuses(&with(9, carry(2, 1, carry_bps, catch_up_bps)), &DEAL);
    }
    refuses(&with(9, carry(1, 1, 2_000, 10_000)), &DEAL);
    refuses(&with(9, carry(2, 3, 2_000, 10_000)), &DEAL);
    accepts(&with(9, carry(3, 1, 2_000, 10_000)), &DEAL);
}

#[test]
fn a_carry_waits_for_its_base_and_for_the_reserve() {
    refuses(&moved(9, 7), &DEAL);
    accepts(&moved(9, 8), &DEAL);
    refuses(&moved(9, 6), &DEAL);
    let no_reserve = without(7);
    let carry_at = |at: usize| {
        let mut tiers = no_reserve.clone();
        let tier = tiers.remove(8);
        tiers.insert(at, tier);
        tiers
    };
    accepts(&carry_at(7), &DEAL);
    for at in [1, 3, 4, 6] {
        refuses(&carry_at(at), &DEAL);
    }
    // The senior's profit is there before the mezzanine is repaid.
    let mut tiers = carry_at(6);
    tiers[6] = carry(2, 0, 2_000, 10_000);
    accepts(&tiers, &DEAL);
}

#[test]
fn a_reserve_and_a_cover_protect_something() {
    let with_par = shape(Kind::Equity, true, false);
    refuses(&[Reserve(Purpose::All, 1), Residual(0)], &[EQUITY]);
    accepts(
        &[Reserve(Purpose::All, 1), Principal(0), Residual(0)],
        &[with_par],
    );
    accepts(
        &[
            Interest(0),
            Arrears(0),
            Principal(0),
            Reserve(Purpose::All, 1),
            Residual(0),
        ],
        &[DEBT],
    );
    refuses(&[Cover(1), Residual(0)], &[EQUITY, COVER]);
    accepts(&[Principal(0), Cover(1), Residual(0)], &[with_par, COVER]);
}

#[test]
fn every_tranche_is_paid() {
    refuses(&without(8), &DEAL);
    accepts(&with(8, split(3, 1)), &DEAL);
    refuses(&[split(0, 1), Residual(2)], &[EQUITY; 3]);
    // To have a share of one's profit taken is not to be paid.
    refuses(&[carry(0, 1, 1, 1), Residual(0)], &[EQUITY; 2]);
}

#[test]
fn a_test_of_coverage_protects_debts_behind_their_interest() {
    let inserted = |at: usize, tier: Tier| {
        let mut tiers = TIERS.to_vec();
        tiers.insert(at, tier);
        tiers
    };
    for test in [CollateralTest, InterestTest] {
        // Behind all that the two debts are paid of interest, up to the residual.
        for at in 5..=11 {
            accepts(&inserted(at, test(coverage(1, 12_000))), &DEAL);
        }
        refuses(&inserted(12, test(coverage(1, 12_000))), &DEAL);
        for at in 0..5 {
            refuses(&inserted(at, test(coverage(1, 12_000))), &DEAL);
        }
        // The senior alone is protected before the mezzanine has its interest.
        accepts(&inserted(3, test(coverage(0, 12_000))), &DEAL);
        refuses(&inserted(2, test(coverage(0, 12_000))), &DEAL);
        refuses(&inserted(5, test(coverage(1, 0))), &DEAL);
        for not_a_debt in [2, 3, 4] {
            refuses(&inserted(5, test(coverage(not_a_debt, 1))), &DEAL);
        }
        let mut two = inserted(5, test(coverage(1, 12_000)));
        two.insert(6, test(coverage(0, 11_000)));
        accepts(&two, &DEAL);
        two[6] = test(coverage(1, 11_000));
        refuses(&two, &DEAL);
    }
    // Behind a carry it may divert, but not trap.
    let behind = |traps| {
        let mut tiers = TIERS.to_vec();
        let test = Coverage {
            traps,
            ..coverage(1, 1)
        };
        tiers.insert(10, CollateralTest(test));
        tiers
    };
    accepts(&behind(false), &DEAL);
    refuses(&behind(true), &DEAL);
    let mut both = inserted(5, CollateralTest(coverage(1, 1)));
    both.insert(5, InterestTest(coverage(1, 1)));
    accepts(&both, &DEAL);
    // A test pays nobody.
    refuses(
        &[InterestTest(coverage(0, 1)), Residual(1)],
        &[DEBT, EQUITY],
    );
}
