//! The assets that a book accepts: the settlement mint, and assets that earn while they are in escrow.

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

/// Where an asset's rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum RateAdapter {
    /// One unit is worth one unit of the settlement mint.
    OneToOne,
    /// The security's reporter reports it; see [`crate::rate::state::ReportedRate`].
    Reported,
    /// The lamports of an SPL stake pool divided by its token supply, in the current epoch.
    StakePool,
}

/// An asset that a book accepts.
#[zero_copy]
pub struct Asset {
    /// The asset's mint; the default address if the slot is unused.
    pub mint: Pubkey,
    /// The book's escrow for the asset, a token account.
    pub escrow: Pubkey,
    /// The token program that owns the mint.
    pub token_program: Pubkey,
    /// The account that the asset's rate is read from; the default address at 1:1.
    pub rate_source: Pubkey,
    /// Base units in escrow that belong to tickets.
    pub units: u64,
    /// Base units in escrow that are proceeds, until they are released to the security's vault.
    pub proceeds: u64,
    /// How old a reported rate may be, in seconds.
    pub max_age: i64,
    /// The rate that settlement uses, read at the lock; zero before.
    pub locked_rate: Rate,
    /// 0: 1:1, 1: reported, 2: stake pool.
    pub adapter: u8,
    /// Decimals of the mint.
    pub decimals: u8,
    /// Bump of the escrow's address.
    pub escrow_bump: u8,
    /// Place, from 0, of the security's vault that takes the asset's proceeds.
    pub security_vault: u8,
    /// Number of tickets in this asset whose money counts as committed to the current offer or, where allocation is
    /// discretionary, is approved.
    pub secured_tickets: u32,
    /// Committed money of those tickets or, where allocation is discretionary, approved money, in value.
    pub secured: u64,
    /// The highest rate at which a ticket in this asset was deposited since the asset last had none.
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
        self.take_out(units)?;
        self.proceeds = Units(self.proceeds).plus(units)?.get();
        Ok(())
    }

    /// Whether its escrow holds neither money of tickets nor proceeds.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.units == 0 && self.proceeds == 0
    }

    /// Takes out units that leave escrow or become proceeds.
    pub(crate) fn take_out(&mut self, units: Units) -> Result<()> {
        self.units = Units(self.units).minus(units)?.get();
        Ok(())
    }
}

/// What a unit of an asset is worth now. `source` is the account that the asset names; it is ignored at 1:1.
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
