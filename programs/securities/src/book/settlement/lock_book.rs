//! `lock_book`

use super::events::BookLocked;
use crate::{
    book::{
        asset::{self, Asset},
        phase::Phase,
        state::Book,
    },
    cash::waterfall::state::Waterfall,
    chain::{event::emit, extra::Extra, seeds},
    errors::SecuritiesError,
    math::{calendar, fixed},
    rate,
    security::state::Security,
    tranche::{
        floor::{Floor, fresh_value},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;

/// What [`Locking::lock`] reads first; then [`super::held::PROMOTE_TRANCHES`].
pub const RATE_SOURCES: &str =
    "the rate source of each asset except those at 1:1, in order (WrongRateSource)";

/// Accounts of `lock_book`; after them [`RATE_SOURCES`] and [`super::held::PROMOTE_TRANCHES`].
#[event_cpi]
#[derive(Accounts)]
pub struct LockBook<'info> {
    /// The sponsor, once the offer has ended and the minimum is committed; anyone after the deadline.
    pub caller: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall, by whose mode new money may come in.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The tranche; its term starts with its first lock.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// Where a reported value of the tranche's shares stands, or nothing yet.
    /// CHECK: by address; read in the handler.
    #[account(
        seeds = [seeds::RATE, security.key().as_ref(), tranche.load()?.mint.as_ref()], bump
    )]
    pub share_rate: UncheckedAccount<'info>,
    /// The book, of no group.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub book: AccountLoader<'info, Book>,
}

/// See [`crate::securities::lock_book`].
pub fn lock_book<'info>(ctx: Context<'info, LockBook<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        ensure!(book.group == 0, SecuritiesError::LockedTogether);
        Locking {
            security: &accounts.security,
            waterfall: &accounts.waterfall,
            caller: accounts.caller.key(),
            clock: &Clock::get()?,
        }
        .lock(
            book,
            (&accounts.tranche, &accounts.book.key()),
            &accounts.share_rate,
            &mut Extra::new(ctx.remaining_accounts),
        )?
    };
    emit(&ctx.accounts.event_authority, &event)
}

/// What books are locked with, one or a group.
pub(crate) struct Locking<'a, 'info> {
    /// The security.
    pub security: &'a AccountLoader<'info, Security>,
    /// Its waterfall.
    pub waterfall: &'a AccountLoader<'info, Waterfall>,
    /// Who locks.
    pub caller: Pubkey,
    /// The time.
    pub clock: &'a Clock,
}

impl<'info> Locking<'_, 'info> {
    /// Locks a book of a tranche, both proven. `extra` gives the accounts that its assets and rewards need.
    ///
    /// # Errors
    /// Those of [`crate::securities::lock_book`].
    pub fn lock(
        &self,
        book: &mut Book,
        (tranche, key): (&AccountLoader<'info, Tranche>, &Pubkey),
        share_rate: &AccountInfo<'_>,
        extra: &mut Extra<'info>,
    ) -> Result<BookLocked> {
        let now = self.clock.unix_timestamp;
        let security = &mut self.security.load_mut()?;
        let may_lock = match book.phase(now)? {
            Phase::Due => true,
            Phase::Offering => {
                ensure_keys_eq!(self.caller, security.sponsor, SecuritiesError::NotSponsor);
                now >= book.offer_ends && book.is_ready()
            }
            Phase::Draft | Phase::Staking | Phase::Settling | Phase::Refunding => false,
        };
        ensure!(may_lock, SecuritiesError::CannotLock);

        let tranche = &mut tranche.load_mut()?;
        let mode = self.waterfall.load()?.mode(now);
        tranche.accrue(calendar::day_of(now)?)?;
        tranche.require_open(book.has_rights(), mode, now)?;
        if book.price_max_age > 0 {
            read_price(book, tranche, share_rate, now)?;
        }
        let value = fresh_value(share_rate, &book.security, &tranche.mint, now)?;
        // What other open books ask was agreed to when they were opened, beside this one.
        let floor = Floor {
            asked: 0,
            ..tranche.floor(value, true)?
        };
        book.reprice(tranche, floor)?;
        book.require_floor(tranche, floor, book.price)?;
        tranche.sold_at(book.price);
        tranche.end_book()?;
        security.end_book()?;
        security.begin();
        for index in 0..book.asset_count {
            freeze_rate(book, index, extra, self.clock)?;
        }
        book.require_ready_at_rates()?;
        book.lock(now);
        book.rights_books = tranche.rights_books;
        book.invariant()?;
        tranche.begin(now);
        book.issue(tranche, extra, now)?;
        Ok(BookLocked {
            book: *key,
            sequence: book.next_event()?,
            security: self.security.key(),
            locked: book.locked,
            committed: book.committed,
            price: book.price,
            tickets: book.open_tickets,
            shares: book.shares_held,
        })
    }
}

/// Takes the reported worth of a share as the price, if it is young enough and within the band that investors
/// agreed to.
fn read_price(
    book: &mut Book,
    tranche: &Tranche,
    source: &AccountInfo<'_>,
    now: i64,
) -> Result<()> {
    let rate =
        rate::reported(source, &book.security, &tranche.mint)?.fresh(now, book.price_max_age)?;
    let price = fixed::mul_div_ceil(rate.numerator, tranche.unit, rate.denominator)?;
    ensure!(
        (book.price_min..=book.price).contains(&price),
        SecuritiesError::PriceOutOfBand
    );
    book.price = price;
    Ok(())
}

/// Keeps an asset's rate, so that settlement needs none and gives the same in any order.
fn freeze_rate<'info>(
    book: &mut Book,
    index: u8,
    extra: &mut Extra<'info>,
    clock: &Clock,
) -> Result<()> {
    let security = book.security;
    let asset: &mut Asset = book.asset_at_mut(index)?;
    if asset.is_par() {
        return Ok(());
    }
    let source = extra.next(SecuritiesError::WrongRateSource)?;
    if asset.units > 0 {
        asset.locked_rate = asset::read_rate(asset, &security, Some(source), clock)?;
    }
    Ok(())
}
