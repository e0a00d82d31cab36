//! `make_offer`, `raise_tip` and `open_poll`: what the sponsor puts to the money in line.

use super::{
    events::{OfferMade, PollOpened, TipRaised},
    open_book::require_day_to_lock,
    version::OfferArgs,
    votes::PollArgs,
};
use crate::{
    book::state::Book,
    chain::{event::emit, seeds},
    errors::SecuritiesError,
    math::shares,
    security::{control::Power, state::Security},
    tranche::{floor::fresh_value, state::Tranche},
};
use anchor_lang::prelude::*;

/// Accounts of `make_offer`.
#[event_cpi]
#[derive(Accounts)]
pub struct MakeOffer<'info> {
    /// The security's sponsor, or the agent in control.
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche whose shares are offered.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The address of the reported value of the tranche's shares; there may be no account yet.
    /// CHECK: by address; read in the handler.
    #[account(
        seeds = [seeds::RATE, security.key().as_ref(), tranche.load()?.mint.as_ref()], bump
    )]
    pub share_rate: UncheckedAccount<'info>,
    /// The open book.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub book: AccountLoader<'info, Book>,
}

/// Accounts of `raise_tip` and `open_poll`.
#[event_cpi]
#[derive(Accounts)]
pub struct BookTerms<'info> {
    /// The security's sponsor, or the agent in control.
    pub sponsor: Signer<'info>,
    /// The security.
    pub security: AccountLoader<'info, Security>,
    /// The tranche whose shares are offered.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The open book.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub book: AccountLoader<'info, Book>,
}

impl Book {
    /// Sets aside the shares that the cap buys at the lowest price, so that whatever is accepted can be settled.
    ///
    /// # Errors
    /// [`SecuritiesError::AboveAuthorised`].
    pub(crate) fn set_shares_aside(&mut self, tranche: &mut Tranche) -> Result<()> {
        let needed = shares::issued(0, self.cap, self.price_min, tranche.unit)?.get();
        tranche.set_aside(self.shares_set_aside, needed)?;
        self.shares_set_aside = needed;
        Ok(())
    }
}

/// See [`crate::securities::make_offer`].
pub fn make_offer(ctx: Context<MakeOffer>, args: OfferArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    accounts
        .security
        .load()?
        .require_power(accounts.sponsor.key, Power::Books)?;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let value = fresh_value(&accounts.share_rate, &book.security, &tranche.mint, now)?;
        let floor = tranche.floor_of_book(value, true, (book.number, now))?;
        let (before, cap) = (book.asked(), book.cap);
        book.cover_par = tranche.cover_price(floor);
        book.make_offer(&args, tranche.unit, now)?;
        book.keep_rights(before.lowest, cap)?;
        book.require_floor(tranche, floor, book.price_min)?;
        tranche.ask(book.price_min);
        book.set_shares_aside(tranche)?;
        book.require_allowed(floor)?;
        let security = &mut accounts.security.load_mut()?;
        book.amendments = security.amendments;
        if book.offer_version == 1 {
            security.offer_group(book.group)?;
        }
        OfferMade {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: accounts.security.key(),
            version: book.offer_version,
            terms_sha256: book.terms_sha256,
            allocation: book.allocation,
            price: book.price,
            price_min: book.price_min,
            minimum: book.minimum,
            cap: book.cap,
            min_ticket: book.min_ticket,
            max_ticket: book.max_ticket,
            owner_limit: book.owner_limit,
            offer_ends: book.offer_ends,
        }
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

/// See [`crate::securities::raise_tip`].
pub fn raise_tip(ctx: Context<BookTerms>, tip: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts
        .security
        .load()?
        .require_power(accounts.sponsor.key, Power::Books)?;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        book.raise_tip(tip, Clock::get()?.unix_timestamp)?;
        TipRaised {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: accounts.security.key(),
            tip,
        }
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

/// See [`crate::securities::open_poll`].
pub fn open_poll(ctx: Context<BookTerms>, args: PollArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts
        .security
        .load()?
        .require_power(accounts.sponsor.key, Power::Books)?;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        book.open_poll(&args, Clock::get()?.unix_timestamp)?;
        if book.poll.new_deadline > 0 {
            require_day_to_lock(&*accounts.tranche.load()?, book.poll.new_deadline)?;
        }
        PollOpened {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: accounts.security.key(),
            poll: book.poll.number,
            subject_sha256: book.poll.subject_sha256,
            ends_at: book.poll.ends_at,
            new_deadline: book.poll.new_deadline,
            base: book.poll.base,
        }
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}
