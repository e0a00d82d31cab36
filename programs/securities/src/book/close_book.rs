//! `close_book`

use super::{
    phase::Phase,
    state::{Book, Line},
};
use crate::{
    errors::SecuritiesError,
    events::BookClosed,
    security::state::Security,
    token::{self, Transfer},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{self, CloseAccount, TokenInterface};

/// Accounts of `close_book`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseBook<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The book: every ticket settled, or refunded below the minimum.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = line @ SecuritiesError::WrongLine,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub book: AccountLoader<'info, Book>,
    /// Its line.
    #[account(mut, close = rent_payer)]
    pub line: AccountLoader<'info, Line>,
    /// Who paid the rent of book, line and escrow.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The book's escrow.
    /// CHECK: by address.
    #[account(mut, address = book.load()?.asset().vault @ SecuritiesError::WrongVault)]
    pub escrow: UncheckedAccount<'info>,
    /// The security's settlement vault; takes what was donated to the escrow.
    /// CHECK: by address.
    #[account(mut, address = security.load()?.vault().address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The settlement mint.
    /// CHECK: by address.
    #[account(address = book.load()?.asset().mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    #[account(address = book.load()?.asset().token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::close_book`].
pub fn close_book(ctx: Context<CloseBook>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (accepted, signer) = {
        let book = accounts.book.load()?;
        let over = matches!(
            book.phase(Clock::get()?.unix_timestamp)?,
            Phase::Settling | Phase::Refunding
        );
        require!(
            over && book.open_tickets == 0 && book.asset().units == 0,
            SecuritiesError::TicketsOpen
        );
        (book.accepted, book.signer())
    };
    let donated = token::balance(&accounts.escrow)?;
    let sequence = {
        let security = &mut accounts.security.load_mut()?;
        security.vault_mut().add_to_treasury(donated)?;
        security.next_event()?
    };
    let token_program = accounts.token_program.to_account_info();
    if donated > 0 {
        Transfer {
            token_program: &token_program,
            mint: &accounts.settlement_mint.to_account_info(),
            decimals: signer.decimals,
            from: &accounts.escrow.to_account_info(),
            to: &accounts.vault.to_account_info(),
            authority: &accounts.book.to_account_info(),
        }
        .send(donated, &[&signer.seeds()])?;
    }
    token_interface::close_account(CpiContext::new_with_signer(
        token_program.key(),
        CloseAccount {
            account: accounts.escrow.to_account_info(),
            destination: accounts.rent_payer.to_account_info(),
            authority: accounts.book.to_account_info(),
        },
        &[&signer.seeds()],
    ))?;

    emit_cpi!(BookClosed {
        security: ctx.accounts.security.key(),
        sequence,
        book: ctx.accounts.book.key(),
        accepted,
        donated,
    });
    Ok(())
}
