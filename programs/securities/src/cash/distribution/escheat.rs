//! `escheat`

use super::{events::Escheated, payout};
use crate::{
    chain::{
        event::emit,
        token::{self, TokenVault},
    },
    errors::SecuritiesError,
    math::calendar,
    security::{state::Security, vaults::vault_of},
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::{
    associated_token::get_associated_token_address_with_program_id, token_interface::TokenInterface,
};

/// Accounts of `escheat`.
#[event_cpi]
#[derive(Accounts)]
pub struct Escheat<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The record.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub holder: AccountLoader<'info, Holder>,
    /// The holder's payout account, which still cannot be paid.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub payout_account: UncheckedAccount<'info>,
    /// The associated token account of the security's escheat owner.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub escheat_account: UncheckedAccount<'info>,
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

/// See [`crate::securities::escheat`].
pub fn escheat(ctx: Context<Escheat>, bump: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let (owner, amount, signer, decimals, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        holder.require_not_wrapper()?;
        let vault = security.vault_index(accounts.mint.key)?;
        let (mint, program) = (accounts.mint.key, accounts.token_program.key);
        ensure!(
            security.escheat != Pubkey::default(),
            SecuritiesError::NoEscheat
        );
        ensure_keys_eq!(
            accounts.escheat_account.key(),
            get_associated_token_address_with_program_id(&security.escheat, mint, program),
            SecuritiesError::WrongPayoutAccount
        );
        let other = (vault > 0).then_some((mint, program, bump));
        let account = accounts.payout_account.key;
        payout::require_payout_account(holder, account, other)?;
        ensure!(
            vault == 0 || payout::is_associated(holder, account, (mint, program)),
            SecuritiesError::WrongPayoutAccount
        );
        ensure!(
            !holder.waits_for_claim(vault),
            SecuritiesError::WaitsForClaim
        );
        // A holder that can be paid must be paid.
        ensure!(
            !token::can_receive(&accounts.payout_account, program, mint),
            SecuritiesError::HolderPayable
        );
        let since = holder.earned(vault)?.unpayable_since;
        let wait = calendar::seconds_of(security.escheat_days);
        ensure!(
            since > 0 && now >= since.saturating_add(wait),
            SecuritiesError::EscheatTooEarly
        );
        tranche.roll(now)?;
        holder.update(tranche)?;
        let amount = holder.take_unpayable(vault, now)?;
        payout::deduct(security, tranche, vault, amount)?;
        let decimals = security.vault_at(vault)?.decimals;
        (
            holder.owner,
            amount,
            security.signer(),
            decimals,
            security.next_event()?,
        )
    };
    TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.vault,
        owner: accounts.security.as_ref(),
        signer,
    }
    .pay(&accounts.escheat_account, amount)?;

    emit(
        &ctx.accounts.event_authority,
        &Escheated {
            security: ctx.accounts.security.key(),
            sequence,
            tranche: ctx.accounts.tranche.key(),
            owner,
            mint: ctx.accounts.mint.key(),
            amount,
        },
    )
}
