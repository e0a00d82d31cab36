//! `close_escrow`

use super::{close_book::sweep_and_close, events::EscrowClosed};
use crate::{
    book::state::{Book, asset_of},
    chain::{event::emit, token::TokenVault},
    errors::SecuritiesError,
    security::{state::Security, vaults::vault_of},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `close_escrow`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(asset: u8)]
pub struct CloseEscrow<'info> {
    /// The security.
    pub security: AccountLoader<'info, Security>,
    /// The book, with every ticket settled or refunded.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub book: AccountLoader<'info, Book>,
    /// Whoever paid the escrow's rent, and receives it back.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The book's escrow for the asset.
    /// CHECK: by address.
    #[account(mut, address = asset_of(&book, asset)?.escrow @ SecuritiesError::WrongVault)]
    pub escrow: UncheckedAccount<'info>,
    /// The security's vault for the asset's mint, which receives donations to the escrow.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The asset's mint.
    /// CHECK: by address.
    #[account(address = asset_of(&book, asset)?.mint @ SecuritiesError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = asset_of(&book, asset)?.token_program @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::close_escrow`].
pub fn close_escrow(ctx: Context<CloseEscrow>, asset: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let (decimals, signer) = {
        let book = &mut accounts.book.load_mut()?;
        book.require_over(Clock::get()?.unix_timestamp)?;
        // Only the last asset, so that the others keep their places; the first escrow closes with the book.
        ensure!(
            asset > 0 && asset.checked_add(1) == Some(book.asset_count),
            SecuritiesError::UnknownAsset
        );
        let decimals = book.asset_at(asset)?.decimals;
        book.asset_count = asset;
        (decimals, book.signer())
    };
    let donated = sweep_and_close(
        &TokenVault {
            token_program: &accounts.token_program,
            mint: &accounts.mint,
            decimals,
            vault: &accounts.escrow,
            owner: accounts.book.as_ref(),
            signer,
        },
        &accounts.vault,
        &accounts.rent_payer,
    )?;

    let event = EscrowClosed {
        book: accounts.book.key(),
        sequence: accounts.book.load_mut()?.next_event()?,
        security: accounts.security.key(),
        mint: accounts.mint.key(),
        donated,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
