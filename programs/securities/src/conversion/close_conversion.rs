//! `close_conversion`

use super::{events::ConversionClosed, state::Conversion};
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    math::quantity::Shares,
    security::{control::Power, state::Security},
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// Accounts of `close_conversion`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseConversion<'info> {
    /// The sponsor, or the agent in control, before the conversion is approved or offered; later anyone closes it.
    pub sponsor: Option<Signer<'info>>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The class whose shares were given.
    #[account(mut)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The class whose shares were received.
    #[account(mut)]
    pub into: AccountLoader<'info, Tranche>,
    /// The conversion.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = tranche @ SecuritiesError::WrongConversion,
        has_one = into @ SecuritiesError::WrongConversion,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub conversion: AccountLoader<'info, Conversion>,
    /// Whoever paid the rent, and receives it back.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_conversion`].
pub fn close_conversion(ctx: Context<CloseConversion>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        let from = &mut accounts.tranche.load_mut()?;
        let into = &mut accounts.into.load_mut()?;
        let conversion = &accounts.conversion.load()?;
        let takes_back = match &accounts.sponsor {
            Some(signer) => {
                security.require_power(signer.key, Power::Conversions)?;
                conversion.approved == 0 || security.require_unoffered().is_ok()
            }
            None => false,
        };
        let cancelled = conversion.held;
        let is_over = if conversion.done == 1 {
            // What nobody's share became goes to the other shares of the class, of which there must be some. Once the security has
            // ended, it stays in the vault.
            from.shares == 0 && (cancelled == 0 || into.shares > cancelled || security.has_ended())
        } else {
            takes_back
                || now >= conversion.closes_at
                || from.is_converted()
                || security.is_winding()
                || conversion.has_lapsed(now)
        };
        ensure!(is_over, SecuritiesError::ConversionRunning);
        if cancelled > 0 {
            into.cancel((Shares(cancelled), 0), &conversion.since, now)?;
            into.free_shares(cancelled)?;
        }
        into.free_shares(conversion.left)?;
        let standing = from.conversions.standing.checked_sub(1);
        from.conversions.standing = standing.ok_or(SecuritiesError::CountersInconsistent)?;
        ConversionClosed {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            conversion: accounts.conversion.key(),
            tranche: accounts.tranche.key(),
            into: accounts.into.key(),
            freed: conversion.left,
            cancelled,
        }
    };
    emit(&accounts.event_authority, &event)
}
