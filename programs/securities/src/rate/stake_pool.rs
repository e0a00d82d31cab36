//! The rate of an SPL stake pool's token: lamports under management divided by the token supply, as of the pool's last
//! update. Donated lamports do not count until the pool is updated, and then they benefit every holder.

use crate::{errors::SecuritiesError, math::rate::Rate};
use anchor_lang::prelude::*;

/// The stake pool program, on mainnet and testnet.
pub const PROGRAM: Pubkey = pubkey!("SPoo1Ku8WFXoNDMHPsrGSTSG1Y47rzgn41SLUNakuHy");

/// The first byte of a pool account; the program's other accounts have a different one.
const POOL: u8 = 1;

// Offsets in a pool account. Its layout has no gaps: the account type, three addresses, a bump, then six addresses, of
// which the third is the mint, then these numbers.
const MINT: usize = 162;
const LAMPORTS: usize = 258;
const SUPPLY: usize = 266;
const LAST_UPDATE_EPOCH: usize = 274;

/// Lamports for pool tokens, as of this epoch.
///
/// # Errors
/// [`SecuritiesError::WrongRateSource`] when the account is not the pool of this mint; [`SecuritiesError::StaleRate`]
/// when the pool has not been updated in this epoch, or is empty and so has no rate yet.
pub fn read(account: &AccountInfo<'_>, mint: &Pubkey, epoch: u64) -> Result<Rate> {
    check(account, mint)?;
    let data = account.try_borrow_data()?;
    let rate = Rate {
        numerator: number(&data, LAMPORTS)?,
        denominator: number(&data, SUPPLY)?,
    };
    ensure!(
        number(&data, LAST_UPDATE_EPOCH)? == epoch && rate.check().is_ok(),
        SecuritiesError::StaleRate
    );
    Ok(rate)
}

/// Whether the account is the pool of this mint, however old its numbers are.
///
/// # Errors
/// [`SecuritiesError::WrongRateSource`].
pub fn check(account: &AccountInfo<'_>, mint: &Pubkey) -> Result<()> {
    let data = account.try_borrow_data()?;
    let is_pool = *account.owner == PROGRAM
        && data.first() == Some(&POOL)
        && field::<32>(&data, MINT)? == mint.to_bytes();
    ensure!(is_pool, SecuritiesError::WrongRateSource);
    number(&data, LAST_UPDATE_EPOCH).map(drop)
}

fn number(data: &[u8], at: usize) -> Result<u64> {
    field(data, at).map(u64::from_le_bytes)
}

fn field<const N: usize>(data: &[u8], at: usize) -> Result<[u8; N]> {
    data.get(at..)
        .and_then(|rest| rest.first_chunk())
        .copied()
        .ok_or_else(|| SecuritiesError::WrongRateSource.into())
}
