//! `announce_loss`

use super::{
    events::LossAnnounced,
    state::{Loss, VERSION},
};
use crate::{
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `announce_loss`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(amount: u64, report_sha256: [u8; 32])]
pub struct AnnounceLoss<'info> {
    /// The security's servicer; pays the rent, which is not returned.
    #[account(mut)]
    pub servicer: Signer<'info>,
    /// The security.
    #[account(mut, has_one = servicer @ SecuritiesError::NotServicer)]
    pub security: AccountLoader<'info, Security>,
    /// The loss.
    /// CHECK: created here, once for each report.
    #[account(
        mut,
        seeds = [seeds::LOSS, security.key().as_ref(), report_sha256.as_ref()], bump
    )]
    pub loss: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::announce_loss`].
pub fn announce_loss(
    ctx: Context<AnnounceLoss>,
    amount: u64,
    report_sha256: [u8; 32],
) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    ensure!(report_sha256 != [0; 32], SecuritiesError::ReportMissing);
    let now = Clock::get()?.unix_timestamp;
    let key = ctx.accounts.security.key();
    let (sequence, due_at) = {
        let security = &mut ctx.accounts.security.load_mut()?;
        // It would keep the deal from ending.
        ensure!(!security.is_winding_over(now), SecuritiesError::Ended);
        let due_at = now
            .checked_add(security.loss_notice)
            .ok_or(SecuritiesError::DateOutOfRange)?;
        security.announce_loss()?;
        (security.next_event()?, due_at)
    };
    {
        let loss = &mut New {
            payer: &ctx.accounts.servicer,
            account: &ctx.accounts.loss,
        }
        .record::<Loss>(&[
            seeds::LOSS,
            key.as_ref(),
            report_sha256.as_ref(),
            &[ctx.bumps.loss],
        ])?;
        loss.version = VERSION;
        loss.bump = ctx.bumps.loss;
        loss.security = key;
        loss.report_sha256 = report_sha256;
        loss.amount = amount;
        loss.announced_at = now;
        loss.due_at = due_at;
    }

    emit(
        &ctx.accounts.event_authority,
        &LossAnnounced {
            security: key,
            sequence,
            loss: ctx.accounts.loss.key(),
            amount,
            due_at,
            report_sha256,
        },
    )?;
    Ok(())
}
