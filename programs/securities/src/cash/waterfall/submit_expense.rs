//! `submit_expense`

use super::{events::ExpenseSubmitted, state::Waterfall};
use crate::{
    chain::{event::emit, text},
    errors::SecuritiesError,
    security::{control::Power, state::Security},
};
use anchor_lang::prelude::*;

/// Accounts of `submit_expense`.
#[event_cpi]
#[derive(Accounts)]
pub struct SubmitExpense<'info> {
    /// The security's sponsor, or the agent in control.
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::submit_expense`].
pub fn submit_expense(
    ctx: Context<SubmitExpense>,
    structure_version: u32,
    tier: u8,
    amount: u64,
    document_sha256: [u8; 32],
    note: &str,
) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    ensure!(document_sha256 != [0; 32], SecuritiesError::DocumentMissing);
    let note = text::padded(note)?;
    let now = Clock::get()?.unix_timestamp;
    let accounts = &ctx.accounts;
    let security = &mut accounts.security.load_mut()?;
    security.require_power(accounts.sponsor.key, Power::Expenses)?;
    let waterfall = &mut accounts.waterfall.load_mut()?;
    waterfall.require_version(structure_version)?;
    let (payee, left) = waterfall.submit_expense(security, tier, amount, now)?;
    let sequence = security.next_event()?;
    emit(
        &ctx.accounts.event_authority,
        &ExpenseSubmitted {
            security: accounts.security.key(),
            sequence,
            tier,
            payee,
            amount,
            left,
            document_sha256,
            note,
        },
    )
}
