//! `report_covenant`

use super::{events::CovenantReported, report::CovenantReport};
use crate::{
    cash::waterfall::{state::Waterfall, trigger::TriggerState},
    chain::{event::emit, seeds},
    disclosure::calendar::DisclosureCalendar,
    errors::SecuritiesError,
    math::calendar,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `report_covenant`.
#[event_cpi]
#[derive(Accounts)]
pub struct ReportCovenant<'info> {
    /// For a net worth the security's reporter, for an event its arbitrator; for a disclosure anyone.
    pub authority: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// For a disclosure, the security's calendar.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub calendar: Option<AccountLoader<'info, DisclosureCalendar>>,
    /// For a disclosure, the address of the latest one that was due so many days ago, whether or not it was posted.
    /// CHECK: by address.
    pub disclosure: Option<UncheckedAccount<'info>>,
}

/// See [`crate::securities::report_covenant`].
pub fn report_covenant(
    ctx: Context<ReportCovenant>,
    structure_version: u32,
    place: u8,
    report: CovenantReport,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        let waterfall = &mut accounts.waterfall.load_mut()?;
        waterfall.require_version(structure_version)?;
        ensure!(
            place < waterfall.trigger_count,
            SecuritiesError::WrongTrigger
        );
        let trigger = waterfall.triggers.get_mut(usize::from(place));
        let trigger = trigger.ok_or(SecuritiesError::WrongTrigger)?;
        let authority = accounts.authority.key();
        let kind = match report {
            CovenantReport::Disclosure => 7,
            CovenantReport::Event { .. } => 8,
            CovenantReport::NetWorth { .. } => 9,
        };
        ensure!(trigger.kind == kind, SecuritiesError::WrongTrigger);
        // What somebody declares of a draft is for its buyers to read, and no breach of the deal.
        ensure!(
            kind == 9 || security.began_at > 0,
            SecuritiesError::NotBegun
        );
        let mut raised = false;
        match report {
            CovenantReport::NetWorth {
                value,
                document_sha256,
            } => {
                ensure_keys_eq!(authority, security.reporter, SecuritiesError::NotReporter);
                trigger.note_report(trigger.reported_at, now);
                trigger.reported = value;
                trigger.reported_at = now;
                trigger.document_sha256 = document_sha256;
            }
            CovenantReport::Event {
                declared,
                document_sha256,
            } => {
                ensure_keys_eq!(
                    authority,
                    security.arbitrator,
                    SecuritiesError::NotArbitrator
                );
                ensure!(document_sha256 != [0; 32], SecuritiesError::DocumentMissing);
                raised = declared;
                trigger.raise(raised, now);
                trigger.document_sha256 = document_sha256;
            }
            CovenantReport::Disclosure => {
                raised = accounts.is_overdue(trigger, now)?;
                trigger.raise(raised, now);
            }
        }
        CovenantReported {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            trigger: place,
            report,
            raised,
        }
    };
    emit(&accounts.event_authority, &event)
}

impl ReportCovenant<'_> {
    /// Whether the latest disclosure that was due before a trigger's days began was not posted.
    fn is_overdue(&self, trigger: &TriggerState, now: i64) -> Result<bool> {
        let calendar = self.calendar.as_ref();
        let calendar = calendar.ok_or(SecuritiesError::DisclosureUnknown)?.load()?;
        let kind = trigger.rank;
        let item = calendar.item(kind)?;
        let late = u64::from(trigger.days).saturating_add(1);
        let today = calendar::day_of(now)?;
        let due = match today.checked_sub(late) {
            Some(day) => item.latest_due(day)?,
            None => None,
        };
        let Some(period) = due else {
            return Ok(false);
        };
        let (address, _) = Pubkey::find_program_address(
            &[
                seeds::DISCLOSURE,
                calendar.security.as_ref(),
                &[kind],
                &period.to_le_bytes(),
            ],
            &crate::ID,
        );
        let disclosure = self.disclosure.as_ref();
        let disclosure = disclosure.filter(|account| *account.key == address);
        let disclosure = disclosure.ok_or(SecuritiesError::DisclosureMissing)?;
        Ok(*disclosure.owner != crate::ID)
    }
}
