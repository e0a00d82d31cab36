//! `claim`

use super::{events::Claimed, payout};
use crate::{
    chain::{event::emit, token::TokenVault},
    errors::SecuritiesError,
    security::{state::Security, vaults::vault_of},
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `claim`.
#[event_cpi]
#[derive(Accounts)]
pub struct Claim<'info> {
    /// The owner of the record.
    pub owner: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The record.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = tranche @ SecuritiesError::WrongTranche
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// The account that receives the money, of the owner's choice.
    /// CHECK: the token program checks its mint.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// The security's vault for the mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint to be paid in, which must be one that the security has a vault for.
    /// CHECK: the vault is found by it.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = vault_of(&security, mint.key)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::claim`].
pub fn claim(ctx: Context<Claim>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (amount, signer, decimals, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        tranche.roll(Clock::get()?.unix_timestamp)?;
        holder.update(tranche)?;
        let vault = security.vault_index(accounts.mint.key)?;
        let amount = payout::mark_paid(security, tranche, holder, vault)?;
        ensure!(amount > 0, SecuritiesError::NothingOwed);
        let decimals = security.vault_at(vault)?.decimals;
        (amount, security.signer(), decimals, security.next_event()?)
    };
    TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.vault,
        owner: accounts.security.as_ref(),
        signer,
    }
    .pay(&accounts.destination, amount)?;

    emit(
        &ctx.accounts.event_authority,
        &Claimed {
            security: ctx.accounts.security.key(),
            sequence,
            tranche: ctx.accounts.tranche.key(),
            owner: ctx.accounts.owner.key(),
            mint: ctx.accounts.mint.key(),
            amount,
        },
    )?;
    Ok(())
}
