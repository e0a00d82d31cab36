//! `fail_book`

use super::events::BookFailed;
use crate::{
    book::{
        phase::{Phase, Stage},
        state::Book,
    },
    chain::event::emit,
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `fail_book`.
#[event_cpi]
#[derive(Accounts)]
pub struct FailBook<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// A book of the same group that is in refund; not needed if the security already records that one has failed.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub failed: Option<AccountLoader<'info, Book>>,
    /// The book to fail, which is due.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub book: AccountLoader<'info, Book>,
}

/// See [`crate::securities::fail_book`].
pub fn fail_book(ctx: Context<FailBook>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let group = accounts.book.load()?.group;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        if let Some(failed) = &accounts.failed {
            let failed = failed.load()?;
            ensure!(
                failed.group == group && group > 0,
                SecuritiesError::WrongGroup
            );
            ensure!(
                failed.phase(now)? == Phase::Refunding,
                SecuritiesError::GroupStands
            );
            security.fail_group(group)?;
        }
        let book = &mut accounts.book.load_mut()?;
        // None is locked any more once the deal winds down.
        let fails = if security.is_winding() {
            book.stage == Stage::Open as u8
        } else {
            security.group(group)?.failed > 0 && book.phase(now)? == Phase::Due
        };
        ensure!(fails, SecuritiesError::GroupStands);
        book.stage = Stage::Failed as u8;
        BookFailed {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: accounts.security.key(),
            group,
        }
    };
    emit(&ctx.accounts.event_authority, &event)
}
