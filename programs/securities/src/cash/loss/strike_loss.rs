//! `strike_loss`

use super::{
    events::LossStruck,
    state::{Loss, LossStatus},
};
use crate::{chain::event::emit, errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Accounts of `strike_loss`.
#[event_cpi]
#[derive(Accounts)]
pub struct StrikeLoss<'info> {
    /// The security's arbitrator.
    pub arbitrator: Signer<'info>,
    /// The security.
    #[account(mut, has_one = arbitrator @ SecuritiesError::NotArbitrator)]
    pub security: AccountLoader<'info, Security>,
    /// The loss, which must be announced.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub loss: AccountLoader<'info, Loss>,
}

/// See [`crate::securities::strike_loss`].
pub fn strike_loss(ctx: Context<StrikeLoss>) -> Result<()> {
    let loss = &mut ctx.accounts.loss.load_mut()?;
    loss.end(LossStatus::Struck, Clock::get()?.unix_timestamp)?;
    let security = &mut ctx.accounts.security.load_mut()?;
    security.end_loss()?;

    let event = LossStruck {
        security: ctx.accounts.security.key(),
        sequence: security.next_event()?,
        loss: ctx.accounts.loss.key(),
        amount: loss.amount,
        report_sha256: loss.report_sha256,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
