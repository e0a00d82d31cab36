//! `claim`

use crate::{
    errors::SecuritiesError,
    events::{self, Claimed},
    holder::state::Holder,
    security::state::{Security, settlement_vault},
    token::Purse,
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `claim`.
#[event_cpi]
#[derive(Accounts)]
pub struct Claim<'info> {
    /// Whose record it is.
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
    /// Where the money goes: the owner's choice.
    /// CHECK: the token program checks its mint.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// The security's settlement vault.
    /// CHECK: by address.
    #[account(mut, address = settlement_vault(&security)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The settlement mint.
    /// CHECK: by address.
    #[account(address = settlement_vault(&security)?.mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    #[account(address = settlement_vault(&security)?.token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::claim`].
pub fn claim(ctx: Context<Claim>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (amount, decimals, signer, sequence) = {
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        holder.settle(tranche)?;
        let amount = holder.take_owed()?;
        ensure!(amount > 0, SecuritiesError::NothingOwed);
        tranche.pay(amount)?;
        let security = &mut accounts.security.load_mut()?;
        let vault = security.vault_mut();
        vault.pay(amount)?;
        let decimals = vault.decimals;
        (amount, decimals, security.signer(), security.next_event()?)
    };
    Purse {
        token_program: &accounts.token_program,
        mint: &accounts.settlement_mint,
        decimals,
        vault: &accounts.vault,
        owner: accounts.security.as_ref(),
        signer,
    }
    .pay(&accounts.destination, amount)?;

    events::emit(
        &ctx.accounts.event_authority,
        &Claimed {
            security: ctx.accounts.security.key(),
            sequence,
            tranche: ctx.accounts.tranche.key(),
            owner: ctx.accounts.owner.key(),
            amount,
        },
    )?;
    Ok(())
}
