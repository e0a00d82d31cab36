//! What a tranche with a fixed number of shares keeps for its manager.

use crate::{
    chain::wide::Wide,
    math::{accumulator, fixed, quantity::Shares},
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// What the pot has earned in one payout mint.
#[zero_copy]
#[derive(Default, Debug, PartialEq, Eq)]
pub struct PotEarnings {
    /// The tranche's accumulator when the pot was last updated, Q64.64.
    pub accumulator: Wide,
    /// The fraction of a base unit earned beyond whole units, times 2^64.
    pub fraction: u64,
    /// Earned and not yet given to the manager, in base units.
    pub owed: u64,
}

/// What a tranche with a fixed number of shares keeps for its manager.
#[zero_copy]
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Pot {
    /// Shares that no book holds or has granted and that the manager has not taken, in share base units.
    pub shares: u64,
    /// What they have earned, by payout mint.
    pub earned: [PotEarnings; MAX_VAULTS],
}

/// What the manager takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// Shares, in share base units.
    pub shares: u64,
    /// What the pot had earned, by payout mint.
    pub earned: [PotEarnings; MAX_VAULTS],
}

impl Taken {
    /// Whole base units, by payout mint.
    pub fn money(&self) -> [u64; MAX_VAULTS] {
        self.earned.map(|earned| earned.owed)
    }
}

const _: () = assert!(size_of::<Pot>() == 136);

impl PotEarnings {
    /// Adds what shares earned from one accumulator to a later one.
    pub(crate) fn credit(&mut self, shares: Shares, since: u128, now: u128) -> Result<()> {
        let gained = accumulator::earned(shares, self.fraction, since, now)?;
        self.owed = fixed::add(self.owed, gained.earned)?;
        self.fraction = gained.fraction;
        Ok(())
    }
}
