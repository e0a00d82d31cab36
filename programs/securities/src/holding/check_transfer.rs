//! `check_transfer`

use super::transfer_hook::{loader, require_tranche};
use crate::tranche::{moves::Move, state::Tranche};
use anchor_lang::prelude::*;

/// Accounts of `check_transfer`.
#[derive(Accounts)]
pub struct CheckTransfer<'info> {
    /// The tranche.
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record that the shares would leave.
    /// CHECK: read in the handler, since it may be missing, or the same as the other.
    pub source_holder: UncheckedAccount<'info>,
    /// The holder record that would receive them: another owner's or, to ask for a wrap, the wrapper's.
    /// CHECK: read in the handler.
    pub destination_holder: UncheckedAccount<'info>,
}

/// See [`crate::securities::check_transfer`].
pub fn check_transfer<'info>(ctx: Context<'info, CheckTransfer<'info>>, amount: u64) -> Result<()> {
    let accounts: &'info CheckTransfer<'info> = ctx.accounts;
    if accounts.source_holder.key == accounts.destination_holder.key {
        return Ok(());
    }
    let key = accounts.tranche.key();
    let source = loader(accounts.source_holder.as_ref())?;
    let source = &*source.load()?;
    require_tranche(source, &key)?;
    let destination = loader(accounts.destination_holder.as_ref())?;
    let destination = &*destination.load()?;
    require_tranche(destination, &key)?;
    let tranche = accounts.tranche.load()?;
    tranche.check_move(&Move {
        from: Some(source),
        to: (destination.is_wrapper == 0).then_some(destination),
        amount,
        now: Clock::get()?.unix_timestamp,
    })
}
