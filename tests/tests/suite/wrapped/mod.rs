//! Wrapped shares: units are plain tokens, each of which is one share and all that one share has received.

mod classic;
pub mod course;
mod kept;
mod later;
mod random;
mod refused;
mod rights;
mod rounding;
mod states;
mod tips;

use crate::payouts::STAKE;
use anchor_lang::prelude::Pubkey;
use securities::{
    security::state::Security,
    structure::create_tranche::TrancheArgs,
    tranche::{holder::Holder, state::Tranche},
    wrapper::state::Wrapper,
};
use securities_tests::{
    address,
    deal::{self, Deal},
    engine::{Engine, Failure, Outcome},
    offering::Offering,
    read,
    token::CLASSIC,
    world::{Money, World},
};

/// What a stake's part of a distribution is.
pub const PART: u64 = 1_000_000;

/// An equity class with a wrapper, whose shares belong to some people in equal parts, and which is paid in two mints.
pub struct Scene<E> {
    pub world: World<E>,
    pub deal: Deal,
    /// The other mint than the one it settles in.
    pub coin: Pubkey,
    pub owners: Vec<Pubkey>,
    posted: u64,
}

impl<E: Engine> Scene<E> {
    pub fn new(names: &[&str]) -> Self {
        Self::with(names, |_| {})
    }

    /// The same, with terms of one's own.
    pub fn with(names: &[&str], edit: impl Fn(&mut TrancheArgs)) -> Self {
        Self::sold(names, edit, |_, _| {})
    }

    /// The same, whose units are of SPL Token.
    pub fn classic(names: &[&str]) -> Self {
        Self::sold(
            names,
            |_| {},
            |_, deal| {
                deal.classes[0].unit_program = CLASSIC;
            },
        )
    }

    /// The same, with something done before the wrapper is created.
    pub fn sold(
        names: &[&str],
        edit: impl Fn(&mut TrancheArgs),
        before: impl Fn(&mut World<E>, &mut Deal),
    ) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let keeper = world.investor("keeper", 0);
        let deal = Deal {
            escheat: (keeper, 365),
            ..Deal::plan(&mut world, "sponsor", 1)
        };
        let mut class = deal::junior(0);
        edit(&mut class);
        let tiers = deal::tiers_of(std::slice::from_ref(&class));
        let mut deal = deal.create(&mut world, vec![class], tiers);
        before(&mut world, &mut deal);
        world.go(&[deal.create_wrapper(0, false)]);
        let coin = world.new_mint("coin", &CLASSIC, &[], |_| Vec::new());
        world.go(&[deal.add_vault(&coin, &CLASSIC)]);
        let book = Offering::standard(&mut world, &deal, 0, "line");
        let owners: Vec<_> = names
            .iter()
            .map(|name| world.investor(name, STAKE))
            .collect();
        let tickets: Vec<_> = owners.iter().map(|owner| (*owner, STAKE)).collect();
        book.sell(&mut world, &deal, &tickets);
        let mut scene = Self {
            world,
            deal,
            coin,
            owners: owners.clone(),
            posted: 0,
        };
        for owner in &owners {
            scene.admit(owner);
        }
        scene
    }

    /// Accounts for units and both kinds of money.
    pub fn admit(&mut self, owner: &Pubkey) {
        let open = self.deal.open_unit_account(0, &self.world.payer, owner);
        self.world.go(&[open]);
        self.world.give_of((&self.coin, &CLASSIC), owner, 0);
        self.world.give(owner, 0);
    }

    /// Somebody without a record or shares.
    pub fn stranger(&mut self, name: &str) -> Pubkey {
        let stranger = self.world.investor(name, 0);
        self.admit(&stranger);
        stranger
    }

    /// A record for somebody, and an account for shares.
    pub fn welcome(&mut self, owner: &Pubkey) {
        let welcome = self.deal.welcome(0, &self.world.payer, owner);
        self.world.go(&welcome);
    }

    /// Settlement money comes in.
    pub fn distribute(&mut self, amount: u64) {
        let mint = self.world.mint;
        self.distribute_of(&mint, amount);
    }

    /// Money of a mint comes in.
    pub fn distribute_of(&mut self, mint: &Pubkey, amount: u64) {
        let payer = self.world.person("servicer");
        self.world.give_of((mint, &CLASSIC), &payer, amount);
        let args = crate::payouts::source(0, amount);
        let post = self
            .deal
            .post_distribution_in((mint, &CLASSIC), &payer, self.posted, args);
        self.posted += 1;
        self.world.go(&[post]);
    }

    /// The call by which somebody wraps, with the accounts of the mints that the class was paid in.
    pub fn wrapping(
        &mut self,
        owner: &Pubkey,
        amount: u64,
    ) -> anchor_lang::solana_program::instruction::Instruction {
        let in_use = usize::from(self.tranche().payout_count);
        let (mint, coin) = (self.world.mint, self.coin);
        let coins = [(&mint, &CLASSIC), (&coin, &CLASSIC)];
        self.deal.wrap_shares_in(0, owner, amount, &coins[..in_use])
    }

    pub fn wrap(&mut self, owner: &Pubkey, amount: u64) -> Outcome {
        let wrap = self.wrapping(owner, amount);
        self.world.go(&[wrap])
    }

    pub fn try_wrap(&mut self, owner: &Pubkey, amount: u64) -> Result<Outcome, Failure> {
        let wrap = self.wrapping(owner, amount);
        self.world.send(&[wrap])
    }

    pub fn unwrap(&mut self, owner: &Pubkey, amount: u64) -> Outcome {
        self.world.go(&[self.deal.unwrap_shares(0, owner, amount)])
    }

    /// Claims whatever is owed, in both mints.
    pub fn claim(&mut self, owner: &Pubkey) {
        for vault in 0..2 {
            if self.owed(owner)[vault] > 0 {
                let mint = [self.world.mint, self.coin][vault];
                let claim = self.deal.claim_in((&mint, &CLASSIC), 0, owner);
                self.world.go(&[claim]);
            }
        }
    }

    pub fn tranche(&mut self) -> Tranche {
        read::state(&mut self.world.engine, &self.deal.class(0).tranche)
    }

    pub fn security(&mut self) -> Security {
        read::state(&mut self.world.engine, &self.deal.security)
    }

    pub fn wrapper(&mut self) -> Wrapper {
        let wrapper = self.deal.wrapper(0);
        read::state(&mut self.world.engine, &wrapper)
    }

    pub fn record(&mut self, owner: &Pubkey) -> Holder {
        let record = address::holder(&self.deal.class(0).tranche, owner);
        read::state(&mut self.world.engine, &record)
    }

    /// What a record would be paid now, in both mints.
    pub fn owed(&mut self, owner: &Pubkey) -> [u64; 2] {
        let (now, tranche) = (self.world.engine.now(), self.tranche());
        let record = self.record(owner);
        [0, 1].map(|vault| record.owed_at(&tranche, vault, now).expect("a vault"))
    }

    /// What the wrapper's record is owed, in both mints.
    pub fn kept(&mut self) -> [u64; 2] {
        let wrapper = self.deal.wrapper(0);
        self.owed(&wrapper)
    }

    /// Shares on record, and units in the associated account.
    pub fn holds(&mut self, owner: &Pubkey) -> (u64, u64) {
        let units = self.deal.unit_account(0, owner);
        (self.record(owner).shares, self.world.balance(&units))
    }

    /// What somebody has of both kinds of money.
    pub fn purse(&mut self, owner: &Pubkey) -> [u64; 2] {
        let coins = address::token_account(owner, &self.coin, &CLASSIC);
        [self.world.wealth(owner), self.world.balance(&coins)]
    }
}
