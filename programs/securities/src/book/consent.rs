//! The consent to an offer: commitments, the lead investor's bond, and the sponsor's approval.

use super::{
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

impl Book {
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
        let ahead = if ticket.owner == self.lead {
            self.lead_bound_to = version;
            line::ahead(nodes, version, ticket.place)?.live
        } else {
            0
        };
        line::add(nodes, version, ticket.place, consent(ticket.value))?;
        ticket.committed_to = version;
        ticket.approved = 0;
        self.count_in(ticket, ahead)?;
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
        }
        line::sub(
            nodes,
            self.offer_version,
            ticket.place,
            consent(ticket.value),
        )?;
        self.count_out(ticket, ticket.value)?;
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
        self.set_approval(ticket, amount)?;
        self.invariant()
    }
}

const fn consent(value: u64) -> Money {
    Money {
        live: 0,
        committed: value,
    }
}
