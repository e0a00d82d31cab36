//! `set_refund_account`

use super::{events::RefundAccountNamed, state::Ticket};
use crate::{book::state::Book, chain::event::emit, errors::SecuritiesError};
use anchor_lang::prelude::*;

/// Accounts of `set_refund_account`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetRefundAccount<'info> {
    /// The ticket's owner.
    pub owner: Signer<'info>,
    /// The book.
    #[account(mut)]
    pub book: AccountLoader<'info, Book>,
    /// The ticket.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = book @ SecuritiesError::WrongBook
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// The token account that refunds go to, chosen by the owner.
    /// CHECK: the token program checks its mint when it is paid.
    pub refund_account: UncheckedAccount<'info>,
}

/// See [`crate::securities::set_refund_account`].
pub fn set_refund_account(ctx: Context<SetRefundAccount>) -> Result<()> {
    let accounts = &ctx.accounts;
    let account = accounts.refund_account.key();
    let event = {
        let book = &mut accounts.book.load_mut()?;
        let ticket = &mut accounts.ticket.load_mut()?;
        ticket.refund_account = account;
        RefundAccountNamed {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: book.security,
            ticket: ticket.id,
            account,
        }
    };
    emit(&ctx.accounts.event_authority, &event)
}
