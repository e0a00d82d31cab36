//! `set_mode`

use super::{
    events::ModeSet,
    state::{DECLARED, DECLARED_BY_LENDERS, Waterfall},
};
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    math::waterfall::Mode,
    security::{
        control::{Act, Power},
        state::Security,
    },
};
use anchor_lang::prelude::*;

/// A change of mode by whoever is in control or the arbitrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum ModeChange {
    /// Ends the revolving period now.
    Amortise,
    /// Repays debts in order of seniority from all cash.
    Accelerate,
    /// Ends an acceleration that the sponsor or the arbitrator declared; one by a trigger stays.
    Resume,
}

/// Accounts of `set_mode`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetMode<'info> {
    /// The security's sponsor, or the agent in control, or its arbitrator; to resume, only the arbitrator.
    pub authority: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::set_mode`].
pub fn set_mode(ctx: Context<SetMode>, change: ModeChange) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let authority = ctx.accounts.authority.key();
    let security = &mut ctx.accounts.security.load_mut()?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    ensure!(
        authority == security.arbitrator
            || (authority == security.in_control() && change != ModeChange::Resume),
        SecuritiesError::NotAuthority
    );
    ensure!(
        change != ModeChange::Resume || waterfall.declared != DECLARED_BY_LENDERS,
        SecuritiesError::DeclaredByLenders
    );
    if authority != security.arbitrator {
        security.require_power(&authority, Power::Mode)?;
    }
    let changes = match change {
        ModeChange::Amortise => waterfall.mode(now) == Mode::Revolving,
        ModeChange::Accelerate => waterfall.declared == 0,
        ModeChange::Resume => waterfall.declared == DECLARED,
    };
    ensure!(changes, SecuritiesError::ModeUnchanged);
    if authority != security.arbitrator {
        let act = if change == ModeChange::Amortise {
            Act::Amortise
        } else {
            Act::Accelerate
        };
        security.take_act(&act, now)?;
    }
    match change {
        ModeChange::Amortise => waterfall.stop_revolving(now),
        ModeChange::Accelerate => waterfall.declared = DECLARED,
        ModeChange::Resume => waterfall.declared = 0,
    }

    let event = ModeSet {
        security: ctx.accounts.security.key(),
        sequence: security.next_event()?,
        authority,
        mode: waterfall.mode(now) as u8,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
