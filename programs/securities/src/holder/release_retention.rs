//! `release_retention`

use super::events::RetentionReleased;
use crate::{
    cash::waterfall::tranches::{Tranches, tranche_accounts},
    chain::event::emit,
    errors::SecuritiesError,
    security::state::{Security, Status},
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// Accounts of `release_retention`, followed by [`crate::cash::waterfall::tranches::EVERY_TRANCHE`].
#[event_cpi]
#[derive(Accounts)]
pub struct ReleaseRetention<'info> {
    /// The security, which has begun and has no open book.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, of which an owner retains shares.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
}

/// See [`crate::securities::release_retention`].
pub fn release_retention<'info>(ctx: Context<'info, ReleaseRetention<'info>>) -> Result<()> {
    let loaders = tranche_accounts(ctx.remaining_accounts)?;
    let security = &mut ctx.accounts.security.load_mut()?;
    let key = ctx.accounts.security.key();
    let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
    let mut is_repaid = security.status == Status::Active as u8 && security.open_books == 0;
    for tranche in tranches.0.iter().filter(|tranche| tranche.is_debt()) {
        is_repaid &= tranche.principal()? == 0;
    }
    ensure!(is_repaid, SecuritiesError::RetentionStands);
    let own = ctx.accounts.tranche.key();
    let (tranche, _) = tranches
        .0
        .iter_mut()
        .zip(&loaders)
        .find(|(_, loader)| loader.key() == own)
        .ok_or(SecuritiesError::WrongTranche)?;
    let (owner, shares) = tranche.release_retention()?;
    let event = RetentionReleased {
        security: key,
        sequence: security.next_event()?,
        tranche: own,
        owner,
        shares,
    };
    emit(&ctx.accounts.event_authority, &event)
}
