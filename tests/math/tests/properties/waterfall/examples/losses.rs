//! Runs after a loss, worked by hand: recoveries, written-off debts, covers that have paid.

use super::{PARTIES, TIERS, debt, flow, of, taken};
use securities::math::{
    walk::run,
    waterfall::{
        Claimant, Kind, Mode, Purpose,
        Tier::{Interest, Principal, Reserve, Residual},
        WaterfallInput,
    },
};

#[test]
fn a_recovery_fills_covers_behind_what_is_due() {
    let recovery = |claimants: &[Claimant], principal, amount| {
        let outcome = run(&WaterfallInput {
            recovery: true,
            principal,
            ..flow(amount, &TIERS, claimants)
        });
        outcome.unwrap()
    };
    let mut claimants = PARTIES;
    claimants[3].loss = 25;
    // The 25 that the cover paid go to interest that is due; the other 75 are income.
    let all_due = recovery(&claimants, 0, 100);
    assert_eq!(all_due.made_good, [0; 8]);
    assert_eq!(all_due.tiers[..5], [7, 50, 10, 33, 0]);
    // Where 10 are due the cover has 15, and where nothing is, all: the rest is income.
    for claimant in &mut claimants {
        (claimant.interest, claimant.arrears, claimant.scheduled) = (0, 0, 0);
    }
    claimants[0].interest = 10;
    let some_due = recovery(&claimants, 0, 40);
    assert_eq!(some_due.made_good[3], 15);
    assert_eq!(some_due.tiers[..11], [7, 10, 0, 0, 0, 3, 0, 0, 5, 0, 0]);
    claimants[0].interest = 0;
    let none_due = recovery(&claimants, 0, 40);
    assert_eq!(none_due.made_good[3], 25);
    assert_eq!(none_due.receipts[3].restored, 25);
    assert_eq!(none_due.receipts[3].total(), Ok(0), "not its holders'");
    assert_eq!(none_due.tiers[..11], [7, 0, 0, 0, 0, 3, 0, 0, 5, 0, 0]);
    // What was written up comes first, as principal.
    let both = recovery(&claimants, 30, 70);
    assert_eq!(both.receipts[0].principal, 30);
    assert_eq!(
        (both.made_good[3], both.tiers[0], both.tiers[8]),
        (25, 7, 5)
    );
    // While accelerated the cover has what no debt is owed any more.
    let accelerated = |amount| {
        let outcome = run(&WaterfallInput {
            recovery: true,
            mode: Mode::Accelerated,
            ..flow(amount, &TIERS, &claimants)
        });
        outcome.unwrap().made_good[3]
    };
    assert_eq!(accelerated(1_507), 0);
    assert_eq!(accelerated(1_520), 13);
    assert_eq!(accelerated(1_600), 25);
}

#[test]
fn a_write_off_is_no_repayment() {
    let mut claimants = [debt(0, 0, 0, 0); 4];
    (claimants[0].loss, claimants[1].loss) = (1_000, 500);
    (claimants[2].kind, claimants[3].kind) = (Kind::Equity, Kind::Cover);
    let with = |amount, reserve, claimants: &[Claimant]| {
        let outcome = run(&WaterfallInput {
            reserve,
            ..flow(amount, &TIERS, claimants)
        });
        outcome.unwrap()
    };
    // The fee ahead of the debts, and all the rest to the senior: the reserve too.
    let little = with(1, 10, &claimants);
    assert_eq!(little.tiers[..11], [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(little.made_good[..2], [4, 0]);
    assert_eq!(little.receipts[0].total(), Ok(4));
    let more = with(2_000, 10, &claimants);
    assert_eq!(more.made_good[..2], [1_000, 500]);
    assert_eq!(more.tiers[..11], [7, 0, 0, 0, 0, 3, 0, 0, 60, 0, 440]);
    // While anything else of a debt is owed, income goes its way.
    claimants[1].outstanding = 1;
    let owed = with(100, 0, &claimants);
    assert_eq!(owed.made_good, [0; 8]);
    assert_eq!(owed.tiers[..11], [7, 0, 0, 0, 0, 3, 0, 0, 60, 0, 30]);

    // What the reserve took before the last principal was repaid serves too.
    let senior = Claimant {
        loss: 100,
        ..debt(0, 0, 30, 30)
    };
    let tiers = [
        Interest(0),
        Reserve(Purpose::All, 60),
        Principal(0),
        Residual(1),
    ];
    let claimants = [senior, of(Kind::Equity, 0)];
    let outcome = run(&flow(100, &tiers, &claimants)).unwrap();
    assert_eq!(outcome.tiers[..4], [0, 0, 30, 0]);
    assert_eq!((outcome.made_good[0], outcome.reserve), (70, 0));
    let outcome = run(&flow(150, &tiers, &claimants)).unwrap();
    assert_eq!(outcome.tiers[..4], [0, 20, 30, 0]);
    assert_eq!((outcome.made_good[0], outcome.reserve), (100, 20));
}

#[test]
fn a_cover_is_made_good_out_of_income() {
    let mut claimants = PARTIES;
    claimants[3].loss = 25;
    assert_eq!(
        taken(&flow(350, &TIERS, &claimants)),
        [7, 50, 10, 40, 0, 3, 100, 50, 60, 25, 5]
    );
    // While accelerated only when no debt is owed anything.
    let accelerated = |amount| {
        taken::<11>(&WaterfallInput {
            mode: Mode::Accelerated,
            ..flow(amount, &TIERS, &claimants)
        })[9]
    };
    assert_eq!((accelerated(1_607), accelerated(1_620)), (0, 10));
}
