//! What a book takes in: the settlement mint, and assets that earn while they wait.

use crate::math::{fixed, rate::Rate};
use anchor_lang::prelude::*;

/// Where the value of an asset is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum RateAdapter {
    /// One unit is one unit of the settlement mint.
    OneToOne,
    /// The security's reporter says; see [`crate::rate::state::ReportedRate`].
    Reported,
    /// Lamports and supply of an SPL stake pool in the present epoch.
    StakePool,
}

/// An asset that a book accepts.
#[zero_copy]
pub struct Asset {
    /// Its mint; the default address where the slot is unused.
    pub mint: Pubkey,
    /// The token account in escrow.
    pub vault: Pubkey,
    /// The token program that owns the mint.
    pub token_program: Pubkey,
    /// Where its rate is read; the default address at 1:1.
    pub rate_source: Pubkey,
    /// Base units in escrow for tickets.
    pub units: u64,
    /// Base units in escrow that are proceeds, until they are released to the security's vault.
    pub proceeds: u64,
    /// How old a reported rate may be, seconds.
    pub max_age: i64,
    /// The rate that settlement takes, read at the lock; zero before.
    pub locked_rate: Rate,
    /// 0: 1:1, 1: reported, 2: stake pool.
    pub adapter: u8,
    /// Decimals of the mint.
    pub decimals: u8,
    /// Bump of the vault's address.
    pub vault_bump: u8,
    /// Which of the security's vaults takes its proceeds.
    pub security_vault: u8,
    /// Zero.
    pub padding: [u8; 4],
}

const _: () = assert!(size_of::<Asset>() == 176);

impl Asset {
    /// Whether a unit is always worth a unit of the settlement mint.
    #[must_use]
    pub const fn is_par(&self) -> bool {
        self.adapter == RateAdapter::OneToOne as u8
    }

    pub(crate) fn receive(&mut self, units: u64) -> Result<()> {
        self.units = fixed::add(self.units, units)?;
        Ok(())
    }

    /// Turns a ticket's units into proceeds.
    pub(crate) fn accept(&mut self, units: u64) -> Result<()> {
        self.release(units)?;
        self.proceeds = fixed::add(self.proceeds, units)?;
        Ok(())
    }

    /// Whether nothing in its escrow is anybody's.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.units == 0 && self.proceeds == 0
    }

    pub(crate) fn release(&mut self, units: u64) -> Result<()> {
        self.units = fixed::sub(self.units, units)?;
        Ok(())
    }
}
