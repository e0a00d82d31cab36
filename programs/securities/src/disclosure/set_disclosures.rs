//! `set_disclosures`

use super::{
    calendar::{DisclosureCalendar, DisclosureTerms, VERSION},
    events::DisclosuresSet,
};
use crate::{
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `set_disclosures`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetDisclosures<'info> {
    /// The security's sponsor; pays the calendar's rent, which is not returned.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security, none of whose books is open or has been locked.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// Its calendar of disclosures, which may be there already.
    /// CHECK: by its address; created here, or replaced in the handler.
    #[account(
        mut,
        seeds = [seeds::DISCLOSURES, security.key().as_ref()], bump
    )]
    pub calendar: UncheckedAccount<'info>,
    /// Creates the calendar.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::set_disclosures`].
pub fn set_disclosures<'info>(
    ctx: Context<'info, SetDisclosures<'info>>,
    items: Vec<DisclosureTerms>,
) -> Result<()> {
    let accounts: &'info SetDisclosures<'info> = ctx.accounts;
    let key = accounts.security.key();
    let sequence = {
        let security = &mut accounts.security.load_mut()?;
        security.require_unoffered()?;
        items
            .iter()
            .map(|item| item.attestor)
            .filter(|attestor| *attestor != Pubkey::default())
            .try_for_each(|attestor| security.require_foreign(&attestor, &key, &key))?;
        // Whether they are sound is checked below.
        security
            .stated
            .note_disclosures(items.iter().map(|item| item.kind));
        security.next_event()?
    };
    if *accounts.calendar.owner == crate::ID {
        let loader = AccountLoader::<DisclosureCalendar>::try_from(accounts.calendar.as_ref())?;
        loader.load_mut()?.set(&items)?;
    } else {
        let calendar = &mut New {
            payer: &accounts.sponsor,
            account: &accounts.calendar,
        }
        .record::<DisclosureCalendar>(&[
            seeds::DISCLOSURES,
            key.as_ref(),
            &[ctx.bumps.calendar],
        ])?;
        calendar.version = VERSION;
        calendar.bump = ctx.bumps.calendar;
        calendar.security = key;
        calendar.set(&items)?;
    }
    emit(
        &accounts.event_authority,
        &DisclosuresSet {
            security: key,
            sequence,
            items,
        },
    )
}
