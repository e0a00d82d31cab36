//! `pay_fee` and `pay_fee_from_treasury`

use super::{Tranches, events::FeePaid, state::Waterfall, tranche_accounts};
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

/// Accounts of `pay_fee` and of `pay_fee_from_treasury`; for the latter followed by every tranche of the security,
/// writable, in order of rank.
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
        let state = waterfall.fee_tier_mut(tier)?;
        (state.payee, core::mem::take(&mut state.owed))
    };
    ensure!(amount > 0, SecuritiesError::NothingOwed);
    {
        let security = &mut accounts.security.load_mut()?;
        let vault = security.vault_mut();
        vault.fees = fixed::sub(vault.fees, amount)?;
    }
    let event = accounts.pay(tier, &payee, amount, false)?;
    emit(&ctx.accounts.event_authority, &event)
}

/// See [`crate::securities::pay_fee_from_treasury`].
pub fn pay_fee_from_treasury<'info>(ctx: Context<'info, PayFee<'info>>, tier: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let (payee, amount) = {
        let security = &mut accounts.security.load_mut()?;
        let waterfall = &mut accounts.waterfall.load_mut()?;
        let loaders = tranche_accounts(ctx.remaining_accounts)?;
        let key = accounts.security.key();
        let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
        tranches.pay_from_treasury(security, waterfall, tier, now)?
    };
    let event = accounts.pay(tier, &payee, amount, true)?;
    emit(&ctx.accounts.event_authority, &event)
}

impl PayFee<'_> {
    /// Pays the payee's associated account out of the vault, whose counters have been lowered.
    fn pay(&self, tier: u8, payee: &Pubkey, amount: u64, from_treasury: bool) -> Result<FeePaid> {
        ensure_keys_eq!(
            self.payee_account.key(),
            get_associated_token_address_with_program_id(
                payee,
                self.settlement_mint.key,
                self.token_program.key
            ),
            SecuritiesError::WrongPayoutAccount
        );
        let (signer, decimals, sequence) = {
            let security = &mut self.security.load_mut()?;
            let decimals = security.vault().decimals;
            (security.signer(), decimals, security.next_event()?)
        };
        TokenVault {
            token_program: &self.token_program,
            mint: &self.settlement_mint,
            decimals,
            vault: &self.vault,
            owner: self.security.as_ref(),
            signer,
        }
        .pay(&self.payee_account, amount)?;
        Ok(FeePaid {
            security: self.security.key(),
            sequence,
            tier,
            payee: *payee,
            amount,
            from_treasury,
        })
    }
}
