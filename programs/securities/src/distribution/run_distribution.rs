//! `run_distribution`

use super::state::{Distribution, Status};
use crate::{
    errors::SecuritiesError,
    events::{self, DistributionRun},
    math::{
        calendar,
        waterfall::{self, Claim},
    },
    security::state::Security,
    tranche::state::Tranche,
    waterfall::state::Waterfall,
};
use anchor_lang::prelude::*;

/// Accounts of `run_distribution`; after them every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
pub struct RunDistribution<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The earliest distribution that has not run.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        constraint = distribution.load()?.number == security.load()?.next_run
            @ SecuritiesError::WrongDistribution
    )]
    pub distribution: AccountLoader<'info, Distribution>,
}

/// See [`crate::securities::run_distribution`].
pub fn run_distribution<'info>(ctx: Context<'info, RunDistribution<'info>>) -> Result<()> {
    let security_key = ctx.accounts.security.key();
    let security = &mut ctx.accounts.security.load_mut()?;
    let distribution = &mut ctx.accounts.distribution.load_mut()?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    let tranches = load_tranches(
        ctx.remaining_accounts,
        &security_key,
        security.tranche_count,
    )?;

    let posted_at = distribution.posted_at;
    let today = calendar::day_of(posted_at)?;
    let claims = tranches
        .iter()
        .map(|tranche| {
            let tranche = &mut tranche.load_mut()?;
            tranche.accrue(today)?;
            tranche.claim(posted_at)
        })
        .collect::<Result<Vec<Claim>>>()?;
    let outcome = waterfall::run(distribution.gross, &waterfall.tiers()?, &claims)?;

    for (tranche, receipt) in tranches.iter().zip(outcome.receipts) {
        let tranche = &mut tranche.load_mut()?;
        tranche.receive(receipt)?;
        tranche.invariant()?;
    }
    waterfall.take(&outcome.tiers)?;
    distribution.tiers = outcome.tiers;
    distribution.waterfall_edition = waterfall.edition;
    distribution.status = Status::Run as u8;
    distribution.run_at = Clock::get()?.unix_timestamp;
    security.next_run = security
        .next_run
        .checked_add(1)
        .ok_or(SecuritiesError::Overflow)?;
    security.vault_mut().run(distribution.gross)?;
    security.invariant()?;

    let event = DistributionRun {
        security: security_key,
        sequence: security.next_event()?,
        distribution: ctx.accounts.distribution.key(),
        number: distribution.number,
        gross: distribution.gross,
        tiers: outcome.tiers,
    };
    events::emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

fn load_tranches<'info>(
    accounts: &'info [AccountInfo<'info>],
    security: &Pubkey,
    count: u8,
) -> Result<Vec<AccountLoader<'info, Tranche>>> {
    ensure!(
        accounts.len() == usize::from(count),
        SecuritiesError::TranchesIncomplete
    );
    accounts
        .iter()
        .zip(0_u8..)
        .map(|(account, rank)| {
            let loader = AccountLoader::<Tranche>::try_from(account)?;
            {
                let tranche = loader.load()?;
                ensure_keys_eq!(tranche.security, *security, SecuritiesError::WrongSecurity);
                ensure!(tranche.rank == rank, SecuritiesError::TranchesIncomplete);
            }
            Ok(loader)
        })
        .collect()
}
