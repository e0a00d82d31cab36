//! `lock_book`

use super::{asset::Asset, phase::Phase, state::Book};
use crate::{
    errors::SecuritiesError,
    events::{self, BookLocked},
    math::fixed,
    rate,
    security::state::Security,
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// Accounts of `lock_book`. After them, where the book has such: the reported rate of the share mint; where each
/// asset's rate is read, in order, but for those at 1:1; and the tranche of each curve of promote points, in order,
/// writable.
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
pub fn lock_book<'info>(ctx: Context<'info, LockBook<'info>>) -> Result<()> {
    let clock = Clock::get()?;
    let now = clock.unix_timestamp;
    let event = {
        let security = &mut ctx.accounts.security.load_mut()?;
        let book = &mut ctx.accounts.book.load_mut()?;
        let may_lock = match book.phase(now)? {
            Phase::Due => true,
            Phase::Offering => {
                ensure_keys_eq!(
                    ctx.accounts.caller.key(),
                    security.sponsor,
                    SecuritiesError::NotSponsor
                );
                now >= book.offer_ends && book.is_ready()
            }
            Phase::Draft | Phase::Staking | Phase::Settling | Phase::Refunding => false,
        };
        ensure!(may_lock, SecuritiesError::CannotLock);

        let tranche = &mut ctx.accounts.tranche.load_mut()?;
        tranche.require_open()?;
        let mut extra = ctx.remaining_accounts.iter();
        if book.price_max_age > 0 {
            read_price(book, tranche, extra.next(), now)?;
        }
        for index in 0..book.asset_count {
            freeze_rate(book, index, &mut extra, &clock)?;
        }
        book.lock(now);
        book.invariant()?;
        tranche.begin(now);
        book.issue(tranche, extra, now)?;
        BookLocked {
            security: ctx.accounts.security.key(),
            sequence: security.next_event()?,
            book: ctx.accounts.book.key(),
            locked: book.locked,
            committed: book.committed,
            price: book.price,
            tickets: book.open_tickets,
            shares: book.shares_held,
        }
    };
    events::emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

/// Takes the reported worth of a share as the price, if it is young enough and within the band that investors
/// agreed to.
fn read_price<'info>(
    book: &mut Book,
    tranche: &Tranche,
    source: Option<&'info AccountInfo<'info>>,
    now: i64,
) -> Result<()> {
    let rate = rate::reported(
        source.ok_or(SecuritiesError::WrongRateSource)?,
        &book.security,
        &tranche.mint,
    )?
    .fresh(now, book.price_max_age)?;
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
    extra: &mut impl Iterator<Item = &'info AccountInfo<'info>>,
    clock: &Clock,
) -> Result<()> {
    let security = book.security;
    let asset: &mut Asset = book.asset_at_mut(index)?;
    if asset.is_par() {
        return Ok(());
    }
    let source = extra.next();
    if asset.units > 0 {
        asset.locked_rate = rate::read(asset, &security, source, clock)?;
    }
    Ok(())
}
