//! `decide_protocol`

use super::{
    events::ProtocolDecided,
    protocol::{Protocol, ProtocolDecision},
};
use crate::{chain::event::emit, errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Accounts of `decide_protocol`.
#[event_cpi]
#[derive(Accounts)]
pub struct DecideProtocol<'info> {
    /// A qualifier of the security, or its arbitrator; to veto, also its sponsor, or the agent in control.
    pub decider: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The registration.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub protocol: AccountLoader<'info, Protocol>,
}

/// See [`crate::securities::decide_protocol`].
pub fn decide_protocol(ctx: Context<DecideProtocol>, decision: ProtocolDecision) -> Result<()> {
    let decider = ctx.accounts.decider.key();
    let event = {
        let security = &mut ctx.accounts.security.load_mut()?;
        let protocol = &mut ctx.accounts.protocol.load_mut()?;
        decision.require_by(&decider, security)?;
        protocol.decide(decision, &decider, Clock::get()?.unix_timestamp)?;
        ProtocolDecided {
            security: protocol.security,
            sequence: security.next_event()?,
            address: protocol.address,
            decider,
            state: protocol.state,
        }
    };
    emit(&ctx.accounts.event_authority, &event)
}
