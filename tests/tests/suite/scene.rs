//! Where many tests begin: classes that are sold, and payments into their deal.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell},
    payouts::source,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{distribution::state::Distribution, waterfall::terms::TierTerms},
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    read,
    world::{DAY, Money, World},
};

/// A deal of which every class is sold for 1,000, the first of them a debt.
pub(crate) struct Scene<E> {
    pub(crate) world: World<E>,
    pub(crate) deal: Deal,
    /// How many payments there were.
    pub(crate) posted: u64,
}

impl<E: Engine> Scene<E> {
    /// The key of the auditor is for the tiers to pay.
    pub(crate) fn new(
        classes: Vec<TrancheArgs>,
        tiers: impl FnOnce(Pubkey) -> Vec<TierTerms>,
        edit: impl FnOnce(&mut Deal),
    ) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let payee = world.investor("auditor", 0);
        let ranks: Vec<u8> = classes.iter().map(|class| class.rank).collect();
        let deal = deal_of(&mut world, classes, |_| tiers(payee), edit);
        for rank in ranks {
            sell(&mut world, &deal, (rank, ONE), SOLD);
        }
        Self {
            world,
            deal,
            posted: 0,
        }
    }

    pub(crate) fn debt(&mut self) -> Tranche {
        read::state(&mut self.world.engine, &self.deal.class(0).tranche)
    }

    /// Begins a day.
    pub(crate) fn go_to(&mut self, day: u64) {
        self.world.engine.set_now(day as i64 * DAY);
    }

    /// Pays in, and gives the record.
    pub(crate) fn post(&mut self, amount: u64) -> Distribution {
        let payer = self.world.investor("payer", amount);
        let args = source(self.world.engine.now(), amount);
        let post = self.deal.post_distribution(&payer, self.posted, args);
        self.world.go(&[post]);
        let record = address::distribution(&self.deal.security, &payer, self.posted);
        self.posted += 1;
        audit::check(&mut self.world);
        read::state(&mut self.world.engine, &record)
    }
}
