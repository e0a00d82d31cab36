//! `accept_role`

use super::{
    events::RoleTransferred,
    held_role,
    state::{Role, RoleTransfer},
};
use crate::{
    cash::waterfall::state::Waterfall,
    chain::event::emit,
    errors::SecuritiesError,
    security::{control::Power, state::Security},
};
use anchor_lang::prelude::*;

/// Accounts of `accept_role`.
#[event_cpi]
#[derive(Accounts)]
pub struct AcceptRole<'info> {
    /// The new key; for a destination, the owner of the token account.
    pub new_holder: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The role transfer.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = to @ SecuritiesError::NotNamed,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub role_transfer: AccountLoader<'info, RoleTransfer>,
    /// The new key again; for a destination, the token account.
    /// CHECK: by the role transfer, and read in the handler.
    pub to: UncheckedAccount<'info>,
    /// Whoever paid the role transfer's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::accept_role`].
pub fn accept_role(ctx: Context<AcceptRole>) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let role_transfer = accounts.role_transfer.load()?;
        role_transfer.require_due(Clock::get()?.unix_timestamp)?;
        let role = role_transfer.role()?;
        let (key, other) = (accounts.security.key(), accounts.waterfall.key());
        let security = &mut accounts.security.load_mut()?;
        let waterfall = &mut accounts.waterfall.load_mut()?;
        // What a former holder proposed does not bind the current holder of the role.
        let held = held_role::held_role(role, security, waterfall)?;
        ensure!(
            held.holder == role_transfer.holder && held.from == role_transfer.from,
            SecuritiesError::RoleTransferStale
        );
        // The tier at a payee's place may be another by now.
        ensure!(
            held_role::structure_version(role, waterfall) == role_transfer.structure_version,
            SecuritiesError::RoleTransferStale
        );
        if let Role::Destination { .. } = role {
            // Nor does what a stage proposed before control stepped, nor what this one has no power for by now.
            ensure!(
                role_transfer.proposed_at > security.control.stepped_at,
                SecuritiesError::RoleTransferStale
            );
            security.require_power(&held.holder, Power::Destinations)?;
        }
        let accepts = held_role::require_able(role, &accounts.to, (&key, security), &other)?;
        ensure_keys_eq!(
            accounts.new_holder.key(),
            accepts,
            SecuritiesError::NotNamed
        );
        held_role::transfer(role, role_transfer.to, security, waterfall)?;
        RoleTransferred {
            security: key,
            sequence: security.next_event()?,
            role,
            from: role_transfer.from,
            to: role_transfer.to,
        }
    };
    emit(&accounts.event_authority, &event)
}
