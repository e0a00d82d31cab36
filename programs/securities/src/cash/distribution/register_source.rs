//! `register_source`

use super::{
    events::SourceRegistered,
    state::{SOURCE_VERSION, Source},
};
use crate::{
    chain::{create::New, event::emit, seeds, text, token::PlainMint},
    errors::SecuritiesError,
    security::{control::Power, counters, state::Security},
    tranche::terms::MAX_SMOOTHING,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `register_source`.
#[event_cpi]
#[derive(Accounts)]
pub struct RegisterSource<'info> {
    /// The security's sponsor, or the agent in control; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The source, at the number `security.next_source`.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [
            seeds::SOURCE, security.key().as_ref(), &security.load()?.next_source.to_le_bytes()
        ], bump
    )]
    pub source: UncheckedAccount<'info>,
    /// The mint that it accepts, which must be one that the security has a vault for.
    /// CHECK: read in the handler.
    pub mint: UncheckedAccount<'info>,
    /// The source's token account, which payers pay.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::VAULT, source.key().as_ref(), mint.key().as_ref()], bump
    )]
    pub account: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::register_source`].
pub fn register_source(
    ctx: Context<RegisterSource>,
    note: String,
    release_days: u16,
    is_principal: bool,
) -> Result<()> {
    ensure!(
        (1..=MAX_SMOOTHING).contains(&release_days),
        SecuritiesError::BadRelease
    );
    let accounts = &ctx.accounts;
    let (mint, account) = (accounts.mint.key(), accounts.account.key());
    let plain = PlainMint::read(&accounts.mint, accounts.token_program.key)?;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        security.require_power(accounts.sponsor.key, Power::Sources)?;
        let source = &mut New {
            payer: &accounts.sponsor,
            account: &accounts.source,
        }
        .record::<Source>(&[
            seeds::SOURCE,
            accounts.security.as_ref().key.as_ref(),
            &security.next_source.to_le_bytes(),
            &[ctx.bumps.source],
        ])?;
        let number = security.next_source;
        security.next_source = number.checked_add(1).ok_or(SecuritiesError::Overflow)?;
        counters::raise(&mut security.winding.sources)?;
        source.version = SOURCE_VERSION;
        source.bump = ctx.bumps.source;
        source.vault = security.vault_index(&mint)?;
        // Money in a mint other than the settlement mint can be distributed only without debt.
        ensure!(
            source.vault == 0 || !security.has_debt(),
            SecuritiesError::DebtInOtherMint
        );
        ensure!(
            source.vault == 0 || !is_principal,
            SecuritiesError::BadPrincipal
        );
        source.is_principal = u8::from(is_principal);
        source.number = number;
        source.security = accounts.security.key();
        source.mint = mint;
        source.account = account;
        source.note = text::padded(&note)?;
        source.collected_to = Clock::get()?.unix_timestamp;
        source.release_days = release_days;
        SourceRegistered {
            security: source.security,
            sequence: security.next_event()?,
            source: accounts.source.key(),
            mint,
            account,
            is_principal,
        }
    };
    New {
        payer: &accounts.sponsor,
        account: &accounts.account,
    }
    .token_account(
        &plain,
        &event.security,
        &[
            seeds::VAULT,
            event.source.as_ref(),
            mint.as_ref(),
            &[ctx.bumps.account],
        ],
    )?;
    emit(&ctx.accounts.event_authority, &event)
}
