//! `take_measure`

use super::{
    cancel_measure::DecideMeasure,
    events::MeasureTaken,
    state::{MeasureKind, Status},
};
use crate::{chain::event::emit, errors::SecuritiesError};
use anchor_lang::prelude::*;

/// See [`crate::securities::take_measure`].
pub fn take_measure(ctx: Context<DecideMeasure>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let measure = &mut accounts.measure.load_mut()?;
        measure.require_takeable(now)?;
        let mut holder = accounts.record_of(measure)?;
        let kind = measure.measure()?;
        match (&kind, &mut holder) {
            (MeasureKind::Pause { days }, None) => {
                let pause = &mut accounts.tranche.load_mut()?.pause;
                pause.begin(*days, now)?;
                measure.until = pause.until;
            }
            (MeasureKind::Block { shares, until }, Some(holder)) => {
                holder.block((measure.number, false), *shares, *until, now)?;
            }
            _ => return Err(SecuritiesError::WrongMeasure.into()),
        }
        measure.status = Status::Taken as u8;
        MeasureTaken {
            security: accounts.security.key(),
            sequence: accounts.security.load_mut()?.next_event()?,
            number: measure.number,
            tranche: measure.tranche,
            owner: holder.map_or_else(Pubkey::default, |holder| holder.owner),
            measure: kind,
            until: measure.until,
        }
    };
    emit(&accounts.event_authority, &event)
}
