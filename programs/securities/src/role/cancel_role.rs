//! `cancel_role`

use super::{events::RoleTransferEnded, held_role, state::RoleTransfer};
use crate::{
    cash::waterfall::state::Waterfall, chain::event::emit, errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `cancel_role`.
#[event_cpi]
#[derive(Accounts)]
pub struct CancelRole<'info> {
    /// The holder of the role (for a destination, whoever is in control), or whoever proposed the role transfer; anyone once it
    /// has expired.
    pub caller: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
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

/// See [`crate::securities::cancel_role`].
pub fn cancel_role(ctx: Context<CancelRole>) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let role_transfer = accounts.role_transfer.load()?;
        let role = role_transfer.role()?;
        let security = &mut accounts.security.load_mut()?;
        let caller = accounts.caller.key();
        // After a change of structure there may be no such role any more. The role transfer then ends by its proposer,
        // or by time.
        let holds = held_role::held_role(role, security, &*accounts.waterfall.load()?)
            .is_ok_and(|held| held.holder == caller);
        ensure!(
            holds
                || caller == role_transfer.holder
                || Clock::get()?.unix_timestamp >= role_transfer.expires_at,
            SecuritiesError::NotRoleHolder
        );
        RoleTransferEnded {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            role,
            to: role_transfer.to,
            refused: false,
        }
    };
    emit(&accounts.event_authority, &event)
}
