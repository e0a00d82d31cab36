//! `preview_ticket`

use super::state::Ticket;
use crate::{
    book::{
        line::account::{self, Line},
        state::{Book, MAX_CURVES},
    },
    errors::SecuritiesError,
    math::line,
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// A ticket's position, and its outcome if the book were locked as it is, at the rates of the deposits; for a locked
/// book, its actual outcome.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketPreview {
    /// Live money ahead of the ticket in line, in value.
    pub live_ahead: u64,
    /// Money ahead of the ticket that is committed and counts, in value.
    pub committed_ahead: u64,
    /// The ticket's money, in value.
    pub value: u64,
    /// Whether the ticket is committed to the current offer.
    pub committed: bool,
    /// Whether the ticket's money counts once committed: it is marked as qualified, or the shares require no
    /// credential.
    pub qualified: bool,
    /// The ticket's money that becomes proceeds, in value.
    pub accepted: u64,
    /// Base units of the ticket's asset that are returned.
    pub units_back: u64,
    /// Shares that the ticket buys, without bonus shares, in share base units.
    pub shares: u64,
    /// Rewards by curve, in base units of each reward.
    pub rewards: [u64; MAX_CURVES],
}

/// Accounts of `preview_ticket`.
#[derive(Accounts)]
pub struct PreviewTicket<'info> {
    /// The tranche whose shares are offered.
    pub tranche: AccountLoader<'info, Tranche>,
    /// The book.
    #[account(
        has_one = tranche @ SecuritiesError::WrongTranche,
        has_one = line @ SecuritiesError::WrongLine
    )]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    pub line: AccountLoader<'info, Line>,
    /// The ticket.
    #[account(has_one = book @ SecuritiesError::WrongBook)]
    pub ticket: AccountLoader<'info, Ticket>,
}

/// See [`crate::securities::preview_ticket`].
pub fn preview_ticket(ctx: Context<PreviewTicket>) -> Result<TicketPreview> {
    let book = ctx.accounts.book.load()?;
    let ticket = ctx.accounts.ticket.load()?;
    let data = ctx.accounts.line.as_ref().try_borrow_data()?;
    let nodes = account::nodes(&data)?;
    let ahead = line::ahead(nodes, book.offer_version, ticket.place)?;
    let outcome = book.outcome_of(nodes, &ticket, ctx.accounts.tranche.load()?.unit)?;
    Ok(TicketPreview {
        live_ahead: ahead.live,
        committed_ahead: ahead.committed,
        value: ticket.value,
        committed: ticket.is_committed(&book),
        qualified: book.restricted == 0 || ticket.is_qualified(),
        accepted: outcome.accepted,
        units_back: outcome.units_back.get(),
        shares: outcome.shares.get(),
        rewards: outcome.rewards,
    })
}
