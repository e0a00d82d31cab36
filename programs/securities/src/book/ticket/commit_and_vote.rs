//! `commit`, `uncommit` and `cast_vote`: an owner's consent to the offer, and its vote.

use super::{consent::Consent, events::CommitmentChanged, state::Ticket};
use crate::{
    book::{
        line::account::{self, Line},
        offer::{events::Voted, votes::Vote},
        state::Book,
    },
    chain::event::emit,
    credential::state::Credential,
    errors::SecuritiesError,
    security::state::{Security, require_security},
};
use anchor_lang::prelude::*;

/// Accounts of `uncommit` and `cast_vote`.
#[event_cpi]
#[derive(Accounts)]
pub struct OwnTicket<'info> {
    /// The ticket's owner.
    pub owner: Signer<'info>,
    /// The open book.
    #[account(mut, has_one = line @ SecuritiesError::WrongLine)]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
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
    /// The ticket's owner.
    pub owner: Signer<'info>,
    /// The open book.
    #[account(mut, has_one = line @ SecuritiesError::WrongLine)]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = book @ SecuritiesError::WrongBook
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// The security; required if the book is in a group or a credential is passed.
    #[account(address = book.load()?.security @ SecuritiesError::WrongSecurity)]
    pub security: Option<AccountLoader<'info, Security>>,
    /// A valid credential of the owner, where the shares require one; it marks the ticket as qualified at once.
    pub credential: Option<AccountLoader<'info, Credential>>,
}

/// See [`crate::securities::commit`].
pub fn commit(ctx: Context<Commit>, consent: Consent) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        let ticket = &mut accounts.ticket.load_mut()?;
        let security = accounts.security.as_ref();
        let mut line = accounts.line.as_ref().try_borrow_mut_data()?;
        let nodes = account::nodes_mut(&mut line)?;
        if let Some(credential) = &accounts.credential {
            book.require_valid(credential, security, &ticket.owner, now)?;
            if !ticket.is_qualified() {
                book.qualify(nodes, ticket, now)?;
            }
        }
        book.require_group_complete(security)?;
        book.commit(nodes, ticket, &consent, now)?;
        changed(book, ticket)?
    };
    emit(&ctx.accounts.event_authority, &event)
}

impl Book {
    /// Refuses consent to a book's offer while a book of its group is not open yet or has no offer, which the security
    /// records: it would be consent to something that nobody can read yet.
    ///
    /// # Errors
    /// [`SecuritiesError::SecurityMissing`], [`SecuritiesError::GroupIncomplete`].
    pub(crate) fn require_group_complete(
        &self,
        security: Option<&AccountLoader<'_, Security>>,
    ) -> Result<()> {
        if self.is_grouped() {
            let security = require_security(security)?;
            ensure!(
                security.is_grouped(self.group),
                SecuritiesError::GroupIncomplete
            );
        }
        Ok(())
    }
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
        changed(book, ticket)?
    };
    emit(&ctx.accounts.event_authority, &event)
}

fn changed(book: &mut Book, ticket: &Ticket) -> Result<CommitmentChanged> {
    Ok(CommitmentChanged {
        book: ticket.book,
        sequence: book.next_event()?,
        security: book.security,
        ticket: ticket.id,
        owner: ticket.owner,
        version: ticket.committed_to,
        amount: ticket.value,
        qualified: ticket.is_qualified(),
    })
}

/// See [`crate::securities::cast_vote`].
pub fn cast_vote(ctx: Context<OwnTicket>, vote: Vote) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        let ticket = &mut accounts.ticket.load_mut()?;
        book.vote(ticket, &vote, Clock::get()?.unix_timestamp)?;
        Voted {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: book.security,
            ticket: ticket.id,
            owner: ticket.owner,
            poll: ticket.poll,
            yes: vote.yes,
            amount: ticket.value,
        }
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
