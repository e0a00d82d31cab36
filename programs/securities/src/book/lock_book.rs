//! `lock_book`

use super::{phase::Phase, state::Book};
use crate::{
    errors::SecuritiesError, events::BookLocked, security::state::Security, tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// Accounts of `lock_book`.
#[event_cpi]
#[derive(Accounts)]
pub struct LockBook<'info> {
    /// The sponsor, once the offer has ended and the minimum is committed; anyone after the deadline.
    pub caller: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche; its term starts with its first lock.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The book.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub book: AccountLoader<'info, Book>,
}

/// See [`crate::securities::lock_book`].
pub fn lock_book(ctx: Context<LockBook>) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let security = &mut ctx.accounts.security.load_mut()?;
    let book = &mut ctx.accounts.book.load_mut()?;
    let may_lock = match book.phase(now)? {
        Phase::Due => true,
        Phase::Offering => {
            require_keys_eq!(
                ctx.accounts.caller.key(),
                security.sponsor,
                SecuritiesError::NotSponsor
            );
            now >= book.offer_ends && book.committed >= book.minimum
        }
        Phase::Draft | Phase::Settling | Phase::Refunding => false,
    };
    require!(may_lock, SecuritiesError::CannotLock);

    book.lock(now);
    book.invariant()?;
    ctx.accounts
        .tranche
        .load_mut()?
        .lock(book.open_tickets, now)?;

    let event = BookLocked {
        security: ctx.accounts.security.key(),
        sequence: security.next_event()?,
        book: ctx.accounts.book.key(),
        locked: book.locked,
        tickets: book.open_tickets,
    };
    emit_cpi!(event);
    Ok(())
}
