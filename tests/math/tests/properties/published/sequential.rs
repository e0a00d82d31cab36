//! A sequential-pay structure over a pool that amortises and prepays: four tranches and 357 months.
//!
//! Published: the deal FJF-01 of F. J. Fabozzi, "Fixed Income Analysis" (the chapter on agency mortgage-backed
//! securities, taken over by the curriculum of the CFA Institute): 400,000,000 of mortgages at 8.125 % with 357 months
//! to go, paid through at 7.5 %, prepaying at 165 PSA; tranches of 194.5, 36, 96.5 and 73 million at 7.5 %, principal
//! to one after the other. Of its first month: payment 2,975,868, interest 2,500,000, scheduled principal 267,535,
//! prepayment 442,389, principal in all 709,923, and 1,215,625 of interest to tranche A (quoted in AnalystForum thread
//! 52915). All later months follow by the same formulas, here in whole numbers.

use super::flow;
use num_bigint::BigUint;
use securities::math::{
    accrual::{DayCount, accrue},
    structure::{Shape, validate},
    walk::run,
    waterfall::{Claimant, Kind, Tier, WaterfallInput},
};

/// Cents of principal that a month brings: by schedule, and prepaid.
struct Month {
    interest: u64,
    scheduled: u64,
    prepaid: u64,
}

/// `numerator / denominator`, rounded to the nearest.
fn nearest(numerator: BigUint, denominator: &BigUint) -> u64 {
    u64::try_from((numerator * 2_u8 + denominator) / (denominator * 2_u8)).unwrap()
}

/// What a month's level payment repays: `balance * i / ((1 + i)^left - 1)`, with `i` a twelfth of 8.125 %, 13 / 1920.
fn scheduled(balance: u64, left: u32) -> u64 {
    let (grown, one) = (
        BigUint::from(1_933_u32).pow(left),
        BigUint::from(1_920_u32).pow(left),
    );
    nearest(
        BigUint::from(balance) * 13_u32 * &one,
        &(BigUint::from(1_920_u32) * (grown - one)),
    )
}

/// The share prepaid in a month, times 10^12: `1 - (1 - CPR)^(1/12)`. At 100 PSA the yearly share CPR rises by 0.2 % a
/// month of age up to 6 % at 30 months; the pool was three months old.
fn prepaid_share(month: u64) -> u64 {
    const ONE: u64 = 1_000_000_000_000;
    let age = (month + 3).min(30);
    // 1 - CPR in units of 10^-4: 165 % of 0.2 % is 33 of them.
    let stays = BigUint::from(10_000 - 33 * age) * BigUint::from(ONE).pow(12) / 10_000_u32;
    let (mut low, mut high) = (0, ONE);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if BigUint::from(middle).pow(12) <= stays {
            low = middle;
        } else {
            high = middle;
        }
    }
    ONE - low
}

fn pool() -> Vec<Month> {
    let mut balance = 40_000_000_000_u64;
    let month = |month: u64| {
        let left = u32::try_from(358 - month).unwrap();
        let interest = nearest(BigUint::from(balance) * 13_u8, &BigUint::from(1_920_u32));
        let scheduled = scheduled(balance, left).min(balance);
        let share = BigUint::from(prepaid_share(month)) * (balance - scheduled);
        let prepaid = nearest(share, &BigUint::from(1_000_000_000_000_u64));
        balance -= scheduled + prepaid;
        Month {
            interest,
            scheduled,
            prepaid,
        }
    };
    (1..=357).map(month).collect()
}

#[test]
fn the_first_month_is_the_published_one() {
    let pool = pool();
    let dollars = |cents| super::nearest(cents, 100);
    let first = &pool[0];
    assert_eq!(dollars(first.interest + first.scheduled), 2_975_868);
    assert_eq!(dollars(first.scheduled), 267_535);
    assert_eq!(dollars(first.prepaid), 442_389);
    assert_eq!(dollars(first.scheduled + first.prepaid), 709_923);
    // 0.00111 of it a month.
    assert_eq!(super::nearest(prepaid_share(1), 10_000_000), 111);
}

const TRANCHES: [u64; 4] = [19_450_000_000, 3_600_000_000, 9_650_000_000, 7_300_000_000];

/// Interest to all, then principal to one after the other. What is left is the last one's principal, so that twelve
/// tiers suffice.
const TIERS: [Tier; 12] = [
    Tier::Interest(0),
    Tier::Arrears(0),
    Tier::Interest(1),
    Tier::Arrears(1),
    Tier::Interest(2),
    Tier::Arrears(2),
    Tier::Interest(3),
    Tier::Arrears(3),
    Tier::Sweep(0),
    Tier::Sweep(1),
    Tier::Sweep(2),
    Tier::Residual(3),
];

#[test]
fn principal_goes_to_one_tranche_after_the_other_for_thirty_years() {
    let shapes = [true, true, true, false].map(|has_par| Shape {
        kind: Kind::Debt,
        has_par,
        has_rate: true,
        pari_passu: false,
    });
    assert_eq!(validate(&TIERS, &shapes), Ok(()));
    let (mut balances, mut remainders) = (TRANCHES, [0; 4]);
    let mut last_month = [0; 4];
    for (number, month) in (1..).zip(pool()) {
        let mut interest = [0; 4];
        for (rank, interest) in interest.iter_mut().enumerate() {
            let accrued = accrue(
                balances[rank],
                75_000,
                30,
                DayCount::Thirty360,
                remainders[rank],
            )
            .unwrap();
            (*interest, remainders[rank]) = (accrued.interest, accrued.remainder);
        }
        let claimants = [0, 1, 2, 3].map(|rank| Claimant {
            interest: interest[rank],
            outstanding: balances[rank],
            ..Claimant::default()
        });
        let principal = month.scheduled + month.prepaid;
        let amount = interest.iter().sum::<u64>() + principal;
        let outcome = run(&flow(amount, &TIERS, &claimants)).unwrap();
        if number == 1 {
            assert_eq!(outcome.receipts[0].interest, 121_562_500, "as published");
            assert_eq!(
                super::nearest(outcome.receipts[0].principal, 100),
                709_923,
                "as published"
            );
        }
        // The same in a line: who is next takes what it still is owed.
        let mut left = principal;
        for (rank, balance) in balances.iter_mut().enumerate() {
            let receipt = outcome.receipts[rank];
            assert_eq!(receipt.interest, interest[rank], "month {number}");
            let repaid = left.min(*balance);
            assert_eq!(
                receipt.principal + receipt.residual,
                repaid,
                "month {number}"
            );
            left -= repaid;
            *balance -= repaid;
            if repaid > 0 {
                last_month[rank] = number;
            }
        }
        assert_eq!(left, 0);
    }
    assert_eq!(balances, [0; 4]);
    // A ends in month 81, B in 100, C in 178 and D with the pool.
    assert_eq!(last_month, [81, 100, 178, 357]);
}

/// Published: 1,000,000 at 12 % over six months, in two tranches of 500,000 at 12 %, one after the other: principal of
/// 1.6255, 1.6417, 1.6582, 1.6747, 1.6915 and 1.7084 times 100,000, and 3.3745, 1.7328 and 0.0746 times 100,000 left of A
/// after the first three months, and nothing after the others. By MathWorks, Financial Instruments Toolbox, `cmoseqcf`, the
/// first example. Here in millionths, and the last tranche has what is left.
#[test]
fn two_tranches_of_half_a_year() {
    const UNIT: u64 = 1_000_000;
    let tiers = [
        Tier::Interest(0),
        Tier::Arrears(0),
        Tier::Interest(1),
        Tier::Arrears(1),
        Tier::Principal(0),
        Tier::Principal(1),
        Tier::Residual(1),
    ];
    let shapes = [true; 2].map(|has_rate| Shape {
        kind: Kind::Debt,
        has_par: true,
        has_rate,
        pari_passu: false,
    });
    assert_eq!(validate(&tiers, &shapes), Ok(()));
    // 1,000,000 * 0.01 / (1 - 1.01^-6) a month.
    let (grown, one) = (BigUint::from(101_u32).pow(6), BigUint::from(100_u32).pow(6));
    let payment = nearest(BigUint::from(10_000 * UNIT) * &grown, &(grown - one));
    let months = [
        (16_255, 33_745),
        (16_417, 17_328),
        (16_582, 746),
        (16_747, 0),
        (16_915, 0),
        (17_084, 0),
    ];
    let mut balances = [500_000 * UNIT; 2];
    for (month, (principal, left)) in (1..).zip(months) {
        let claimants = balances.map(|outstanding| Claimant {
            interest: accrue(outstanding, 120_000, 30, DayCount::Thirty360, 0)
                .unwrap()
                .interest,
            outstanding,
            ..Claimant::default()
        });
        let interest: u64 = claimants.iter().map(|class| class.interest).sum();
        // What is left of the rounding of six months is the last payment's.
        let repays = if month == 6 {
            balances.iter().sum()
        } else {
            payment - interest
        };
        let outcome = run(&WaterfallInput {
            principal: repays,
            ..flow(interest + repays, &tiers, &claimants)
        })
        .unwrap();
        for (balance, receipt) in balances.iter_mut().zip(outcome.receipts) {
            *balance -= receipt.principal;
        }
        assert_eq!(super::nearest(repays, 10 * UNIT), principal, "as published");
        assert_eq!(super::nearest(balances[0], 10 * UNIT), left, "as published");
    }
    assert_eq!(balances, [0; 2]);
}
