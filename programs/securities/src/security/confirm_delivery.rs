//! `confirm_delivery`

use super::{events::DeliveryConfirmed, state::Security};
use crate::{chain::event::emit, errors::SecuritiesError};
use anchor_lang::prelude::*;

/// Accounts of `confirm_delivery`.
#[event_cpi]
#[derive(Accounts)]
pub struct ConfirmDelivery<'info> {
    /// The security's arbitrator.
    pub arbitrator: Signer<'info>,
    /// The security.
    #[account(mut, has_one = arbitrator @ SecuritiesError::NotArbitrator)]
    pub security: AccountLoader<'info, Security>,
}

/// See [`crate::securities::confirm_delivery`].
pub fn confirm_delivery(ctx: Context<ConfirmDelivery>, document_sha256: [u8; 32]) -> Result<()> {
    let event = {
        let security = &mut ctx.accounts.security.load_mut()?;
        let now = Clock::get()?.unix_timestamp;
        security.delivery.confirm(document_sha256, now)?;
        DeliveryConfirmed {
            security: ctx.accounts.security.key(),
            sequence: security.next_event()?,
            document_sha256,
        }
    };
    emit(&ctx.accounts.event_authority, &event)
}
