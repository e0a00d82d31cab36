//! Income that covers what is written off of debts at their places, worked by hand.

use super::examples::{debt, flow, of, taken};
use Tier::{
    Arrears, Carry as CarryTier, CollateralTest, Deficiency, Interest, Principal, Reserve,
    Residual, Service,
};
use securities::math::{
    MathError,
    structure::{Shape, validate},
    walk::run,
    waterfall::{
        Carry, Claimant, Coverage, Kind, Mode, Outcome, Period, Purpose, Tier, WaterfallInput,
    },
};

/// Notes A of 80, notes B of 15 of which 10 are written off, and what is left to the equity.
const NOTES: [Tier; 9] = [
    Interest(0),
    Arrears(0),
    Deficiency(0),
    Interest(1),
    Arrears(1),
    Deficiency(1),
    Principal(0),
    Principal(1),
    Residual(2),
];

fn notes(a_lost: u64, b_lost: u64) -> [Claimant; 3] {
    let a = Claimant {
        loss: a_lost,
        ..debt(4, 0, 0, 80 - a_lost)
    };
    let b = Claimant {
        loss: b_lost,
        ..debt(1, 0, 0, 15 - b_lost)
    };
    [a, b, of(Kind::Equity, 0)]
}

fn written_up(outcome: &Outcome) -> [u64; 2] {
    [0, 1].map(|rank: usize| outcome.receipts[rank].written_up)
}

#[test]
fn income_covers_what_is_written_off_as_principal_of_the_most_senior() {
    let claimants = notes(0, 10);
    let run = |amount| run(&flow(amount, &NOTES, &claimants)).unwrap();
    // 4 and 1 of interest, 10 that repay A and raise B to 15 again; the equity has what is left.
    let outcome = run(18);
    assert_eq!(outcome.tiers[..9], [4, 0, 0, 1, 0, 0, 10, 0, 3]);
    assert_eq!(outcome.of_principal[6], 10);
    assert_eq!(written_up(&outcome), [0, 10]);
    // As far as income goes, and not ahead of interest.
    let outcome = run(7);
    assert_eq!(outcome.tiers[..9], [4, 0, 0, 1, 0, 0, 2, 0, 0]);
    assert_eq!(written_up(&outcome), [0, 2]);
    assert_eq!(written_up(&run(5)), [0, 0]);
}

#[test]
fn what_the_senior_lost_is_covered_ahead_of_the_juniors_interest() {
    let claimants = notes(6, 15);
    let outcome = run(&flow(9, &NOTES, &claimants)).unwrap();
    assert_eq!(outcome.tiers[..9], [4, 0, 0, 0, 0, 0, 5, 0, 0]);
    assert_eq!(written_up(&outcome), [5, 0]);
    // 74 of A are out, and 6 more when all of that is covered. What A does not need repays B, which is written up.
    let outcome = run(&flow(4 + 6 + 1 + 15 + 2, &NOTES, &claimants)).unwrap();
    assert_eq!(outcome.tiers[..9], [4, 0, 0, 1, 0, 0, 21, 0, 2]);
    assert_eq!(written_up(&outcome), [6, 15]);
    let small = [debt(0, 0, 0, 3), notes(0, 10)[1], of(Kind::Equity, 0)];
    let outcome = run(&flow(13, &NOTES, &small)).unwrap();
    assert_eq!(outcome.tiers[..9], [0, 0, 0, 1, 0, 0, 3, 7, 2]);
    assert_eq!(written_up(&outcome), [0, 10]);
    assert_eq!(outcome.made_good, [0; 8], "nothing is left to make good");
}

#[test]
fn what_is_covered_follows_the_deals_order_of_principal() {
    let claimants = notes(0, 10);
    let with = |mode, pro_rata| {
        let input = WaterfallInput {
            mode,
            pro_rata,
            ..flow(15, &NOTES, &claimants)
        };
        run(&input).unwrap()
    };
    // Pro rata of 80 and 15: 8.42 and 1.58.
    let divided = with(Mode::Amortising, true);
    assert_eq!(divided.tiers[6..9], [8, 2, 0]);
    // While it revolves it waits for new assets.
    let revolving = with(Mode::Revolving, false);
    assert_eq!((revolving.tiers[6], revolving.reinvestment), (0, 10));
    assert_eq!(revolving.trapped, 10, "out of the sponsor's reach");
    assert_eq!(written_up(&revolving), [0, 10]);
    // In an acceleration all money repays the debts anyway, and nothing is written up.
    let accelerated = with(Mode::Accelerated, false);
    assert_eq!(written_up(&accelerated), [0, 0]);
    assert_eq!(accelerated.tiers[6], 11);
}

#[test]
fn what_is_covered_pays_no_interest() {
    let mut claimants = vec![notes(0, 10)[0], notes(0, 10)[1], debt(0, 6, 0, 20)];
    claimants.push(of(Kind::Equity, 0));
    let mut tiers = NOTES[..6].to_vec();
    tiers.extend([
        Interest(2),
        Arrears(2),
        Principal(0),
        Principal(1),
        Principal(2),
    ]);
    tiers.push(Residual(3));
    let input = WaterfallInput {
        principal_pays_interest: true,
        ..flow(15, &tiers, &claimants)
    };
    // The 10 of B repay A, though the 6 of arrears behind it find nothing.
    let outcome = run(&input).unwrap();
    assert_eq!(outcome.tiers[..12], [4, 0, 0, 1, 0, 0, 0, 0, 10, 0, 0, 0]);
    // Of 3 of principal beside it, the arrears have 3.
    let input = WaterfallInput {
        amount: 18,
        principal: 3,
        ..input
    };
    let outcome = run(&input).unwrap();
    assert_eq!(outcome.tiers[..12], [4, 0, 0, 1, 0, 0, 0, 3, 10, 0, 0, 0]);
}

#[test]
fn it_stands_among_services_too_and_pays_peers_together() {
    let joined = Claimant {
        pari_passu: true,
        loss: 2,
        ..debt(0, 0, 0, 5)
    };
    let first = Claimant {
        loss: 4,
        ..debt(2, 0, 0, 10)
    };
    let claimants = [first, joined, of(Kind::Equity, 0)];
    let tiers = [
        Service(0),
        Service(1),
        Deficiency(0),
        Deficiency(1),
        Residual(2),
    ];
    // 2 of interest; 3 in proportion to 4 and 2, which repay 12 and 6 in the same.
    let outcome = run(&flow(5, &tiers, &claimants)).unwrap();
    assert_eq!(written_up(&outcome), [2, 1]);
    assert_eq!(outcome.tiers[..5], [4, 1, 0, 0, 0]);
    let reserve = WaterfallInput {
        reserve: 2,
        ..flow(3, &tiers, &claimants)
    };
    assert_eq!(written_up(&run(&reserve).unwrap()), [2, 1], "a reserve too");
    // Behind all that repays, what it covers is still repaid pro rata where the deal says so.
    let claimants = notes(0, 10);
    let input = WaterfallInput {
        pro_rata: true,
        ..flow(18, &tiers, &claimants)
    };
    assert_eq!(run(&input).unwrap().tiers[..5], [12, 3, 0, 0, 3]);
}

#[test]
fn tests_behind_it_see_what_it_did() {
    let test = Coverage {
        rank: 1,
        min_bps: 11_000,
        traps: false,
        pool: Some(95),
        period: Period::NONE,
    };
    let mut tiers = NOTES.to_vec();
    tiers.insert(6, CollateralTest(test));
    let claimants = notes(0, 10);
    // 95 and 10 of principal cover 95 at 110 %: 104.5.
    assert_eq!(
        taken::<10>(&flow(15 + 3, &tiers, &claimants)),
        [4, 0, 0, 1, 0, 0, 0, 10, 0, 3]
    );
    let test = Coverage {
        pool: Some(94),
        ..test
    };
    tiers[6] = CollateralTest(test);
    // 104 cover 94.545454: 1 more repays A.
    assert_eq!(
        taken::<10>(&flow(15 + 3, &tiers, &claimants)),
        [4, 0, 0, 1, 0, 0, 0, 11, 0, 2]
    );
}

#[test]
fn one_that_cannot_stand_is_refused() {
    let shape = |kind, pari_passu| Shape {
        kind,
        has_par: true,
        has_rate: kind == Kind::Debt,
        pari_passu,
    };
    let shapes = [
        shape(Kind::Debt, false),
        shape(Kind::Debt, false),
        shape(Kind::Equity, false),
    ];
    let mut notes = NOTES.to_vec();
    notes.insert(8, Principal(2));
    assert_eq!(validate(&notes, &shapes), Ok(()));
    let refused = |from: usize, to: usize| {
        let mut tiers = notes.clone();
        let moved = tiers.remove(from);
        tiers.insert(to, moved);
        assert_eq!(
            validate(&tiers, &shapes),
            Err(MathError::BadStructure),
            "{tiers:?}"
        );
    };
    // Ahead of interest or arrears of its own, or of a senior's.
    refused(2, 1);
    refused(5, 3);
    refused(5, 0);
    // A junior's ahead of a senior's.
    refused(2, 6);
    let with = |at: usize, tier| {
        let mut tiers = notes.clone();
        tiers.insert(at, tier);
        validate(&tiers, &shapes)
    };
    let bad = Err(MathError::BadStructure);
    assert_eq!(with(9, Deficiency(2)), bad, "of equity");
    assert_eq!(with(9, Deficiency(1)), bad, "twice");
    assert_eq!(with(9, Deficiency(3)), bad, "of nobody");
    notes.remove(2);
    assert_eq!(validate(&notes, &shapes), bad, "of the junior alone");
    let carry = CarryTier(Carry {
        rank: 2,
        base: 0,
        carry_bps: 1,
        catch_up_bps: 10_000,
        ..Carry::default()
    });
    let mut tiers = vec![
        Service(0),
        Deficiency(0),
        carry,
        Service(1),
        Principal(2),
        Residual(2),
    ];
    assert_eq!(validate(&tiers, &shapes), Ok(()));
    tiers.swap(1, 2);
    assert_eq!(validate(&tiers, &shapes), bad, "behind a carry");

    // Of peers, all have one, in a row.
    let shapes = [
        shape(Kind::Debt, false),
        shape(Kind::Debt, true),
        shape(Kind::Equity, false),
    ];
    let rank = |behind: &[Tier]| {
        let mut tiers = vec![Service(0), Service(1)];
        tiers.extend(behind);
        tiers.extend([Principal(2), Residual(2)]);
        validate(&tiers, &shapes)
    };
    assert_eq!(rank(&[Deficiency(0), Deficiency(1)]), Ok(()));
    let bad = Err(MathError::BadPariPassu);
    assert_eq!(rank(&[Deficiency(0)]), bad);
    assert_eq!(
        rank(&[Deficiency(0), Reserve(Purpose::All, 0), Deficiency(1)]),
        bad
    );
}
