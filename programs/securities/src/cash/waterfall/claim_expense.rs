//! `claim_expense`

use super::{events::ExpenseClaimed, state::Waterfall};
use crate::{
    chain::{event::emit, text},
    errors::SecuritiesError,
    math::{accrual::DayCount, calendar},
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `claim_expense`.
#[event_cpi]
#[derive(Accounts)]
pub struct ClaimExpense<'info> {
    /// The security's sponsor.
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::claim_expense`].
pub fn claim_expense(
    ctx: Context<ClaimExpense>,
    tier: u8,
    amount: u64,
    document_sha256: [u8; 32],
    note: &str,
) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    ensure!(document_sha256 != [0; 32], SecuritiesError::DocumentMissing);
    let note = text::padded(note)?;
    let today = calendar::day_of(Clock::get()?.unix_timestamp)?;
    let accounts = &ctx.accounts;
    let (year, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        ensure!(security.began_at > 0, SecuritiesError::NotBegun);
        let days = today.saturating_sub(security.began_on(today)?);
        let year = days.checked_div(DayCount::Act365.year()).unwrap_or(0);
        let year = u32::try_from(year).map_err(|_| SecuritiesError::DateOutOfRange)?;
        (year, security.next_event()?)
    };
    let (payee, left) = {
        let waterfall = &mut accounts.waterfall.load_mut()?;
        let state = waterfall.fee_tier_mut(tier)?;
        (state.payee, state.claim(amount, year)?)
    };
    emit(
        &ctx.accounts.event_authority,
        &ExpenseClaimed {
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
