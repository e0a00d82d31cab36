//! `wrapper_value`

use super::state::Wrapper;
use crate::{errors::SecuritiesError, security::state::MAX_VAULTS, tranche::state::Tranche};
use anchor_lang::prelude::*;

/// What the units of a wrapper are, for programs that lend against them or trade them.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrapperValue {
    /// Units that exist, in base units.
    pub units: u64,
    /// Share base units in one base unit: always 1.
    pub shares: u64,
    /// What one base unit holds of the mint of each of the security's vaults, in base units times 2^64, with what has
    /// streamed up to now. So `n` base units hold `floor(n * cash / 2^64)`.
    pub cash: [u128; MAX_VAULTS],
}

/// Accounts of `wrapper_value`.
#[derive(Accounts)]
pub struct ReadWrapper<'info> {
    /// The tranche.
    pub tranche: AccountLoader<'info, Tranche>,
    /// Its wrapper.
    #[account(has_one = tranche @ SecuritiesError::WrongTranche)]
    pub wrapper: AccountLoader<'info, Wrapper>,
}

/// See [`crate::securities::wrapper_value`].
pub fn wrapper_value(ctx: Context<ReadWrapper>) -> Result<WrapperValue> {
    let wrapper = ctx.accounts.wrapper.load()?;
    let tranche = ctx.accounts.tranche.load()?;
    let rolled = tranche.payouts_at(Clock::get()?.unix_timestamp)?;
    let payouts = rolled.get(..tranche.payouts().len()).unwrap_or(&[]);
    Ok(WrapperValue {
        units: wrapper.units,
        shares: 1,
        cash: wrapper.cash_per_unit(payouts)?,
    })
}
