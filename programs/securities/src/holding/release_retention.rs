//! `release_retention`

use super::events::RetentionReleased;
use crate::{
    cash::waterfall::tranches::{Tranches, tranche_accounts},
    chain::event::emit,
    errors::SecuritiesError,
    security::state::{Security, Status},
};
use anchor_lang::prelude::*;

/// Accounts of `release_retention`, followed by [`crate::cash::waterfall::tranches::EVERY_TRANCHE`].
#[event_cpi]
#[derive(Accounts)]
pub struct ReleaseRetention<'info> {
    /// The security, which has begun and has no open book.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
}

/// See [`crate::securities::release_retention`].
pub fn release_retention<'info>(
    ctx: Context<'info, ReleaseRetention<'info>>,
    rank: u8,
) -> Result<()> {
    let key = ctx.accounts.security.key();
    let security = &mut ctx.accounts.security.load_mut()?;
    let loaders = tranche_accounts(ctx.remaining_accounts)?;
    let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
    let is_over = security.status != Status::Draft as u8
        && security.open_books == 0
        && tranches.owes_no_debt(Clock::get()?.unix_timestamp)?;
    ensure!(is_over, SecuritiesError::RetentionStands);
    let (owner, shares) = tranches
        .0
        .get_mut(usize::from(rank))
        .ok_or(SecuritiesError::WrongRank)?
        .release_retention()?;
    let event = RetentionReleased {
        security: key,
        sequence: security.next_event()?,
        rank,
        owner,
        shares,
    };
    emit(&ctx.accounts.event_authority, &event)
}
