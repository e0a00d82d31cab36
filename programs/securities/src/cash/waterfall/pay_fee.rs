//! `pay_fee`

use super::{events::FeePaid, state::Waterfall};
use crate::{
    chain::{event::emit, token::TokenVault},
    errors::SecuritiesError,
    math::fixed,
    security::{state::Security, vaults::settlement_vault},
};
use anchor_lang::prelude::*;
use anchor_spl::{
    associated_token::get_associated_token_address_with_program_id, token_interface::TokenInterface,
};

/// Accounts of `pay_fee`.
#[event_cpi]
#[derive(Accounts)]
pub struct PayFee<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The payee's associated token account for the settlement mint.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub payee_account: UncheckedAccount<'info>,
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

/// See [`crate::securities::pay_fee`].
pub fn pay_fee(ctx: Context<PayFee>, tier: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let (payee, amount) = {
        let waterfall = &mut accounts.waterfall.load_mut()?;
        let state = waterfall
            .tiers
            .get_mut(usize::from(tier))
            .filter(|tier| tier.is_fee())
            .ok_or(SecuritiesError::WrongTier)?;
        (state.payee, core::mem::take(&mut state.owed))
    };
    ensure!(amount > 0, SecuritiesError::NothingOwed);
    ensure_keys_eq!(
        accounts.payee_account.key(),
        get_associated_token_address_with_program_id(
            &payee,
            accounts.settlement_mint.key,
            accounts.token_program.key
        ),
        SecuritiesError::WrongPayoutAccount
    );
    let (signer, decimals, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        let vault = security.vault_mut();
        vault.fees = fixed::sub(vault.fees, amount)?;
        let decimals = vault.decimals;
        (security.signer(), decimals, security.next_event()?)
    };
    TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.settlement_mint,
        decimals,
        vault: &accounts.vault,
        owner: accounts.security.as_ref(),
        signer,
    }
    .pay(&accounts.payee_account, amount)?;

    emit(
        &ctx.accounts.event_authority,
        &FeePaid {
            security: ctx.accounts.security.key(),
            sequence,
            tier,
            payee,
            amount,
        },
    )?;
    Ok(())
}
