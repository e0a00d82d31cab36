//! `close_series`

use super::{events::SeriesClosed, state::WarrantSeries};
use crate::{
    chain::event::emit, errors::SecuritiesError, math::fixed, security::state::Security,
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// Accounts of `close_series`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseSeries<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche whose shares were set aside.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The expired series. Tickets that are settled later are granted no warrants, which would be worthless.
    #[account(
        mut, close = rent_payer,
        has_one = tranche @ SecuritiesError::WrongTranche,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub series: AccountLoader<'info, WarrantSeries>,
    /// Whoever paid the series' rent, and receives it back.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_series`].
pub fn close_series(ctx: Context<CloseSeries>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (exercised, freed) = {
        let series = accounts.series.load()?;
        ensure!(
            series.is_expired(Clock::get()?.unix_timestamp)
                || accounts.security.load()?.is_winding(),
            SecuritiesError::SeriesRunning
        );
        (
            series.exercised,
            fixed::sub(series.budget, series.exercised)?,
        )
    };
    accounts.tranche.load_mut()?.free_shares(freed)?;
    let sequence = accounts.security.load_mut()?.next_event()?;

    emit(
        &ctx.accounts.event_authority,
        &SeriesClosed {
            security: ctx.accounts.security.key(),
            sequence,
            series: ctx.accounts.series.key(),
            exercised,
            freed,
        },
    )?;
    Ok(())
}
