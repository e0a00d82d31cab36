//! Tests of coverage among the tiers, worked by hand.

use super::examples::{debt, flow, of, taken};
use Tier::{CollateralTest, Fee, Interest, InterestTest, Principal, Residual};
use securities::math::{
    walk::run,
    waterfall::{Claimant, Coverage, Kind, Mode, Period, Purpose, Tier, WaterfallInput},
};

const MILLION: u64 = 1_000_000;

const fn coverage(rank: u8, min_bps: u32, pool: Option<u64>) -> Coverage {
    Coverage {
        rank,
        min_bps,
        traps: false,
        pool,
        period: Period::NONE,
    }
}

/// 80 of A, 15 of B with 0.45 of interest, and what is left to equity, in millionths.
fn claimants() -> [Claimant; 3] {
    let senior = debt(MILLION, 0, 0, 80 * MILLION);
    let junior = debt(450_000, 0, 0, 15 * MILLION);
    [senior, junior, of(Kind::Equity, 0)]
}

fn tiers(pool: Option<u64>, traps: bool) -> [Tier; 6] {
    let test = Coverage {
        traps,
        ..coverage(1, 11_000, pool)
    };
    [
        Interest(0),
        Interest(1),
        CollateralTest(test),
        Principal(0),
        Principal(1),
        Residual(2),
    ]
}

#[test]
fn what_would_pass_a_test_of_collateral_repays_the_senior_until_it_holds() {
    let claimants = claimants();
    let paid = |amount, pool| {
        let tiers = tiers(pool, false);
        taken::<6>(&flow(amount, &tiers, &claimants))
    };
    // 100 over 95 are 1.0526; over 90.909090 they are 1.1: 4.090910 of A, and B has its interest.
    assert_eq!(
        paid(10 * MILLION, Some(100 * MILLION)),
        [1_000_000, 450_000, 0, 4_090_910, 0, 4_459_090]
    );
    // Too little to make it hold: all of it.
    assert_eq!(
        paid(3 * MILLION, Some(100 * MILLION)),
        [1_000_000, 450_000, 0, 1_550_000, 0, 0]
    );
    // At 1.1 exactly it holds; a unit below it does not.
    assert_eq!(paid(2 * MILLION, Some(104_500_000))[3..], [0, 0, 550_000]);
    assert_eq!(paid(2 * MILLION, Some(104_499_999))[3..], [1, 0, 549_999]);
    // Without a recent report all is repaid, to A and then to B.
    assert_eq!(
        paid(100 * MILLION, None),
        [1_000_000, 450_000, 0, 80_000_000, 15_000_000, 3_550_000]
    );
}

#[test]
fn principal_in_the_deal_is_collateral_too() {
    let claimants = claimants();
    let tiers = tiers(Some(100 * MILLION), false);
    let revolving = WaterfallInput {
        mode: Mode::Revolving,
        principal: 4_500_000,
        ..flow(14_500_000, &tiers, &claimants)
    };
    // 104.5 over 95 are 1.1.
    assert_eq!(taken(&revolving), [1_000_000, 450_000, 0, 0, 0, 8_550_000]);
    assert_eq!(run(&revolving).unwrap().reinvestment, 4_500_000);
    // While it revolves the test repays the senior, as nothing else does.
    let less = WaterfallInput {
        principal: 3_400_000,
        ..flow(13_400_000, &tiers, &claimants)
    };
    let less = WaterfallInput {
        mode: Mode::Revolving,
        ..less
    };
    assert_eq!(
        taken(&less),
        [1_000_000, 450_000, 0, 1_000_000, 0, 7_550_000]
    );
}

#[test]
fn a_trap_holds_back_what_makes_the_test_hold() {
    let claimants = claimants();
    let tiers = tiers(Some(100 * MILLION), true);
    let trapped = flow(10 * MILLION, &tiers, &claimants);
    assert_eq!(taken(&trapped), [1_000_000, 450_000, 0, 0, 0, 4_050_000]);
    // 104.5 over 95.
    assert_eq!(run(&trapped).unwrap().reinvestment, 4_500_000);
}

#[test]
fn a_test_of_interest_weighs_the_income_of_a_payment_against_what_the_debts_are_owed() {
    let claimants = [
        debt(60, 20, 0, 1_000),
        debt(20, 0, 0, 500),
        of(Kind::Equity, 0),
    ];
    let tiers = [
        Fee(10),
        Interest(0),
        Tier::Arrears(0),
        Interest(1),
        InterestTest(coverage(1, 12_000, None)),
        Principal(0),
        Residual(2),
    ];
    let paid = |amount, principal| {
        taken::<7>(&WaterfallInput {
            principal,
            ..flow(amount, &tiers, &claimants)
        })
    };
    // 120 less 10 of fees are 1.1 times 100 owed; 130 are 1.2 times.
    assert_eq!(paid(120, 0), [10, 60, 20, 20, 0, 10, 0]);
    assert_eq!(paid(129, 0), [10, 60, 20, 20, 0, 19, 0]);
    assert_eq!(paid(130, 0), [10, 60, 20, 20, 0, 0, 20]);
    // Principal is no income.
    assert_eq!(paid(130, 10), [10, 60, 20, 20, 0, 20, 0]);
    // What is owed a junior is not tested.
    let senior = InterestTest(coverage(0, 12_000, None));
    let mut of_senior = tiers;
    of_senior[4] = senior;
    assert_eq!(
        taken(&flow(120, &of_senior, &claimants)),
        [10, 60, 20, 20, 0, 0, 10]
    );
}

#[test]
fn in_an_acceleration_all_repays_the_debts_anyway() {
    let claimants = claimants();
    let tiers = tiers(None, true);
    let accelerated = WaterfallInput {
        mode: Mode::Accelerated,
        ..flow(100 * MILLION, &tiers, &claimants)
    };
    let outcome = run(&accelerated).unwrap();
    assert_eq!(outcome.reinvestment, 0);
    assert_eq!(outcome.tiers[5], 100 * MILLION - 96_450_000);
    assert_eq!(outcome.receipts[0].principal, 80 * MILLION);
}

#[test]
fn a_test_of_interest_does_not_mind_in_how_many_payments_income_comes() {
    let tiers = |income, paid| {
        let period = Period {
            income,
            paid,
            ..Period::NONE
        };
        let test = Coverage {
            period,
            ..coverage(0, 12_000, None)
        };
        [Interest(0), InterestTest(test), Principal(0), Residual(1)]
    };
    let owed = |interest| [debt(interest, 0, 0, 100), of(Kind::Equity, 0)];
    // 11 are 1.1 times 10.
    assert_eq!(taken(&flow(11, &tiers(0, 0), &owed(10))), [10, 0, 1, 0]);
    // As 10, and then 1.
    let first = tiers(0, 0);
    let claimants = owed(10);
    let flow_of_first = flow(10, &first, &claimants);
    let outcome = run(&flow_of_first).unwrap();
    let InterestTest(test) = first[1] else {
        unreachable!("it is the second")
    };
    let period = test.period_after(1, &flow_of_first, &outcome);
    assert_eq!((outcome.tiers[0], period.income, period.paid), (10, 10, 10));
    assert_eq!(taken(&flow(1, &tiers(10, 10), &owed(0))), [0, 0, 1, 0]);
    assert_eq!(taken(&flow(2, &tiers(10, 10), &owed(0))), [0, 0, 0, 2]);
}

#[test]
fn a_reserve_passes_a_test_that_fails() {
    let claimants = claimants();
    for traps in [false, true] {
        let tiers = tiers(None, traps);
        let with = WaterfallInput {
            reserve: 5 * MILLION,
            ..flow(2 * MILLION, &tiers, &claimants)
        };
        let diverted = 550_000;
        let outcome = run(&with).unwrap();
        assert_eq!(outcome.tiers[5], 5 * MILLION, "as no tier keeps it here");
        assert_eq!(outcome.trapped, if traps { diverted } else { 0 });
        assert_eq!(outcome.tiers[3], if traps { 0 } else { diverted });
    }
}

#[test]
fn where_no_debt_is_left_nothing_is_diverted() {
    let claimants = [debt(0, 0, 0, 0), debt(0, 0, 0, 0), of(Kind::Equity, 0)];
    for traps in [false, true] {
        let tiers = tiers(None, traps);
        assert_eq!(taken(&flow(7, &tiers, &claimants)), [0, 0, 0, 0, 0, 7]);
    }
}

#[test]
fn a_reserve_that_was_filled_ahead_of_a_test_lets_nothing_else_pass() {
    let claimants = [debt(0, 0, 0, 100), of(Kind::Equity, 0)];
    let test = coverage(0, 11_000, None);
    let tiers = [
        Tier::Reserve(Purpose::All, 50),
        CollateralTest(test),
        Principal(0),
        Residual(1),
    ];
    let with = |reserve| WaterfallInput {
        reserve,
        ..flow(30, &tiers, &claimants)
    };
    assert_eq!(taken(&with(50)), [50, 0, 30, 0]);
    // Of a reserve that its tier keeps only a part of, the rest passes.
    assert_eq!(taken(&with(60)), [50, 0, 30, 10]);
}
