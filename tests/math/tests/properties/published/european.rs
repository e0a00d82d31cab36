//! The whole-of-fund ("European") distribution waterfall: capital, an 8 % preferred return compounded yearly, a full
//! catch-up, then 80 to the investors and 20 to the manager.

use super::flow;
use num_bigint::BigUint;
use securities::math::{
    accrual::{DayCount, accrue},
    structure::{Shape, validate},
    walk::run,
    waterfall::{Carry, Claimant, Kind, Outcome, Tier},
};

/// A fund between distributions. Amounts are cents.
struct Fund {
    /// Capital not yet returned.
    capital: u64,
    /// Preferred return due.
    preferred: u64,
    remainder: u64,
    paid: u64,
    reached: u64,
    carried: u64,
}

/// Capital, preferred return, carry, and what the investors get beside.
#[derive(Debug, PartialEq, Eq)]
struct Shares {
    capital: u64,
    preferred: u64,
    carry: u64,
    rest: u64,
}

impl Fund {
    const fn of(capital: u64) -> Self {
        Self {
            capital,
            preferred: 0,
            remainder: 0,
            paid: 0,
            reached: 0,
            carried: 0,
        }
    }

    /// A year of preferred return, on capital and on what of the return was not paid.
    fn year(&mut self) {
        let base = self.capital + self.preferred;
        let due = accrue(base, 80_000, 360, DayCount::Thirty360, self.remainder).unwrap();
        self.preferred += due.interest;
        self.remainder = due.remainder;
    }

    fn distribute(&mut self, amount: u64) -> Shares {
        let carry = Carry {
            rank: 1,
            base: 0,
            carry_bps: 2_000,
            catch_up_bps: 10_000,
            reached: self.reached,
            paid: self.carried,
            ..Carry::default()
        };
        let tiers = [
            Tier::Sweep(0),
            Tier::Interest(0),
            Tier::Arrears(0),
            Tier::Carry(carry),
            Tier::Residual(0),
        ];
        let kind = Kind::Equity;
        let shapes = [(true, true), (false, false)].map(|(has_par, has_rate)| Shape {
            kind,
            has_par,
            has_rate,
            pari_passu: false,
        });
        assert_eq!(validate(&tiers, &shapes), Ok(()));
        let investors = Claimant {
            kind,
            interest: self.preferred,
            outstanding: self.capital,
            interest_paid: self.paid,
            ..Claimant::default()
        };
        let manager = Claimant {
            kind,
            ..Claimant::default()
        };
        let claimants = [investors, manager];
        let Outcome { tiers, reached, .. } = run(&flow(amount, &tiers, &claimants)).unwrap();
        self.capital -= tiers[0];
        self.preferred -= tiers[1];
        self.paid += tiers[1];
        self.reached += reached[3];
        self.carried += tiers[3];
        Shares {
            capital: tiers[0],
            preferred: tiers[1],
            carry: tiers[3],
            rest: tiers[4],
        }
    }
}

/// Published: 50 million in, sold for 100 million a year later; of it 50 capital, 4 hurdle, 1 catch-up, and of the last
/// 45 million 36 to the investors and 9 to the manager, so 90 and 10. By Kaplan Schweser, as quoted and worked step by
/// step in AnalystForum threads 124656 ("How is the catch-up rate calculated") and 154723.
#[test]
fn fifty_million_sold_for_a_hundred() {
    const MILLION: u64 = 100_000_000;
    let steps = [50, 4, 1, 45];
    let mut fund = Fund::of(50 * MILLION);
    fund.year();
    let shares = steps.map(|step| fund.distribute(step * MILLION));
    let expected = [[50, 0, 0, 0], [0, 4, 0, 0], [0, 0, 1, 0], [0, 0, 9, 36]];
    for (shares, expected) in shares.into_iter().zip(expected) {
        let [capital, preferred, carry, rest] = expected.map(|millions| millions * MILLION);
        assert_eq!(
            shares,
            Shares {
                capital,
                preferred,
                carry,
                rest
            }
        );
    }
    // At once it is the same.
    let mut fund = Fund::of(50 * MILLION);
    fund.year();
    let Shares {
        capital,
        preferred,
        carry,
        rest,
    } = fund.distribute(100 * MILLION);
    assert_eq!(
        (capital + preferred + rest, carry),
        (90 * MILLION, 10 * MILLION)
    );
}

/// Published: 100,000 at 8 % compounding is owed 116,640 after two years. By Syndication Attorneys, "What's the
/// difference between a cumulative preferred return and a compounding preferred return?"
#[test]
fn two_years_of_compounding() {
    let mut fund = Fund::of(10_000_000);
    fund.year();
    assert_eq!(fund.preferred, 800_000);
    fund.year();
    assert_eq!(fund.capital + fund.preferred, 11_664_000);
}

/// Published: 32 million for 4.5 years at 8 %: after 10 million are distributed 35.24 million are still owed, and the
/// catch-up is 3.31 million; 52 million clear both, and the next dollar is shared 80 to 20. By CalcSimpler, "Private
/// Equity Preferred Return Catch-Up Calculator". Its half year compounds as a root, so the preferred return is
/// 32,000,000 * (1.08^4.5 - 1), and the square of what is owed is 32,000,000^2 * 1.08^9.
#[test]
fn four_and_a_half_years_of_a_whole_fund() {
    let capital = 3_200_000_000_u64;
    let squared = BigUint::from(capital).pow(2) * BigUint::from(108_u32).pow(9)
        / BigUint::from(100_u32).pow(9);
    let owed = u64::try_from(squared.sqrt()).unwrap();
    let fund = || Fund {
        preferred: owed - capital,
        ..Fund::of(capital)
    };

    let mut short = fund();
    short.distribute(1_000_000_000);
    let still_owed = short.capital + short.preferred;
    assert_eq!(super::nearest(still_owed, 1_000_000), 3_524);

    let mut caught_up = fund();
    let catch_up = (owed - capital) / 4;
    assert_eq!(super::nearest(catch_up, 1_000_000), 331);
    let shares = caught_up.distribute(owed + catch_up);
    assert_eq!(
        (shares.carry, shares.rest),
        (catch_up, 0),
        "all of it is the manager's"
    );

    let mut cleared = fund();
    let shares = cleared.distribute(5_200_000_000);
    assert_eq!((cleared.capital, cleared.preferred), (0, 0));
    assert!(shares.carry > catch_up && shares.rest > 0);
    // Within the dollar a cent may still be the last distribution's, as its carry was rounded down.
    let next = cleared.distribute(100);
    assert!((20..=21).contains(&next.carry));
    assert_eq!(next.carry + next.rest, 100);
}

/// Years of a fund of 100,000.00: what is distributed at the end of each, and who gets it. Of these only the terms and
/// the first two years of compounding are published (above); the rest follows by arithmetic, written out beside.
#[test]
fn five_years_of_a_fund() {
    let years = [
        // 108,000.00 are owed, and nothing comes.
        (0, [0, 0, 0, 0]),
        // 116,640.00 are owed: half of the capital comes back.
        (5_000_000, [5_000_000, 0, 0, 0]),
        // 66,640.00 * 1.08 = 71,971.20: 31,971.20 stay owed.
        (4_000_000, [4_000_000, 0, 0, 0]),
        // 31,971.20 * 1.08 = 34,528.896: the rest of the capital, the hurdle of 24,528.89, then profit of 50,000.00 is
        // beyond the catch-up, which ends at 24,528.89 / 0.8 = 30,661.11, so a fifth of it is the manager's.
        (6_000_000, [1_000_000, 2_452_889, 1_000_000, 1_547_111]),
        // Nothing is owed any more: a fifth of 80,000.00, and of the fraction of a cent that is.
        (8_000_000, [0, 0, 1_600_000, 6_400_000]),
    ];
    let mut fund = Fund::of(10_000_000);
    let (mut all, mut investors) = (0, 0);
    for (at, (amount, expected)) in years.into_iter().enumerate() {
        fund.year();
        let shares = fund.distribute(amount);
        let [capital, preferred, carry, rest] = expected;
        assert_eq!(
            shares,
            Shares {
                capital,
                preferred,
                carry,
                rest
            },
            "year {}",
            at + 1
        );
        all += amount;
        investors += capital + preferred + rest;
    }
    assert_eq!(
        (all - investors, (all - 10_000_000) / 5),
        (2_600_000, 2_600_000),
        "a fifth of all profit"
    );
}
