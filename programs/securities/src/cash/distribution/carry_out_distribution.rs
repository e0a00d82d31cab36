//! `carry_out_distribution`

use super::{
    incoming_payment::{DistributionAccounts, IncomingPayment, Record},
    state::{Distribution, DistributionKind},
};
use crate::{
    cash::waterfall::state::Waterfall, chain::event::emit, errors::SecuritiesError,
    security::state::Security, tranche::credit::DAY,
};
use anchor_lang::prelude::*;

/// Accounts of `carry_out_distribution`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
pub struct CarryOutDistribution<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The payment that waits.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub distribution: AccountLoader<'info, Distribution>,
}

/// See [`crate::securities::carry_out_distribution`].
pub fn carry_out_distribution<'info>(
    ctx: Context<'info, CarryOutDistribution<'info>>,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let payment = {
        let pending = accounts.distribution.load()?;
        let waits = pending.waits()?;
        ensure!(now >= pending.due_at, SecuritiesError::CorrectionOpen);
        let security = &mut accounts.security.load_mut()?;
        security.vault_at_mut(pending.vault)?.end_pending(waits)?;
        IncomingPayment {
            source: pending.source,
            nonce: pending.nonce,
            vault: pending.vault,
            amount: pending.gross,
            principal: pending.principal,
            tip_budget: pending.tip_budget,
            kind: DistributionKind::Income,
            class: 0,
            // Its caller pays nothing.
            release: DAY,
            period: (pending.period_start, pending.period_end),
            note: pending.note,
            document_sha256: pending.document_sha256,
        }
    };
    let event = DistributionAccounts {
        security: &accounts.security,
        waterfall: &accounts.waterfall,
        distribution: Record::Pending(&accounts.distribution),
        tranches: ctx.remaining_accounts,
    }
    .run_and_record(&payment)?;

    emit(&accounts.event_authority, &event)
}
