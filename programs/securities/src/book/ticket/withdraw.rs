//! `withdraw`

use super::{
    events::Withdrawn,
    state::{OwnerTotal, Ticket, asset_of_ticket},
};
use crate::{
    book::{
        line::account::{self, Line},
        state::Book,
    },
    chain::{event::emit, token::TokenVault},
    errors::SecuritiesError,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `withdraw`.
#[event_cpi]
#[derive(Accounts)]
pub struct Withdraw<'info> {
    /// The ticket's owner.
    pub owner: Signer<'info>,
    /// The book, which is not locked.
    #[account(mut, has_one = line @ SecuritiesError::WrongLine)]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
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
    /// The owner's total, where the book limits each owner's money. Without it the money can leave all the same, but
    /// still counts towards the limit.
    #[account(
        mut,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = owner @ SecuritiesError::NotOwner
    )]
    pub owner_total: Option<AccountLoader<'info, OwnerTotal>>,
    /// Whoever paid the ticket's rent, and receives it back when all is withdrawn.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The token account that the money goes to, chosen by the owner.
    /// CHECK: the token program checks its mint.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
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
}

/// See [`crate::securities::withdraw`].
pub fn withdraw(ctx: Context<Withdraw>, amount: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let (id, withdrawal, decimals, signer, security, sequence) = {
        let book = &mut accounts.book.load_mut()?;
        let ticket = &mut accounts.ticket.load_mut()?;
        let withdrawal = book.withdraw(
            account::nodes_mut(&mut accounts.line.as_ref().try_borrow_mut_data()?)?,
            ticket,
            amount,
            Clock::get()?.unix_timestamp,
        )?;
        if let Some(owner_total) = &accounts.owner_total {
            let owner_total = &mut owner_total.load_mut()?;
            // Deposits made while the book had no limit were not counted, which must not keep anyone from leaving.
            owner_total.live = owner_total.live.saturating_sub(amount);
        }
        let decimals = book.asset_at(ticket.asset)?.decimals;
        let sequence = book.next_event()?;
        (
            ticket.id,
            withdrawal,
            decimals,
            book.signer(),
            book.security,
            sequence,
        )
    };
    TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.escrow,
        owner: accounts.book.as_ref(),
        signer,
    }
    .pay(&accounts.destination, withdrawal.units.get())?;

    emit(
        &ctx.accounts.event_authority,
        &Withdrawn {
            book: ctx.accounts.book.key(),
            sequence,
            security,
            ticket: id,
            owner: ctx.accounts.owner.key(),
            amount,
            units: withdrawal.units.get(),
            remaining: withdrawal.remaining,
        },
    )?;
    if withdrawal.remaining == 0 {
        ctx.accounts
            .ticket
            .close(ctx.accounts.rent_payer.to_account_info())?;
    }
    Ok(())
}
