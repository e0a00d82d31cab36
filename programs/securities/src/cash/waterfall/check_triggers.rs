//! `check_triggers`

use super::{
    events::TriggersChecked,
    state::Waterfall,
    tranches::{Tranches, tranche_accounts},
};
use crate::{chain::event::emit, errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Accounts of `check_triggers`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
pub struct CheckTriggers<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::check_triggers`].
pub fn check_triggers<'info>(ctx: Context<'info, CheckTriggers<'info>>) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let key = ctx.accounts.security.key();
    let security = &mut ctx.accounts.security.load_mut()?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    let loaders = tranche_accounts(ctx.remaining_accounts)?;
    let failing =
        Tranches::load(&loaders, &key, security.tranche_count)?.check(security, waterfall, now)?;

    let event = TriggersChecked {
        security: key,
        sequence: security.next_event()?,
        failing,
        mode: waterfall.mode(now) as u8,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
