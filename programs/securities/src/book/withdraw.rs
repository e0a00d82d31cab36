//! `withdraw`

use super::state::{self, Book, Line, Ticket};
use crate::{
    errors::SecuritiesError,
    events::Withdrawn,
    math::{
        line::{self, Money},
        shares,
    },
    security::state::Security,
    token::Transfer,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `withdraw`.
#[event_cpi]
#[derive(Accounts)]
pub struct Withdraw<'info> {
    /// Whose ticket it is.
    pub owner: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The book, not locked.
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
        has_one = book @ SecuritiesError::WrongBook,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// Who paid the ticket's rent; receives it when all is withdrawn.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// Where the money goes: the owner's choice.
    /// CHECK: the token program checks its mint.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
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

/// See [`crate::securities::withdraw`].
pub fn withdraw(ctx: Context<Withdraw>, amount: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    require!(amount > 0, SecuritiesError::ZeroAmount);
    let (place, remaining, signer) = {
        let book = &mut accounts.book.load_mut()?;
        require!(
            book.phase(Clock::get()?.unix_timestamp)?.can_leave(),
            SecuritiesError::CannotLeave
        );
        let ticket = &mut accounts.ticket.load_mut()?;
        let remaining = ticket
            .value
            .checked_sub(amount)
            .ok_or(SecuritiesError::WithdrawTooMuch)?;
        require!(
            shares::is_whole_lots(amount, book.lot),
            SecuritiesError::NotWholeLots
        );
        require!(
            remaining == 0 || remaining >= book.min_ticket,
            SecuritiesError::RemainderTooSmall
        );
        ticket.value = remaining;
        ticket.units = remaining;
        book.leave(amount)?;
        if remaining == 0 {
            book.close_ticket()?;
        }
        book.invariant()?;
        (ticket.place, remaining, book.signer())
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
        to: &accounts.destination.to_account_info(),
        authority: &accounts.book.to_account_info(),
    }
    .send(amount, &[&signer.seeds()])?;

    emit_cpi!(Withdrawn {
        security: ctx.accounts.security.key(),
        sequence,
        book: ctx.accounts.book.key(),
        place,
        owner: ctx.accounts.owner.key(),
        amount,
        remaining,
    });
    if remaining == 0 {
        ctx.accounts
            .ticket
            .close(ctx.accounts.rent_payer.to_account_info())?;
    }
    Ok(())
}
