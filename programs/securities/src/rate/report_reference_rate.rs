//! `report_reference_rate`

use super::{events::ReferenceRateReported, reference::ReferenceRate};
use crate::{chain::event::emit, errors::SecuritiesError};
use anchor_lang::prelude::*;

/// Accounts of `report_reference_rate`.
#[event_cpi]
#[derive(Accounts)]
pub struct ReportReferenceRate<'info> {
    /// Who created the reference rate.
    pub reporter: Signer<'info>,
    /// The reference rate.
    #[account(mut, has_one = reporter @ SecuritiesError::NotReporter)]
    pub reference: AccountLoader<'info, ReferenceRate>,
}

/// See [`crate::securities::report_reference_rate`].
pub fn report_reference_rate(ctx: Context<ReportReferenceRate>, rate_ppm: u32) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let sequence = {
        let reference = &mut ctx.accounts.reference.load_mut()?;
        reference.report(rate_ppm, now)?;
        reference.next_event()?
    };

    emit(
        &ctx.accounts.event_authority,
        &ReferenceRateReported {
            reference: ctx.accounts.reference.key(),
            sequence,
            rate_ppm,
        },
    )
}
