//! `approve_ticket`

use super::{events::TicketApproved, state::Ticket};
use crate::{
    book::state::Book,
    chain::event::emit,
    errors::SecuritiesError,
    security::{control::Power, state::Security},
};
use anchor_lang::prelude::*;

/// Accounts of `approve_ticket`.
#[event_cpi]
#[derive(Accounts)]
pub struct ApproveTicket<'info> {
    /// The security's sponsor, or the agent in control.
    pub sponsor: Signer<'info>,
    /// The security.
    pub security: AccountLoader<'info, Security>,
    /// The open book, with discretionary allocation.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub book: AccountLoader<'info, Book>,
    /// The ticket.
    #[account(mut, has_one = book @ SecuritiesError::WrongBook)]
    pub ticket: AccountLoader<'info, Ticket>,
}

/// See [`crate::securities::approve_ticket`].
pub fn approve_ticket(ctx: Context<ApproveTicket>, id: u32, amount: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts
        .security
        .load()?
        .require_power(accounts.sponsor.key, Power::Books)?;
    let event = {
        let ticket = &mut accounts.ticket.load_mut()?;
        // The owner may have withdrawn the intended ticket and created another one at its address.
        ensure!(ticket.id == id, SecuritiesError::WrongTicket);
        let book = &mut accounts.book.load_mut()?;
        book.approve(ticket, amount, Clock::get()?.unix_timestamp)?;
        TicketApproved {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: accounts.security.key(),
            ticket: id,
            amount,
        }
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
