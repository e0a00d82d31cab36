//! `refund_ticket`

use super::{
    phase::Phase,
    state::{self, Book, Line, Ticket},
};
use crate::{
    errors::SecuritiesError,
    events::TicketRefunded,
    math::line::{self, Money},
    security::state::Security,
    token::Transfer,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `refund_ticket`.
#[event_cpi]
#[derive(Accounts)]
pub struct RefundTicket<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The book, past its deadline and below its minimum.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = line @ SecuritiesError::WrongLine
    )]
    pub book: AccountLoader<'info, Book>,
    /// Its line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket.
    #[account(
        mut, close = rent_payer,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer,
        has_one = refund_account @ SecuritiesError::WrongRefundAccount
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// Who paid the ticket's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// Where the money goes back to.
    /// CHECK: by address.
    #[account(mut)]
    pub refund_account: UncheckedAccount<'info>,
    /// The book's escrow.
    /// CHECK: by address.
    #[account(mut, address = book.load()?.asset().vault @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The settlement mint.
    /// CHECK: by address.
    #[account(address = book.load()?.asset().mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    #[account(address = book.load()?.asset().token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::refund_ticket`].
pub fn refund_ticket(ctx: Context<RefundTicket>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (place, owner, amount, signer) = {
        let book = &mut accounts.book.load_mut()?;
        require!(
            book.phase(Clock::get()?.unix_timestamp)? == Phase::Refunding,
            SecuritiesError::NotRefunding
        );
        let ticket = accounts.ticket.load()?;
        book.leave(ticket.value)?;
        book.close_ticket()?;
        book.invariant()?;
        (ticket.place, ticket.owner, ticket.units, book.signer())
    };
    line::sub(
        state::nodes_mut(&mut accounts.line.as_ref().try_borrow_mut_data()?)?,
        place,
        Money::committed(amount),
    )?;
    let sequence = accounts.security.load_mut()?.next_event()?;
    Transfer {
        token_program: &accounts.token_program.to_account_info(),
        mint: &accounts.settlement_mint.to_account_info(),
        decimals: signer.decimals,
        from: &accounts.vault.to_account_info(),
        to: &accounts.refund_account.to_account_info(),
        authority: &accounts.book.to_account_info(),
    }
    .send(amount, &[&signer.seeds()])?;

    emit_cpi!(TicketRefunded {
        security: ctx.accounts.security.key(),
        sequence,
        book: ctx.accounts.book.key(),
        place,
        owner,
        amount,
    });
    Ok(())
}
