//! `report_pool`

use super::{events::PoolReported, state::Waterfall};
use crate::{
    chain::event::emit, errors::SecuritiesError, math::calendar, security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `report_pool`.
#[event_cpi]
#[derive(Accounts)]
pub struct ReportPool<'info> {
    /// The security's reporter.
    pub reporter: Signer<'info>,
    /// The security's arbitrator; not required for a report within the daily limit.
    #[account(address = security.load()?.arbitrator @ SecuritiesError::NotArbitrator)]
    pub arbitrator: Option<Signer<'info>>,
    /// The security.
    #[account(mut, has_one = reporter @ SecuritiesError::NotReporter)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::report_pool`].
pub fn report_pool(ctx: Context<ReportPool>, value: u64, report_sha256: [u8; 32]) -> Result<()> {
    ensure!(value > 0, SecuritiesError::ZeroAmount);
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    let now = Clock::get()?.unix_timestamp;
    let today = calendar::day_of(now)?;
    let began = ctx.accounts.security.load()?.began_on(today)?;
    waterfall.count_pool(began, today);
    waterfall.report_pool(value, now, ctx.accounts.arbitrator.is_some())?;
    waterfall.pool_sha256 = report_sha256;

    let event = PoolReported {
        security: ctx.accounts.security.key(),
        sequence: ctx.accounts.security.load_mut()?.next_event()?,
        value,
        report_sha256,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
