//! `restore_escheated`

use super::events::EscheatRestored;
use crate::{
    chain::{event::emit, token::Transfer},
    errors::SecuritiesError,
    math::fixed,
    security::{state::Security, vaults::vault_of},
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `restore_escheated`.
#[event_cpi]
#[derive(Accounts)]
pub struct RestoreEscheated<'info> {
    /// Whoever gives it back.
    pub payer: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The record.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub holder: AccountLoader<'info, Holder>,
    /// The payer's token account.
    /// CHECK: the token program checks mint and owner.
    #[account(mut)]
    pub paying_account: UncheckedAccount<'info>,
    /// The security's vault for the mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint, which must be one that the security has a vault for.
    /// CHECK: the vault is found by it.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = vault_of(&security, mint.key)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::restore_escheated`].
pub fn restore_escheated(ctx: Context<RestoreEscheated>, amount: u64) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    let accounts = &ctx.accounts;
    let (owner, decimals, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        let index = security.vault_index(accounts.mint.key)?;
        let earnings = holder.earned_mut(index)?;
        earnings.escheated = earnings
            .escheated
            .checked_sub(amount)
            .ok_or(SecuritiesError::InsufficientFunds)?;
        earnings.owed = fixed::add(earnings.owed, amount)?;
        earnings.paid = fixed::untell(earnings.paid, amount);
        tranche.restore(index, amount)?;
        let vault = security.vault_at_mut(index)?;
        vault.restore(amount)?;
        let decimals = vault.decimals;
        security.invariant()?;
        (holder.owner, decimals, security.next_event()?)
    };
    Transfer {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        from: &accounts.paying_account,
        to: &accounts.vault,
        authority: &accounts.payer,
    }
    .receive(amount)?;

    emit(
        &ctx.accounts.event_authority,
        &EscheatRestored {
            security: ctx.accounts.security.key(),
            sequence,
            tranche: ctx.accounts.tranche.key(),
            owner,
            mint: ctx.accounts.mint.key(),
            amount,
        },
    )
}
