//! `stop_resolution`

use super::{
    events::ResolutionStopped,
    proposal::Proposal,
    state::{Resolution, Status},
};
use crate::{chain::event::emit, errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Accounts of `stop_resolution`.
#[event_cpi]
#[derive(Accounts)]
pub struct StopResolution<'info> {
    /// The security's arbitrator or, before the vote closes, whoever proposed the resolution.
    pub authority: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The resolution.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub resolution: AccountLoader<'info, Resolution>,
}

/// See [`crate::securities::stop_resolution`].
pub fn stop_resolution(ctx: Context<StopResolution>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        let resolution = &mut accounts.resolution.load_mut()?;
        let authority = accounts.authority.key();
        ensure!(
            resolution.status == Status::Proposed as u8,
            SecuritiesError::ResolutionEnded
        );
        let withdrawn = authority == resolution.proposer;
        let in_time = if withdrawn {
            now < resolution.closes_at
        } else {
            ensure_keys_eq!(
                authority,
                security.arbitrator,
                SecuritiesError::NotArbitrator
            );
            let proposal = resolution.proposal()?;
            let is_advisory = matches!(proposal, Proposal::Advisory { .. });
            now < resolution.executable_from && !is_advisory && !proposal.replaces_arbitrator()
        };
        ensure!(in_time, SecuritiesError::NotStoppable);
        resolution.status = Status::Stopped as u8;
        if resolution.proposal()?.changes_what_is_sold() {
            security.end_change()?;
        }
        ResolutionStopped {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            number: resolution.number,
            withdrawn,
        }
    };
    emit(&accounts.event_authority, &event)
}
