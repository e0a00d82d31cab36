//! `add_vault`

use super::state::Security;
use crate::{
    errors::SecuritiesError,
    events::{self, VaultAdded},
    seeds, token,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

/// Accounts of `add_vault`.
#[event_cpi]
#[derive(Accounts)]
pub struct AddVault<'info> {
    /// The security's sponsor; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// The mint, of either token program, without extensions that could take from a vault.
    #[account(mint::token_program = token_program)]
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The vault; a mint's second one could not be created.
    #[account(
        init, payer = sponsor,
        token::mint = mint, token::authority = security, token::token_program = token_program,
        seeds = [seeds::VAULT, security.key().as_ref(), mint.key().as_ref()], bump
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the vault.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::add_vault`].
pub fn add_vault(ctx: Context<AddVault>) -> Result<()> {
    let accounts = &ctx.accounts;
    token::require_plain_mint(&accounts.mint)?;

    let (mint, address) = (accounts.mint.key(), accounts.vault.key());
    let sequence = {
        let security = &mut accounts.security.load_mut()?;
        security.new_vault(&accounts.mint, address, ctx.bumps.vault)?;
        security.invariant()?;
        security.next_event()?
    };

    events::emit(
        &ctx.accounts.event_authority,
        &VaultAdded {
            security: ctx.accounts.security.key(),
            sequence,
            mint,
            vault: address,
        },
    )?;
    Ok(())
}
