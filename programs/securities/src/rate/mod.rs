//! Rates: what an asset that a book accepts is worth in settlement money, and where that is read. Never a spot price
//! of a market, which whoever trades could move.

pub mod create_rate;
pub mod report_rate;
pub mod stake_pool;
pub mod state;

use crate::{
    book::asset::{Asset, RateAdapter},
    errors::SecuritiesError,
    math::rate::{PAR, Rate},
};
use anchor_lang::prelude::*;
use state::ReportedRate;

const REPORTED: u8 = RateAdapter::Reported as u8;
const STAKE_POOL: u8 = RateAdapter::StakePool as u8;

/// What a unit of an asset is worth now; `source` is the account that the asset names, and is ignored at 1:1.
///
/// # Errors
/// [`SecuritiesError::WrongRateSource`], [`SecuritiesError::StaleRate`], [`SecuritiesError::UnknownValue`].
pub fn read(
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

/// Reads an account that must be what this security's reporter says of this mint.
///
/// # Errors
/// [`SecuritiesError::WrongRateSource`].
pub fn reported(
    source: &AccountInfo<'_>,
    security: &Pubkey,
    mint: &Pubkey,
) -> Result<ReportedRate> {
    ensure_keys_eq!(*source.owner, crate::ID, SecuritiesError::WrongRateSource);
    let data = source.try_borrow_data()?;
    let rate: ReportedRate = data
        .strip_prefix(ReportedRate::DISCRIMINATOR)
        .and_then(|body| body.get(..size_of::<ReportedRate>()))
        .and_then(|body| bytemuck::try_pod_read_unaligned(body).ok())
        .ok_or(SecuritiesError::WrongRateSource)?;
    ensure!(
        rate.security == *security && rate.mint == *mint,
        SecuritiesError::WrongRateSource
    );
    Ok(rate)
}
