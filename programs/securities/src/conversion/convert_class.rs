//! `convert_class`

use super::{convert::require_own, events::ClassConverted, state::Conversion};
use crate::{
    cash::waterfall::{
        state::Waterfall,
        tranches::{Tranches, tranche_accounts},
    },
    chain::event::emit,
    errors::SecuritiesError,
    security::state::Security,
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// Accounts of `convert_class`, followed by [`crate::cash::waterfall::tranches::EVERY_TRANCHE`].
#[event_cpi]
#[derive(Accounts)]
pub struct ConvertClass<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The conversion.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub conversion: AccountLoader<'info, Conversion>,
    /// The class whose shares are received, if it is of another security.
    #[account(mut)]
    pub into: Option<AccountLoader<'info, Tranche>>,
    /// The security of that class.
    pub into_security: Option<AccountLoader<'info, Security>>,
}

/// See [`crate::securities::convert_class`].
pub fn convert_class<'info>(ctx: Context<'info, ConvertClass<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let key = accounts.security.key();
    let security = &mut accounts.security.load_mut()?;
    let waterfall = &mut accounts.waterfall.load_mut()?;
    let conversion = &mut accounts.conversion.load_mut()?;
    conversion.require_open(now)?;
    security.require_running()?;
    ensure!(conversion.is_of_class(), SecuritiesError::OwnerConverts);
    let loaders = tranche_accounts(ctx.remaining_accounts)?;
    let from_rank = rank_of(ctx.remaining_accounts, &conversion.tranche)?;
    let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
    tranches.check(security, waterfall, now)?;
    conversion.require_due(security, waterfall, now)?;

    let done = match &accounts.into {
        Some(into) => {
            ensure_keys_eq!(
                into.key(),
                conversion.into,
                SecuritiesError::WrongConversion
            );
            let into = &mut into.load_mut()?;
            into.require_running(accounts.into_security.as_ref())?;
            // One whose first book was not locked earns nothing, and may never.
            ensure!(into.starts_at > 0, SecuritiesError::NotBegunInto);
            let from = tranches.0.get_mut(from_rank);
            let from = from.ok_or(SecuritiesError::WrongConversion)?;
            conversion.convert_class((from, into), now)?
        }
        None => {
            require_own((&key, &key), accounts.into_security.as_ref())?;
            let to_rank = rank_of(ctx.remaining_accounts, &conversion.into)?;
            let pair = tranches.0.get_disjoint_mut([from_rank, to_rank]);
            let [from, into] = pair.map_err(|_| SecuritiesError::WrongConversion)?;
            into.begin(now)?;
            conversion.convert_class((from, into), now)?
        }
    };
    // Whoever is in line for a class has not consented to it as it is now.
    security.amend();
    security.invariant()?;
    tranches.check(security, waterfall, now)?;
    let event = ClassConverted {
        security: key,
        sequence: security.next_event()?,
        conversion: accounts.conversion.key(),
        tranche: conversion.tranche,
        into: conversion.into,
        given: done.given,
        issued: done.issued,
        principal: done.leaving.principal,
        interest: done.leaving.interest,
        converted: done.converted,
    };
    emit(&accounts.event_authority, &event)
}

/// The place of a tranche among all.
fn rank_of(accounts: &[AccountInfo<'_>], tranche: &Pubkey) -> Result<usize> {
    let place = accounts.iter().position(|account| account.key == tranche);
    place.ok_or_else(|| SecuritiesError::WrongConversion.into())
}
