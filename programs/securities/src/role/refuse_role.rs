//! `refuse_role`

use super::{events::RoleTransferEnded, state::RoleTransfer};
use crate::{chain::event::emit, errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Accounts of `refuse_role`.
#[event_cpi]
#[derive(Accounts)]
pub struct RefuseRole<'info> {
    /// The security's arbitrator.
    pub arbitrator: Signer<'info>,
    /// The security.
    #[account(mut, has_one = arbitrator @ SecuritiesError::NotArbitrator)]
    pub security: AccountLoader<'info, Security>,
    /// The role transfer.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub role_transfer: AccountLoader<'info, RoleTransfer>,
    /// Whoever paid the role transfer's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::refuse_role`].
pub fn refuse_role(ctx: Context<RefuseRole>) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let role_transfer = accounts.role_transfer.load()?;
        role_transfer.require_refusable(Clock::get()?.unix_timestamp)?;
        RoleTransferEnded {
            security: accounts.security.key(),
            sequence: accounts.security.load_mut()?.next_event()?,
            role: role_transfer.role()?,
            to: role_transfer.to,
            refused: true,
        }
    };
    emit(&accounts.event_authority, &event)
}
