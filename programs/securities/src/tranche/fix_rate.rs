//! `fix_rate`

use super::{events::RateFixed, state::Tranche};
use crate::{
    chain::event::emit, errors::SecuritiesError, math::calendar, rate::reference::ReferenceRate,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `fix_rate`.
#[event_cpi]
#[derive(Accounts)]
pub struct FixRate<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The floating tranche.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = reference @ SecuritiesError::WrongRateSource
    )]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The reference rate that it follows.
    pub reference: AccountLoader<'info, ReferenceRate>,
}

/// See [`crate::securities::fix_rate`].
pub fn fix_rate(ctx: Context<FixRate>) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let accounts = &ctx.accounts;
    let (rank, from_day, rate_ppm) = {
        let tranche = &mut accounts.tranche.load_mut()?;
        // Before the next due date is known, those that are over must be.
        tranche.accrue(calendar::day_of(now)?)?;
        let reference = &accounts.reference.load()?;
        tranche.require_fixable(now)?;
        ensure!(
            reference.created_at <= tranche.starts_at,
            SecuritiesError::ReferenceTooNew
        );
        let rate_ppm = tranche.fix(reference.fresh(now)?);
        (tranche.rank, tranche.next_due, rate_ppm)
    };
    let sequence = accounts.security.load_mut()?.next_event()?;

    emit(
        &accounts.event_authority,
        &RateFixed {
            security: accounts.security.key(),
            sequence,
            tranche: accounts.tranche.key(),
            rank,
            from_day,
            rate_ppm,
        },
    )
}
