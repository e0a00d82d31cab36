//! `fund_tips`, and what a tip is: lamports in the book's account for whoever settles or refunds a ticket.

use super::events::TipsFunded;
use crate::{
    book::state::Book,
    chain::{create, event::emit},
    errors::SecuritiesError,
    math::fixed,
};
use anchor_lang::prelude::*;

/// Accounts of `fund_tips`.
#[event_cpi]
#[derive(Accounts)]
pub struct FundTips<'info> {
    /// Gives the lamports.
    #[account(mut)]
    pub funder: Signer<'info>,
    /// The book.
    #[account(mut)]
    pub book: AccountLoader<'info, Book>,
    /// Moves the lamports.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::fund_tips`].
pub fn fund_tips(ctx: Context<FundTips>, lamports: u64) -> Result<()> {
    ensure!(lamports > 0, SecuritiesError::ZeroAmount);
    let accounts = &ctx.accounts;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        book.tip_budget = fixed::add(book.tip_budget, lamports)?;
        TipsFunded {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: book.security,
            amount: lamports,
        }
    };
    create::transfer(&accounts.funder, accounts.book.as_ref(), lamports)?;
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

/// Pays a tip out of the book's account. After the last call of another program: the runtime weighs all accounts
/// at each.
pub(crate) fn pay(book: &AccountInfo<'_>, to: &AccountInfo<'_>, tip: u64) -> Result<()> {
    if tip > 0 {
        book.sub_lamports(tip)?;
        to.add_lamports(tip)?;
    }
    Ok(())
}
