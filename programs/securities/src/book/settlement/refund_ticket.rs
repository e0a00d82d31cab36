//! `refund_ticket`

use super::{events::TicketRefunded, tips};
use crate::{
    book::{
        line::account::{self, Line},
        owed::state::RefundAccounts,
        phase::Phase,
        state::Book,
        ticket::state::{Ticket, asset_of_ticket},
    },
    chain::{event::emit, token::TokenVault},
    errors::SecuritiesError,
    math::quantity::Units,
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `refund_ticket`.
#[event_cpi]
#[derive(Accounts)]
pub struct RefundTicket<'info> {
    /// The tranche.
    pub tranche: AccountLoader<'info, Tranche>,
    /// The book, which has failed or is locked.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        has_one = line @ SecuritiesError::WrongLine
    )]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket.
    #[account(
        mut,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer,
        has_one = refund_account @ SecuritiesError::WrongRefundAccount
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// Whoever paid the ticket's rent, and receives it back when nothing of the ticket is left.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The ticket's refund account.
    /// CHECK: by address.
    #[account(mut)]
    pub refund_account: UncheckedAccount<'info>,
    /// The owner's associated token account for the asset, which is paid if the refund account cannot be.
    /// CHECK: compared where it is used.
    #[account(mut, dup)]
    pub owner_account: UncheckedAccount<'info>,
    /// The book's escrow for the ticket's asset.
    /// CHECK: by address.
    #[account(
        mut,
        address = asset_of_ticket(&book, &ticket)?.escrow @ SecuritiesError::WrongVault
    )]
    pub escrow: UncheckedAccount<'info>,
    /// The asset's mint.
    /// CHECK: by address.
    #[account(
        address = asset_of_ticket(&book, &ticket)?.mint @ SecuritiesError::WrongMint
    )]
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = asset_of_ticket(&book, &ticket)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
    /// Receives the tip.
    /// CHECK: the caller's choice.
    #[account(mut)]
    pub tip_account: UncheckedAccount<'info>,
}

/// The units that are returned and that wait, and the caller's tip.
#[derive(Default)]
struct Refund {
    units: Units,
    waiting: Units,
    tip: u64,
}

/// See [`crate::securities::refund_ticket`].
pub fn refund_ticket(ctx: Context<RefundTicket>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let phase = accounts.book.load()?.phase(now)?;
    let to = RefundAccounts {
        named: &accounts.refund_account,
        associated: &accounts.owner_account,
        coin: (accounts.mint.key, accounts.token_program.key),
    }
    .payable(&accounts.ticket.load()?.owner)?;
    let payable = to.is_some();
    let refund = match phase {
        Phase::Refunding => record_return(accounts, payable, now)?,
        Phase::Settling => record_refused(accounts, payable, now)?,
        Phase::Draft | Phase::Building | Phase::Offering | Phase::Due => {
            return Err(SecuritiesError::NotRefunding.into());
        }
    };
    let (event, decimals, signer) = {
        let (book, ticket) = (&mut accounts.book.load_mut()?, accounts.ticket.load()?);
        let event = TicketRefunded {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: book.security,
            ticket: ticket.id,
            owner: ticket.owner,
            amount: refund.units.get(),
            waiting: refund.waiting.get(),
        };
        let decimals = book.asset_at(ticket.asset)?.decimals;
        (event, decimals, book.signer())
    };
    if let Some(to) = to {
        TokenVault {
            token_program: &accounts.token_program,
            mint: &accounts.mint,
            decimals,
            vault: &accounts.escrow,
            owner: accounts.book.as_ref(),
            signer,
        }
        .pay(to, refund.units.get())?;
    }

    emit(&ctx.accounts.event_authority, &event)?;
    tips::pay(
        ctx.accounts.book.as_ref(),
        &ctx.accounts.tip_account,
        refund.tip,
    )?;
    if refund.waiting.is_zero() {
        ctx.accounts
            .ticket
            .close(ctx.accounts.rent_payer.to_account_info())?;
    }
    Ok(())
}

/// Refunds all of a ticket of a failed book; if that cannot be paid, records when it first was so.
fn record_return(accounts: &RefundTicket<'_>, payable: bool, now: i64) -> Result<Refund> {
    if !payable {
        let ticket = &mut accounts.ticket.load_mut()?;
        ensure!(ticket.unpayable_since == 0, SecuritiesError::RefundBlocked);
        ticket.note_unpayable(now);
        return Ok(Refund {
            waiting: ticket.units(),
            ..Refund::default()
        });
    }
    let book = &mut accounts.book.load_mut()?;
    let units = book.refund(
        account::nodes_mut(&mut accounts.line.as_ref().try_borrow_mut_data()?)?,
        &*accounts.ticket.load()?,
        now,
    )?;
    Ok(Refund {
        units,
        waiting: Units::ZERO,
        tip: book.take_tip(),
    })
}

/// Refunds, in a locked book, all of a ticket of which nothing is accepted, or what waited of a settled ticket.
fn record_refused(accounts: &RefundTicket<'_>, payable: bool, now: i64) -> Result<Refund> {
    let book = &mut accounts.book.load_mut()?;
    let ticket = &mut accounts.ticket.load_mut()?;
    if ticket.is_settled() {
        ensure!(payable, SecuritiesError::RefundBlocked);
        let units = book.give_back(ticket)?;
        book.invariant()?;
        return Ok(Refund {
            units,
            waiting: Units::ZERO,
            tip: 0,
        });
    }
    let outcome = {
        let data = accounts.line.as_ref().try_borrow_data()?;
        let unit = accounts.tranche.load()?.unit;
        book.outcome_of(account::nodes(&data)?, ticket, unit)?
    };
    ensure!(outcome.accepted == 0, SecuritiesError::NotRefunding);
    book.record_outcome(ticket, &outcome, payable)?;
    if !payable {
        ticket.note_unpayable(now);
    }
    let units = if payable {
        outcome.units_back
    } else {
        Units::ZERO
    };
    Ok(Refund {
        units,
        waiting: outcome.units_back.minus(units)?,
        tip: book.take_tip(),
    })
}
