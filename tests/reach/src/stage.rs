//! A deal with wrapped shares, and people who have some.

use crate::{chain::Chain, units::Units};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::distribution::post_distribution::DistributionArgs, structure::create_tranche::TrancheArgs,
};
use securities_tests::{
    address,
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    offering::Offering,
    token,
    world::{Money, World},
};

/// Rank of the class that is wrapped: equity without a par, of six decimals.
pub const EQUITY: u8 = 1;
/// Shares that each of the two owners has: a power of two, so that no index has a remainder.
pub const STAKE: u64 = 1 << 30;
/// All shares.
pub const SHARES: u64 = 2 * STAKE;

/// A deal whose equity belongs to two owners in equal parts and may be wrapped.
pub struct Stage {
    /// The chain.
    pub world: Chain,
    /// The deal.
    pub deal: Deal,
    /// Its equity's wrapper.
    pub units: Units,
    /// One owner.
    pub alice: Pubkey,
    /// The other.
    pub bob: Pubkey,
    distributions: u32,
}

impl Stage {
    /// A new one, which settles in money of a token program.
    #[must_use]
    pub fn new(money: Money) -> Self {
        Self::smoothed(money, 0)
    }

    /// The same, whose equity gets what it is paid over so many days.
    #[must_use]
    pub fn smoothed(money: Money, days: u16) -> Self {
        Self::of((money, token::TOKEN_2022), days)
    }

    /// One that settles in money of SPL Token, and whose units are of SPL Token too.
    #[must_use]
    pub fn classic() -> Self {
        Self::of((Money::Classic, token::CLASSIC), 0)
    }

    fn of((money, unit_program): (Money, Pubkey), days: u16) -> Self {
        let mut world = World::new(money);
        let equity = TrancheArgs {
            smoothing_days: days,
            ..junior(EQUITY)
        };
        let classes = vec![senior(0), equity];
        let mut deal = Deal::with(&mut world, "sponsor", 1, classes, tiers());
        for class in &mut deal.classes {
            class.unit_program = unit_program;
        }
        let units = Units::plan(&deal, EQUITY);
        world.go(&[units.create()]);
        let book = Offering::standard(&mut world, &deal, EQUITY, "line");
        let [alice, bob] = ["alice", "bob"].map(|name| world.investor(name, STAKE));
        book.sell(&mut world, &deal, &[(alice, STAKE), (bob, STAKE)]);
        Self {
            world,
            deal,
            units,
            alice,
            bob,
            distributions: 0,
        }
    }

    /// Wraps shares of an owner.
    pub fn wrap(&mut self, owner: &Pubkey, amount: u64) {
        self.world.go(&self.units.wrap(owner, amount));
    }

    /// Somebody with money and an account for units.
    pub fn newcomer(&mut self, name: &str, money: u64) -> Pubkey {
        let person = self.world.investor(name, money);
        let welcome = self.units.token.welcome(&person, &person);
        self.world.go(&welcome);
        person
    }

    /// Pays a distribution in, all of which is the equity's.
    pub fn distribute(&mut self, amount: u64) {
        let payer = self.world.investor("payer of rents", amount);
        let now = self.world.engine.now();
        let source = DistributionArgs {
            amount,
            principal: 0,
            tip_budget: 0,
            recovery: false,
            clawback: None,
            wait: false,
            period_start: now,
            period_end: now,
            note: "rents".to_owned(),
            document_sha256: [0; 32],
        };
        let number = self.distributions.into();
        self.distributions += 1;
        let post = self.deal.post_distribution(&payer, number, source);
        self.world.go(&[post]);
    }

    /// Unwraps all units of an owner, whose record it opens where there is none, and claims what it is owed; says how
    /// many shares and how much money that was.
    pub fn leave(&mut self, owner: &Pubkey) -> (u64, u64) {
        let before = (self.shares(owner), self.world.wealth(owner));
        let amount = self.units_of(owner);
        let record = address::holder(&self.deal.class(EQUITY).tranche, owner);
        let mut all = match self.world.engine.account(&record) {
            Some(_) => Vec::new(),
            None => self.deal.welcome(EQUITY, owner, owner),
        };
        all.push(self.units.unwrap(owner, amount));
        all.push(self.deal.claim(EQUITY, owner));
        self.world.go(&all);
        assert_eq!(self.units_of(owner), 0, "no unit is left");
        (
            self.shares(owner) - before.0,
            self.world.wealth(owner) - before.1,
        )
    }

    /// Claims what an owner is owed; says how much money that was.
    pub fn claim(&mut self, owner: &Pubkey) -> u64 {
        let before = self.world.wealth(owner);
        let claim = self.deal.claim(EQUITY, owner);
        self.world.go(&[claim]);
        self.world.wealth(owner) - before
    }

    /// Units in an owner's associated account.
    pub fn units_of(&mut self, owner: &Pubkey) -> u64 {
        let account = self.units.token.account(owner);
        self.world.balance(&account)
    }

    /// Shares in an owner's associated account.
    pub fn shares(&mut self, owner: &Pubkey) -> u64 {
        let account = self.deal.share_account(EQUITY, owner);
        self.world.balance(&account)
    }
}
