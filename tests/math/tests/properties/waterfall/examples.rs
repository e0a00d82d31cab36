//! Runs worked by hand, and what they are written with.

mod losses;

use Tier::{Arrears, Cover, Fee, Interest, Principal, Reserve, Residual, Sweep};
use securities::math::{
    MathError,
    walk::run,
    waterfall::{
        Claimant, Cushion, Kind, MAX_TIERS, Mode, Outcome, Purpose, Receipt, Tier, WaterfallInput,
    },
};

pub const fn debt(interest: u64, arrears: u64, scheduled: u64, outstanding: u64) -> Claimant {
    Claimant {
        kind: Kind::Debt,
        pari_passu: false,
        interest,
        arrears,
        scheduled,
        outstanding,
        loss: 0,
        issued: 0,
        interest_paid: 0,
        matured: false,
        paid_in: 0,
        bought_interest: 0,
        vacant: false,
        weight: outstanding as u128,
    }
}

pub const fn of(kind: Kind, outstanding: u64) -> Claimant {
    Claimant {
        kind,
        ..debt(0, 0, 0, outstanding)
    }
}

/// Senior and mezzanine debt, equity, and a cover.
const PARTIES: [Claimant; 4] = [
    debt(50, 10, 100, 1_000),
    debt(40, 0, 50, 500),
    of(Kind::Equity, 0),
    of(Kind::Cover, 80),
];

const TIERS: [Tier; 11] = [
    Fee(7),
    Interest(0),
    Arrears(0),
    Interest(1),
    Arrears(1),
    Fee(3),
    Principal(0),
    Principal(1),
    Reserve(Purpose::All, 60),
    Cover(3),
    Residual(2),
];

pub fn flow<'a>(amount: u64, tiers: &'a [Tier], claimants: &'a [Claimant]) -> WaterfallInput<'a> {
    WaterfallInput {
        amount,
        reserve: 0,
        earmarked: [0; 2],
        reinvestment: 0,
        trapped: 0,
        held: 0,
        traps: false,
        mode: Mode::Amortising,
        principal: 0,
        returns: false,
        principal_pays_interest: false,
        pro_rata: false,
        recovery: false,
        clawback: None,
        in_kind: false,
        tiers,
        claimants,
        cushions: &[],
    }
}

pub fn taken<const N: usize>(flow: &WaterfallInput) -> [u64; N] {
    let outcome = run(flow).unwrap();
    outcome.tiers[..N].try_into().unwrap()
}

#[test]
fn a_syndicate_of_four_tranches() {
    let taken = |amount| taken::<11>(&flow(amount, &TIERS, &PARTIES));
    assert_eq!(taken(0), [0; 11]);
    assert_eq!(taken(9), [7, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(taken(110), [7, 50, 10, 40, 0, 3, 0, 0, 0, 0, 0]);
    assert_eq!(taken(230), [7, 50, 10, 40, 0, 3, 100, 20, 0, 0, 0]);
    assert_eq!(taken(300), [7, 50, 10, 40, 0, 3, 100, 50, 40, 0, 0]);
    assert_eq!(taken(900), [7, 50, 10, 40, 0, 3, 100, 50, 60, 0, 580]);
    let outcome = run(&flow(900, &TIERS, &PARTIES)).unwrap();
    assert_eq!(outcome.reserve, 60);
    let senior = Receipt {
        interest: 50,
        arrears: 10,
        principal: 100,
        ..Receipt::default()
    };
    assert_eq!(outcome.receipts[0], senior);
    assert_eq!(senior.total(), Ok(160));
    assert_eq!(outcome.receipts[2].residual, 580);
}

#[test]
fn the_reserve_pays_where_cash_falls_short() {
    let short = WaterfallInput {
        reserve: 60,
        ..flow(60, &TIERS, &PARTIES)
    };
    assert_eq!(taken(&short), [7, 50, 10, 40, 0, 3, 10, 0, 0, 0, 0]);
    let ample = WaterfallInput {
        reserve: 60,
        ..flow(270, &TIERS, &PARTIES)
    };
    assert_eq!(taken(&ample), [7, 50, 10, 40, 0, 3, 100, 50, 60, 0, 10]);
}

#[test]
fn a_revolving_deal_repays_only_what_matured() {
    let revolving = |claimants| WaterfallInput {
        mode: Mode::Revolving,
        ..flow(900, &TIERS, claimants)
    };
    assert_eq!(
        taken(&revolving(&PARTIES)),
        [7, 50, 10, 40, 0, 3, 0, 0, 60, 0, 730]
    );
    let mut matured = PARTIES;
    matured[1].matured = true;
    assert_eq!(
        taken(&revolving(&matured)),
        [7, 50, 10, 40, 0, 3, 0, 50, 60, 0, 680]
    );
}

#[test]
fn an_accelerated_deal_pays_debt_by_debt_in_full() {
    let accelerated = |amount| {
        taken::<11>(&WaterfallInput {
            mode: Mode::Accelerated,
            reserve: 60,
            ..flow(amount, &TIERS, &PARTIES)
        })
    };
    // The first fee, then all of the senior, and the reserve is used up before the mezzanine goes short.
    assert_eq!(accelerated(1_000), [7, 50, 10, 0, 0, 0, 993, 0, 0, 0, 0]);
    assert_eq!(accelerated(1_040), [7, 50, 10, 33, 0, 0, 1_000, 0, 0, 0, 0]);
    assert_eq!(
        accelerated(1_548),
        [7, 50, 10, 40, 0, 1, 1_000, 500, 0, 0, 0]
    );
    assert_eq!(
        accelerated(2_000),
        [7, 50, 10, 40, 0, 3, 1_000, 500, 0, 0, 450]
    );
}

#[test]
fn an_accelerated_deal_without_debts_keeps_its_order() {
    let claimants = [of(Kind::Equity, 100)];
    let tiers = [Sweep(0), Fee(5), Residual(0)];
    let accelerated = WaterfallInput {
        mode: Mode::Accelerated,
        ..flow(102, &tiers, &claimants)
    };
    assert_eq!(taken(&accelerated), [100, 2, 0]);
}

#[test]
fn a_schedule_and_a_sweep_share_one_principal() {
    let claimants = [debt(0, 0, 30, 100)];
    let first = [Principal(0), Fee(5), Sweep(0), Residual(0)];
    assert_eq!(taken(&flow(20, &first, &claimants)), [20, 0, 0, 0]);
    assert_eq!(taken(&flow(90, &first, &claimants)), [30, 5, 55, 0]);
    assert_eq!(taken(&flow(200, &first, &claimants)), [30, 5, 70, 95]);
    let last = [Sweep(0), Fee(5), Principal(0), Residual(0)];
    assert_eq!(taken(&flow(200, &last, &claimants)), [100, 5, 0, 95]);
    // A schedule is never of more than is outstanding.
    let claimants = [debt(0, 0, 300, 100)];
    assert_eq!(taken(&flow(200, &first, &claimants)), [100, 5, 0, 95]);
}

#[test]
fn unused_proceeds_go_debt_by_debt_and_to_income_last() {
    let returned = |amount, reserve, mode| {
        taken::<11>(&WaterfallInput {
            reserve,
            mode,
            principal: amount,
            returns: true,
            ..flow(amount, &TIERS, &PARTIES)
        })
    };
    // Outside an acceleration principal first, whatever its schedule; the reserve runs through the tiers as ever.
    for mode in [Mode::Amortising, Mode::Revolving] {
        assert_eq!(returned(300, 0, mode), [0, 0, 0, 0, 0, 0, 300, 0, 0, 0, 0]);
        assert_eq!(
            returned(300, 60, mode),
            [7, 50, 3, 0, 0, 0, 300, 0, 0, 0, 0]
        );
        assert_eq!(
            returned(1_040, 0, mode),
            [0, 40, 0, 0, 0, 0, 1_000, 0, 0, 0, 0]
        );
        assert_eq!(
            returned(1_100, 0, mode),
            [0, 50, 10, 0, 0, 0, 1_000, 40, 0, 0, 0]
        );
        assert_eq!(
            returned(1_700, 0, mode),
            [7, 50, 10, 40, 0, 3, 1_000, 500, 60, 0, 30]
        );
    }
    // 10 of the mezzanine are due by schedule and not paid yet when the reserve's 60 arrive there.
    assert_eq!(
        returned(1_100, 60, Mode::Amortising),
        [7, 50, 10, 40, 0, 3, 1_000, 50, 0, 0, 0]
    );
    assert_eq!(
        returned(1_000, 60, Mode::Accelerated),
        [7, 50, 10, 0, 0, 0, 993, 0, 0, 0, 0],
        "all money alike"
    );
    // Capital of equity comes before income, in a revolving deal too.
    let claimants = [debt(5, 0, 0, 100), of(Kind::Equity, 50)];
    let tiers = [Fee(9), Interest(0), Sweep(0), Sweep(1), Residual(1)];
    let revolving = WaterfallInput {
        mode: Mode::Revolving,
        principal: 160,
        returns: true,
        ..flow(160, &tiers, &claimants)
    };
    assert_eq!(taken(&revolving), [5, 5, 100, 50, 0]);
    let too_much = WaterfallInput {
        principal: 161,
        ..revolving
    };
    assert_eq!(run(&too_much), Err(MathError::BadStructure));
}

#[test]
fn a_cushion_holds_back_what_would_break_it() {
    // 1,000 senior; 500 mezzanine and 80 of cover below it.
    let held = |min_bps, scheduled| {
        let mut claimants = PARTIES;
        claimants[1].scheduled = scheduled;
        let cushions = [Cushion { rank: 0, min_bps }];
        let outcome = run(&WaterfallInput {
            cushions: &cushions,
            ..flow(1_000, &TIERS, &claimants)
        });
        outcome.unwrap().receipts[1].principal
    };
    // With 100 of the senior repaid 900 are protected: 35 % need 485 below, and 484 are 34.97 %.
    assert_eq!(held(3_500, 50), 50);
    assert_eq!(held(3_500, 500), 580 - 485);
    // 40 % need 600, which are not there to begin with.
    assert_eq!(held(4_000, 50), 0);
    assert_eq!(held(0, 500), 500);
    assert_eq!(held(10_000, 1), 0);
}

#[test]
fn a_cushion_does_not_hold_back_whom_it_protects_and_ends_with_it() {
    let tiers = [Sweep(0), Sweep(1), Residual(2)];
    let cushions = [Cushion {
        rank: 0,
        min_bps: 9_000,
    }];
    let with = |amount| {
        taken::<3>(&WaterfallInput {
            cushions: &cushions,
            ..flow(amount, &tiers, &PARTIES)
        })
    };
    assert_eq!(with(999), [999, 0, 0]);
    // One left to protect needs nine below: 580 less 500 are enough.
    assert_eq!(with(1_200), [1_000, 200, 0]);
    assert_eq!(with(1_600), [1_000, 500, 100]);
}

#[test]
fn what_no_tier_takes_is_refused() {
    let refused = |flow: &WaterfallInput| assert_eq!(run(flow), Err(MathError::BadStructure));
    let claimants = [debt(5, 0, 0, 0)];
    assert!(run(&flow(5, &[Interest(0)], &claimants)).is_ok());
    refused(&flow(6, &[Interest(0)], &claimants));
    refused(&flow(1, &[], &[]));
    assert_eq!(run(&flow(0, &[], &[])), Ok(Outcome::default()));
    refused(&flow(1, &[Residual(1)], &claimants));
    refused(&flow(1, &[Interest(9), Residual(0)], &claimants));
    refused(&flow(0, &[Residual(8)], &[claimants[0]; 9]));
    refused(&flow(0, &[Fee(0); MAX_TIERS + 1], &claimants));
    let in_kind = WaterfallInput {
        in_kind: true,
        reserve: 1,
        ..flow(1, &[Residual(0)], &claimants)
    };
    refused(&in_kind);
}

#[test]
fn a_tier_that_stands_twice_takes_its_due_once() {
    let claimants = [debt(5, 0, 0, 0)];
    let twice = [Interest(0), Interest(0), Residual(0)];
    assert_eq!(taken(&flow(20, &twice, &claimants)), [5, 0, 15]);
}

#[test]
fn the_whole_of_64_bits_runs_through() {
    let all = u64::MAX;
    let claimants = [debt(all, all, all, all), of(Kind::Equity, all)];
    let tiers = [Interest(0), Arrears(0), Principal(0), Residual(1)];
    assert_eq!(taken(&flow(all, &tiers, &claimants)), [all, 0, 0, 0]);
    let nothing = [debt(0, 0, 0, 0); 2];
    assert_eq!(taken(&flow(all, &tiers, &nothing)), [0, 0, 0, all]);
    let too_much = WaterfallInput {
        reserve: 1,
        ..flow(all, &tiers, &claimants)
    };
    assert_eq!(run(&too_much), Err(MathError::Overflow));
    let receipt = Receipt {
        interest: all,
        residual: 1,
        ..Receipt::default()
    };
    assert_eq!(receipt.total(), Err(MathError::Overflow));
}
