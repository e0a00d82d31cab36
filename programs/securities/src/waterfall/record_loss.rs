//! `record_loss`

use super::{
    run::{Tranches, loaders},
    state::Waterfall,
};
use crate::{
    errors::SecuritiesError,
    events::{self, LossRecorded},
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `record_loss`; after them every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
pub struct RecordLoss<'info> {
    /// The security's servicer.
    pub servicer: Signer<'info>,
    /// The security.
    #[account(mut, has_one = servicer @ SecuritiesError::NotServicer)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::record_loss`].
pub fn record_loss<'info>(
    ctx: Context<'info, RecordLoss<'info>>,
    amount: u64,
    report_sha256: [u8; 32],
) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    let now = Clock::get()?.unix_timestamp;
    let key = ctx.accounts.security.key();
    let security = &mut ctx.accounts.security.load_mut()?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    let loaders = loaders(ctx.remaining_accounts)?;
    let losses = Tranches::load(&loaders, &key, security.tranche_count)?
        .lose(security, waterfall, amount, now)?;

    let event = LossRecorded {
        security: key,
        sequence: security.next_event()?,
        amount,
        covered: losses.covered,
        written_off: losses.written_off,
        repaid: losses.repaid,
        report_sha256,
    };
    events::emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
