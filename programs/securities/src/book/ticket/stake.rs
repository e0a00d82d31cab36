//! `open_stake` and `close_stake`: the total of one owner's money in a book that limits each owner.

use super::state::Stake;
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

impl Stake {
    /// Counts a deposit.
    pub(crate) fn add(&mut self, value: u64) -> Result<()> {
        self.live = fixed::add(self.live, value)?;
        Ok(())
    }
}

/// Accounts of `open_stake`.
#[derive(Accounts)]
pub struct OpenStake<'info> {
    /// Pays the rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The owner whose money the stake counts.
    /// CHECK: only its address is used.
    pub owner: UncheckedAccount<'info>,
    /// The book.
    pub book: AccountLoader<'info, Book>,
    /// The stake.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::STAKE, book.key().as_ref(), owner.key.as_ref()], bump
    )]
    pub stake: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::open_stake`].
pub fn open_stake(ctx: Context<OpenStake>) -> Result<()> {
    let stake = &mut New {
        payer: &ctx.accounts.payer,
        account: &ctx.accounts.stake,
    }
    .record::<Stake>(&[
        seeds::STAKE,
        ctx.accounts.book.as_ref().key.as_ref(),
        ctx.accounts.owner.key.as_ref(),
        &[ctx.bumps.stake],
    ])?;
    stake.version = VERSION;
    stake.bump = ctx.bumps.stake;
    stake.book = ctx.accounts.book.key();
    stake.owner = *ctx.accounts.owner.key;
    stake.rent_payer = ctx.accounts.payer.key();
    Ok(())
}

/// Accounts of `close_stake`.
#[derive(Accounts)]
pub struct CloseStake<'info> {
    /// The book, or its address if it is closed.
    /// CHECK: by the stake; read in the handler.
    pub book: UncheckedAccount<'info>,
    /// The stake.
    #[account(
        mut, close = rent_payer,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub stake: AccountLoader<'info, Stake>,
    /// Whoever paid the rent, and receives it back.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_stake`].
pub fn close_stake<'info>(ctx: Context<'info, CloseStake<'info>>) -> Result<()> {
    let accounts: &'info CloseStake<'info> = ctx.accounts;
    if accounts.stake.load()?.live == 0 || *accounts.book.owner == anchor_lang::system_program::ID {
        return Ok(());
    }
    let book = AccountLoader::<Book>::try_from(accounts.book.as_ref())?;
    let phase = book.load()?.phase(Clock::get()?.unix_timestamp)?;
    ensure!(
        matches!(phase, Phase::Settling | Phase::Refunding),
        SecuritiesError::StakeInUse
    );
    Ok(())
}
