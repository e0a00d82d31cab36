//! `sweep_vault`

use super::events::DonationSwept;
use crate::{
    cash::{
        distribution::{
            incoming_payment::{DistributionAccounts, IncomingPayment, Record},
            state::DistributionKind,
        },
        waterfall::{Tranches, state::Waterfall, tranche_accounts},
    },
    chain::{create::New, event::emit, seeds, text, token},
    errors::SecuritiesError,
    security::{state::Security, vaults::vault_of},
    tranche::credit::DAY,
};
use anchor_lang::prelude::*;

/// Accounts of `sweep_vault`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
#[instruction(nonce: u64)]
pub struct SweepVault<'info> {
    /// Anyone; pays the record's rent.
    #[account(mut)]
    pub caller: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The record, at the caller's own nonce. None is created where the money becomes treasury.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [
            seeds::DISTRIBUTION, security.key().as_ref(), caller.key().as_ref(),
            &nonce.to_le_bytes()
        ], bump
    )]
    pub distribution: UncheckedAccount<'info>,
    /// Its vault for the mint.
    /// CHECK: by address.
    #[account(address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint to sweep, which must be one that the security has a vault for.
    /// CHECK: the vault is found by it.
    pub mint: UncheckedAccount<'info>,
    /// Creates the record.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::sweep_vault`].
pub fn sweep_vault<'info>(ctx: Context<'info, SweepVault<'info>>, nonce: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let key = accounts.security.key();
    let mint = accounts.mint.key();
    let held = token::balance(&accounts.vault)?;
    let (vault, amount) = {
        let security = &mut accounts.security.load_mut()?;
        let index = security.vault_index(&mint)?;
        let vault = security.vault_at_mut(index)?;
        let amount = held
            .checked_sub(vault.obligations()?)
            .ok_or(SecuritiesError::CountersInconsistent)?;
        ensure!(amount > 0, SecuritiesError::ZeroAmount);
        let loaders = tranche_accounts(ctx.remaining_accounts)?;
        let begun = Tranches::load(&loaders, &key, security.tranche_count)?.have_begun();
        // In another mint beside debt, money cannot run through the waterfall.
        if !begun || (index > 0 && security.has_debt()) {
            security.vault_at_mut(index)?.add_to_treasury(amount)?;
            return emit(
                &ctx.accounts.event_authority,
                &DonationSwept {
                    security: key,
                    sequence: security.next_event()?,
                    mint,
                    amount,
                },
            );
        }
        security.require_enough(index, amount)?;
        (index, amount)
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
    .run_and_record(&IncomingPayment {
        source: Pubkey::default(),
        nonce,
        vault,
        amount,
        principal: 0,
        tip_budget: 0,
        kind: DistributionKind::Unsolicited,
        class: 0,
        // Its caller pays nothing.
        release: DAY,
        period: (now, now),
        note: text::padded("unsolicited transfer")?,
        document_sha256: [0; 32],
    })?;

    emit(&ctx.accounts.event_authority, &event)
}
