//! A deal from its book to its last payment, held against the naive model at every step.

mod selling;

use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::distribution::{post_distribution::DistributionArgs, state::Distribution},
    security::state::Security,
    structure::create_tranche::TrancheArgs,
    tranche::{holder::Holder, state::AmortisationRule},
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    model::{Debt, Register},
    read,
    world::{BEGIN, DAY, Money, World},
};

/// The day the books are locked: 6 January 2026.
const LOCK: i64 = BEGIN + 5 * DAY;
/// Days from the lock to the sixth of each following month.
const MONTHS: [i64; 12] = [31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
/// No distribution comes in this month, and too little in the other.
const MISSED: usize = 4;
const SHORT: usize = 7;

on_both_engines! {
    everyone_is_paid_exactly_what_the_naive_model_says_in_classic_money => classic;
    everyone_is_paid_exactly_what_the_naive_model_says_in_token_2022_money => token_2022;
}

fn classic<E: Engine>() -> World<E> {
    whole_deal(Money::Classic)
}

fn token_2022<E: Engine>() -> World<E> {
    whole_deal(Money::Token2022)
}

/// A deal, and the model beside it.
struct Course<E> {
    world: World<E>,
    deal: Deal,
    payer: Pubkey,
    debt: Debt,
    senior: Register,
    junior: Register,
}

pub fn whole_deal<E: Engine>(money: Money) -> World<E> {
    let mut world = World::<E>::new(money);
    let terms = TrancheArgs {
        amortisation: AmortisationRule::Linear,
        period_months: 1,
        first_due: LOCK + MONTHS[0] * DAY,
        maturity: LOCK + 365 * DAY,
        ..deal::senior(0)
    };
    let deal = Deal::with(
        &mut world,
        "sponsor",
        1,
        vec![terms, deal::junior(1)],
        deal::tiers(),
    );
    let payer = world.investor("servicer", 1_000_000_000_000);
    let (debt, senior, junior) = (Debt::default(), Register::default(), Register::default());
    let mut course = Course {
        world,
        deal,
        payer,
        debt,
        senior,
        junior,
    };

    course.sell_books();
    for month in 1..=MONTHS.len() {
        course.world.engine.set_now(LOCK + MONTHS[month - 1] * DAY);
        if month != MISSED {
            course.distribute(month);
        }
        course.live(month);
        audit::check(&mut course.world);
    }
    course.finish();
    course.world
}

impl<E: Engine> Course<E> {
    fn person(&mut self, name: &str) -> Pubkey {
        self.world.person(name)
    }

    /// Posts and runs a month's money and holds what each tier took against the model.
    fn distribute(&mut self, month: usize) {
        let amount = match month {
            SHORT => 100_000_000,
            12 => 60_000_000_000,
            _ => 11_000_000_000 + month as u64 * 123_457,
        };
        let now = self.world.engine.now();
        let nonce = month as u64;
        let args = DistributionArgs {
            amount,
            principal: 0,
            tip_budget: 0,
            recovery: false,
            clawback: None,
            wait: false,
            period_start: now - 30 * DAY,
            period_end: now,
            note: format!("rents of month {month}"),
            document_sha256: [1; 32],
        };
        self.world
            .go(&[self.deal.post_distribution(&self.payer, nonce, args)]);
        self.debt
            .accrue(u128::try_from(now / DAY).expect("after 1970"));
        let repaid = self.debt.issued - self.debt.principal;
        let due = (self.debt.issued * month as u128 / 12).saturating_sub(repaid);
        let left = self.debt.take(u128::from(amount), due);
        self.senior.pay(u128::from(amount) - left);
        self.junior.pay(left);

        let address = address::distribution(&self.deal.security, &self.payer, nonce);
        let tiers = read::state::<Distribution>(&mut self.world.engine, &address).tiers;
        let to_senior: u64 = tiers[..3].iter().sum();
        assert_eq!(
            u128::from(to_senior),
            u128::from(amount) - left,
            "senior's part of month {month}"
        );
        assert_eq!(u128::from(tiers[3]), left, "junior's part of month {month}");
        assert_eq!(
            tiers[1] > 0,
            month == MISSED + 1 || month == SHORT + 1,
            "arrears are paid in the months after the missed and the short one"
        );
    }

    /// What holders and bots do in a month.
    fn live(&mut self, month: usize) {
        match month {
            3 => self.transfer("investor 0", "investor 5", 1_234_567),
            6 => {
                let (payer, new) = (self.world.payer, self.person("newcomer"));
                let welcome = self.deal.welcome(0, &payer, &new);
                self.world.go(&welcome);
                self.world.give(&new, 1);
                let all = self.senior.holders["investor 8"].0;
                self.transfer(
                    "investor 8",
                    "newcomer",
                    u64::try_from(all).expect("shares"),
                );
                self.transfer("investor 1", "newcomer", 1);
                self.transfer("newcomer", "investor 1", 2);
            }
            _ => {}
        }
        if month.is_multiple_of(2) {
            for batch in self.owners(0).chunks(5) {
                self.world.go(&[self.deal.pay_holders(0, batch)]);
            }
        } else if month == 5 {
            let owner = self.person("investor 2");
            self.world.go(&[self.deal.claim(0, &owner)]);
            let owner = self.person("junior 1");
            self.world.go(&[self.deal.claim(1, &owner)]);
        }
    }

    fn transfer(&mut self, from: &str, to: &str, shares: u64) {
        let (source, destination) = (self.person(from), self.person(to));
        self.world
            .go(&[self.deal.transfer_shares(0, &source, &destination, shares)]);
        self.senior.transfer(from, to, u128::from(shares));
    }

    fn owners(&mut self, rank: u8) -> Vec<Pubkey> {
        let register = if rank == 0 {
            &self.senior
        } else {
            &self.junior
        };
        let names: Vec<String> = register.holders.keys().cloned().collect();
        names.iter().map(|name| self.person(name)).collect()
    }

    /// Pays everyone; what each got in all is what the model says, and the vault holds what its counters say.
    fn finish(&mut self) {
        for rank in [0, 1] {
            for batch in self.owners(rank).chunks(4) {
                self.world.go(&[self.deal.pay_holders(rank, batch)]);
            }
        }
        audit::check(&mut self.world);
        for (rank, register) in [(0, self.senior.clone()), (1, self.junior.clone())] {
            for name in register.holders.keys() {
                let owner = self.person(name);
                let record = address::holder(&self.deal.class(rank).tranche, &owner);
                let holder = read::state::<Holder>(&mut self.world.engine, &record);
                let paid = holder.earned(0).expect("a vault").paid;
                let owed = holder.earned(0).expect("a vault").owed;
                assert_eq!(owed, 0, "{name} is paid in full");
                assert!(register.is_earned(name, paid), "{name} was paid {paid}");
            }
        }
        assert_eq!(self.debt.principal, 0, "the debt is repaid");
        assert_eq!(self.debt.unpaid(), 0, "with all its interest");

        let security = read::state::<Security>(&mut self.world.engine, &self.deal.security);
        let vault = *security.vault();
        assert_eq!((vault.treasury, vault.fees), (0, 0), "nothing waits");
        assert!(
            vault.payable < 14,
            "less than a unit a holder stays in fractions"
        );
        assert_eq!(
            self.world.balance(&vault.address),
            vault.payable,
            "the vault holds that to the unit"
        );
        let seen = self.world.sequences.get(&self.deal.security);
        assert!(
            seen.is_none_or(|seen| *seen == security.event_sequence),
            "an indexer has seen every event"
        );
    }
}
