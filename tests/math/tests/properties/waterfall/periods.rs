//! What a test of interest compares over the payments of a period: no split of them, and nobody who pays what is due in
//! their place, changes it.

use super::{
    draw::{Deal, deal},
    examples::{debt, of},
    histories::book,
};
use Tier::{Arrears, Fee, Interest, InterestTest, Principal, Reserve, Residual};
use proptest::prelude::*;
use securities::math::{
    walk::run,
    waterfall::{Claimant, Coverage, Kind, Mode, Outcome, Period, Purpose, Tier, WaterfallInput},
};
use securities_math_tests::{MANY, cases};

/// 80 of interest of the period, 40 of arrears and a fee of 30, with ample reserves of expenses and of interest behind a
/// test of interest that traps what passes it at less than 120 %.
fn example() -> Deal {
    let senior = debt(80, 40, 0, 1_000);
    Deal {
        shapes: Vec::new(),
        tiers: vec![
            Fee(30),
            Interest(0),
            Arrears(0),
            InterestTest(Coverage {
                rank: 0,
                min_bps: 12_000,
                traps: true,
                pool: None,
                period: Period::NONE,
            }),
            Reserve(Purpose::Expenses, 0),
            Reserve(Purpose::Interest, 0),
            Principal(0),
            Residual(1),
        ],
        claimants: vec![senior, of(Kind::Equity, 0)],
        cushions: Vec::new(),
        amount: 0,
        reserve: 0,
        earmarked: [0; 2],
        reinvestment: 0,
        trapped: 0,
        held: 0,
        traps: false,
        mode: Mode::Amortising,
        principal: 0,
        returns: false,
        principal_pays_interest: true,
        pro_rata: false,
        recovery: false,
        clawback: None,
        in_kind: false,
    }
}

/// What a deal traps of the last of some payments, each with what of it is principal.
fn trapped_of_the_last(mut deal: Deal, payments: &[(u64, u64)]) -> u64 {
    let mut trapped = 0;
    for (amount, principal) in payments {
        (deal.amount, deal.principal) = (*amount, *principal);
        let outcome = run(&deal.flow()).unwrap();
        trapped = outcome.trapped;
        book(&mut deal, &outcome);
    }
    trapped
}

#[test]
fn a_payment_of_nothing_ahead_does_not_make_a_failing_test_hold() {
    let mut deal = example();
    // 1.2 times 120 of interest and arrears, and the fee: 174 are just enough.
    assert_eq!(trapped_of_the_last(deal.clone(), &[(174, 0)]), 0);
    assert_eq!(trapped_of_the_last(deal.clone(), &[(173, 0)]), 23);
    // Reserves pay all of it ahead of that: nothing is due any more, and it was.
    for (place, reserve) in [(4, Purpose::Expenses), (5, Purpose::Interest)] {
        deal.tiers[place] = Reserve(reserve, 500);
    }
    deal.earmarked = [500, 500];
    let paid = |payments: &[(u64, u64)]| trapped_of_the_last(deal.clone(), payments);
    assert_eq!(paid(&[(0, 0), (174, 0)]), 0);
    assert_eq!(paid(&[(0, 0), (173, 0)]), 173);
    // So does principal, of the arrears.
    assert_eq!(paid(&[(500, 500), (173, 0)]), 173);
    // In units, the last of which is what matters.
    assert_eq!(paid(&[(1, 0), (0, 0), (171, 0), (1, 0)]), 1);
    assert_eq!(paid(&[(1, 0), (0, 0), (172, 0), (1, 0)]), 0);
}

#[test]
fn what_a_recovery_puts_into_covers_is_taken_off_the_income_of_a_period() {
    let senior = debt(0, 40, 0, 1_000);
    let cover = Claimant {
        loss: 50,
        ..of(Kind::Cover, 0)
    };
    let claimants = [senior, of(Kind::Equity, 0), cover];
    let test = Coverage {
        rank: 0,
        min_bps: 12_000,
        traps: false,
        pool: None,
        period: Period::NONE,
    };
    let tiers = [
        Interest(0),
        Arrears(0),
        InterestTest(test),
        Principal(0),
        Reserve(Purpose::All, 100),
        Tier::Cover(2),
        Residual(1),
    ];
    let recovered = |amount, reserve| {
        let deal = example();
        let input = WaterfallInput {
            amount,
            reserve,
            recovery: true,
            tiers: &tiers,
            claimants: &claimants,
            ..deal.flow()
        };
        let outcome = run(&input).unwrap();
        assert_eq!(outcome.tiers[1], 40);
        let period = test.period_after(2, &input, &outcome);
        assert_eq!((period.fees, period.paid), (0, 40));
        (period.income, outcome.made_good[2])
    };
    // Of 50 that covers paid, 40 pay arrears and 10 go back into the cover, whatever a reserve holds by then. The rest is
    // income.
    for reserve in [0, 30, 1_000] {
        assert_eq!(recovered(50, reserve), (40, 10));
        assert_eq!(recovered(110, reserve), (100, 10));
    }
}

#[test]
fn interest_that_later_buyers_paid_for_is_neither_owed_nor_paid() {
    // Of 120 that are due, 50 were brought: 1.8 times 70 are 126, and the fee 30.
    let mut deal = example();
    deal.claimants[0].bought_interest = 50;
    deal.tiers[3] = match deal.tiers[3] {
        InterestTest(test) => InterestTest(Coverage {
            min_bps: 18_000,
            ..test
        }),
        _ => unreachable!("it is a test of interest"),
    };
    let paid = |payments: &[(u64, u64)]| trapped_of_the_last(deal.clone(), payments);
    assert_eq!(paid(&[(156, 0)]), 0);
    assert_eq!(paid(&[(155, 0)]), 5);
    assert_eq!(paid(&[(60, 0), (95, 0)]), 5);
    assert_eq!(paid(&[(60, 0), (96, 0)]), 0);
}

/// Whether the test at a place holds when a payment comes.
fn holds(deal: &Deal, at: usize) -> bool {
    match deal.tiers[at] {
        InterestTest(test) => test.covers_interest(at, &deal.flow(), &Outcome::default()),
        _ => unreachable!("it is a test of interest"),
    }
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn splitting_payments_does_not_change_whether_a_test_of_interest_holds(
        mut deal in deal(), parts in prop::collection::vec((any::<u64>(), any::<u64>(), 0_u8..4), 1..6),
    ) {
        // What a recovery puts back into covers depends on what debts take of it first.
        (deal.in_kind, deal.recovery, deal.clawback) = (false, false, None);
        let tests = |tier: &Tier| matches!(tier, InterestTest(_));
        let Some(at) = deal.tiers.iter().position(tests) else {
            return Ok(());
        };
        let whole = holds(&deal, at);
        let mut now = deal.clone();
        let (mut income, mut principal) = (deal.amount - deal.principal, deal.principal);
        // Payments of nothing, of a unit, of principal alone, of unused proceeds, and of both.
        for (of_income, of_principal, how) in parts {
            let some = |rest: u64, part: u64| if rest == 0 { 0 } else { part % rest };
            let (came, repaid) = match how {
                0 => (0, 0),
                1 => (income.min(1), 0),
                2 => (0, some(principal, of_principal)),
                _ => (some(income, of_income), some(principal, of_principal)),
            };
            (income, principal) = (income - came, principal - repaid);
            (now.amount, now.principal) = (came + repaid, repaid);
            now.returns = deal.returns && came == 0;
            let outcome = run(&now.flow()).unwrap();
            book(&mut now, &outcome);
        }
        (now.amount, now.principal, now.returns) = (income + principal, principal, deal.returns);
        prop_assert_eq!(holds(&now, at), whole);
    }
}
