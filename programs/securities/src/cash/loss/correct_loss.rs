//! `correct_loss`

use super::{
    events::LossCorrected,
    state::{Loss, LossStatus},
};
use crate::{
    cash::waterfall::{Tranches, state::Waterfall, tranche_accounts},
    chain::event::emit,
    errors::SecuritiesError,
    math::fixed,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `correct_loss`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
pub struct CorrectLoss<'info> {
    /// The security's servicer.
    pub servicer: Signer<'info>,
    /// The security's arbitrator.
    pub arbitrator: Signer<'info>,
    /// The security.
    #[account(
        mut,
        has_one = servicer @ SecuritiesError::NotServicer,
        has_one = arbitrator @ SecuritiesError::NotArbitrator
    )]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The loss, which must be recorded.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub loss: AccountLoader<'info, Loss>,
}

/// See [`crate::securities::correct_loss`].
pub fn correct_loss<'info>(ctx: Context<'info, CorrectLoss<'info>>, amount: u64) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    let now = Clock::get()?.unix_timestamp;
    let key = ctx.accounts.security.key();
    let loss = &mut ctx.accounts.loss.load_mut()?;
    ensure!(
        loss.status == LossStatus::Recorded as u8,
        SecuritiesError::LossNotRecorded
    );
    loss.corrected = fixed::add(loss.corrected, amount)?;
    ensure!(
        loss.corrected <= loss.written_off,
        SecuritiesError::CorrectionTooLarge
    );
    let security = &mut ctx.accounts.security.load_mut()?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    let loaders = tranche_accounts(ctx.remaining_accounts)?;
    let written_up = Tranches::load(&loaders, &key, security.tranche_count)?
        .correct(security, waterfall, amount, now)?;

    let event = LossCorrected {
        security: key,
        sequence: security.next_event()?,
        loss: ctx.accounts.loss.key(),
        amount,
        written_up,
        report_sha256: loss.report_sha256,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
