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
    security::{control::Power, state::Security},
    tranche::{
        floor::{Floor, fresh_value},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;

/// The remaining accounts that [`Locking::lock`] reads first; [`super::held_shares::PROMOTE_TRANCHES`] follow.
pub const RATE_SOURCES: &str =
    "the rate source of each asset except those at 1:1, in order (WrongRateSource)";

/// Accounts of `lock_book`; after them [`RATE_SOURCES`] and [`super::held_shares::PROMOTE_TRANCHES`].
#[event_cpi]
#[derive(Accounts)]
pub struct LockBook<'info> {
    /// The sponsor, or the agent in control, once the offer has ended and the minimum is committed; anyone after the deadline.
    pub caller: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The security's waterfall, whose mode decides whether new money may come in.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The tranche; its term starts with its first lock.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The address of the reported value of the tranche's shares; there may be no account yet.
    /// CHECK: by address; read in the handler.
    #[account(
        seeds = [seeds::RATE, security.key().as_ref(), tranche.load()?.mint.as_ref()], bump
    )]
    pub share_rate: UncheckedAccount<'info>,
    /// The book, which is in no group.
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

/// The context in which one book or a group of books is locked.
pub(crate) struct Locking<'a, 'info> {
    /// The security.
    pub security: &'a AccountLoader<'info, Security>,
    /// The security's waterfall.
    pub waterfall: &'a AccountLoader<'info, Waterfall>,
    /// The caller.
    pub caller: Pubkey,
    /// The current time.
    pub clock: &'a Clock,
}

impl<'info> Locking<'_, 'info> {
    /// Locks a book of a tranche; the caller has checked both accounts. `extra` has the accounts that its assets and
    /// rewards need.
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
        security.require_running()?;
        let may_lock = match book.phase(now)? {
            Phase::Due => true,
            Phase::Offering => {
                security.require_power(&self.caller, Power::Books)?;
                now >= book.offer_ends && book.is_ready()
            }
            Phase::Draft | Phase::Building | Phase::Settling | Phase::Refunding => false,
        };
        ensure!(may_lock, SecuritiesError::CannotLock);

        // What the money in line consented to is still what is sold.
        ensure!(
            book.amendments == security.amendments,
            SecuritiesError::OfferAmended
        );
        // Nor is it about to change.
        ensure!(security.pending == 0, SecuritiesError::ClassVoting);
        let tranche = &mut tranche.load_mut()?;
        tranche.require_no_vote(now)?;
        let mode = self.waterfall.load()?.mode(now);
        // What is held is older than the new shares, which would have a part of it.
        tranche.require_still()?;
        tranche.accrue(calendar::day_of(now)?)?;
        tranche.require_open(book.has_rights(), mode, now)?;
        if book.price_max_age > 0 {
            read_price(book, tranche, share_rate, now)?;
        }
        let value = fresh_value(share_rate, &book.security, &tranche.mint, now)?;
        // What other open books ask does not count here: it was checked when they were opened beside this one.
        let floor = Floor {
            asked: 0,
            ..tranche.floor_of_book(value, true, (book.number, now))?
        };
        // What has streamed up to now belongs to those who held until now; who buys pays for its part of the rest.
        tranche.roll(now)?;
        tranche.require_charged()?;
        let lowest = book.price_min;
        book.reprice(tranche, floor)?;
        book.require_floor(tranche, floor, book.price)?;
        if book.price < lowest {
            book.set_aside_at_lock(tranche)?;
        }
        // The value may have been reported after the offer was made.
        if !book.has_rights() {
            let sold = book.shares_for(0, book.accepted_at_most(), tranche.unit)?;
            floor.require_allowed(book.price, sold.get())?;
        }
        tranche.sold_at(book.price, now);
        tranche.end_book()?;
        security.end_book()?;
        security.begin(now);
        for index in 0..book.asset_count {
            freeze_rate(book, index, extra, self.clock)?;
        }
        book.require_ready_at_rates()?;
        book.lock(now);
        book.rights_books = tranche.rights_books;
        book.invariant()?;
        tranche.begin(now)?;
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

/// Sets the price to the reported value of a share, if it is recent enough and within the band that investors agreed
/// to.
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

/// Stores an asset's rate, so that settlement reads none and gives the same result in any order.
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
    ensure_keys_eq!(
        *source.key,
        asset.rate_source,
        SecuritiesError::WrongRateSource
    );
    if asset.units > 0 {
        asset.locked_rate = asset::read_rate(asset, &security, Some(source), clock)?;
    }
    Ok(())
}
