//! `accept_role`

use super::{events::RoleHandedOver, seat, state::Handover};
use crate::{
    cash::waterfall::state::Waterfall, chain::event::emit, errors::SecuritiesError,
    security::state::Security,
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
    /// The hand-over.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = to @ SecuritiesError::NotNamed,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub handover: AccountLoader<'info, Handover>,
    /// The new key again; for a destination, the token account.
    /// CHECK: by the hand-over, and read in the handler.
    pub to: UncheckedAccount<'info>,
    /// Whoever paid the hand-over's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::accept_role`].
pub fn accept_role(ctx: Context<AcceptRole>) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let handover = accounts.handover.load()?;
        handover.require_due(Clock::get()?.unix_timestamp)?;
        let role = handover.role()?;
        let (key, other) = (accounts.security.key(), accounts.waterfall.key());
        let security = &mut accounts.security.load_mut()?;
        let waterfall = &mut accounts.waterfall.load_mut()?;
        // What a former holder proposed does not bind the current holder of the role.
        let seat = seat::seat(role, security, waterfall)?;
        ensure!(
            seat.holder == handover.holder && seat.from == handover.from,
            SecuritiesError::HandoverStale
        );
        let accepts = seat::require_able(role, &accounts.to, (&key, security), &other)?;
        ensure_keys_eq!(
            accounts.new_holder.key(),
            accepts,
            SecuritiesError::NotNamed
        );
        seat::hand_over(role, handover.to, security, waterfall)?;
        RoleHandedOver {
            security: key,
            sequence: security.next_event()?,
            role,
            from: handover.from,
            to: handover.to,
        }
    };
    emit(&accounts.event_authority, &event)
}
