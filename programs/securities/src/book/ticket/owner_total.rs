//! `open_owner_total` and `close_owner_total`: the total of one owner's money in a book that limits each owner.

use super::state::OwnerTotal;
use crate::{
    book::{
        phase::Phase,
        state::{Book, VERSION},
    },
    chain::{create::New, seeds},
    errors::SecuritiesError,
    math::fixed,
};
use anchor_lang::prelude::*;

impl OwnerTotal {
    /// Counts a deposit.
    pub(crate) fn add(&mut self, value: u64) -> Result<()> {
        self.live = fixed::add(self.live, value)?;
        Ok(())
    }
}

/// Accounts of `open_owner_total`.
#[derive(Accounts)]
pub struct OpenOwnerTotal<'info> {
    /// Pays the rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The owner whose money the owner total counts.
    /// CHECK: only its address is used.
    pub owner: UncheckedAccount<'info>,
    /// The book.
    pub book: AccountLoader<'info, Book>,
    /// The owner total.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::OWNER_TOTAL, book.key().as_ref(), owner.key.as_ref()], bump
    )]
    pub owner_total: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::open_owner_total`].
pub fn open_owner_total(ctx: Context<OpenOwnerTotal>) -> Result<()> {
    let owner_total = &mut New {
        payer: &ctx.accounts.payer,
        account: &ctx.accounts.owner_total,
    }
    .record::<OwnerTotal>(&[
        seeds::OWNER_TOTAL,
        ctx.accounts.book.as_ref().key.as_ref(),
        ctx.accounts.owner.key.as_ref(),
        &[ctx.bumps.owner_total],
    ])?;
    owner_total.version = VERSION;
    owner_total.bump = ctx.bumps.owner_total;
    owner_total.book = ctx.accounts.book.key();
    owner_total.owner = *ctx.accounts.owner.key;
    owner_total.rent_payer = ctx.accounts.payer.key();
    Ok(())
}

/// Accounts of `close_owner_total`.
#[derive(Accounts)]
pub struct CloseOwnerTotal<'info> {
    /// The book, or its address if it is closed.
    /// CHECK: by the owner total; read in the handler.
    pub book: UncheckedAccount<'info>,
    /// The owner total.
    #[account(
        mut, close = rent_payer,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub owner_total: AccountLoader<'info, OwnerTotal>,
    /// Whoever paid the rent, and receives it back.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_owner_total`].
pub fn close_owner_total<'info>(ctx: Context<'info, CloseOwnerTotal<'info>>) -> Result<()> {
    let accounts: &'info CloseOwnerTotal<'info> = ctx.accounts;
    if accounts.owner_total.load()?.live == 0
        || *accounts.book.owner == anchor_lang::system_program::ID
    {
        return Ok(());
    }
    let book = AccountLoader::<Book>::try_from(accounts.book.as_ref())?;
    let phase = book.load()?.phase(Clock::get()?.unix_timestamp)?;
    ensure!(
        matches!(phase, Phase::Settling | Phase::Refunding),
        SecuritiesError::OwnerTotalInUse
    );
    Ok(())
}
