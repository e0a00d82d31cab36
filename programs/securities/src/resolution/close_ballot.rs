//! `close_ballot`

use super::{
    events::BallotClosed,
    state::{Ballot, Resolution},
};
use crate::{chain::event::emit, errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Accounts of `close_ballot`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseBallot<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The resolution, whose vote has closed; it may be closed itself.
    /// CHECK: by the ballot; read in the handler.
    pub resolution: UncheckedAccount<'info>,
    /// The ballot.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = resolution @ SecuritiesError::WrongResolution,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub ballot: AccountLoader<'info, Ballot>,
    /// Whoever paid the ballot's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_ballot`].
pub fn close_ballot<'info>(ctx: Context<'info, CloseBallot<'info>>) -> Result<()> {
    let accounts: &'info CloseBallot<'info> = ctx.accounts;
    // A resolution is closed only after its vote.
    if *accounts.resolution.owner == crate::ID {
        let loader = AccountLoader::<Resolution>::try_from(accounts.resolution.as_ref())?;
        ensure!(
            Clock::get()?.unix_timestamp >= loader.load()?.closes_at,
            SecuritiesError::VotingOpen
        );
    }
    let ballot = accounts.ballot.load()?;
    let event = BallotClosed {
        security: accounts.security.key(),
        sequence: accounts.security.load_mut()?.next_event()?,
        resolution: ballot.resolution,
        holder: ballot.holder,
    };
    drop(ballot);
    emit(&accounts.event_authority, &event)
}
