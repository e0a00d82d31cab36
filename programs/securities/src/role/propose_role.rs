//! `propose_role`

use super::{
    events::RoleProposed,
    held_role::{self, HeldRole},
    state::{ACCEPT_WINDOW, Role, RoleTransfer, VERSION},
};
use crate::{
    cash::waterfall::state::Waterfall,
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::{control::Power, state::Security},
};
use anchor_lang::prelude::*;

/// Accounts of `propose_role`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(role: Role)]
pub struct ProposeRole<'info> {
    /// The holder of the role; for a destination, whoever is in control.
    pub holder: Signer<'info>,
    /// Pays the rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The role transfer; there is one of each role at a time.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::ROLE_TRANSFER, security.key().as_ref(), role.code().as_ref()], bump
    )]
    pub role_transfer: UncheckedAccount<'info>,
    /// The new key; for a destination, the token account.
    /// CHECK: read in the handler.
    pub to: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::propose_role`].
pub fn propose_role(ctx: Context<ProposeRole>, role: Role) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let key = accounts.security.key();
    let security = &mut accounts.security.load_mut()?;
    let (held, version) = {
        let waterfall = accounts.waterfall.load()?;
        let held = held_role::held_role(role, security, &waterfall)?;
        (held, held_role::structure_version(role, &waterfall))
    };
    let HeldRole {
        holder,
        from,
        notice,
    } = held;
    ensure_keys_eq!(
        accounts.holder.key(),
        holder,
        SecuritiesError::NotRoleHolder
    );
    if let Role::Destination { .. } = role {
        security.require_power(&holder, Power::Destinations)?;
    }
    let waterfall = accounts.waterfall.key();
    let to = accounts.to.key();
    held_role::require_able(role, &accounts.to, (&key, security), &waterfall)?;
    ensure!(to != from, SecuritiesError::KeyRefused);

    let code = role.code();
    let role_transfer = &mut New {
        payer: &accounts.payer,
        account: &accounts.role_transfer,
    }
    .record::<RoleTransfer>(&[
        seeds::ROLE_TRANSFER,
        key.as_ref(),
        &code,
        &[ctx.bumps.role_transfer],
    ])?;
    role_transfer.version = VERSION;
    role_transfer.bump = ctx.bumps.role_transfer;
    [role_transfer.role, role_transfer.place] = code;
    role_transfer.structure_version = version;
    role_transfer.security = key;
    role_transfer.holder = holder;
    role_transfer.from = from;
    role_transfer.to = to;
    role_transfer.rent_payer = accounts.payer.key();
    role_transfer.proposed_at = now;
    role_transfer.effective_at = now.saturating_add(notice);
    role_transfer.expires_at = role_transfer.effective_at.saturating_add(ACCEPT_WINDOW);

    emit(
        &accounts.event_authority,
        &RoleProposed {
            security: key,
            sequence: security.next_event()?,
            role,
            from,
            to,
            effective_at: role_transfer.effective_at,
            expires_at: role_transfer.expires_at,
        },
    )
}
