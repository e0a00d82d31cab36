//! `close_holder`

use super::events::HolderClosed;
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;

/// Accounts of `close_holder`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseHolder<'info> {
    /// The record's owner.
    pub owner: Signer<'info>,
    /// The tranche's security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record.
    #[account(
        mut, close = rent_payer,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = tranche @ SecuritiesError::WrongTranche,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// Whoever paid the rent, and receives it back.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_holder`].
pub fn close_holder(ctx: Context<CloseHolder>) -> Result<()> {
    let tranche = &mut ctx.accounts.tranche.load_mut()?;
    let paid = {
        let holder = &mut ctx.accounts.holder.load_mut()?;
        let now = Clock::get()?.unix_timestamp;
        tranche.roll(now)?;
        holder.update(tranche)?;
        // Shares of a class that was redeemed are worth nothing.
        let is_empty = if tranche.is_redeemed() {
            holder.has_nothing_due() && !holder.is_thawed()
        } else {
            holder.is_empty()
        };
        // A new record would begin the day anew and be blocked no more, and its person would still be counted.
        ensure!(
            is_empty
                && !holder.is_blocked(now)
                && holder.sent_today(now)? == 0
                && holder.allotted == 0,
            SecuritiesError::HolderInUse
        );
        tranche.end_record(holder.shares)?;
        holder.earned(0)?.paid
    };

    let event = HolderClosed {
        security: ctx.accounts.security.key(),
        sequence: ctx.accounts.security.load_mut()?.next_event()?,
        tranche: ctx.accounts.tranche.key(),
        owner: ctx.accounts.owner.key(),
        paid,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
