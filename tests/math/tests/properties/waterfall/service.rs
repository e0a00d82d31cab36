//! Tiers that stand for all that a class is owed, and participations in profit by capital, worked by hand.

use super::examples::{debt, flow, of, taken};
use Tier::{Arrears, Interest, Principal, Reserve, Residual, Service, Sweep};
use securities::math::{
    MathError,
    structure::{Shape, validate},
    walk::run,
    waterfall::{
        Claimant, Coverage, Kind, Mode, Participation, Period, Purpose, Tier, WaterfallInput,
    },
};

const SHAPE: Shape = Shape {
    kind: Kind::Debt,
    has_par: true,
    has_rate: true,
    pari_passu: false,
};

fn test(rank: u8) -> Coverage {
    Coverage {
        rank,
        min_bps: 12_000,
        traps: false,
        pool: None,
        period: Period::NONE,
    }
}

#[test]
fn five_rated_classes_fit_with_both_tests_of_each() {
    let mut tiers = vec![Tier::Fee(0), Tier::Fee(0), Tier::Fee(0)];
    for rank in 0..5 {
        tiers.extend([
            Service(rank),
            Tier::CollateralTest(test(rank)),
            Tier::InterestTest(test(rank)),
        ]);
    }
    tiers.extend([
        Reserve(Purpose::All, 1),
        Tier::Cover(6),
        Tier::Split { rank: 6, bps: 500 },
    ]);
    tiers.push(Residual(5));
    let equity = Shape {
        kind: Kind::Equity,
        has_par: false,
        has_rate: false,
        ..SHAPE
    };
    let cover = Shape {
        kind: Kind::Cover,
        has_rate: false,
        ..SHAPE
    };
    let shapes = [SHAPE, SHAPE, SHAPE, SHAPE, SHAPE, equity, cover];
    assert_eq!(validate(&tiers, &shapes), Ok(()));
    assert_eq!(tiers.len(), 22);
}

#[test]
fn a_service_tier_pays_arrears_interest_and_what_is_due() {
    let claimants = [
        debt(50, 10, 100, 1_000),
        debt(40, 5, 20, 500),
        of(Kind::Equity, 0),
    ];
    let tiers = [Service(0), Service(1), Residual(2)];
    let parts = |flow: &WaterfallInput| {
        let outcome = run(flow).unwrap();
        [0, 1].map(|rank| {
            let got = outcome.receipts[rank];
            [got.arrears, got.interest, got.principal]
        })
    };
    for (amount, paid) in [
        (7, [[7, 0, 0], [0, 0, 0]]),
        (55, [[10, 45, 0], [0, 0, 0]]),
        (150, [[10, 50, 90], [0, 0, 0]]),
        (200, [[10, 50, 100], [5, 35, 0]]),
        (300, [[10, 50, 100], [5, 40, 20]]),
    ] {
        assert_eq!(parts(&flow(amount, &tiers, &claimants)), paid);
    }
    // Principal repays all of the first, then what else it is owed, then the second.
    let prepaid = WaterfallInput {
        principal: 1_100,
        ..flow(1_100, &tiers, &claimants)
    };
    assert_eq!(parts(&prepaid), [[10, 50, 1_000], [0, 0, 40]]);
    let accelerated = WaterfallInput {
        mode: Mode::Accelerated,
        ..flow(1_100, &tiers, &claimants)
    };
    assert_eq!(parts(&accelerated), [[10, 50, 1_000], [5, 35, 0]]);
    // Pari passu: each of the three in proportion.
    let mut peers = claimants;
    peers[1].pari_passu = true;
    assert_eq!(
        parts(&flow(165, &tiers, &peers)),
        [[10, 50, 50], [5, 40, 10]]
    );
    assert_eq!(taken::<3>(&flow(165, &tiers, &peers)), [110, 55, 0]);
}

#[test]
fn a_service_tier_goes_with_no_tier_of_what_it_stands_for() {
    let good = |tiers: &[Tier]| validate(tiers, &[SHAPE, SHAPE]) == Ok(());
    let second = [Interest(1), Arrears(1), Principal(1), Residual(1)];
    let of = |first: &[Tier]| [first, &second].concat();
    assert!(good(&of(&[Service(0)])));
    assert!(good(&of(&[Service(0), Sweep(0)])), "and all the rest");
    for other in [Interest(0), Arrears(0), Principal(0), Service(0)] {
        assert!(!good(&of(&[Service(0), other])), "{other:?} too");
        assert!(!good(&of(&[other, Service(0)])), "{other:?} too");
    }
    let late = [&second[..3], &[Service(0), Residual(1)]].concat();
    assert!(!good(&late), "a junior's entitlements before a senior's");
    let bare = Shape {
        has_rate: false,
        ..SHAPE
    };
    assert_eq!(validate(&[Service(0), Residual(0)], &[bare]), Ok(()));
    let tested = [Tier::InterestTest(test(0)), Service(0), Residual(0)];
    assert_eq!(validate(&tested, &[SHAPE]), Err(MathError::BadStructure));
}

fn share(rank: u8, with: u8, multiplier_bps: u32, gives_up_bps: u32) -> Tier {
    Tier::Participation(Participation {
        rank,
        with,
        multiplier_bps,
        gives_up_bps,
    })
}

#[test]
fn shares_are_by_what_classes_weigh_and_pass_on_what_is_given_up() {
    let claimants = [
        debt(0, 0, 60, 60),
        of(Kind::Equity, 30),
        of(Kind::Equity, 10),
    ];
    // Of 100, 60 repay the first; of the other 40 it has 6/10 all the same, less a quarter.
    let tiers = [
        Sweep(0),
        share(0, 0b110, 10_000, 2_500),
        share(1, 0b100, 10_000, 0),
        Residual(2),
    ];
    assert_eq!(taken::<4>(&flow(100, &tiers, &claimants)), [60, 18, 16, 6]);
    // The second's capital counts twice, in the first's share too: 40 * 60 / 130 less a quarter, and 27 * 60 / 70.
    let tiers = [
        Sweep(0),
        share(0, 0b110, 10_000, 2_500),
        share(1, 0b100, 20_000, 0),
        Residual(2),
    ];
    assert_eq!(taken::<4>(&flow(100, &tiers, &claimants)), [60, 13, 23, 4]);
    // Nobody holds the first, or nothing is out: all of it goes on.
    let mut vacant = claimants;
    vacant[0].vacant = true;
    assert_eq!(taken::<4>(&flow(100, &tiers, &vacant))[1], 0);
    let nothing = claimants.map(|claimant| Claimant {
        outstanding: 0,
        weight: 0,
        ..claimant
    });
    assert_eq!(taken::<4>(&flow(100, &tiers, &nothing)), [0, 0, 0, 100]);
    // What counts is capital times days, as the deal counted them: what is outstanding now does not matter.
    let days = [60 * 90, 30 * 90, 10 * 90_u128];
    let mut counted = claimants.map(|claimant| Claimant {
        outstanding: 0,
        scheduled: 0,
        ..claimant
    });
    for (claimant, weight) in counted.iter_mut().zip(days) {
        claimant.weight = weight << 70;
    }
    assert_eq!(taken::<4>(&flow(40, &tiers, &counted)), [0, 13, 23, 4]);
}

#[test]
fn a_share_is_of_capital_with_others_that_are_paid_behind_it() {
    let equity = Shape {
        kind: Kind::Equity,
        has_rate: false,
        ..SHAPE
    };
    let no_par = Shape {
        has_par: false,
        ..equity
    };
    let good = |one: Tier, other: Shape| {
        let capital = if other.has_par {
            vec![Tier::Capital(0), Tier::Capital(1)]
        } else {
            vec![Tier::Capital(0)]
        };
        let tiers = [capital, vec![one, Residual(1)]].concat();
        validate(&tiers, &[equity, other]) == Ok(())
    };
    assert!(good(share(0, 0b10, 1, 0), equity));
    assert!(good(share(0, 0b10, 1_000_000, 9_999), equity));
    for (what, bad) in [
        ("with nobody", share(0, 0, 10_000, 0)),
        ("with itself", share(0, 0b11, 10_000, 0)),
        ("with one that is not there", share(0, 0b110, 10_000, 0)),
        ("with one that is paid before", share(1, 0b1, 10_000, 0)),
        ("that counts never", share(0, 0b10, 0, 0)),
        ("that counts too often", share(0, 0b10, 1_000_001, 0)),
        ("that gives up all", share(0, 0b10, 10_000, 10_000)),
    ] {
        assert!(!good(bad, equity), "{what}");
    }
    assert!(!good(share(0, 0b10, 10_000, 0), no_par), "with no capital");
    assert!(!good(share(1, 0b1, 10_000, 0), no_par), "of no capital");
}
