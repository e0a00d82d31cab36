//! `post_distribution`

use super::state::{Distribution, Status, VERSION};
use crate::{
    errors::SecuritiesError,
    events::{self, DistributionPosted},
    security::state::{Security, settlement_vault},
    seeds, text,
    token::Transfer,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// A payment and its source.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct DistributionArgs {
    /// Settlement base units; at least the security's smallest distribution.
    pub amount: u64,
    /// Start of the period it is for, Unix time.
    pub period_start: i64,
    /// End of that period; not before its start.
    pub period_end: i64,
    /// Where the money comes from; at most 64 bytes.
    pub note: String,
    /// SHA-256 of the document behind it; zeros when there is none.
    pub document_sha256: [u8; 32],
}

/// Accounts of `post_distribution`.
#[event_cpi]
#[derive(Accounts)]
pub struct PostDistribution<'info> {
    /// Anyone who pays in; pays the record's rent too.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The record: at the number `security.next_distribution`.
    #[account(
        init, payer = payer, space = Distribution::SPACE,
        seeds = [
            seeds::DISTRIBUTION, security.key().as_ref(),
            &security.load()?.next_distribution.to_le_bytes()
        ], bump
    )]
    pub distribution: AccountLoader<'info, Distribution>,
    /// The payer's token account.
    /// CHECK: the token program checks mint and owner.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
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
    /// Creates the record.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::post_distribution`].
pub fn post_distribution(ctx: Context<PostDistribution>, args: DistributionArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    ensure!(
        args.period_start <= args.period_end,
        SecuritiesError::BadPeriod
    );
    let (number, decimals, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        ensure!(
            args.amount >= security.min_distribution,
            SecuritiesError::DistributionTooSmall
        );
        let number = security.next_distribution;
        security.next_distribution = number.checked_add(1).ok_or(SecuritiesError::Overflow)?;
        security.vault_mut().post(args.amount)?;
        security.invariant()?;
        (number, security.vault().decimals, security.next_event()?)
    };
    {
        let distribution = &mut accounts.distribution.load_init()?;
        distribution.version = VERSION;
        distribution.bump = ctx.bumps.distribution;
        distribution.status = Status::Posted as u8;
        distribution.number = number;
        distribution.security = accounts.security.key();
        distribution.payer = accounts.payer.key();
        distribution.gross = args.amount;
        distribution.period_start = args.period_start;
        distribution.period_end = args.period_end;
        distribution.posted_at = Clock::get()?.unix_timestamp;
        distribution.document_sha256 = args.document_sha256;
        distribution.note = text::padded(&args.note)?;
    }
    Transfer {
        token_program: &accounts.token_program,
        mint: &accounts.settlement_mint,
        decimals,
        from: &accounts.source,
        to: &accounts.vault,
        authority: &accounts.payer,
    }
    .receive(args.amount)?;

    events::emit(
        &ctx.accounts.event_authority,
        &DistributionPosted {
            security: ctx.accounts.security.key(),
            sequence,
            distribution: ctx.accounts.distribution.key(),
            number,
            payer: ctx.accounts.payer.key(),
            gross: args.amount,
            period_start: args.period_start,
            period_end: args.period_end,
        },
    )?;
    Ok(())
}
