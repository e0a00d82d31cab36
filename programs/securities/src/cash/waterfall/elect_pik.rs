//! `elect_pik`

use super::{
    events::PikElected,
    state::Waterfall,
    tranches::{Tranches, tranche_accounts},
};
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    security::{control::Power, state::Security},
};
use anchor_lang::prelude::*;

/// Accounts of `elect_pik`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
pub struct ElectPik<'info> {
    /// The security's sponsor, or the agent in control.
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::elect_pik`].
pub fn elect_pik<'info>(ctx: Context<'info, ElectPik<'info>>, rank: u8) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let key = ctx.accounts.security.key();
    let security = &mut ctx.accounts.security.load_mut()?;
    security.require_power(ctx.accounts.sponsor.key, Power::Pik)?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    let loaders = tranche_accounts(ctx.remaining_accounts)?;
    let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
    let elected = tranches.elect_pik(security, waterfall, rank, now)?;

    let event = PikElected {
        security: key,
        sequence: security.next_event()?,
        rank,
        due_day: elected.due_day,
        left: elected.left,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
