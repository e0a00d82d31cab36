//! Carry that is paid deal by deal ("American"), with the loss of one investment carried forward to the next, and what a
//! later loss makes overpaid.

use super::flow;
use securities::math::{
    structure::{Shape, validate},
    walk::{overpaid, run},
    waterfall::{Carry, Claimant, Clawback, Kind, Tier, WaterfallInput},
};

const MILLION: u64 = 1_000_000;

/// A fund that shares the gain of each sale: a fifth of all profit so far, without a preferred return.
struct Fund {
    issued: u64,
    /// Capital not yet returned.
    capital: u64,
    loss: u64,
    reached: u64,
    /// What the carry took.
    taken: u64,
    given_back: u64,
}

impl Fund {
    const fn of(capital: u64) -> Self {
        Self {
            issued: capital,
            capital,
            loss: 0,
            reached: 0,
            taken: 0,
            given_back: 0,
        }
    }

    const fn tiers(&self) -> [Tier; 3] {
        let carry = Carry {
            rank: 1,
            base: 0,
            carry_bps: 2_000,
            catch_up_bps: 10_000,
            multiple_bps: 0,
            deal_by_deal: true,
            reached: self.reached,
            paid: self.taken,
            clawed_back: self.given_back,
            passed: 0,
            spent: 0,
        };
        [Tier::Capital(0), Tier::Carry(carry), Tier::Residual(0)]
    }

    fn claimants(&self) -> [Claimant; 2] {
        let investors = Claimant {
            kind: Kind::Equity,
            outstanding: self.capital,
            loss: self.loss,
            issued: self.issued,
            ..Claimant::default()
        };
        let manager = Claimant {
            kind: Kind::Equity,
            ..Claimant::default()
        };
        [investors, manager]
    }

    /// An investment that cost `cost` is sold for `proceeds`; returns the carry that is paid of it.
    fn sell(&mut self, cost: u64, proceeds: u64) -> u64 {
        let lost = cost.saturating_sub(proceeds);
        self.capital -= lost;
        self.loss += lost;
        let (tiers, claimants) = (self.tiers(), self.claimants());
        let outcome = run(&WaterfallInput {
            principal: cost.min(proceeds),
            ..flow(proceeds, &tiers, &claimants)
        })
        .unwrap();
        let [capital, carry, rest, ..] = outcome.tiers;
        assert_eq!(
            capital,
            cost.min(proceeds),
            "what was paid for it comes back"
        );
        assert_eq!(capital + carry + rest, proceeds);
        self.capital -= capital;
        self.reached += outcome.reached[1];
        self.taken += carry;
        carry
    }

    fn overpaid(&self) -> u64 {
        let (tiers, claimants) = (self.tiers(), self.claimants());
        overpaid(&flow(0, &tiers, &claimants), 1).unwrap()
    }

    /// The manager pays back what it was overpaid.
    fn true_up(&mut self) {
        let amount = self.overpaid();
        let (tiers, claimants) = (self.tiers(), self.claimants());
        let outcome = run(&WaterfallInput {
            clawback: Some(Clawback { rank: 1, amount }),
            ..flow(0, &tiers, &claimants)
        })
        .unwrap();
        assert_eq!(outcome.clawed_back[1], amount);
        assert_eq!(
            outcome.receipts[0].residual, amount,
            "the investors have it"
        );
        self.given_back += amount;
    }

    const fn carry(&self) -> u64 {
        self.taken - self.given_back
    }
}

#[test]
fn the_structure_of_a_fund_is_good() {
    let shapes = [true, false].map(|has_par| Shape {
        kind: Kind::Equity,
        has_par,
        has_rate: false,
        pari_passu: false,
    });
    assert_eq!(validate(&Fund::of(1).tiers(), &shapes), Ok(()));
}

/// Published: projects that cost 20, 45 and 50 million are sold for 25, 35 and 65 million; carry of 20 %, deal by deal,
/// with clawback and true-up every three years: 2 million for the manager in all. By CFA Institute, practice problem 9 of
/// the reading on private equity (curriculum volume 5), as quoted in AnalystForum thread 39380. What each project pays
/// follows by arithmetic.
#[test]
fn three_projects_with_a_true_up() {
    let projects =
        [(20, 25), (45, 35), (50, 65)].map(|(cost, sold)| (cost * MILLION, sold * MILLION));
    for pays_back in [false, true] {
        let mut fund = Fund::of(115 * MILLION);
        let [one, two, three] = projects;
        // A fifth of 5 million, while 95 of capital are out.
        assert_eq!(fund.sell(one.0, one.1), MILLION);
        // 10 million are lost, more than was earned.
        assert_eq!(fund.sell(two.0, two.1), 0);
        assert_eq!(fund.overpaid(), MILLION);
        if pays_back {
            fund.true_up();
            assert_eq!((fund.overpaid(), fund.carry()), (0, 0));
        }
        // Of 15 million the loss takes 5 that were not made up: a fifth of 10, less what the manager kept.
        let last = if pays_back { 2 * MILLION } else { MILLION };
        assert_eq!(fund.sell(three.0, three.1), last);
        assert_eq!(
            (fund.overpaid(), fund.carry()),
            (0, 2 * MILLION),
            "as published"
        );
        assert_eq!((fund.capital, fund.loss), (0, 10 * MILLION));
    }
}

/// Published: a fund of 1,000,000 in two deals of 500,000; the first returns four times as much, of which the manager has
/// 300,000; the second is lost, and the profit is 1,000,000, so the manager has 30 %. By Sydecar, glossary, "Clawback".
/// That 100,000 are overpaid follows from the 20 % of the terms.
#[test]
fn a_fourfold_return_and_a_complete_loss() {
    let mut fund = Fund::of(1_000_000);
    assert_eq!(fund.sell(500_000, 2_000_000), 300_000, "as published");
    assert_eq!(fund.sell(500_000, 0), 0);
    let profit = fund.reached - fund.loss;
    assert_eq!(
        (profit, fund.carry() * 100 / profit),
        (1_000_000, 30),
        "as published"
    );
    assert_eq!(fund.overpaid(), 100_000);
    fund.true_up();
    assert_eq!(fund.carry() * 100 / profit, 20);
}

/// Published: ten investments, of which five gain 500 million in all and five lose 500 million: 100 million of carry
/// without a clawback, and none with it. By preqveca.ru, directory, "Clawback". It does not matter to the second number in
/// which order they are sold.
#[test]
fn gains_and_losses_that_are_alike() {
    const PART: u64 = 100 * MILLION;
    let mut fund = Fund::of(10 * PART);
    for _ in 0..5 {
        fund.sell(PART, 2 * PART);
    }
    assert_eq!(fund.carry(), 100 * MILLION, "as published");
    for _ in 0..5 {
        fund.sell(PART, 0);
    }
    fund.true_up();
    assert_eq!(fund.carry(), 0, "as published");

    let mut fund = Fund::of(10 * PART);
    for at in 0..10 {
        let carry = fund.sell(PART, if at < 5 { 0 } else { 2 * PART });
        assert_eq!((carry, fund.overpaid()), (0, 0), "losses first");
    }
}
