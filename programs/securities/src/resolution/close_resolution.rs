//! `close_resolution`

use super::{
    events::ResolutionClosed,
    governance::Governance,
    state::{Resolution, Status},
};
use crate::{chain::event::emit, errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Accounts of `close_resolution`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseResolution<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its governance.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub governance: AccountLoader<'info, Governance>,
    /// The resolution.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub resolution: AccountLoader<'info, Resolution>,
    /// Whoever paid the resolution's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_resolution`].
pub fn close_resolution(ctx: Context<CloseResolution>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let resolution = accounts.resolution.load()?;
        let stands = resolution.status == Status::Proposed as u8
            && now < resolution.executable_until
            && resolution.is_consented(&*accounts.governance.load()?)?;
        // Votes on it end with it, also where it was stopped before.
        ensure!(
            now >= resolution.closes_at && !stands,
            SecuritiesError::ResolutionOpen
        );
        let security = &mut accounts.security.load_mut()?;
        if resolution.status == Status::Proposed as u8
            && resolution.proposal()?.changes_what_is_sold()
        {
            security.end_change()?;
        }
        ResolutionClosed {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            number: resolution.number,
            status: resolution.status,
        }
    };
    emit(&accounts.event_authority, &event)
}
