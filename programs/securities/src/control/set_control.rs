//! `set_control`

use super::events::ControlSet;
use crate::{
    cash::waterfall::state::Waterfall,
    chain::event::emit,
    errors::SecuritiesError,
    security::{control::ControlTerms, state::Security},
};
use anchor_lang::prelude::*;

/// Accounts of `set_control`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetControl<'info> {
    /// The security's sponsor.
    pub sponsor: Signer<'info>,
    /// The security, without an open book and before the first lock.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::set_control`].
pub fn set_control(ctx: Context<SetControl>, terms: ControlTerms) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let keys = (&accounts.security.key(), &accounts.waterfall.key());
        let security = &mut accounts.security.load_mut()?;
        let waterfall = &mut accounts.waterfall.load_mut()?;
        // Whoever pays has read who is in control.
        security.require_unoffered()?;
        security.set_control(&terms, keys)?;
        // Whoever has read the structure as it was has not read this.
        waterfall.change_structure()?;
        ControlSet {
            security: *keys.0,
            sequence: security.next_event()?,
            structure_version: waterfall.structure_version,
            terms,
        }
    };
    emit(&accounts.event_authority, &event)
}
