//! SPL stake pools, as far as a rate is read from them.

use crate::engine::{Account, Engine};
use anchor_lang::prelude::Pubkey;
use securities::rate::stake_pool::PROGRAM;

/// What a pool says.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// The mint of its tokens.
    pub mint: Pubkey,
    /// Lamports under management.
    pub lamports: u64,
    /// Tokens out.
    pub supply: u64,
    /// The epoch it was last updated in.
    pub epoch: u64,
}

impl Pool {
    /// Puts the pool on chain. Everything but what is read is ones, so that a wrong place would be noticed.
    pub fn put<E: Engine>(&self, engine: &mut E, address: &Pubkey) {
        let mut data = vec![1; 611];
        data[162..194].copy_from_slice(self.mint.as_ref());
        for (at, number) in [(258, self.lamports), (266, self.supply), (274, self.epoch)] {
            data[at..at + 8].copy_from_slice(&number.to_le_bytes());
        }
        let lamports = engine.rent(data.len());
        engine.set_account(
            address,
            Account {
                lamports,
                data,
                owner: PROGRAM,
            },
        );
    }
}
