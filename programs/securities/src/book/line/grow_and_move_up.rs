//! `grow_line` and `move_up`: adding places to a line, and reusing empty ones.

use super::{
    account::{self, Line},
    events::{LineGrown, TicketMoved},
};
use crate::{
    book::{state::Book, ticket::state::Ticket},
    chain::{create, event::emit},
    errors::SecuritiesError,
    math::line,
};
use anchor_lang::prelude::*;

/// Accounts of `grow_line`.
#[event_cpi]
#[derive(Accounts)]
pub struct GrowLine<'info> {
    /// Anyone; pays for the new places. When the book is closed, all of the line's rent goes to whoever paid the
    /// book's.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The book, before its deadline.
    #[account(mut, has_one = line @ SecuritiesError::WrongLine)]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// Transfers the rent.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::grow_line`].
pub fn grow_line(ctx: Context<GrowLine>, capacity: u32) -> Result<()> {
    let accounts = &ctx.accounts;
    let size = account::line_size(capacity)?;
    let (from, version) = {
        let book = &mut accounts.book.load_mut()?;
        book.require_before_deadline(Clock::get()?.unix_timestamp)?;
        let from = book.line_capacity;
        ensure!(capacity > from, SecuritiesError::BadLineSize);
        book.line_capacity = capacity;
        (from, book.offer_version)
    };
    let info = accounts.line.to_account_info();
    let missing = Rent::get()?
        .minimum_balance(size)
        .saturating_sub(info.lamports());
    create::transfer(&accounts.payer, &info, missing)?;
    info.resize(size)?;
    accounts.line.load_mut()?.capacity = capacity;
    line::grow(
        account::nodes_mut(&mut info.try_borrow_mut_data()?)?,
        from,
        version,
    )?;

    let event = {
        let book = &mut accounts.book.load_mut()?;
        LineGrown {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: book.security,
            capacity,
        }
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

/// Accounts of `move_up`.
#[event_cpi]
#[derive(Accounts)]
pub struct MoveUp<'info> {
    /// The book, which is not locked.
    #[account(mut, has_one = line @ SecuritiesError::WrongLine)]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket.
    #[account(mut, has_one = book @ SecuritiesError::WrongBook)]
    pub ticket: AccountLoader<'info, Ticket>,
}

/// See [`crate::securities::move_up`].
pub fn move_up(ctx: Context<MoveUp>) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let ticket = &mut accounts.ticket.load_mut()?;
        let book = &mut accounts.book.load_mut()?;
        let place = book.move_up(
            account::nodes_mut(&mut accounts.line.as_ref().try_borrow_mut_data()?)?,
            ticket,
            Clock::get()?.unix_timestamp,
        )?;
        TicketMoved {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: book.security,
            ticket: ticket.id,
            place,
        }
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
