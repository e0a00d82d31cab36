//! `add_vault`

use super::{control::Power, draws::DrawTerms, events::VaultAdded, state::Security};
use crate::chain::{create::New, event::emit, seeds, token::PlainMint};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `add_vault`.
#[event_cpi]
#[derive(Accounts)]
pub struct AddVault<'info> {
    /// The security's sponsor, or the agent in control; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The mint, of either token program, without extensions that could take from a vault.
    /// CHECK: read in the handler.
    pub mint: UncheckedAccount<'info>,
    /// The vault, one per mint: an address in use is refused.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::VAULT, security.key().as_ref(), mint.key().as_ref()], bump
    )]
    pub vault: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the vault.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::add_vault`].
pub fn add_vault(ctx: Context<AddVault>, draws: DrawTerms) -> Result<()> {
    let accounts = &ctx.accounts;
    let plain = PlainMint::read(&accounts.mint, accounts.token_program.key)?;

    let (mint, address) = (accounts.mint.key(), accounts.vault.key());
    let sequence = {
        let security = &mut accounts.security.load_mut()?;
        security.require_power(accounts.sponsor.key, Power::Vaults)?;
        security.new_vault(&plain, address, ctx.bumps.vault, &draws)?;
        security.invariant()?;
        security.next_event()?
    };
    let security = accounts.security.key();
    New {
        payer: &accounts.sponsor,
        account: &accounts.vault,
    }
    .token_account(
        &plain,
        &security,
        &[
            seeds::VAULT,
            security.as_ref(),
            mint.as_ref(),
            &[ctx.bumps.vault],
        ],
    )?;

    emit(
        &ctx.accounts.event_authority,
        &VaultAdded {
            security,
            sequence,
            mint,
            vault: address,
        },
    )?;
    Ok(())
}
