//! `cancel_role`

use super::{events::HandoverEnded, seat, state::Handover};
use crate::{
    cash::waterfall::state::Waterfall, chain::event::emit, errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `cancel_role`.
#[event_cpi]
#[derive(Accounts)]
pub struct CancelRole<'info> {
    /// The holder of the role (for a destination, the sponsor), or whoever proposed the hand-over; anyone once it has
    /// expired.
    pub caller: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The hand-over.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub handover: AccountLoader<'info, Handover>,
    /// Whoever paid the hand-over's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::cancel_role`].
pub fn cancel_role(ctx: Context<CancelRole>) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let handover = accounts.handover.load()?;
        let role = handover.role()?;
        let security = &mut accounts.security.load_mut()?;
        let caller = accounts.caller.key();
        // After a change of structure there may be no such role any more. The hand-over then ends by its proposer, or
        // by time.
        let holds = seat::seat(role, security, &*accounts.waterfall.load()?)
            .is_ok_and(|seat| seat.holder == caller);
        ensure!(
            holds
                || caller == handover.holder
                || Clock::get()?.unix_timestamp >= handover.expires_at,
            SecuritiesError::NotHolder
        );
        HandoverEnded {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            role,
            to: handover.to,
            refused: false,
        }
    };
    emit(&accounts.event_authority, &event)
}
