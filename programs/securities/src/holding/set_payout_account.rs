//! `set_payout_account`

use super::open_holder::payout_account_of;
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    security::state::Security,
    tranche::{
        events::PayoutAccountNamed,
        holder::{Holder, NOTHING_ON_CLAIM},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;

/// Accounts of `set_payout_account`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetPayoutAccount<'info> {
    /// The record's owner.
    pub owner: Signer<'info>,
    /// The tranche's security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = tranche @ SecuritiesError::WrongTranche
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// The token account that payments go to, chosen by the owner.
    /// CHECK: a holder whose account cannot be paid is skipped, and its money stays owed.
    pub payout_account: UncheckedAccount<'info>,
}

/// See [`crate::securities::set_payout_account`].
pub fn set_payout_account(ctx: Context<SetPayoutAccount>) -> Result<()> {
    let account = ctx.accounts.payout_account.key();
    {
        let holder = &mut ctx.accounts.holder.load_mut()?;
        // The address is derived only for a holder to which it makes a difference.
        let is_associated = holder.paid_on_claim != NOTHING_ON_CLAIM
            && account == payout_account_of(&*ctx.accounts.security.load()?, &holder.owner);
        holder.name_payout_account(account, is_associated);
    }

    let event = PayoutAccountNamed {
        security: ctx.accounts.security.key(),
        sequence: ctx.accounts.security.load_mut()?.next_event()?,
        holder: ctx.accounts.holder.key(),
        account,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
