//! Runs worked by hand.

use Tier::{Arrears, Cover, Fee, Interest, Principal, Reserve, Residual, Sweep};
use securities::math::{
    MathError,
    waterfall::{Cushion, Flow, Kind, MAX_TIERS, Mode, Money, Outcome, Party, Receipt, Tier, run},
};

pub const fn debt(interest: u64, arrears: u64, scheduled: u64, outstanding: u64) -> Party {
    Party {
        kind: Kind::Debt,
        interest,
        arrears,
        scheduled,
        outstanding,
        loss: 0,
        interest_paid: 0,
        matured: false,
        paid_in: 0,
        vacant: false,
    }
}

pub const fn of(kind: Kind, outstanding: u64) -> Party {
    Party {
        kind,
        ..debt(0, 0, 0, outstanding)
    }
}

/// Senior and mezzanine debt, equity, and a cover.
const PARTIES: [Party; 4] = [
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
    Reserve(60),
    Cover(3),
    Residual(2),
];

pub fn flow<'a>(amount: u64, tiers: &'a [Tier], parties: &'a [Party]) -> Flow<'a> {
    Flow {
        amount,
        reserve: 0,
        mode: Mode::Amortising,
        money: Money::Income,
        in_kind: false,
        tiers,
        parties,
        cushions: &[],
    }
}

pub fn taken<const N: usize>(flow: &Flow) -> [u64; N] {
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
    let short = Flow {
        reserve: 60,
        ..flow(60, &TIERS, &PARTIES)
    };
    assert_eq!(taken(&short), [7, 50, 10, 40, 0, 3, 10, 0, 0, 0, 0]);
    let ample = Flow {
        reserve: 60,
        ..flow(270, &TIERS, &PARTIES)
    };
    assert_eq!(taken(&ample), [7, 50, 10, 40, 0, 3, 100, 50, 60, 0, 10]);
}

#[test]
fn a_revolving_deal_repays_only_what_matured() {
    let revolving = |parties| Flow {
        mode: Mode::Revolving,
        ..flow(900, &TIERS, parties)
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
        taken::<11>(&Flow {
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
    let parties = [of(Kind::Equity, 100)];
    let tiers = [Sweep(0), Fee(5), Residual(0)];
    let accelerated = Flow {
        mode: Mode::Accelerated,
        ..flow(102, &tiers, &parties)
    };
    assert_eq!(taken(&accelerated), [100, 2, 0]);
}

#[test]
fn a_schedule_and_a_sweep_share_one_principal() {
    let parties = [debt(0, 0, 30, 100)];
    let first = [Principal(0), Fee(5), Sweep(0), Residual(0)];
    assert_eq!(taken(&flow(20, &first, &parties)), [20, 0, 0, 0]);
    assert_eq!(taken(&flow(90, &first, &parties)), [30, 5, 55, 0]);
    assert_eq!(taken(&flow(200, &first, &parties)), [30, 5, 70, 95]);
    let last = [Sweep(0), Fee(5), Principal(0), Residual(0)];
    assert_eq!(taken(&flow(200, &last, &parties)), [100, 5, 0, 95]);
    // A schedule is never of more than is outstanding.
    let parties = [debt(0, 0, 300, 100)];
    assert_eq!(taken(&flow(200, &first, &parties)), [100, 5, 0, 95]);
}

#[test]
fn a_recovery_goes_top_down_and_then_to_the_covers() {
    let mut parties = PARTIES;
    for (party, loss) in parties.iter_mut().zip([0, 30, 20, 25]) {
        party.loss = loss;
    }
    let recovery = |amount| {
        let outcome = run(&Flow {
            money: Money::Recovery,
            reserve: 60,
            ..flow(amount, &TIERS, &parties)
        });
        outcome.unwrap()
    };
    let good = |outcome: Outcome| {
        outcome
            .receipts
            .map(|receipt| receipt.recovered + receipt.restored)[..4]
            .to_vec()
    };
    assert_eq!(good(recovery(29)), [0, 29, 0, 0]);
    assert_eq!(good(recovery(60)), [0, 30, 20, 10]);
    // The reserve is no recovery: it runs through the tiers.
    assert_eq!(recovery(60).tiers[..3], [7, 50, 3]);
    // 75 are made good, 9 and the reserve are income; all that the cover lost is there again.
    let more = recovery(84);
    assert_eq!(good(more), [0, 30, 20, 25]);
    assert_eq!(more.tiers[..5], [7, 50, 10, 2, 0]);
    assert_eq!(more.receipts[1].total(), Ok(32));
    assert_eq!(
        more.receipts[3].total(),
        Ok(0),
        "what a cover is restored is not its holders'"
    );
}

#[test]
fn a_cover_is_made_good_out_of_income() {
    let mut parties = PARTIES;
    parties[3].loss = 25;
    assert_eq!(
        taken(&flow(350, &TIERS, &parties)),
        [7, 50, 10, 40, 0, 3, 100, 50, 60, 25, 5]
    );
    let recovery = Flow {
        money: Money::Recovery,
        ..flow(350, &TIERS, &parties)
    };
    let outcome = run(&recovery).unwrap();
    assert_eq!(outcome.tiers[9], 0, "a recovery did already");
    assert_eq!(outcome.receipts[3].restored, 25);
}

#[test]
fn a_cushion_holds_back_what_would_break_it() {
    // 1,000 senior; 500 mezzanine and 80 of cover below it.
    let held = |min_bps, scheduled| {
        let mut parties = PARTIES;
        parties[1].scheduled = scheduled;
        let cushions = [Cushion { rank: 0, min_bps }];
        let outcome = run(&Flow {
            cushions: &cushions,
            ..flow(1_000, &TIERS, &parties)
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
        taken::<3>(&Flow {
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
    let refused = |flow: &Flow| assert_eq!(run(flow), Err(MathError::BadStructure));
    let parties = [debt(5, 0, 0, 0)];
    assert!(run(&flow(5, &[Interest(0)], &parties)).is_ok());
    refused(&flow(6, &[Interest(0)], &parties));
    refused(&flow(1, &[], &[]));
    assert_eq!(run(&flow(0, &[], &[])), Ok(Outcome::default()));
    refused(&flow(1, &[Residual(1)], &parties));
    refused(&flow(1, &[Interest(9), Residual(0)], &parties));
    refused(&flow(0, &[Residual(8)], &[parties[0]; 9]));
    refused(&flow(0, &[Fee(0); MAX_TIERS + 1], &parties));
    let in_kind = Flow {
        in_kind: true,
        reserve: 1,
        ..flow(1, &[Residual(0)], &parties)
    };
    refused(&in_kind);
}

#[test]
fn a_tier_that_stands_twice_takes_its_claim_once() {
    let parties = [debt(5, 0, 0, 0)];
    let twice = [Interest(0), Interest(0), Residual(0)];
    assert_eq!(taken(&flow(20, &twice, &parties)), [5, 0, 15]);
}

#[test]
fn the_whole_of_64_bits_runs_through() {
    let all = u64::MAX;
    let parties = [debt(all, all, all, all), of(Kind::Equity, all)];
    let tiers = [Interest(0), Arrears(0), Principal(0), Residual(1)];
    assert_eq!(taken(&flow(all, &tiers, &parties)), [all, 0, 0, 0]);
    let nothing = [debt(0, 0, 0, 0); 2];
    assert_eq!(taken(&flow(all, &tiers, &nothing)), [0, 0, 0, all]);
    let too_much = Flow {
        reserve: 1,
        ..flow(all, &tiers, &parties)
    };
    assert_eq!(run(&too_much), Err(MathError::Overflow));
    let receipt = Receipt {
        interest: all,
        residual: 1,
        ..Receipt::default()
    };
    assert_eq!(receipt.total(), Err(MathError::Overflow));
}
