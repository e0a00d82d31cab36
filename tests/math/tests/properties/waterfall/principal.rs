//! Principal beside income, worked by hand.

use super::examples::{debt, flow, of, taken};
use Tier::{Arrears, Fee, Interest, Principal, Residual, Sweep};
use securities::math::{
    walk::run,
    waterfall::{Carry, Claimant, Cushion, Kind, Mode, Tier, WaterfallInput},
};

/// A bullet of 800 that nothing is due of, junior capital of 200, and the rest to the same holders.
const BULLET: [Tier; 5] = [
    Interest(0),
    Arrears(0),
    Principal(0),
    Principal(1),
    Residual(2),
];

fn bullet(interest: u64) -> [Claimant; 3] {
    let junior = Claimant {
        kind: Kind::Equity,
        ..debt(0, 0, 200, 200)
    };
    [debt(interest, 0, 0, 800), junior, of(Kind::Equity, 0)]
}

#[test]
fn what_the_assets_repay_repays_the_senior_and_not_its_juniors() {
    let claimants = bullet(16);
    let prepaid = |principal| WaterfallInput {
        principal,
        ..flow(516, &BULLET, &claimants)
    };
    // Called income, it passes a bullet of which nothing is due.
    assert_eq!(taken(&prepaid(0)), [16, 0, 0, 200, 300]);
    assert_eq!(taken(&prepaid(500)), [16, 0, 500, 0, 0]);
    let outcome = run(&prepaid(500)).unwrap();
    assert_eq!(outcome.of_principal[..5], [0, 0, 500, 0, 0]);
    assert_eq!(outcome.reinvestment, 0);
    // Behind the debt, capital; behind capital, the residual.
    let all = WaterfallInput {
        principal: 1_100,
        ..flow(1_116, &BULLET, &claimants)
    };
    assert_eq!(taken(&all), [16, 0, 800, 200, 100]);
}

#[test]
fn while_it_revolves_what_the_assets_repay_waits_for_new_assets() {
    let claimants = bullet(16);
    let revolving = WaterfallInput {
        mode: Mode::Revolving,
        principal: 500,
        ..flow(516, &BULLET, &claimants)
    };
    assert_eq!(taken(&revolving), [16, 0, 0, 0, 0]);
    assert_eq!(run(&revolving).unwrap().reinvestment, 500);
    // Afterwards it repays, with the next payment, and with all else in an acceleration.
    let after = |mode| WaterfallInput {
        mode,
        reinvestment: 500,
        ..flow(16, &BULLET, &claimants)
    };
    for mode in [Mode::Amortising, Mode::Accelerated] {
        assert_eq!(taken(&after(mode)), [16, 0, 500, 0, 0]);
        assert_eq!(run(&after(mode)).unwrap().reinvestment, 0);
    }
    assert_eq!(run(&after(Mode::Revolving)).unwrap().reinvestment, 500);
    // What has matured is repaid.
    let mut matured = claimants;
    (matured[0].matured, matured[0].scheduled) = (true, 800);
    let revolving = WaterfallInput {
        claimants: &matured,
        ..revolving
    };
    assert_eq!(taken(&revolving), [16, 0, 500, 0, 0]);
}

#[test]
fn principal_pays_interest_where_the_deal_says_so() {
    let claimants = bullet(16);
    let short = |principal_pays_interest, mode| WaterfallInput {
        mode,
        principal: 500,
        principal_pays_interest,
        ..flow(510, &BULLET, &claimants)
    };
    assert_eq!(taken(&short(false, Mode::Amortising)), [10, 0, 500, 0, 0]);
    assert_eq!(taken(&short(true, Mode::Amortising)), [16, 0, 494, 0, 0]);
    let outcome = run(&short(true, Mode::Revolving)).unwrap();
    assert_eq!(outcome.tiers[..5], [16, 0, 0, 0, 0]);
    assert_eq!(outcome.of_principal[0], 6);
    assert_eq!(outcome.reinvestment, 494);
    // It is never a preferred return that principal pays.
    let claimants = [of(Kind::Equity, 200)];
    let mut preferred = claimants;
    preferred[0].interest = 10;
    let tiers = [Interest(0), Arrears(0), Principal(0), Residual(0)];
    let equity = WaterfallInput {
        principal: 100,
        principal_pays_interest: true,
        ..flow(100, &tiers, &preferred)
    };
    assert_eq!(taken(&equity), [0, 0, 100, 0]);
}

#[test]
fn a_debt_that_is_repaid_has_its_interest_before_the_next_is_repaid() {
    let tiers = [
        Interest(0),
        Interest(1),
        Principal(0),
        Principal(1),
        Residual(1),
    ];
    let claimants = [debt(30, 0, 0, 100), debt(20, 0, 0, 100)];
    let principal = |amount| WaterfallInput {
        principal: amount,
        ..flow(amount, &tiers, &claimants)
    };
    assert_eq!(taken(&principal(90)), [0, 0, 90, 0, 0]);
    assert_eq!(taken(&principal(120)), [20, 0, 100, 0, 0]);
    assert_eq!(taken(&principal(150)), [30, 0, 100, 20, 0]);
    assert_eq!(taken(&principal(260)), [30, 20, 100, 100, 10]);
}

#[test]
fn debts_are_repaid_pro_rata_where_the_deal_says_so() {
    let tiers = [Principal(0), Principal(1), Principal(2), Residual(0)];
    let claimants = [debt(0, 0, 0, 100), debt(0, 0, 0, 200), debt(0, 0, 0, 300)];
    let repaid = |amount, pro_rata| {
        taken::<4>(&WaterfallInput {
            principal: amount,
            pro_rata,
            ..flow(amount, &tiers, &claimants)
        })
    };
    assert_eq!(repaid(60, false), [60, 0, 0, 0]);
    assert_eq!(repaid(60, true), [10, 20, 30, 0]);
    // 5/6, 10/6 and 15/6, rounded down; the units left over are of those that rounding took most from.
    assert_eq!(repaid(5, true), [1, 2, 2, 0]);
    assert_eq!(repaid(601, true), [100, 200, 300, 1]);
    let two = [debt(0, 0, 0, 40), debt(0, 0, 0, 10)];
    let tiers = [Principal(0), Principal(1), Residual(0)];
    let even = WaterfallInput {
        principal: 50,
        pro_rata: true,
        ..flow(50, &tiers, &two)
    };
    assert_eq!(taken(&even), [40, 10, 0]);
}

#[test]
fn principal_counts_towards_what_is_due_and_income_pays_the_rest() {
    let tiers = [Principal(0), Residual(0)];
    let claimants = [debt(0, 0, 30, 100)];
    let paid = |amount, principal| {
        taken::<2>(&WaterfallInput {
            principal,
            ..flow(amount, &tiers, &claimants)
        })
    };
    assert_eq!(paid(50, 0), [30, 20]);
    assert_eq!(paid(50, 10), [30, 20]);
    assert_eq!(paid(50, 40), [40, 10]);
    assert_eq!(paid(50, 50), [50, 0]);
}

#[test]
fn what_a_cushion_withholds_repays_whom_it_protects() {
    // 80 senior; below it 20, of 100 in all. A fifth has to be below.
    let tiers = [Principal(0), Principal(1), Principal(2), Residual(2)];
    let junior = Claimant {
        kind: Kind::Equity,
        ..debt(0, 0, 5, 5)
    };
    let claimants = [debt(0, 0, 0, 80), debt(0, 0, 15, 15), junior];
    let cushions = [Cushion {
        rank: 0,
        min_bps: 2_000,
    }];
    let paid = |amount| {
        taken::<4>(&WaterfallInput {
            cushions: &cushions,
            ..flow(amount, &tiers, &claimants)
        })
    };
    // Neither passes what the mezzanine may not have to equity, nor what equity may not have to equity as residual.
    assert_eq!(paid(4), [4, 0, 0, 0]);
    // With 15 to the senior, 65 need 17 below: 3 of the junior's 5 may go.
    assert_eq!(paid(20), [17, 0, 3, 0]);
    // No more is withheld than was due: the rest is income.
    assert_eq!(paid(200), [17, 0, 3, 180]);
}

#[test]
fn no_carry_while_capital_of_its_base_is_outstanding() {
    let carry = Tier::Carry(Carry {
        rank: 1,
        base: 0,
        carry_bps: 2_000,
        catch_up_bps: 10_000,
        reached: 0,
        paid: 0,
        multiple_bps: 0,
        deal_by_deal: false,
        clawed_back: 0,
        passed: 0,
        spent: 0,
    });
    let tiers = [Interest(0), Arrears(0), Principal(0), carry, Residual(0)];
    let capital = Claimant {
        kind: Kind::Equity,
        interest: 5,
        scheduled: 100,
        outstanding: 100,
        ..Claimant::default()
    };
    let claimants = [capital, of(Kind::Equity, 0)];
    let fund = |amount, principal, mode| WaterfallInput {
        mode,
        principal,
        ..flow(amount, &tiers, &claimants)
    };
    // A revolving fund of which 50 come back.
    assert_eq!(taken(&fund(50, 0, Mode::Revolving)), [5, 0, 0, 0, 45]);
    let kept = fund(50, 45, Mode::Revolving);
    assert_eq!(taken(&kept), [5, 0, 0, 0, 0]);
    assert_eq!(run(&kept).unwrap().reinvestment, 45);
    // With its capital back, a fifth of all profit is the carry's.
    assert_eq!(taken(&fund(155, 0, Mode::Amortising)), [5, 0, 100, 11, 39]);
    assert_eq!(
        taken(&fund(155, 150, Mode::Amortising)),
        [5, 0, 100, 11, 39]
    );
}

#[test]
fn what_is_left_of_principal_is_income_for_entitlements_that_stand_before_it_too() {
    let tiers = [Fee(7), Sweep(0), Residual(0)];
    let claimants = [debt(0, 0, 0, 100)];
    let over = |principal| WaterfallInput {
        principal,
        ..flow(principal, &tiers, &claimants)
    };
    assert_eq!(taken(&over(100)), [0, 100, 0]);
    assert_eq!(taken(&over(105)), [5, 100, 0]);
    assert_eq!(taken(&over(110)), [7, 100, 3]);
    assert_eq!(run(&over(110)).unwrap().of_principal[..3], [0, 100, 0]);
}

#[test]
fn debts_that_exceed_64_bits_together_are_repaid_pro_rata_and_behind_a_cushion() {
    let most = u64::MAX;
    let claimants = [
        debt(0, 0, 0, most),
        debt(0, 0, 0, most),
        of(Kind::Equity, 10),
    ];
    let tiers = [Principal(0), Principal(1), Residual(2)];
    let cushions = [Cushion {
        rank: 0,
        min_bps: 1_000,
    }];
    let repaid = WaterfallInput {
        principal: 11,
        pro_rata: true,
        cushions: &cushions,
        ..flow(11, &tiers, &claimants)
    };
    // 5.5 each: of equals, the first has the unit that rounding leaves.
    assert_eq!(taken(&repaid), [6, 5, 0]);
}
