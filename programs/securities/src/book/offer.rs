//! The offer and the consent to it: terms that a ticket commits to, the lead investor, and the sponsor's approval.

use super::{
    phase::Phase,
    state::{AllocationRule, Book},
    ticket::Ticket,
};
use crate::{
    errors::SecuritiesError,
    math::{
        fixed,
        line::{self, Money, Node},
        shares,
    },
};
use anchor_lang::prelude::*;

/// What a change of the offer may change.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct OfferArgs {
    /// SHA-256 of the terms now offered.
    pub terms_sha256: [u8; 32],
    /// Price of one whole share, settlement base units; the highest where it is reported.
    pub price: u64,
    /// The lowest price where it is reported; else the price.
    pub price_min: u64,
    /// The least that must be committed.
    pub minimum: u64,
}

/// Limits that change only in investors' favour.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct ImprovementArgs {
    /// The most that is accepted; not lower than before.
    pub cap: u64,
    /// The smallest ticket; not higher than before.
    pub min_ticket: u64,
    /// The largest ticket, 0: none; not lower than before.
    pub max_ticket: u64,
    /// The most of one owner's money, 0: no limit; not lower than before.
    pub owner_limit: u64,
    /// Paid to whoever settles or refunds a ticket, lamports.
    pub tip: u64,
}

/// One share base unit may cost at most this part of the smallest ticket where deposits need not be whole lots: a
/// rounding is then under one basis point of any ticket.
const FINENESS: u64 = 10_000;

impl Book {
    /// Puts an offer to the money in line: the next version, with nobody committed to it yet, open for the offer
    /// period. `unit` is share base units in one whole share.
    ///
    /// # Errors
    /// [`SecuritiesError::NotOffering`], [`SecuritiesError::OfferPeriodTooLong`], those of [`Book::set_price`],
    /// [`SecuritiesError::BadCaps`], [`SecuritiesError::NotWholeLots`].
    pub fn make_offer(&mut self, args: &OfferArgs, unit: u64, now: i64) -> Result<()> {
        self.require_open(now)?;
        let ends = now
            .checked_add(self.offer_period)
            .ok_or(SecuritiesError::Overflow)?;
        ensure!(
            ends <= self.deadline_at(now),
            SecuritiesError::OfferPeriodTooLong
        );
        let lot = self.lot;
        self.set_price(args.price, args.price_min, unit)?;
        // Tickets in line are whole lots of the old price and must stay whole lots.
        if self.live > 0 && !shares::is_whole_lots(lot, self.lot) {
            self.lot = 1;
        }
        self.minimum = args.minimum;
        self.check_caps(unit)?;
        self.terms_sha256 = args.terms_sha256;
        self.offer_version = self
            .offer_version
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.offer_ends = ends;
        self.committed = 0;
        self.lead_committed = 0;
        self.approved = 0;
        self.invariant()
    }

    /// Sets the price, and the lot that it makes.
    ///
    /// # Errors
    /// [`SecuritiesError::DivisionByZero`] for a zero price, [`SecuritiesError::PriceOutOfBand`],
    /// [`SecuritiesError::CoverAtPar`].
    pub(super) fn set_price(&mut self, price: u64, price_min: u64, unit: u64) -> Result<()> {
        let is_fixed = self.price_max_age == 0;
        ensure!(
            price_min > 0 && price_min <= price && (!is_fixed || price_min == price),
            SecuritiesError::PriceOutOfBand
        );
        // A cover's capital is its principal: as much has to come in as is promised back.
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

    /// What must hold between minimum, cap, limits and lot. `unit` is share base units in one whole share.
    ///
    /// # Errors
    /// [`SecuritiesError::BadCaps`], [`SecuritiesError::NotWholeLots`]; [`SecuritiesError::PriceTooCoarse`] where
    /// tickets are not whole lots of the price and a share base unit is too dear for that.
    pub(super) fn check_caps(&self, unit: u64) -> Result<()> {
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

    /// Whether the lead can put in its minimum.
    const fn lead_fits(&self) -> bool {
        self.lead_minimum > 0
            && self.lead_minimum <= self.cap
            && (self.owner_limit == 0 || self.lead_minimum <= self.owner_limit)
    }

    /// Changes limits in investors' favour.
    ///
    /// # Errors
    /// [`SecuritiesError::NotOffering`], [`SecuritiesError::TermsWorse`], those of [`Book::check_caps`].
    pub fn improve(&mut self, args: &ImprovementArgs, unit: u64, now: i64) -> Result<()> {
        let phase = self.phase(now)?;
        ensure!(
            phase == Phase::Draft || phase.can_enter(),
            SecuritiesError::NotOffering
        );
        // No limit is the highest limit.
        let not_lower = |new: u64, old: u64| new == 0 || (old != 0 && new >= old);
        ensure!(
            args.cap >= self.cap
                && args.min_ticket <= self.min_ticket
                && not_lower(args.max_ticket, self.max_ticket)
                && not_lower(args.owner_limit, self.owner_limit)
                && args.tip >= self.tip,
            SecuritiesError::TermsWorse
        );
        self.cap = args.cap;
        self.min_ticket = args.min_ticket;
        self.max_ticket = args.max_ticket;
        self.owner_limit = args.owner_limit;
        self.tip = args.tip;
        self.check_caps(unit)
    }

    /// Consents to the present offer with all of a ticket's money.
    ///
    /// # Errors
    /// [`SecuritiesError::NotOffering`], [`SecuritiesError::NoOffer`], [`SecuritiesError::OfferChanged`],
    /// [`SecuritiesError::AlreadyCommitted`].
    pub fn commit(
        &mut self,
        nodes: &mut [Node],
        ticket: &mut Ticket,
        version: u32,
        now: i64,
    ) -> Result<()> {
        self.require_open(now)?;
        ensure!(self.offer_version > 0, SecuritiesError::NoOffer);
        ensure!(version == self.offer_version, SecuritiesError::OfferChanged);
        ensure!(
            !ticket.is_committed(self),
            SecuritiesError::AlreadyCommitted
        );
        line::add(nodes, version, ticket.place, consent(ticket.value))?;
        self.committed = fixed::add(self.committed, ticket.value)?;
        ticket.committed_to = version;
        ticket.approved = 0;
        if ticket.owner == self.lead {
            self.lead_committed = fixed::add(self.lead_committed, ticket.value)?;
            self.lead_bound_to = version;
        }
        self.invariant()
    }

    /// Takes consent back; the money keeps its place.
    ///
    /// # Errors
    /// [`SecuritiesError::NotOffering`], [`SecuritiesError::NotCommitted`], [`SecuritiesError::LeadBound`].
    pub fn uncommit(&mut self, nodes: &mut [Node], ticket: &mut Ticket, now: i64) -> Result<()> {
        self.require_open(now)?;
        ensure!(ticket.is_committed(self), SecuritiesError::NotCommitted);
        if ticket.owner == self.lead {
            self.require_lead_stays(self.lead_committed, ticket.value)?;
            self.lead_committed = fixed::sub(self.lead_committed, ticket.value)?;
        }
        line::sub(
            nodes,
            self.offer_version,
            ticket.place,
            consent(ticket.value),
        )?;
        self.committed = fixed::sub(self.committed, ticket.value)?;
        self.approve_at_most(ticket, 0)?;
        ticket.committed_to = 0;
        self.invariant()
    }

    /// Refuses what would take the lead's money from its minimum to below it, while the offer it was put in for
    /// stands. A changed offer lets the lead go, and then the book cannot be locked without it.
    pub(super) fn require_lead_stays(&self, before: u64, less: u64) -> Result<()> {
        let bound = self.lead_bound_to == self.offer_version && before >= self.lead_minimum;
        ensure!(
            !bound || fixed::sub(before, less)? >= self.lead_minimum,
            SecuritiesError::LeadBound
        );
        Ok(())
    }

    /// Sets what of a committed ticket the sponsor accepts.
    ///
    /// # Errors
    /// [`SecuritiesError::NotOffering`], [`SecuritiesError::NotDiscretionary`], [`SecuritiesError::NotCommitted`],
    /// [`SecuritiesError::ApprovalTooLarge`], [`SecuritiesError::NotWholeLots`].
    pub fn approve(&mut self, ticket: &mut Ticket, amount: u64, now: i64) -> Result<()> {
        self.require_open(now)?;
        ensure!(
            self.allocation()? == AllocationRule::Discretionary,
            SecuritiesError::NotDiscretionary
        );
        ensure!(ticket.is_committed(self), SecuritiesError::NotCommitted);
        ensure!(
            shares::is_whole_lots(amount, self.lot),
            SecuritiesError::NotWholeLots
        );
        let others = fixed::sub(self.approved, ticket.approved)?;
        let approved = fixed::add(others, amount)?;
        ensure!(
            amount <= ticket.value && approved <= self.cap,
            SecuritiesError::ApprovalTooLarge
        );
        self.approved = approved;
        ticket.approved = amount;
        self.invariant()
    }

    /// Lowers a committed ticket's approval to what is left of its money.
    pub(super) fn approve_at_most(&mut self, ticket: &mut Ticket, most: u64) -> Result<()> {
        let kept = ticket.approved.min(most);
        let dropped = fixed::sub(ticket.approved, kept)?;
        self.approved = fixed::sub(self.approved, dropped)?;
        ticket.approved = kept;
        Ok(())
    }
}

const fn consent(value: u64) -> Money {
    Money {
        live: 0,
        committed: value,
    }
}

/// Whether one share base unit costs at most a ten-thousandth of the smallest ticket.
pub(super) fn is_fine(price: u64, unit: u64, min_ticket: u64) -> bool {
    fixed::product(price, FINENESS) <= fixed::product(unit, min_ticket)
}
