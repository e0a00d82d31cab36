//! Rates: what an accepted asset is worth in settlement money, and where the rate is read. It is never a spot price of
//! a market, which any trader could move. And reference rates, which the interest of floating classes follows.

pub mod create_rate;
pub mod create_reference_rate;
pub mod events;
pub mod reference;
pub mod report_rate;
pub mod report_reference_rate;
pub mod stake_pool;
pub mod state;

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;
use state::ReportedRate;

/// Reads an account that must be this security's reported rate for this mint.
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
