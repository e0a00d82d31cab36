//! When proceeds may be drawn, how much of them, and how what is not drawn goes back.

mod conditions;
pub mod delivery;
mod limits;
pub(crate) mod returned;

use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::terms::{TestTerms, TierTerms, TriggerTerms},
    security::state::Security,
    structure::create_tranche::TrancheArgs,
};
use securities_tests::{
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    world::World,
};

/// One whole token, and what a share of debt or of an equity with a par stands for.
pub(crate) const ONE: u64 = 1_000_000;
/// What each class is sold for.
pub(crate) const SOLD: u64 = 1_000 * ONE;

/// An equity with a par of one whole token.
pub(crate) fn with_par(rank: u8) -> TrancheArgs {
    TrancheArgs {
        par: ONE,
        ..deal::junior(rank)
    }
}

/// A deal of some classes, with tiers for all of them, and what else is said.
pub(crate) fn deal_of<E: Engine>(
    world: &mut World<E>,
    classes: Vec<TrancheArgs>,
    tiers: impl FnOnce(&[TrancheArgs]) -> Vec<TierTerms>,
    edit: impl FnOnce(&mut Deal),
) -> Deal {
    let mut plan = Deal::plan(world, "sponsor", 1);
    edit(&mut plan);
    for role in [
        "sponsor's servicer",
        "sponsor's reporter",
        "sponsor's arbitrator",
    ] {
        world.person(role);
    }
    let tiers = tiers(&classes);
    plan.create(world, classes, tiers)
}

/// Sells a class to somebody at a price for one whole share.
pub(crate) fn sell<E: Engine>(
    world: &mut World<E>,
    deal: &Deal,
    (rank, price): (u8, u64),
    amount: u64,
) -> Pubkey {
    let owner = world.investor(&format!("owner {rank}"), amount);
    let line = format!("line {rank}");
    let book = Offering::standard_with(world, deal, rank, &line, |args| {
        (args.price, args.price_min) = (price, price);
        (args.minimum, args.cap, args.min_ticket) = (amount, amount, amount);
    });
    book.sell(world, deal, &[(owner, amount)]);
    book.release(world, deal);
    owner
}

/// One trigger that has so many days to be cured.
fn trigger(test: TestTerms, cure_days: u16) -> Vec<TriggerTerms> {
    vec![TriggerTerms {
        test,
        cure_days,
        consequences: 1,
    }]
}

fn treasury<E: Engine>(world: &mut World<E>, deal: &Deal) -> u64 {
    read::state::<Security>(&mut world.engine, &deal.security)
        .vault()
        .treasury
}
