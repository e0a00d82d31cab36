//! `refuse_role`

use super::{events::HandoverEnded, state::Handover};
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

/// See [`crate::securities::refuse_role`].
pub fn refuse_role(ctx: Context<RefuseRole>) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let handover = accounts.handover.load()?;
        handover.require_refusable(Clock::get()?.unix_timestamp)?;
        HandoverEnded {
            security: accounts.security.key(),
            sequence: accounts.security.load_mut()?.next_event()?,
            role: handover.role()?,
            to: handover.to,
            refused: true,
        }
    };
    emit(&accounts.event_authority, &event)
}
