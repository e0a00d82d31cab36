//! `qualify_ticket` and `disqualify_ticket`: whose money counts where the shares require a credential.

use super::{events::TicketQualified, state::Ticket};
use crate::{
    book::{
        line::account::{self, Line},
        state::Book,
    },
    chain::{event::emit, seeds},
    credential::state::Credential,
    errors::SecuritiesError,
    security::state::{Security, require_security},
    tranche::moves::require_country,
};
use anchor_lang::prelude::*;

/// Accounts of `qualify_ticket`.
#[event_cpi]
#[derive(Accounts)]
pub struct QualifyTicket<'info> {
    /// The security.
    pub security: AccountLoader<'info, Security>,
    /// The open book, whose shares require a credential.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = line @ SecuritiesError::WrongLine
    )]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket.
    #[account(mut, has_one = book @ SecuritiesError::WrongBook)]
    pub ticket: AccountLoader<'info, Ticket>,
    /// A credential of the ticket's owner from one of the security's qualifiers.
    pub credential: AccountLoader<'info, Credential>,
}

/// Accounts of `disqualify_ticket`; after them [`OWNER_CREDENTIALS`], each at the only address that it can have,
/// whether the account exists or not.
#[event_cpi]
#[derive(Accounts)]
pub struct DisqualifyTicket<'info> {
    /// The security.
    pub security: AccountLoader<'info, Security>,
    /// The open book.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = line @ SecuritiesError::WrongLine
    )]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket, which is marked as qualified.
    #[account(mut, has_one = book @ SecuritiesError::WrongBook)]
    pub ticket: AccountLoader<'info, Ticket>,
}

/// See [`crate::securities::qualify_ticket`].
pub fn qualify_ticket(ctx: Context<QualifyTicket>, id: u32) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let ticket = &mut accounts.ticket.load_mut()?;
        // The owner may have withdrawn the intended ticket and created another one at its address.
        ensure!(ticket.id == id, SecuritiesError::WrongTicket);
        let book = &mut accounts.book.load_mut()?;
        book.require_valid(
            &accounts.credential,
            Some(&accounts.security),
            &ticket.owner,
            now,
        )?;
        let mut line = accounts.line.as_ref().try_borrow_mut_data()?;
        let nodes = account::nodes_mut(&mut line)?;
        book.qualify(nodes, ticket, now)?;
        TicketQualified {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: accounts.security.key(),
            ticket: id,
            owner: ticket.owner,
            qualified: true,
            amount: ticket.value,
        }
    };
    emit(&ctx.accounts.event_authority, &event)
}

/// See [`crate::securities::disqualify_ticket`].
pub fn disqualify_ticket<'info>(
    ctx: Context<'info, DisqualifyTicket<'info>>,
    id: u32,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let ticket = &mut accounts.ticket.load_mut()?;
        let security = &*accounts.security.load()?;
        ensure!(ticket.id == id, SecuritiesError::WrongTicket);
        let refused = accounts.book.load()?.refused_countries;
        require_none_admits(
            security,
            &refused,
            &ticket.owner,
            ctx.remaining_accounts,
            now,
        )?;
        let mut line = accounts.line.as_ref().try_borrow_mut_data()?;
        let nodes = account::nodes_mut(&mut line)?;
        let book = &mut accounts.book.load_mut()?;
        book.disqualify(nodes, ticket, now)?;
        TicketQualified {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: accounts.security.key(),
            ticket: id,
            owner: ticket.owner,
            qualified: false,
            amount: ticket.value,
        }
    };
    emit(&ctx.accounts.event_authority, &event)
}

impl Book {
    /// Refuses a credential that is not a valid one of the owner, or that states a country which the shares' class refuses,
    /// and any credential where the shares require none.
    pub(crate) fn require_valid(
        &self,
        credential: &AccountLoader<'_, Credential>,
        security: Option<&AccountLoader<'_, Security>>,
        owner: &Pubkey,
        now: i64,
    ) -> Result<()> {
        let security = &*require_security(security)?;
        ensure!(self.restricted != 0, SecuritiesError::NotRestricted);
        let credential = credential.load()?;
        credential.require_valid(security, owner, now)?;
        require_country(&self.refused_countries, credential.jurisdiction)
    }
}

/// The remaining accounts that prove that nobody vouches for an owner any more.
pub const OWNER_CREDENTIALS: &str = "the addresses of the owner's credentials from all of the security's qualifiers, in order \
    (CredentialsIncomplete)";

/// Proves that none of a security's qualifiers admits an owner: at the only address that its credential can have
/// ([`OWNER_CREDENTIALS`]), there is none, or one that has expired, was revoked, or states a country that is refused.
fn require_none_admits<'info>(
    security: &Security,
    refused: &[u16],
    owner: &Pubkey,
    credentials: &'info [AccountInfo<'info>],
    now: i64,
) -> Result<()> {
    let qualifiers = security.qualifiers();
    ensure!(
        credentials.len() == qualifiers.len(),
        SecuritiesError::CredentialsIncomplete
    );
    for (qualifier, account) in qualifiers.iter().zip(credentials) {
        let seeds = [seeds::CREDENTIAL, qualifier.as_ref(), owner.as_ref()];
        let (address, _) = Pubkey::find_program_address(&seeds, &crate::ID);
        ensure_keys_eq!(
            *account.key,
            address,
            SecuritiesError::CredentialsIncomplete
        );
        if *account.owner == crate::ID {
            let credential = AccountLoader::<Credential>::try_from(account)?;
            let credential = credential.load()?;
            let admits = credential.is_valid(now)
                && require_country(refused, credential.jurisdiction).is_ok();
            ensure!(!admits, SecuritiesError::StillQualified);
        }
    }
    Ok(())
}
