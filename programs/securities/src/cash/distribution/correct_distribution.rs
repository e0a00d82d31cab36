//! `correct_distribution`

use super::{events::DistributionCorrected, state::Distribution};
use crate::{
    chain::{
        event::emit,
        token::{self, TokenVault},
    },
    errors::SecuritiesError,
    security::{state::Security, vaults::vault_of},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `correct_distribution`.
#[event_cpi]
#[derive(Accounts)]
pub struct CorrectDistribution<'info> {
    /// Whoever posted the payment; gets the money and the record's rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security's arbitrator.
    pub arbitrator: Signer<'info>,
    /// The security.
    #[account(mut, has_one = arbitrator @ SecuritiesError::NotArbitrator)]
    pub security: AccountLoader<'info, Security>,
    /// The payment that waits.
    #[account(
        mut, close = payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = payer @ SecuritiesError::NotPayer
    )]
    pub distribution: AccountLoader<'info, Distribution>,
    /// A token account of the payer, which gets the money.
    /// CHECK: its owner in the handler; the token program checks the mint.
    #[account(mut)]
    pub receiving_account: UncheckedAccount<'info>,
    /// The security's vault for the mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint paid in.
    /// CHECK: the vault is found by it.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = vault_of(&security, mint.key)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::correct_distribution`].
pub fn correct_distribution(ctx: Context<CorrectDistribution>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let mint = accounts.mint.key();
    let payer = accounts.payer.key();
    let owner = token::owner_of(
        &accounts.receiving_account,
        accounts.token_program.key,
        &mint,
    );
    ensure!(owner == Some(payer), SecuritiesError::NotPayerAccount);
    let (event, signer, decimals) = {
        let security = &mut accounts.security.load_mut()?;
        let pending = accounts.distribution.load()?;
        let amount = pending.waits()?;
        ensure!(now < pending.due_at, SecuritiesError::CorrectionOver);
        ensure!(
            security.vault_index(&mint)? == pending.vault,
            SecuritiesError::WrongMint
        );
        let vault = security.vault_at_mut(pending.vault)?;
        vault.end_pending(amount)?;
        let decimals = vault.decimals;
        let event = DistributionCorrected {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            distribution: accounts.distribution.key(),
            payer,
            mint,
            amount,
        };
        (event, security.signer(), decimals)
    };
    TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.vault,
        owner: accounts.security.as_ref(),
        signer,
    }
    .pay(&accounts.receiving_account, event.amount)?;

    emit(&accounts.event_authority, &event)
}
