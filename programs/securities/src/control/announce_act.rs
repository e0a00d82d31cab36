//! `announce_act` and `stop_act`: what an agent in control will do, and that it will not.

use super::events::{ActAnnounced, ActStopped};
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    security::{
        control::{Act, Power, Stage},
        state::Security,
    },
};
use anchor_lang::prelude::*;

/// Accounts of `announce_act` and `stop_act`.
#[event_cpi]
#[derive(Accounts)]
pub struct AnnounceAct<'info> {
    /// The agent in control; to stop an act, also the security's arbitrator.
    pub authority: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
}

/// See [`crate::securities::announce_act`].
pub fn announce_act(ctx: Context<AnnounceAct>, act: Act) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        let agent = accounts.authority.key();
        ensure!(
            security.control.stage != Stage::Sponsor as u8,
            SecuritiesError::NoAgent
        );
        let power = match act {
            Act::Draw {
                vault,
                destination,
                amount,
                ..
            } => {
                ensure!(amount > 0, SecuritiesError::ZeroAmount);
                security.vault_at(vault)?;
                ensure!(
                    security.destinations().contains(&destination),
                    SecuritiesError::WrongDestination
                );
                Power::Draws
            }
            Act::Accelerate | Act::Amortise => Power::Mode,
        };
        security.require_power(&agent, power)?;
        let from = security
            .control
            .announce(&act, Clock::get()?.unix_timestamp);
        ActAnnounced {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            agent,
            act,
            from,
        }
    };
    emit(&accounts.event_authority, &event)
}

/// See [`crate::securities::stop_act`].
pub fn stop_act(ctx: Context<AnnounceAct>) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        let authority = accounts.authority.key();
        ensure!(
            authority == security.arbitrator || authority == security.in_control(),
            SecuritiesError::NotAuthority
        );
        ensure!(
            security.control.act_from > 0,
            SecuritiesError::NothingAnnounced
        );
        security.control.end_act();
        ActStopped {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            authority,
        }
    };
    emit(&accounts.event_authority, &event)
}
