//! Rates: what an asset that a book accepts is worth in settlement money, and where that is read. Never a spot price
//! of a market, which whoever trades could move.

pub mod create_rate;
pub mod events;
pub mod report_rate;
pub mod stake_pool;
pub mod state;

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;
use state::ReportedRate;

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
