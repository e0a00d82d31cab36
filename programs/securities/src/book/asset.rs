//! What a book takes in: the settlement mint, and assets that earn while they wait.

use crate::{
    errors::SecuritiesError,
    math::{
        quantity::Units,
        rate::{PAR, Rate},
    },
    rate::{reported, stake_pool},
};
use anchor_lang::prelude::*;

const REPORTED: u8 = RateAdapter::Reported as u8;
const STAKE_POOL: u8 = RateAdapter::StakePool as u8;

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
    /// Tickets of it that are committed to the present offer; approved, where allocation is discretionary.
    pub secured_tickets: u32,
    /// Their money that is committed, or approved, in value.
    pub secured: u64,
    /// The highest rate at which a ticket of it was taken since none was there.
    pub highest_rate: Rate,
}

const _: () = assert!(size_of::<Asset>() == 200);

impl Asset {
    /// Whether a unit is always worth a unit of the settlement mint.
    #[must_use]
    pub const fn is_par(&self) -> bool {
        self.adapter == RateAdapter::OneToOne as u8
    }

    /// Counts units of a new ticket.
    pub(crate) fn receive(&mut self, units: Units) -> Result<()> {
        self.units = Units(self.units).plus(units)?.get();
        Ok(())
    }

    /// Turns a ticket's units into proceeds.
    pub(crate) fn accept(&mut self, units: Units) -> Result<()> {
        self.release(units)?;
        self.proceeds = Units(self.proceeds).plus(units)?.get();
        Ok(())
    }

    /// Whether nothing in its escrow is anybody's.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.units == 0 && self.proceeds == 0
    }

    /// Counts units that leave escrow, or become proceeds.
    pub(crate) fn release(&mut self, units: Units) -> Result<()> {
        self.units = Units(self.units).minus(units)?.get();
        Ok(())
    }
}

/// What a unit of an asset is worth now; `source` is the account that the asset names, and is ignored at 1:1.
///
/// # Errors
/// [`SecuritiesError::WrongRateSource`], [`SecuritiesError::StaleRate`], [`SecuritiesError::UnknownValue`].
pub fn read_rate(
    asset: &Asset,
    security: &Pubkey,
    source: Option<&AccountInfo<'_>>,
    clock: &Clock,
) -> Result<Rate> {
    if asset.is_par() {
        return Ok(PAR);
    }
    let source = source.ok_or(SecuritiesError::WrongRateSource)?;
    ensure_keys_eq!(
        *source.key,
        asset.rate_source,
        SecuritiesError::WrongRateSource
    );
    match asset.adapter {
        REPORTED => {
            reported(source, security, &asset.mint)?.fresh(clock.unix_timestamp, asset.max_age)
        }
        STAKE_POOL => stake_pool::read(source, &asset.mint, clock.epoch),
        _ => Err(SecuritiesError::UnknownValue.into()),
    }
}
