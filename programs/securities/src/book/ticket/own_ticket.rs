//! `commit`, `uncommit` and `cast_vote`: what a ticket's owner says about the offer.

use super::{events::CommitmentChanged, state::Ticket};
use crate::{
    book::{
        line::account::{self, Line},
        offer::events::Voted,
        state::Book,
    },
    chain::event::emit,
    credential::state::Credential,
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `uncommit` and `cast_vote`.
#[event_cpi]
#[derive(Accounts)]
pub struct OwnTicket<'info> {
    /// Whose ticket it is.
    pub owner: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The book, open.
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
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = book @ SecuritiesError::WrongBook
    )]
    pub ticket: AccountLoader<'info, Ticket>,
}

/// Accounts of `commit`.
#[event_cpi]
#[derive(Accounts)]
pub struct Commit<'info> {
    /// Whose ticket it is.
    pub owner: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The book, open.
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
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = book @ SecuritiesError::WrongBook
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// A good credential of the owner's, which marks the ticket as qualified at once where the shares want one.
    pub credential: Option<AccountLoader<'info, Credential>>,
}

/// See [`crate::securities::commit`].
pub fn commit(ctx: Context<Commit>, offer_version: u32) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        let ticket = &mut accounts.ticket.load_mut()?;
        let security = &mut accounts.security.load_mut()?;
        let mut line = accounts.line.as_ref().try_borrow_mut_data()?;
        let nodes = account::nodes_mut(&mut line)?;
        if let Some(credential) = &accounts.credential {
            book.require_good(credential, security, &ticket.owner, now)?;
            if !ticket.is_qualified() {
                book.qualify(nodes, ticket, now)?;
            }
        }
        security.require_group_complete(book.group)?;
        book.commit(nodes, ticket, offer_version, now)?;
        changed(accounts.security.key(), security, ticket)?
    };
    emit(&ctx.accounts.event_authority, &event)
}

/// See [`crate::securities::uncommit`].
pub fn uncommit(ctx: Context<OwnTicket>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        let ticket = &mut accounts.ticket.load_mut()?;
        let mut line = accounts.line.as_ref().try_borrow_mut_data()?;
        let nodes = account::nodes_mut(&mut line)?;
        book.uncommit(nodes, ticket, now)?;
        let security = &mut accounts.security.load_mut()?;
        changed(accounts.security.key(), security, ticket)?
    };
    emit(&ctx.accounts.event_authority, &event)
}

fn changed(key: Pubkey, security: &mut Security, ticket: &Ticket) -> Result<CommitmentChanged> {
    Ok(CommitmentChanged {
        security: key,
        sequence: security.next_event()?,
        book: ticket.book,
        ticket: ticket.id,
        owner: ticket.owner,
        version: ticket.committed_to,
        amount: ticket.value,
        qualified: ticket.is_qualified(),
    })
}

/// See [`crate::securities::cast_vote`].
pub fn cast_vote(ctx: Context<OwnTicket>, yes: bool) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        let ticket = &mut accounts.ticket.load_mut()?;
        book.vote(ticket, yes, Clock::get()?.unix_timestamp)?;
        Voted {
            security: accounts.security.key(),
            sequence: accounts.security.load_mut()?.next_event()?,
            book: accounts.book.key(),
            ticket: ticket.id,
            owner: ticket.owner,
            poll: ticket.poll,
            yes,
            amount: ticket.value,
        }
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
