//! `post_distribution`

use super::{
    incoming_payment::{DistributionAccounts, IncomingPayment, Record},
    pending,
    state::DistributionKind,
};
use crate::{
    cash::waterfall::state::Waterfall,
    chain::{create::New, event::emit, seeds, text, token::Transfer},
    errors::SecuritiesError,
    math::fixed,
    security::{state::Security, vaults::vault_of},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// A payment and its source.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct DistributionArgs {
    /// The amount, in base units of the mint: in the settlement mint at least the security's smallest distribution,
    /// otherwise positive. 0, in the settlement mint, runs what waits: a reserve where something has fallen due that it may
    /// pay, the reinvestment account once the deal does not revolve, and the reserve and covers once they protect nothing any
    /// more.
    pub amount: u64,
    /// The part of it that is principal: repayments of the assets and sale proceeds. Only in the settlement mint, and 0
    /// for a recovery, whose principal is what it writes up.
    pub principal: u64,
    /// Amount added for tips to bots; only in the settlement mint, otherwise 0.
    pub tip_budget: u64,
    /// Whether it undoes recorded losses first; only in the settlement mint, and only the servicer may set it.
    pub recovery: bool,
    /// The rank of a class that was overpaid of its carry, as much of which is paid back to the holders of the tranche
    /// whose profit it was taken from; only in the settlement mint, and then nothing of it is principal or a recovery.
    pub clawback: Option<u8>,
    /// Whether it waits for as long as the security lets payments be corrected, and runs only then; neither a recovery nor a
    /// clawback, nor an amount of 0.
    pub wait: bool,
    /// Start of the period that it is for, in Unix seconds.
    pub period_start: i64,
    /// End of that period, in Unix seconds; not before its start.
    pub period_end: i64,
    /// The origin of the money, at most 64 bytes.
    pub note: String,
    /// SHA-256 of the document behind it; zeros if there is none.
    pub document_sha256: [u8; 32],
}

/// Accounts of `post_distribution`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
#[instruction(nonce: u64)]
pub struct PostDistribution<'info> {
    /// Anyone who pays in; also pays the record's rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The record, at the payer's own nonce.
    /// CHECK: created here. The IDL gets the account's type, which no instruction reads.
    #[cfg(not(feature = "idl-build"))]
    #[account(
        mut,
        seeds = [
            seeds::DISTRIBUTION, security.key().as_ref(), payer.key().as_ref(),
            &nonce.to_le_bytes()
        ], bump
    )]
    pub distribution: UncheckedAccount<'info>,
    /// The record, at the payer's own nonce.
    #[cfg(feature = "idl-build")]
    #[account(
        mut,
        seeds = [
            seeds::DISTRIBUTION, security.key().as_ref(), payer.key().as_ref(),
            &nonce.to_le_bytes()
        ], bump
    )]
    pub distribution: AccountLoader<'info, crate::cash::distribution::state::Distribution>,
    /// The payer's token account.
    /// CHECK: the token program checks mint and owner.
    #[account(mut)]
    pub paying_account: UncheckedAccount<'info>,
    /// The security's vault for the mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint paid in, which must be one that the security has a vault for.
    /// CHECK: the vault is found by it.
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

/// See [`crate::securities::post_distribution`].
pub fn post_distribution<'info>(
    ctx: Context<'info, PostDistribution<'info>>,
    nonce: u64,
    args: DistributionArgs,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let payer = accounts.payer.key();
    let (vault, decimals) = {
        let security = accounts.security.load()?;
        let index = security.vault_index(accounts.mint.key)?;
        if args.amount > 0 || index > 0 {
            security.require_enough(index, args.amount)?;
        }
        ensure!(
            args.principal == 0 || (index == 0 && !args.recovery && args.principal <= args.amount),
            SecuritiesError::BadPrincipal
        );
        ensure!(
            index == 0 || (args.tip_budget == 0 && !args.recovery),
            SecuritiesError::WrongMint
        );
        ensure!(
            args.clawback.is_none()
                || (index == 0 && args.amount > 0 && args.principal == 0 && !args.recovery),
            SecuritiesError::ClawbackTooLarge
        );
        ensure!(
            !args.recovery || payer == security.servicer,
            SecuritiesError::NotServicer
        );
        ensure!(
            args.period_start <= args.period_end,
            SecuritiesError::BadPeriod
        );
        (index, security.vault_at(index)?.decimals)
    };
    let all = fixed::add(args.amount, args.tip_budget)?;
    let transfer = Transfer {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        from: &accounts.paying_account,
        to: &accounts.vault,
        authority: &accounts.payer,
    };
    let new = New {
        payer: &accounts.payer,
        account: accounts.distribution.as_ref(),
    };
    let bump = ctx.bumps.distribution;
    let payment = IncomingPayment {
        source: Pubkey::default(),
        nonce,
        vault,
        amount: args.amount,
        principal: args.principal,
        tip_budget: args.tip_budget,
        kind: match args.clawback {
            Some(_) => DistributionKind::Clawback,
            None if args.recovery => DistributionKind::Recovery,
            None => DistributionKind::Income,
        },
        class: args.clawback.unwrap_or(0),
        // Its payer pays it.
        release: 0,
        period: (args.period_start, args.period_end),
        note: text::padded(&args.note)?,
        document_sha256: args.document_sha256,
    };
    if args.wait {
        let event = pending::post(&new, &accounts.security, &payment, bump)?;
        transfer.receive(all)?;
        return emit(&accounts.event_authority, &event);
    }
    let event = DistributionAccounts {
        security: &accounts.security,
        waterfall: &accounts.waterfall,
        distribution: Record::New(new, bump),
        tranches: ctx.remaining_accounts,
    }
    .run_and_record(&payment)?;
    transfer.receive(all)?;

    emit(&accounts.event_authority, &event)
}
