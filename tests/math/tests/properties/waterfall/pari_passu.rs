//! Pari passu tranches, worked by hand.

use super::examples::{debt, flow, of, taken};
use Tier::{Arrears, Capital, Interest, Principal, Residual, Service, Sweep};
use securities::math::{
    structure::{Shape, validate},
    walk::run,
    waterfall::{Claimant, Cushion, Kind, Mode, Purpose, Tier, WaterfallInput},
};

/// Pari passu with the tranche before it.
const fn with_it(claimant: Claimant) -> Claimant {
    Claimant {
        pari_passu: true,
        ..claimant
    }
}

const OWED: [Tier; 4] = [Principal(0), Principal(1), Principal(2), Residual(3)];

/// Principal that comes in alone.
fn prepaid<'a>(amount: u64, tiers: &'a [Tier], claimants: &'a [Claimant]) -> WaterfallInput<'a> {
    WaterfallInput {
        principal: amount,
        ..flow(amount, tiers, claimants)
    }
}

#[test]
fn early_principal_repays_pari_passu_debts_in_proportion() {
    let three = [
        debt(0, 0, 0, 100),
        with_it(debt(0, 0, 0, 200)),
        with_it(debt(0, 0, 0, 300)),
        of(Kind::Equity, 0),
    ];
    assert_eq!(taken::<4>(&prepaid(60, &OWED, &three)), [10, 20, 30, 0]);
    // Without that, the first has all of it.
    let one_by_one = three.map(|claimant| Claimant {
        pari_passu: false,
        ..claimant
    });
    assert_eq!(taken::<4>(&prepaid(60, &OWED, &one_by_one)), [60, 0, 0, 0]);
    // Two peers, of which 40 and 10 are out, and one behind them.
    let two = [
        debt(0, 0, 0, 40),
        with_it(debt(0, 0, 0, 10)),
        debt(0, 0, 0, 300),
        of(Kind::Equity, 0),
    ];
    assert_eq!(taken::<4>(&prepaid(50, &OWED, &two)), [40, 10, 0, 0]);
    assert_eq!(taken::<4>(&prepaid(60, &OWED, &two)), [40, 10, 10, 0]);
    assert_eq!(taken::<4>(&prepaid(25, &OWED, &two)), [20, 5, 0, 0]);
}

#[test]
fn income_pays_what_each_is_owed_in_proportion() {
    // 60 and 20 of interest; arrears of the second only; 100 and 50 of principal that is due.
    let claimants = [
        debt(60, 0, 100, 1_000),
        with_it(debt(20, 8, 50, 400)),
        of(Kind::Equity, 0),
    ];
    let tiers = [
        Interest(0),
        Interest(1),
        Arrears(0),
        Arrears(1),
        Principal(0),
        Principal(1),
        Residual(2),
    ];
    for (amount, paid) in [
        (40, [30, 10, 0, 0, 0, 0, 0]),
        (84, [60, 20, 0, 4, 0, 0, 0]),
        (148, [60, 20, 0, 8, 40, 20, 0]),
        (238, [60, 20, 0, 8, 100, 50, 0]),
        (250, [60, 20, 0, 8, 100, 50, 12]),
    ] {
        assert_eq!(taken::<7>(&flow(amount, &tiers, &claimants)), paid);
    }
    // All money is one, and repays all principal of both.
    let accelerated = WaterfallInput {
        mode: Mode::Accelerated,
        ..flow(228, &tiers, &claimants)
    };
    assert_eq!(taken::<7>(&accelerated), [60, 20, 0, 8, 100, 40, 0]);
}

#[test]
fn a_reserve_of_interest_pays_what_peers_are_owed_in_proportion() {
    let claimants = [
        debt(60, 0, 0, 600),
        with_it(debt(20, 0, 0, 200)),
        of(Kind::Equity, 0),
    ];
    let reserve = Tier::Reserve(Purpose::Interest, 20);
    let tiers = [
        Arrears(0),
        Arrears(1),
        Interest(0),
        Interest(1),
        reserve,
        Sweep(0),
        Sweep(1),
        Residual(2),
    ];
    let with = |amount, tiers, claimants| WaterfallInput {
        earmarked: [20, 0],
        ..flow(amount, tiers, claimants)
    };
    let paid = taken::<8>(&with(40, &tiers, &claimants));
    assert_eq!(paid, [0, 0, 45, 15, 0, 0, 0, 0]);
    // One tier for all: arrears come first, and draw on it as well.
    let claimants = [
        debt(30, 30, 0, 600),
        with_it(debt(10, 10, 0, 200)),
        of(Kind::Equity, 0),
    ];
    let tiers = [Service(0), Service(1), reserve, Residual(2)];
    let outcome = run(&with(40, &tiers, &claimants)).unwrap();
    let got = outcome.receipts.map(|got| [got.arrears, got.interest]);
    assert_eq!(got[..2], [[30, 15], [10, 5]]);
    assert_eq!(outcome.tiers[..4], [45, 15, 0, 0]);
    // It pays no principal.
    let due = [debt(0, 0, 50, 600), of(Kind::Equity, 0)];
    let tiers = [Service(0), reserve, Residual(1)];
    assert_eq!(taken::<3>(&with(40, &tiers, &due)), [40, 20, 0]);
}

#[test]
fn written_off_principal_of_peers_is_repaid_out_of_all_reserves_in_proportion() {
    let lost = |loss, claimant| Claimant { loss, ..claimant };
    let claimants = [
        lost(60, debt(0, 0, 0, 0)),
        lost(20, with_it(debt(0, 0, 0, 0))),
        of(Kind::Equity, 0),
    ];
    let tiers = [
        Interest(0),
        Interest(1),
        Arrears(0),
        Arrears(1),
        Tier::Reserve(Purpose::Interest, 25),
        Tier::Reserve(Purpose::All, 25),
        Sweep(0),
        Sweep(1),
        Residual(2),
    ];
    let all = WaterfallInput {
        reserve: 25,
        earmarked: [25, 0],
        ..flow(10, &tiers, &claimants)
    };
    let outcome = run(&all).unwrap();
    assert_eq!(outcome.made_good[..2], [45, 15]);
    assert_eq!((outcome.reserve, outcome.earmarked), (0, [0, 0]));
    let more = WaterfallInput { amount: 40, ..all };
    let outcome = run(&more).unwrap();
    assert_eq!(outcome.made_good[..2], [60, 20]);
    // 65 of cash and the 15 that are wanting: out of the reserve of interest.
    assert_eq!((outcome.reserve, outcome.earmarked), (0, [10, 0]));
    assert_eq!(outcome.tiers[4..6], [10, 0]);
}

#[test]
fn one_that_has_matured_is_repaid_alone_while_the_deal_revolves() {
    let matured = Claimant {
        matured: true,
        ..with_it(debt(0, 0, 200, 200))
    };
    let claimants = [debt(0, 0, 0, 100), matured, of(Kind::Equity, 0)];
    let tiers = [Sweep(0), Sweep(1), Residual(2)];
    let revolving = WaterfallInput {
        mode: Mode::Revolving,
        ..prepaid(60, &tiers, &claimants)
    };
    assert_eq!(taken::<3>(&revolving), [0, 60, 0]);
}

#[test]
fn capital_and_written_off_principal_of_peers_come_back_in_proportion() {
    let lost = |loss, claimant| Claimant { loss, ..claimant };
    let claimants = [
        lost(30, debt(0, 0, 0, 0)),
        lost(10, with_it(debt(0, 0, 0, 0))),
        of(Kind::Equity, 50),
        with_it(of(Kind::Equity, 150)),
    ];
    let tiers = [Sweep(0), Sweep(1), Capital(2), Capital(3), Residual(3)];
    let outcome = run(&prepaid(20, &tiers, &claimants)).unwrap();
    assert_eq!(outcome.made_good[..2], [15, 5]);
    let outcome = run(&prepaid(80, &tiers, &claimants)).unwrap();
    assert_eq!(outcome.made_good[..2], [30, 10]);
    assert_eq!(outcome.tiers[..5], [0, 0, 10, 30, 0]);
}

#[test]
fn what_a_cushion_withholds_repays_peers_in_proportion() {
    let claimants = [
        debt(0, 0, 0, 60),
        with_it(debt(0, 0, 0, 20)),
        debt(0, 0, 50, 20),
        of(Kind::Equity, 0),
    ];
    let tiers = [Principal(0), Principal(1), Principal(2), Residual(3)];
    let cushions = [Cushion {
        rank: 1,
        min_bps: 2_000,
    }];
    // A fifth must stay below: while 80 are protected, nothing of the 20 is repaid.
    let withheld = WaterfallInput {
        cushions: &cushions,
        ..flow(16, &tiers, &claimants)
    };
    let outcome = run(&withheld).unwrap();
    let repaid = outcome.receipts.map(|receipt| receipt.principal);
    assert_eq!(repaid[..3], [12, 4, 0]);
}

#[test]
fn a_peer_that_has_matured_in_a_revolving_deal_has_its_interest_ahead_of_juniors() {
    let matured = |claimant| Claimant {
        matured: true,
        ..claimant
    };
    let claimants = [
        matured(debt(10, 5, 0, 20)),
        with_it(debt(7, 0, 0, 100)),
        matured(debt(0, 0, 0, 50)),
        of(Kind::Equity, 0),
    ];
    let apart = [
        Interest(0),
        Interest(1),
        Arrears(0),
        Arrears(1),
        Principal(0),
        Principal(1),
        Principal(2),
        Residual(3),
    ];
    let together = [Service(0), Service(1), Principal(2), Residual(3)];
    let repaid = |tiers: &[Tier], principal| {
        let input = WaterfallInput {
            mode: Mode::Revolving,
            principal,
            ..flow(principal, tiers, &claimants)
        };
        let outcome = run(&input).unwrap();
        [0, 1, 2].map(|rank| {
            let got = outcome.receipts[rank];
            (got.principal, got.interest + got.arrears)
        })
    };
    // 20 of principal, then 15 of interest and arrears, before the junior has any. The other has not matured.
    for tiers in [&apart[..], &together[..]] {
        assert_eq!(repaid(tiers, 30), [(20, 10), (0, 0), (0, 0)]);
        assert_eq!(repaid(tiers, 40), [(20, 15), (0, 0), (5, 0)]);
    }
}

#[test]
fn what_cannot_be_pari_passu_is_refused() {
    let shape = |kind, pari_passu| Shape {
        kind,
        has_par: true,
        has_rate: false,
        pari_passu,
    };
    let (debt, equity, cover) = (Kind::Debt, Kind::Equity, Kind::Cover);
    let refused = |tiers: &[Tier], shapes: &[Shape]| {
        validate(tiers, shapes) == Err(securities::math::MathError::BadPariPassu)
    };
    let two = [shape(debt, false), shape(debt, true)];
    assert_eq!(validate(&[Sweep(0), Sweep(1), Residual(1)], &two), Ok(()));
    assert!(
        refused(&[Sweep(0), Principal(1), Residual(1)], &two),
        "of two types"
    );
    let parted = [Sweep(0), Tier::Fee(0), Sweep(1), Residual(1)];
    assert!(refused(&parted, &two), "not in a row");
    assert!(
        refused(&[Sweep(1), Sweep(0), Residual(1)], &two),
        "in another order"
    );
    for other in [equity, cover] {
        let mixed = [shape(debt, false), shape(other, true)];
        assert!(refused(&[Sweep(0), Sweep(1), Residual(1)], &mixed));
    }
    let first = [shape(debt, true), shape(debt, false)];
    assert!(
        refused(&[Sweep(0), Sweep(1), Residual(1)], &first),
        "with none"
    );
}
