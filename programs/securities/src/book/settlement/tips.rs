//! `fund_tips`, and the payment of tips: lamports in the book's account for whoever settles or refunds a ticket.

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
    /// Anyone; pays the lamports.
    #[account(mut)]
    pub funder: Signer<'info>,
    /// The book.
    #[account(mut)]
    pub book: AccountLoader<'info, Book>,
    /// Transfers the lamports.
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

/// Pays a tip out of the book's account. Must come after the last CPI: at each, the runtime checks that the lamports of
/// all accounts balance.
pub(crate) fn pay(book: &AccountInfo<'_>, to: &AccountInfo<'_>, tip: u64) -> Result<()> {
    if tip > 0 {
        book.sub_lamports(tip)?;
        to.add_lamports(tip)?;
    }
    Ok(())
}
