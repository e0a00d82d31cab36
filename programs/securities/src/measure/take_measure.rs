//! `take_measure`

use super::{
    events::MeasureTaken,
    state::{Measure, MeasureKind, Status},
};
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;

/// Accounts of `take_measure`.
#[event_cpi]
#[derive(Accounts)]
pub struct TakeMeasure<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The measure, a block or a pause.
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

/// See [`crate::securities::take_measure`].
pub fn take_measure(ctx: Context<TakeMeasure>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let measure = &mut accounts.measure.load_mut()?;
        measure.require_takeable(now)?;
        let holder = accounts.holder.as_ref();
        measure.require_of(&holder.map(Key::key).unwrap_or_default())?;
        let mut holder = holder.map(AccountLoader::load_mut).transpose()?;
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
