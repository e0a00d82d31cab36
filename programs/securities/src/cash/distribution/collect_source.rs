//! `collect_source`

use super::{
    incoming_payment::{DistributionAccounts, IncomingPayment, Record},
    state::{DistributionKind, Source},
};
use crate::{
    cash::waterfall::state::Waterfall,
    chain::{
        create::New,
        event::emit,
        seeds,
        token::{self, TokenVault},
    },
    errors::SecuritiesError,
    security::{state::Security, vaults::vault_of},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `collect_source`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
#[instruction(nonce: u64)]
pub struct CollectSource<'info> {
    /// Anyone; pays the record's rent.
    #[account(mut)]
    pub caller: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The record, at the caller's own nonce.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [
            seeds::DISTRIBUTION, security.key().as_ref(), caller.key().as_ref(),
            &nonce.to_le_bytes()
        ], bump
    )]
    pub distribution: UncheckedAccount<'info>,
    /// The source.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = mint @ SecuritiesError::WrongMint,
        has_one = account @ SecuritiesError::WrongVault
    )]
    pub source: AccountLoader<'info, Source>,
    /// The source's token account.
    /// CHECK: by the source.
    #[account(mut)]
    pub account: UncheckedAccount<'info>,
    /// The security's vault for the mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint.
    /// CHECK: by the source.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = vault_of(&security, mint.key)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the record.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::collect_source`].
pub fn collect_source<'info>(ctx: Context<'info, CollectSource<'info>>, nonce: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let amount = token::balance(&accounts.account)?;
    let now = Clock::get()?.unix_timestamp;
    let (payment, signer, decimals) = {
        let security = accounts.security.load()?;
        let source = &mut accounts.source.load_mut()?;
        security.require_enough(source.vault, amount)?;
        let payment = IncomingPayment {
            source: accounts.source.key(),
            nonce,
            vault: source.vault,
            amount,
            principal: if source.is_principal == 1 { amount } else { 0 },
            tip_budget: 0,
            kind: DistributionKind::Income,
            class: 0,
            release: source.release_seconds(now),
            period: (source.collected_to, now),
            note: source.note,
            document_sha256: [0; 32],
        };
        source.collected = source.collected.saturating_add(amount);
        source.collected_to = now;
        let decimals = security.vault_at(source.vault)?.decimals;
        (payment, security.signer(), decimals)
    };
    let event = DistributionAccounts {
        security: &accounts.security,
        waterfall: &accounts.waterfall,
        distribution: Record::New(
            New {
                payer: &accounts.caller,
                account: &accounts.distribution,
            },
            ctx.bumps.distribution,
        ),
        tranches: ctx.remaining_accounts,
    }
    .run_and_record(&payment)?;
    TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.account,
        owner: accounts.security.as_ref(),
        signer,
    }
    .pay(&accounts.vault, amount)?;

    emit(&ctx.accounts.event_authority, &event)
}
