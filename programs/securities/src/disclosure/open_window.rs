//! `open_window`

use super::{calendar::DisclosureCalendar, events::WindowOpened, state::Disclosure};
use crate::{
    chain::{event::emit, extra::Extra},
    errors::SecuritiesError,
    math::{calendar, window::Window},
    security::state::Security,
    tranche::{state::Tranche, window::WindowRule},
};
use anchor_lang::prelude::*;

/// The remaining accounts that [`Needed::require_in_time`] reads.
pub const NEEDED_DISCLOSURES: &str = "of each kind that the window needs and that was due for a period by the \
    window's first day, in order of the kinds, the disclosure of the latest such period (DisclosureMissing)";

/// Accounts of `open_window`, followed by [`NEEDED_DISCLOSURES`].
#[event_cpi]
#[derive(Accounts)]
pub struct OpenWindow<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, whose rules have exchange windows.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The security's calendar of disclosures, where a window needs some.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub calendar: Option<AccountLoader<'info, DisclosureCalendar>>,
}

/// See [`crate::securities::open_window`].
pub fn open_window<'info>(ctx: Context<'info, OpenWindow<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let today = calendar::day_of(Clock::get()?.unix_timestamp)?;
    let key = accounts.security.key();
    accounts.security.load()?.require_not_ended()?;
    let event = {
        let tranche = &mut accounts.tranche.load_mut()?;
        let window = tranche.rules.window.at(today)?;
        let until = window.ends_at()?;
        if tranche.rules.open_until == until {
            return Ok(());
        }
        // A window would lengthen the one before, whose accounts nobody else could freeze until its end.
        tranche.require_still()?;
        Needed {
            rule: &tranche.rules.window,
            window,
            security: &key,
        }
        .require_in_time(
            accounts.calendar.as_ref(),
            &mut Extra::new(ctx.remaining_accounts),
        )?;
        tranche.rules.open_until = until;
        WindowOpened {
            security: key,
            sequence: accounts.security.load_mut()?.next_event()?,
            tranche: accounts.tranche.key(),
            until,
        }
    };
    emit(&accounts.event_authority, &event)
}

/// What holders must have been told before a window.
struct Needed<'a> {
    /// The rule, which says of what kinds.
    rule: &'a WindowRule,
    /// The window.
    window: Window,
    /// The security.
    security: &'a Pubkey,
}

impl Needed<'_> {
    /// Refuses unless each of [`NEEDED_DISCLOSURES`] was posted before the window's first second. A kind that was not due
    /// yet is not needed.
    fn require_in_time<'info>(
        &self,
        calendar: Option<&AccountLoader<'info, DisclosureCalendar>>,
        extra: &mut Extra<'info>,
    ) -> Result<()> {
        if self.rule.needs == 0 {
            return Ok(());
        }
        let calendar = calendar.ok_or(SecuritiesError::DisclosureUnknown)?.load()?;
        let begins_at = self.window.begins_at()?;
        for kind in self.rule.needed() {
            let Some(period) = calendar.item(kind)?.latest_due(self.window.from)? else {
                continue;
            };
            let account = extra.next(SecuritiesError::DisclosureMissing)?;
            let loader = AccountLoader::<Disclosure>::try_from(account)
                .map_err(|_| SecuritiesError::DisclosureMissing)?;
            let disclosure = loader.load()?;
            ensure!(
                disclosure.security == *self.security
                    && disclosure.kind == kind
                    && disclosure.period == period,
                SecuritiesError::DisclosureMissing
            );
            ensure!(
                disclosure.posted_at < begins_at,
                SecuritiesError::DisclosureLate
            );
        }
        Ok(())
    }
}
