//! `return_proceeds`

use crate::{
    cash::{
        distribution::{
            incoming_payment::{DistributionAccounts, IncomingPayment, Record},
            state::DistributionKind,
        },
        waterfall::{Tranches, state::Waterfall, tranche_accounts},
    },
    chain::{create::New, event::emit, seeds, text},
    errors::SecuritiesError,
    math::waterfall::Mode,
    security::{state::Security, vaults::vault_of},
    tranche::credit::DAY,
};
use anchor_lang::prelude::*;

/// Accounts of `return_proceeds`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
#[instruction(nonce: u64)]
pub struct ReturnProceeds<'info> {
    /// The sponsor, the agent in control, or anyone where that is allowed; pays the record's rent.
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
    /// The mint to return, which must be one that the security has a vault for.
    /// CHECK: the vault is found by it.
    #[account(address = vault_of(&security, mint.key)?.mint @ SecuritiesError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Creates the record.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::return_proceeds`].
pub fn return_proceeds<'info>(
    ctx: Context<'info, ReturnProceeds<'info>>,
    nonce: u64,
    amount: Option<u64>,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let caller = accounts.caller.key();
    let (vault, amount) = {
        let security = &accounts.security.load()?;
        let index = security.vault_index(accounts.mint.key)?;
        let treasury = security.vault_at(index)?.treasury;
        let amount = amount.unwrap_or(treasury);
        ensure!(amount > 0, SecuritiesError::ZeroAmount);
        ensure!(amount <= treasury, SecuritiesError::InsufficientFunds);
        let loaders = tranche_accounts(ctx.remaining_accounts)?;
        let mut tranches =
            Tranches::load(&loaders, &accounts.security.key(), security.tranche_count)?;
        ensure!(tranches.have_begun(), SecuritiesError::NotBegun);
        if amount < treasury {
            security.require_enough(index, amount)?;
        }
        if ![security.sponsor, security.in_control()].contains(&caller) {
            ensure!(amount == treasury, SecuritiesError::ReturnNotDue);
            let waterfall = &mut accounts.waterfall.load_mut()?;
            tranches.check(security, waterfall, now)?;
            let undelivered = security.delivery.has_failed(now);
            let late = security.vault_at(index)?.is_draw_late(now);
            let accelerated = waterfall.mode(now) == Mode::Accelerated;
            ensure!(
                late || undelivered || accelerated || security.is_winding(),
                SecuritiesError::ReturnNotDue
            );
        }
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
        kind: DistributionKind::Proceeds,
        class: 0,
        // Its caller pays nothing.
        release: DAY,
        period: (now, now),
        note: text::padded("unused proceeds")?,
        document_sha256: [0; 32],
    })?;

    emit(&ctx.accounts.event_authority, &event)
}
