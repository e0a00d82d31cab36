//! `deposit`

use super::phase::Phase;
use super::state::{self, Book, Line, Ticket, VERSION};
use crate::{
    errors::SecuritiesError,
    events::Deposited,
    math::{
        line::{self, Money},
        shares,
    },
    security::state::Security,
    seeds,
    token::Transfer,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `deposit`.
#[event_cpi]
#[derive(Accounts)]
pub struct Deposit<'info> {
    /// Whose ticket it is: a wallet, or another program by its address.
    pub owner: Signer<'info>,
    /// Pays the ticket's rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The book, in its offering.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = line @ SecuritiesError::WrongLine
    )]
    pub book: AccountLoader<'info, Book>,
    /// Its line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket: at the place `book.next_ticket`.
    #[account(
        init, payer = payer, space = Ticket::SPACE,
        seeds = [seeds::TICKET, book.key().as_ref(), &book.load()?.next_ticket.to_le_bytes()], bump
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// The depositor's token account, which refunds go back to.
    /// CHECK: the token program checks mint and owner.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
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
    /// Creates the ticket.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::deposit`].
pub fn deposit(ctx: Context<Deposit>, amount: u64, offer_version: u32) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let accounts = &ctx.accounts;
    let owner = accounts.owner.key();
    let (place, decimals) = {
        let book = &mut accounts.book.load_mut()?;
        require!(
            book.phase(now)? == Phase::Offering,
            SecuritiesError::NotOffering
        );
        require!(amount > 0, SecuritiesError::ZeroAmount);
        require!(
            shares::is_whole_lots(amount, book.lot),
            SecuritiesError::NotWholeLots
        );
        require!(amount >= book.min_ticket, SecuritiesError::TicketTooSmall);
        require!(
            offer_version == book.offer_version,
            SecuritiesError::OfferChanged
        );
        let place = book.next_ticket;
        book.next_ticket = place.checked_add(1).ok_or(SecuritiesError::Overflow)?;
        book.open_tickets = book
            .open_tickets
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        book.deposit(amount)?;
        book.invariant()?;
        (place, book.asset().decimals)
    };
    line::add(
        state::nodes_mut(&mut accounts.line.as_ref().try_borrow_mut_data()?)?,
        place,
        Money::committed(amount),
    )?;
    {
        let ticket = &mut accounts.ticket.load_init()?;
        ticket.version = VERSION;
        ticket.bump = ctx.bumps.ticket;
        ticket.place = place;
        ticket.book = accounts.book.key();
        ticket.owner = owner;
        ticket.rent_payer = accounts.payer.key();
        ticket.refund_account = accounts.source.key();
        ticket.units = amount;
        ticket.value = amount;
        ticket.deposited_at = now;
        ticket.committed_to = offer_version;
    }
    let sequence = accounts.security.load_mut()?.next_event()?;
    Transfer {
        token_program: &accounts.token_program.to_account_info(),
        mint: &accounts.settlement_mint.to_account_info(),
        decimals,
        from: &accounts.source.to_account_info(),
        to: &accounts.vault.to_account_info(),
        authority: &accounts.owner.to_account_info(),
    }
    .receive(amount)?;

    emit_cpi!(Deposited {
        security: ctx.accounts.security.key(),
        sequence,
        book: ctx.accounts.book.key(),
        place,
        owner,
        amount,
        offer_version,
    });
    Ok(())
}
