//! The offer: the terms that a ticket commits to, as a whole with one version.

use crate::{
    book::{
        phase::Phase,
        state::{AllocationRule, Book},
    },
    errors::SecuritiesError,
    math::{fixed, shares},
};
use anchor_lang::prelude::*;

/// An offer: all terms of a book that the sponsor may change, as one whole.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct OfferArgs {
    /// The version that this offer replaces; 0 if there is none yet.
    pub replaces: u32,
    /// SHA-256 of the terms document.
    pub terms_sha256: [u8; 32],
    /// Which money is accepted when more is committed than the cap.
    pub allocation: AllocationRule,
    /// Price of one whole share, in settlement base units; where the price is reported, the highest.
    pub price: u64,
    /// The lowest price, where the price is reported; otherwise the same as `price`.
    pub price_min: u64,
    /// The least money that must be committed, or approved where allocation is discretionary, in settlement base units
    /// and whole lots.
    pub minimum: u64,
    /// The most money that is accepted, in settlement base units and whole lots.
    pub cap: u64,
    /// The smallest ticket, in settlement base units and whole lots.
    pub min_ticket: u64,
    /// The largest ticket, in settlement base units; 0: no limit.
    pub max_ticket: u64,
    /// The most money that one owner may have in line, in settlement base units; 0: no limit.
    pub owner_limit: u64,
    /// From when the sponsor may lock, in Unix seconds, if that is later than the end of the offer period; 0: when the
    /// offer period is over. Before the first deposit, a time a day from now is enough.
    pub ends_at: i64,
}

/// The shortest time that a version of an offer stays open before its book can be locked, in seconds: a day, counted
/// from the opening if that is later. Whoever is in line can read what changed, and commit to it or leave.
pub const MIN_OFFER: i64 = 86_400;

/// Where deposits need not be whole lots, one share base unit may cost at most this fraction of the smallest ticket,
/// one ten-thousandth: rounding then takes less than a basis point of any ticket.
const FINENESS: u64 = 10_000;

impl Book {
    /// Makes an offer to the money in line: the next version, with no commitments yet, open for the offer period.
    /// `unit` is the number of share base units in one whole share.
    ///
    /// # Errors
    /// Those of [`Book::change_terms`], [`Book::set_price`] and [`Book::check_caps`]; [`SecuritiesError::LimitsBroken`]
    /// for limits that tickets in line may not meet; [`SecuritiesError::GroupTerms`] for terms that investors in the
    /// other books of the group did not consent to.
    pub fn make_offer(&mut self, args: &OfferArgs, unit: u64, now: i64) -> Result<()> {
        // Before the first deposit, nobody relies on the offer period yet.
        let period = if self.next_ticket == 0 && args.ends_at > 0 {
            MIN_OFFER
        } else {
            self.offer_period
        };
        let is_first = self.offer_version == 0;
        self.begin_version(args.replaces, period, args.ends_at, now)?;
        // Limits are checked at the deposit, so a later limit may not be one that tickets in line were not checked
        // against.
        ensure!(
            self.live == 0 || self.keeps_limits(args),
            SecuritiesError::LimitsBroken
        );
        ensure!(
            !self.is_grouped() || is_first || self.keeps_for_group(args),
            SecuritiesError::GroupTerms
        );
        let lot = self.lot;
        self.set_price(args.price, args.price_min, unit)?;
        // Tickets in line are whole lots of the old price and must stay whole lots.
        if self.live > 0 && !shares::is_whole_lots(lot, self.lot) {
            self.lot = 1;
        }
        self.allocation = args.allocation as u8;
        self.minimum = args.minimum;
        self.cap = args.cap;
        self.min_ticket = args.min_ticket;
        self.max_ticket = args.max_ticket;
        self.owner_limit = args.owner_limit;
        self.check_caps(unit)?;
        self.require_long_line()?;
        self.terms_sha256 = args.terms_sha256;
        self.invariant()
    }

    /// Begins the next version of the offer: every commitment to the previous one is void, every ticket keeps its
    /// place, and the book cannot be locked before the period is over. An offer period that was to end later is not
    /// shortened.
    fn begin_version(&mut self, replaces: u32, period: i64, ends_at: i64, now: i64) -> Result<()> {
        self.require_changeable(replaces, now)?;
        let ends = now
            .max(self.opens_at)
            .checked_add(period)
            .ok_or(SecuritiesError::Overflow)?
            .max(self.offer_ends)
            .max(ends_at);
        ensure!(
            ends <= self.deadline_at(now),
            SecuritiesError::OfferPeriodTooLong
        );
        self.offer_version = self
            .offer_version
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.offer_ends = ends;
        self.void_commitments();
        Ok(())
    }

    /// Allows a change of what is promised besides the terms of [`OfferArgs`]. Where there is an offer, it makes the
    /// next version: nobody is bound by what it did not consent to.
    ///
    /// # Errors
    /// [`SecuritiesError::OfferChanged`] when the version to be replaced is not the current one,
    /// [`SecuritiesError::BookNotOpen`], [`SecuritiesError::OfferPeriodTooLong`].
    pub fn change_terms(&mut self, replaces: u32, now: i64) -> Result<()> {
        if self.offer_version == 0 {
            return self.require_changeable(replaces, now);
        }
        self.begin_version(replaces, self.offer_period, 0, now)
    }

    fn require_changeable(&self, replaces: u32, now: i64) -> Result<()> {
        ensure!(
            replaces == self.offer_version,
            SecuritiesError::OfferChanged
        );
        self.require_before_deadline(now)
    }

    /// Refuses once deposits are over; unlike `require_open`, it does not refuse before the opening.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`].
    pub fn require_before_deadline(&self, now: i64) -> Result<()> {
        let phase = self.phase(now)?;
        ensure!(
            phase == Phase::Draft || phase.can_enter(),
            SecuritiesError::BookNotOpen
        );
        Ok(())
    }

    /// Whether every ticket within the current limits is also within those of another offer. No limit counts as the
    /// highest.
    fn keeps_limits(&self, args: &OfferArgs) -> bool {
        let not_lower = |new: u64, old: u64| new == 0 || (old != 0 && new >= old);
        args.min_ticket <= self.min_ticket
            && not_lower(args.max_ticket, self.max_ticket)
            && not_lower(args.owner_limit, self.owner_limit)
    }

    /// Whether another offer asks no lower price or minimum and sells no more than the current one: investors in the
    /// other books of the group consented to close beside that.
    const fn keeps_for_group(&self, args: &OfferArgs) -> bool {
        args.price_min >= self.price_min && args.cap <= self.cap && args.minimum >= self.minimum
    }

    /// Sets the price, and the lot that follows from it.
    ///
    /// # Errors
    /// [`SecuritiesError::DivisionByZero`] for a zero price, [`SecuritiesError::PriceOutOfBand`],
    /// [`SecuritiesError::CoverAtPar`].
    pub(crate) fn set_price(&mut self, price: u64, price_min: u64, unit: u64) -> Result<()> {
        let is_fixed = self.price_max_age == 0;
        ensure!(
            price_min > 0 && price_min <= price && (!is_fixed || price_min == price),
            SecuritiesError::PriceOutOfBand
        );
        // A cover's capital is its principal: as much must come in as is promised back.
        ensure!(
            self.cover_par == 0 || (is_fixed && price == self.cover_par),
            SecuritiesError::CoverAtPar
        );
        self.price = price;
        self.price_min = price_min;
        self.lot = if is_fixed {
            shares::lot(price, unit)?
        } else {
            1
        };
        Ok(())
    }

    /// Checks minimum, cap, limits and lot against each other. `unit` is the number of share base units in one whole
    /// share.
    ///
    /// # Errors
    /// [`SecuritiesError::BadCaps`], [`SecuritiesError::NotWholeLots`]; [`SecuritiesError::PriceTooCoarse`] when
    /// tickets are not whole lots of the price and a share base unit costs too much for that.
    pub(crate) fn check_caps(&self, unit: u64) -> Result<()> {
        let above = |limit: u64| limit == 0 || limit >= self.min_ticket;
        ensure!(
            self.minimum > 0
                && self.minimum <= self.cap
                && self.min_ticket > 0
                && self.min_ticket <= self.cap
                && above(self.max_ticket)
                && above(self.owner_limit)
                && (!self.has_lead() || self.lead_fits()),
            SecuritiesError::BadCaps
        );
        ensure!(
            [self.minimum, self.cap, self.min_ticket]
                .iter()
                .all(|amount| shares::is_whole_lots(*amount, self.lot)),
            SecuritiesError::NotWholeLots
        );
        let whole = self.price_max_age == 0 && shares::lot(self.price, unit)? == self.lot;
        ensure!(
            whole || is_fine(self.price, unit, self.min_ticket),
            SecuritiesError::PriceTooCoarse
        );
        Ok(())
    }

    /// Refuses a line that smallest tickets can fill before the cap: uncommitted tickets could then keep others out.
    ///
    /// # Errors
    /// [`SecuritiesError::LineTooShort`].
    pub(crate) fn require_long_line(&self) -> Result<()> {
        ensure!(
            fixed::product(self.min_ticket, self.line_capacity.into()) >= self.cap.into(),
            SecuritiesError::LineTooShort
        );
        Ok(())
    }

    /// Whether the cap and the owner limit let the lead deposit its minimum.
    const fn lead_fits(&self) -> bool {
        self.lead_minimum > 0
            && self.lead_minimum <= self.cap
            && (self.owner_limit == 0 || self.lead_minimum <= self.owner_limit)
    }

    /// Raises the tip for whoever settles or refunds a ticket. It takes nothing from any ticket, so commitments stay
    /// valid.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`], [`SecuritiesError::TipLowered`].
    pub fn raise_tip(&mut self, tip: u64, now: i64) -> Result<()> {
        self.require_changeable(self.offer_version, now)?;
        ensure!(tip >= self.tip, SecuritiesError::TipLowered);
        self.tip = tip;
        Ok(())
    }
}

/// Whether one share base unit costs at most a ten-thousandth of the smallest ticket.
pub(crate) fn is_fine(price: u64, unit: u64, min_ticket: u64) -> bool {
    fixed::product(price, FINENESS) <= fixed::product(unit, min_ticket)
}
