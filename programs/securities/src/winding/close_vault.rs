//! `close_vault`

use super::events::VaultClosed;
use crate::{
    book::settlement::close_book::sweep_and_close,
    chain::{event::emit, token, token::TokenVault},
    errors::SecuritiesError,
    security::{state::Security, vaults::vault_of},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `close_vault`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseVault<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its vault for the mint, the last that is open.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint.
    /// CHECK: the vault is found by it.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = vault_of(&security, mint.key)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
    /// A destination of the security, of the mint, which receives what is left.
    /// CHECK: compared in the handler; the token program checks its mint.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Whoever created the security, who receives the rent.
    /// CHECK: by address.
    #[account(mut, address = security.load()?.origin @ SecuritiesError::WrongRentPayer)]
    pub origin: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_vault`].
pub fn close_vault(ctx: Context<CloseVault>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (decimals, signer, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        security.require_ended()?;
        let place = security.vault_index(accounts.mint.key)?;
        let decimals = {
            let vault = security.vault_at(place)?;
            let is_last = place.checked_add(1) == Some(security.vault_count);
            // Without records and shares, nobody is owed what is still counted as payable: it is what rounding kept.
            let classes = security.winding.classes == u32::from(security.tranche_count);
            ensure!(
                is_last && classes && vault.fees == 0 && vault.pending == 0,
                SecuritiesError::VaultNeeded
            );
            vault.decimals
        };
        ensure!(
            token::balance(&accounts.vault)? == 0
                || security.destinations().contains(accounts.destination.key),
            SecuritiesError::WrongDestination
        );
        security.vault_count = place;
        (decimals, security.signer(), security.next_event()?)
    };
    let left = sweep_and_close(
        &TokenVault {
            token_program: &accounts.token_program,
            mint: &accounts.mint,
            decimals,
            vault: &accounts.vault,
            owner: accounts.security.as_ref(),
            signer,
        },
        &accounts.destination,
        &accounts.origin,
    )?;

    emit(
        &ctx.accounts.event_authority,
        &VaultClosed {
            security: ctx.accounts.security.key(),
            sequence,
            mint: ctx.accounts.mint.key(),
            left,
            destination: ctx.accounts.destination.key(),
        },
    )
}
