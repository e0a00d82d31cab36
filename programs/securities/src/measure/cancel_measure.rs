//! `cancel_measure`

use super::{
    events::MeasureCancelled,
    state::{Measure, Status},
};
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    security::{
        control::Power,
        measures::{BLOCK, RECOVERY},
        state::Security,
    },
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use core::cell::RefMut;

/// Accounts of `cancel_measure` and `take_measure`.
#[event_cpi]
#[derive(Accounts)]
pub struct DecideMeasure<'info> {
    /// To take it, anyone. To cancel it, whoever is in control, or the arbitrator, but not of what is about its own record; of a
    /// recovery the record's owner too; of a block in force, the arbitrator.
    pub authority: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The measure; to take it, a block or a pause.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = tranche @ SecuritiesError::WrongTranche
    )]
    pub measure: AccountLoader<'info, Measure>,
    /// The holder record that it is about; none for a pause.
    #[account(mut)]
    pub holder: Option<AccountLoader<'info, Holder>>,
}

impl DecideMeasure<'_> {
    /// The record that a measure is about, if it is about one.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongMeasure`] for any other.
    pub(super) fn record_of(&self, measure: &Measure) -> Result<Option<RefMut<'_, Holder>>> {
        let holder = self.holder.as_ref();
        measure.require_of(&holder.map(Key::key).unwrap_or_default())?;
        holder.map(AccountLoader::load_mut).transpose()
    }
}

/// See [`crate::securities::cancel_measure`].
pub fn cancel_measure(ctx: Context<DecideMeasure>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        let measure = &mut accounts.measure.load_mut()?;
        let by = accounts.authority.key();
        let mut holder = accounts.record_of(measure)?;
        let lifted = measure.status == Status::Taken as u8;
        if lifted {
            ensure!(
                measure.kind == BLOCK && now < measure.until,
                SecuritiesError::MeasureEnded
            );
            ensure_keys_eq!(by, security.arbitrator, SecuritiesError::NotArbitrator);
        } else {
            measure.require_announced()?;
            let is_own = holder.as_ref().is_some_and(|holder| holder.owner == by);
            if !(is_own && measure.kind == RECOVERY) {
                let may = [security.in_control(), security.arbitrator].contains(&by);
                ensure!(may && !is_own, SecuritiesError::NotMeasureAuthority);
                if by != security.arbitrator {
                    security.require_power(&by, Power::Measures)?;
                }
            }
        }
        measure.status = Status::Cancelled as u8;
        if let Some(holder) = &mut holder {
            holder.unblock_untaken(measure.number, measure.announced_at, now)?;
        }
        MeasureCancelled {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            number: measure.number,
            tranche: measure.tranche,
            by,
            lifted,
        }
    };
    emit(&accounts.event_authority, &event)
}
