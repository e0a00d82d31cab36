//! `close_measure`

use super::{events::MeasureClosed, state::Measure};
use crate::{chain::event::emit, errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Accounts of `close_measure`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseMeasure<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The measure.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub measure: AccountLoader<'info, Measure>,
    /// Whoever paid the measure's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_measure`].
pub fn close_measure(ctx: Context<CloseMeasure>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let measure = &*accounts.measure.load()?;
        ensure!(measure.is_over(now), SecuritiesError::MeasureOpen);
        MeasureClosed {
            security: accounts.security.key(),
            sequence: accounts.security.load_mut()?.next_event()?,
            number: measure.number,
            status: measure.status,
        }
    };
    emit(&accounts.event_authority, &event)
}
