//! Consent to an offer: commitments and which of them count, how the lead investor is bound, and the sponsor's
//! approval.

use super::state::Ticket;
use crate::{
    book::state::{AllocationRule, Book},
    errors::SecuritiesError,
    math::{
        fixed,
        line::{self, Money, Node},
        shares,
    },
};
use anchor_lang::prelude::*;

/// What an owner consents to: an offer as it was read. A number alone says nothing about what somebody was shown, so
/// the terms are named too.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The version of the offer.
    pub offer_version: u32,
    /// SHA-256 of the terms document that was read, as the book states it.
    pub terms_sha256: [u8; 32],
}

impl Book {
    /// Commits all of a ticket's money to the current offer; in a restricted book, it counts once the ticket is marked.
    /// The lead may commit again after money ahead of its own has left: more of its ticket then lies within the cap.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`], [`SecuritiesError::NoOffer`], [`SecuritiesError::OfferChanged`],
    /// [`SecuritiesError::OtherTerms`], [`SecuritiesError::AlreadyCommitted`], also for a lead if no more of its ticket
    /// lies within the cap than before.
    pub fn commit(
        &mut self,
        nodes: &mut [Node],
        ticket: &mut Ticket,
        consent: &Consent,
        now: i64,
    ) -> Result<()> {
        self.require_open(now)?;
        ensure!(self.offer_version > 0, SecuritiesError::NoOffer);
        ensure!(
            consent.offer_version == self.offer_version,
            SecuritiesError::OfferChanged
        );
        ensure!(
            consent.terms_sha256 == self.terms_sha256,
            SecuritiesError::OtherTerms
        );
        if ticket.is_committed(self) {
            return self.recount_lead(nodes, ticket);
        }
        ticket.committed_to = consent.offer_version;
        ticket.approved = 0;
        if ticket.counts(self) {
            self.count(nodes, ticket)?;
        }
        self.invariant()
    }

    /// Counts a committed ticket's money, at its place, for the current offer. If it is the lead's, the lead is bound
    /// to that offer from then on. Nothing else binds it: money that is committed to nothing has consented to nothing.
    fn count(&mut self, nodes: &mut [Node], ticket: &mut Ticket) -> Result<()> {
        let version = self.offer_version;
        let ahead = if ticket.owner == self.lead {
            self.lead_bound_to = version;
            line::ahead(nodes, version, ticket.place)?.live
        } else {
            0
        };
        line::add(nodes, version, ticket.place, committed(ticket.value))?;
        self.count_in(ticket, ahead)
    }

    /// Stops counting a committed ticket's money, which keeps its place.
    fn uncount(&mut self, nodes: &mut [Node], ticket: &mut Ticket) -> Result<()> {
        let money = committed(ticket.value);
        line::sub(nodes, self.offer_version, ticket.place, money)?;
        self.count_out(ticket, ticket.value)
    }

    /// Marks a ticket whose owner has presented a valid credential: what it has committed, or commits later, counts at
    /// its place.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`], [`SecuritiesError::NotRestricted`], [`SecuritiesError::AlreadyQualified`].
    pub fn qualify(&mut self, nodes: &mut [Node], ticket: &mut Ticket, now: i64) -> Result<()> {
        self.require_open(now)?;
        ensure!(self.restricted != 0, SecuritiesError::NotRestricted);
        ensure!(!ticket.is_qualified(), SecuritiesError::AlreadyQualified);
        ticket.set_qualified(true);
        if ticket.counts(self) {
            self.count(nodes, ticket)?;
        }
        self.invariant()
    }

    /// Removes the mark of a ticket whose owner was shown to have no valid credential. Its money keeps its place, and
    /// its commitment counts again once the ticket is marked again. A lead is let go until then, since the book cannot
    /// be locked without its money.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`], [`SecuritiesError::TicketUnqualified`] when there is no mark.
    pub fn disqualify(&mut self, nodes: &mut [Node], ticket: &mut Ticket, now: i64) -> Result<()> {
        self.require_open(now)?;
        ensure!(ticket.is_qualified(), SecuritiesError::TicketUnqualified);
        if ticket.counts(self) {
            self.uncount(nodes, ticket)?;
        }
        ticket.set_qualified(false);
        if ticket.owner == self.lead {
            self.lead_bound_to = 0;
        }
        self.invariant()
    }

    fn recount_lead(&mut self, nodes: &[Node], ticket: &mut Ticket) -> Result<()> {
        let is_lead = ticket.owner == self.lead && ticket.counts(self);
        ensure!(is_lead, SecuritiesError::AlreadyCommitted);
        let ahead = line::ahead(nodes, self.offer_version, ticket.place)?.live;
        let within = self.within(ticket.value, ahead);
        let more = within.checked_sub(ticket.within).filter(|more| *more > 0);
        let more = more.ok_or(SecuritiesError::AlreadyCommitted)?;
        self.lead_within = fixed::add(self.lead_within, more)?;
        ticket.within = within;
        self.invariant()
    }

    /// Withdraws a ticket's commitment; the money keeps its place.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`], [`SecuritiesError::NotCommitted`], [`SecuritiesError::LeadBound`].
    pub fn uncommit(&mut self, nodes: &mut [Node], ticket: &mut Ticket, now: i64) -> Result<()> {
        self.require_open(now)?;
        ensure!(ticket.is_committed(self), SecuritiesError::NotCommitted);
        if ticket.counts(self) {
            if ticket.owner == self.lead {
                self.require_lead_stays(self.lead_committed, ticket.value)?;
            }
            self.uncount(nodes, ticket)?;
        }
        ticket.committed_to = 0;
        self.invariant()
    }

    /// Refuses to let the lead's money fall from its minimum or above to below it, while the offer that binds the lead
    /// is current. A changed offer lets the lead go; the book then cannot be locked without it.
    pub(crate) fn require_lead_stays(&self, before: u64, less: u64) -> Result<()> {
        let stays = self.is_lead_bound() && before >= self.lead_minimum;
        ensure!(
            !stays || fixed::sub(before, less)? >= self.lead_minimum,
            SecuritiesError::LeadBound
        );
        Ok(())
    }

    /// Whether the lead is bound by the current offer. Before the first offer nobody is.
    const fn is_lead_bound(&self) -> bool {
        self.lead_bound_to > 0 && self.lead_bound_to == self.offer_version
    }

    /// Sets how much of a committed ticket the sponsor accepts.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`], [`SecuritiesError::NotDiscretionary`], [`SecuritiesError::NotCommitted`],
    /// [`SecuritiesError::TicketUnqualified`], [`SecuritiesError::ApprovalTooLarge`],
    /// [`SecuritiesError::NotWholeLots`].
    pub fn approve(&mut self, ticket: &mut Ticket, amount: u64, now: i64) -> Result<()> {
        self.require_open(now)?;
        ensure!(
            self.allocation()? == AllocationRule::Discretionary,
            SecuritiesError::NotDiscretionary
        );
        ensure!(ticket.is_committed(self), SecuritiesError::NotCommitted);
        ensure!(ticket.counts(self), SecuritiesError::TicketUnqualified);
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
        self.set_approval(ticket, amount)?;
        self.invariant()
    }
}

/// Money in line that becomes committed, or no longer is.
const fn committed(value: u64) -> Money {
    Money {
        live: 0,
        committed: value,
    }
}
