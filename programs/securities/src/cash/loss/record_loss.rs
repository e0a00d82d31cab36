//! `record_loss`

use super::{
    events::LossRecorded,
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

/// Accounts of `record_loss`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
pub struct RecordLoss<'info> {
    /// The security's arbitrator; not required once the notice is over.
    #[account(address = security.load()?.arbitrator @ SecuritiesError::NotArbitrator)]
    pub arbitrator: Option<Signer<'info>>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The loss, which must be announced.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub loss: AccountLoader<'info, Loss>,
}

/// See [`crate::securities::record_loss`].
pub fn record_loss<'info>(ctx: Context<'info, RecordLoss<'info>>) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let key = ctx.accounts.security.key();
    let loss = &mut ctx.accounts.loss.load_mut()?;
    loss.end(LossStatus::Recorded, now)?;
    ensure!(
        now >= loss.due_at || ctx.accounts.arbitrator.is_some(),
        SecuritiesError::LossNotDue
    );
    let security = &mut ctx.accounts.security.load_mut()?;
    security.end_loss()?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    let loaders = tranche_accounts(ctx.remaining_accounts)?;
    let losses = Tranches::load(&loaders, &key, security.tranche_count)?.lose(
        security,
        waterfall,
        loss.amount,
        now,
    )?;
    for (covered, written_off) in losses.covered.iter().zip(&losses.written_off) {
        loss.written_off = fixed::add(loss.written_off, *written_off)?;
        loss.recorded = fixed::add(loss.recorded, fixed::add(*covered, *written_off)?)?;
    }

    let event = LossRecorded {
        security: key,
        sequence: security.next_event()?,
        loss: ctx.accounts.loss.key(),
        amount: loss.recorded,
        covered: losses.covered,
        written_off: losses.written_off,
        repaid: losses.repaid,
        report_sha256: loss.report_sha256,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
