//! `sweep_vault`

use super::state::{Security, vault_of};
use crate::{
    errors::SecuritiesError,
    events::{self, DonationSwept},
    token,
};
use anchor_lang::prelude::*;

/// Accounts of `sweep_vault`.
#[event_cpi]
#[derive(Accounts)]
pub struct SweepVault<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its vault for the mint.
    /// CHECK: by address.
    #[account(address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint to sweep: one that the security has a vault for.
    /// CHECK: the vault is found by it.
    pub mint: UncheckedAccount<'info>,
}

/// See [`crate::securities::sweep_vault`].
pub fn sweep_vault(ctx: Context<SweepVault>) -> Result<()> {
    let mint = ctx.accounts.mint.key();
    let held = token::balance(&ctx.accounts.vault)?;
    let (amount, sequence) = {
        let security = &mut ctx.accounts.security.load_mut()?;
        let vault = security.vault_of_mut(&mint)?;
        let amount = held
            .checked_sub(vault.obligations()?)
            .ok_or(SecuritiesError::VaultShort)?;
        ensure!(amount > 0, SecuritiesError::ZeroAmount);
        vault.add_to_treasury(amount)?;
        (amount, security.next_event()?)
    };

    events::emit(
        &ctx.accounts.event_authority,
        &DonationSwept {
            security: ctx.accounts.security.key(),
            sequence,
            mint,
            amount,
        },
    )?;
    Ok(())
}
