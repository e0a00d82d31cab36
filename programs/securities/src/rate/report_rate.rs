//! `report_rate`

use super::{events::RateReported, state::ReportedRate};
use crate::{
    chain::event::emit, errors::SecuritiesError, math::rate::Rate, security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `report_rate`.
#[event_cpi]
#[derive(Accounts)]
pub struct ReportRate<'info> {
    /// The security's reporter.
    pub reporter: Signer<'info>,
    /// The security.
    #[account(mut, has_one = reporter @ SecuritiesError::NotReporter)]
    pub security: AccountLoader<'info, Security>,
    /// The rate.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub rate: AccountLoader<'info, ReportedRate>,
}

/// See [`crate::securities::report_rate`].
pub fn report_rate(ctx: Context<ReportRate>, numerator: u64, denominator: u64) -> Result<()> {
    let mint = {
        let rate = &mut ctx.accounts.rate.load_mut()?;
        rate.report(
            Rate {
                numerator,
                denominator,
            },
            Clock::get()?.unix_timestamp,
        )?;
        rate.mint
    };
    let sequence = ctx.accounts.security.load_mut()?.next_event()?;

    emit(
        &ctx.accounts.event_authority,
        &RateReported {
            security: ctx.accounts.security.key(),
            sequence,
            mint,
            numerator,
            denominator,
        },
    )?;
    Ok(())
}
