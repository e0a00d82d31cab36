//! `check_thaw`

use super::transfer_hook::{loader, require_tranche};
use crate::{
    chain::token,
    tranche::{state::Tranche, thaw::Thaw},
};
use anchor_lang::prelude::*;

/// Accounts of `check_thaw`.
#[derive(Accounts)]
pub struct CheckThaw<'info> {
    /// The tranche.
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record of the token account's owner.
    /// CHECK: read in the handler, since it may be missing.
    pub holder: UncheckedAccount<'info>,
    /// The token account that would be thawed.
    /// CHECK: read in the handler.
    pub token_account: UncheckedAccount<'info>,
}

/// See [`crate::securities::check_thaw`].
pub fn check_thaw<'info>(ctx: Context<'info, CheckThaw<'info>>) -> Result<()> {
    let accounts: &'info CheckThaw<'info> = ctx.accounts;
    let record = loader(accounts.holder.as_ref())?;
    let holder = &*record.load()?;
    require_tranche(holder, &accounts.tranche.key())?;
    let tranche = accounts.tranche.load()?;
    tranche
        .check_thaw(&Thaw {
            holder,
            state: token::state_of(&accounts.token_account, &tranche.mint).as_ref(),
            now: Clock::get()?.unix_timestamp,
        })
        .map(drop)
}
