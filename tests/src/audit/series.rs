//! Series of warrants.

use super::{Accounts, all};
use crate::{engine::Engine, read, world::World};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{reward::RewardCurve, state::Book},
    warrant::state::WarrantSeries,
};

/// Checks a series.
pub(super) fn check<E: Engine>(
    world: &mut World<E>,
    accounts: &Accounts,
    address: &Pubkey,
    series: &WarrantSeries,
) {
    assert!(
        series.exercised <= series.granted && series.granted <= series.budget,
        "what is exercised was granted, and that was promised"
    );
    let out = series.granted - series.exercised;
    let supply = read::supply(&mut world.engine, &series.mint);
    assert!(supply <= out, "no warrant came from elsewhere");
    assert!(
        out - supply <= world.burnt_warrants,
        "nor went elsewhere than into shares, but what was burnt"
    );
    for (book, state) in all::<Book>(accounts) {
        let own = |curve: &&RewardCurve| curve.target == *address;
        if let Some(curve) = state.curves().iter().find(own) {
            assert_eq!(series.book, book, "one book grants it");
            assert_eq!(
                (series.budget, series.granted),
                (curve.budget, curve.granted),
                "the series and its curve agree"
            );
        }
    }
}
