//! `convert_class`

use super::{covenant::Covenant, events::ClassConverted, state::Conversion};
use crate::{
    cash::waterfall::{
        state::Waterfall,
        tranches::{Tranches, tranche_accounts},
    },
    chain::event::emit,
    errors::SecuritiesError,
    math::{calendar, quantity::Shares},
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
    security.require_no_loss_announced()?;
    ensure!(conversion.is_of_class(), SecuritiesError::OwnerConverts);
    let loaders = tranche_accounts(ctx.remaining_accounts)?;
    let from_rank = rank_of(ctx.remaining_accounts, &conversion.tranche)?;
    let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
    tranches.check(security, waterfall, now)?;
    if conversion.by == 2 {
        waterfall.require_tripped(conversion, now)?;
    }

    let event = match &accounts.into {
        Some(into) => {
            ensure_keys_eq!(
                into.key(),
                conversion.into,
                SecuritiesError::WrongConversion
            );
            let into = &mut into.load_mut()?;
            // One whose first book was not locked earns nothing, and may never.
            ensure!(into.starts_at > 0, SecuritiesError::NotBegunInto);
            let from = tranches.0.get_mut(from_rank);
            let from = from.ok_or(SecuritiesError::WrongConversion)?;
            convert((conversion, from, into), &key, now)?
        }
        None => {
            let to_rank = rank_of(ctx.remaining_accounts, &conversion.into)?;
            let pair = tranches.0.get_disjoint_mut([from_rank, to_rank]);
            let [from, into] = pair.map_err(|_| SecuritiesError::WrongConversion)?;
            into.begin(now)?;
            convert((conversion, from, into), &key, now)?
        }
    };
    // Whoever is in line for a class has not consented to it as it is now.
    security.amend();
    security.invariant()?;
    tranches.check(security, waterfall, now)?;
    let event = ClassConverted {
        sequence: security.next_event()?,
        conversion: accounts.conversion.key(),
        ..event
    };
    emit(&accounts.event_authority, &event)
}

/// The place of a tranche among all.
fn rank_of(accounts: &[AccountInfo<'_>], tranche: &Pubkey) -> Result<usize> {
    let place = accounts.iter().position(|account| account.key == tranche);
    place.ok_or_else(|| SecuritiesError::WrongConversion.into())
}

/// Converts a class that is accrued up to now: what it is owed ends, and the other class has the shares that it becomes.
#[inline(never)]
fn convert(
    (conversion, from, into): (&mut Conversion, &mut Tranche, &mut Tranche),
    security: &Pubkey,
    now: i64,
) -> Result<ClassConverted> {
    from.require_not_wiped()?;
    into.require_not_converted()?;
    conversion.require_classes(from, into)?;
    into.accrue(calendar::day_of(now)?)?;
    from.roll(now)?;
    from.release_all()?;
    let given = from.shares;
    ensure!(given > 0, SecuritiesError::NothingToConvert);
    let leaving = from.end_by_conversion()?;
    let issued = conversion.issue(given, &leaving, (from, into), now)?;
    ensure!(issued > 0, SecuritiesError::NothingToConvert);
    let converted = conversion.converted(&leaving)?;
    let since = into.issue(Shares(issued), converted, now)?;
    if into.security == *security {
        into.take_paid_in(&leaving)?;
    }
    into.free_shares(core::mem::take(&mut conversion.left))?;
    conversion.finish(given, issued, into, since, now);
    Ok(ClassConverted {
        security: *security,
        sequence: 0,
        conversion: Pubkey::default(),
        tranche: conversion.tranche,
        into: conversion.into,
        given,
        issued,
        principal: leaving.principal,
        interest: leaving.interest,
        converted,
    })
}

impl Waterfall {
    /// Refuses as long as a conversion's trigger, as tested last, holds, has not failed for its cure period, or is not known to fail,
    /// since what it needs to know is missing or too old; and once it is another than the one that was named.
    ///
    /// # Errors
    /// [`SecuritiesError::TriggerChanged`], [`SecuritiesError::TriggerHolds`].
    fn require_tripped(&self, conversion: &Conversion, now: i64) -> Result<()> {
        let trigger = self.triggers().get(usize::from(conversion.trigger));
        let trigger = trigger.ok_or(SecuritiesError::TriggerChanged)?;
        ensure!(
            Covenant::from(trigger) == conversion.covenant,
            SecuritiesError::TriggerChanged
        );
        ensure!(trigger.is_breached(0, now), SecuritiesError::TriggerHolds);
        Ok(())
    }
}
