//! `step_control`

use super::events::ControlStepped;
use crate::{
    cash::waterfall::{
        Tranches, check_triggers::CheckTriggers, tranche_accounts, trigger::STEPPED,
    },
    chain::event::emit,
    errors::SecuritiesError,
};
use anchor_lang::prelude::*;

/// See [`crate::securities::step_control`].
pub fn step_control<'info>(ctx: Context<'info, CheckTriggers<'info>>) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let key = ctx.accounts.security.key();
    let security = &mut ctx.accounts.security.load_mut()?;
    let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
    // Before that the sponsor owes nobody anything.
    ensure!(security.began_at > 0, SecuritiesError::NotBegun);
    let loaders = tranche_accounts(ctx.remaining_accounts)?;
    Tranches::load(&loaders, &key, security.tranche_count)?.check(security, waterfall, now)?;

    // The cure begins anew with each step, and with the deal.
    let from = security.control.stepped_at.max(security.began_at);
    let triggers = waterfall.triggers();
    let place = triggers.iter().position(|trigger| trigger.steps(from, now));
    let place = place.ok_or(SecuritiesError::StepNotDue)?;
    let stage = security.control.next_stage();
    let stage = stage.ok_or(SecuritiesError::NoStage)?;
    if let Some(trigger) = waterfall.triggers.get_mut(place) {
        trigger.flags |= STEPPED;
    }
    security.give_control(stage, now);

    let event = ControlStepped {
        security: key,
        sequence: security.next_event()?,
        trigger: u8::try_from(place).map_err(|_| SecuritiesError::UnknownValue)?,
        stage,
        agent: security.in_control(),
    };
    emit(&ctx.accounts.event_authority, &event)
}
