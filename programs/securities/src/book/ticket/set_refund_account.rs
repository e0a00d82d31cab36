//! `set_refund_account`

use super::state::Ticket;
use crate::{
    book::state::Book, chain::event::emit, errors::SecuritiesError, security::state::Security,
    tranche::events::AccountNamed,
};
use anchor_lang::prelude::*;

/// Accounts of `set_refund_account`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetRefundAccount<'info> {
    /// Whose ticket it is.
    pub owner: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The book.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub book: AccountLoader<'info, Book>,
    /// The ticket.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = book @ SecuritiesError::WrongBook
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// Where refunds go: the owner's choice.
    /// CHECK: the token program checks its mint when it is paid.
    pub refund_account: UncheckedAccount<'info>,
}

/// See [`crate::securities::set_refund_account`].
pub fn set_refund_account(ctx: Context<SetRefundAccount>) -> Result<()> {
    let account = ctx.accounts.refund_account.key();
    ctx.accounts.ticket.load_mut()?.refund_account = account;

    let event = AccountNamed {
        security: ctx.accounts.security.key(),
        sequence: ctx.accounts.security.load_mut()?.next_event()?,
        subject: ctx.accounts.ticket.key(),
        account,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
