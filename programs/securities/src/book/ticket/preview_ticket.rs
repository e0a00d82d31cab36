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

/// Where a ticket stands, and what becomes of it if the book is locked as it is, at the rates of the deposits; once
/// it is locked, what becomes of it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketPreview {
    /// Money ahead of it in line, in value.
    pub live_ahead: u64,
    /// The part of that which is committed.
    pub committed_ahead: u64,
    /// Its money.
    pub value: u64,
    /// Whether it is committed to the present offer.
    pub committed: bool,
    /// Whether what is committed of it counts: it is marked as qualified, or the shares want no credential.
    pub qualified: bool,
    /// Its money that becomes proceeds.
    pub accepted: u64,
    /// Base units of its asset that go back.
    pub units_back: u64,
    /// Shares it buys, without bonus shares, share base units.
    pub shares: u64,
    /// Rewards, curve by curve.
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
    /// Its line.
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
    let settlement = book.outcome_of(nodes, &ticket, ctx.accounts.tranche.load()?.unit)?;
    Ok(TicketPreview {
        live_ahead: ahead.live,
        committed_ahead: ahead.committed,
        value: ticket.value,
        committed: ticket.is_committed(&book),
        qualified: book.restricted == 0 || ticket.is_qualified(),
        accepted: settlement.accepted,
        units_back: settlement.units_back.get(),
        shares: settlement.shares.get(),
        rewards: settlement.rewards,
    })
}
