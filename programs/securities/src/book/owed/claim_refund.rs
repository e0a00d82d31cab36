//! `claim_refund`

use super::{events::RefundClaimed, state::OwedRefund};
use crate::{
    chain::{
        event::emit,
        token::{self, TokenVault},
    },
    errors::SecuritiesError,
    security::{counters, state::Security},
};
use anchor_lang::prelude::*;
use anchor_spl::{
    associated_token::get_associated_token_address_with_program_id, token_interface::TokenInterface,
};

/// Accounts of `claim_refund`.
#[event_cpi]
#[derive(Accounts)]
pub struct ClaimRefund<'info> {
    /// The owner of the money. It need not sign; if it does, it may choose where the money goes.
    /// CHECK: by the record.
    pub owner: UncheckedAccount<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The record of what is owed.
    #[account(
        mut, close = rent_payer,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = mint @ SecuritiesError::WrongMint,
        has_one = token_program @ SecuritiesError::WrongTokenProgram,
        has_one = vault @ SecuritiesError::WrongVault,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub owed: AccountLoader<'info, OwedRefund>,
    /// The token account that the money waits in.
    /// CHECK: by the record.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Whoever paid the rent of the record and its vault, and receives it back.
    /// CHECK: by the record.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The token account that the money goes to: any that the owner chooses by signing, otherwise its associated token
    /// account.
    /// CHECK: compared in the handler; the token program checks its mint.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// The mint.
    /// CHECK: by the record.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::claim_refund`].
pub fn claim_refund(ctx: Context<ClaimRefund>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (mint, program) = (accounts.mint.key, accounts.token_program.key);
    ensure!(
        accounts.owner.is_signer
            || *accounts.destination.key
                == get_associated_token_address_with_program_id(accounts.owner.key, mint, program),
        SecuritiesError::NotOwner
    );
    let (decimals, signer) = {
        let owed = accounts.owed.load()?;
        (owed.decimals, owed.signer())
    };
    // Pays the whole balance: what others sent there is the owner's too, so nothing keeps the vault open.
    let amount = token::balance(&accounts.vault)?;
    let vault = TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.vault,
        owner: accounts.owed.as_ref(),
        signer,
    };
    counters::lower(&mut accounts.security.load_mut()?.winding.refunds)?;
    vault.pay(&accounts.destination, amount)?;
    vault.close(&accounts.rent_payer)?;

    emit(
        &ctx.accounts.event_authority,
        &RefundClaimed {
            security: ctx.accounts.security.key(),
            sequence: ctx.accounts.security.load_mut()?.next_event()?,
            owed: ctx.accounts.owed.key(),
            owner: ctx.accounts.owner.key(),
            mint: *mint,
            amount,
        },
    )
}
