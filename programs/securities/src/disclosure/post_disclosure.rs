//! `post_disclosure`

use super::{
    calendar::DisclosureCalendar,
    events::DisclosurePosted,
    state::{Disclosure, VERSION},
};
use crate::{
    chain::{create::New, event::emit, seeds, text},
    errors::SecuritiesError,
    math::calendar,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `post_disclosure`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(kind: u8, period: u32)]
pub struct PostDisclosure<'info> {
    /// Whom the calendar names for this kind; pays the rent, which is not returned.
    #[account(mut)]
    pub attestor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its calendar of disclosures.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub calendar: AccountLoader<'info, DisclosureCalendar>,
    /// The disclosure.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::DISCLOSURE, security.key().as_ref(), &[kind], &period.to_le_bytes()], bump
    )]
    pub disclosure: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::post_disclosure`].
pub fn post_disclosure(
    ctx: Context<PostDisclosure>,
    kind: u8,
    period: u32,
    sha256: [u8; 32],
    uri: String,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let today = calendar::day_of(now)?;
    let (key, attestor) = (accounts.security.key(), accounts.attestor.key());
    ensure!(
        *accounts.disclosure.owner != crate::ID,
        SecuritiesError::DisclosurePosted
    );
    let (sequence, due_day) = {
        let security = &mut accounts.security.load_mut()?;
        let calendar = &mut accounts.calendar.load_mut()?;
        let item = calendar.item(kind)?;
        ensure_keys_eq!(
            attestor,
            item.attestor(security),
            SecuritiesError::NotAttestor
        );
        ensure!(today > item.end(period)?, SecuritiesError::PeriodNotOver);
        let due_day = item.due_day(period)?;
        calendar.posted = calendar
            .posted
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        (security.next_event()?, due_day)
    };
    let late = today > due_day;
    let uri = text::padded(&uri)?;
    {
        let disclosure = &mut New {
            payer: &accounts.attestor,
            account: &accounts.disclosure,
        }
        .record::<Disclosure>(&[
            seeds::DISCLOSURE,
            key.as_ref(),
            &[kind],
            &period.to_le_bytes(),
            &[ctx.bumps.disclosure],
        ])?;
        disclosure.version = VERSION;
        disclosure.bump = ctx.bumps.disclosure;
        disclosure.kind = kind;
        disclosure.late = late.into();
        disclosure.period = period;
        disclosure.posted_at = now;
        disclosure.due_day = due_day;
        disclosure.security = key;
        disclosure.attestor = attestor;
        disclosure.sha256 = sha256;
        disclosure.uri = uri;
    }
    emit(
        &accounts.event_authority,
        &DisclosurePosted {
            security: key,
            sequence,
            kind,
            period,
            attestor,
            sha256,
            uri,
            due_day,
            late,
        },
    )
}
