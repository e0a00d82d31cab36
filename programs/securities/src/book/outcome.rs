//! The outcome of a ticket at the lock: how much of its money is accepted, what it buys, its rewards, and what is
//! returned.

use super::{
    state::{AllocationRule, Book, MAX_CURVES},
    ticket::state::Ticket,
};
use crate::{
    errors::SecuritiesError,
    math::{
        allocation::{self, Allocation},
        fixed,
        line::{self, Node},
        quantity::{Shares, Units},
        shares,
    },
};
use anchor_lang::prelude::*;

/// The outcome of a ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TicketOutcome {
    /// Accepted money ahead of the ticket; with discretionary allocation, committed money.
    pub ahead: u64,
    /// The ticket's money that becomes proceeds, in value.
    pub accepted: u64,
    /// Base units of the ticket's asset that are taken for it.
    pub units_taken: Units,
    /// Base units that are returned, including what the deposit earned.
    pub units_back: Units,
    /// Shares that the accepted money buys, in share base units.
    pub shares: Shares,
    /// Rewards, curve by curve.
    pub rewards: [u64; MAX_CURVES],
}

impl Book {
    /// The outcome of a ticket: for a locked book, the actual one; for an open book, the one if it were locked now.
    /// `unit` is the number of share base units in one whole share.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub fn outcome_of(&self, nodes: &[Node], ticket: &Ticket, unit: u64) -> Result<TicketOutcome> {
        let part = self.allocate(nodes, ticket)?;
        let asset = self.asset_at(ticket.asset)?;
        let rate = asset.locked_rate;
        // Value in line is fixed at the deposit. An asset that has fallen since buys only for what it is worth now.
        let (accepted, units_taken) = if asset.is_par() || part.accepted == 0 {
            (part.accepted, Units(part.accepted).min(ticket.units()))
        } else if rate.is_set() {
            // A worth beyond 64 bits exceeds any ticket, and must not keep this one from being settled.
            let worth = rate.value(ticket.units()).unwrap_or(u64::MAX);
            let worth = shares::whole_lots(worth, self.lot)?;
            let accepted = part.accepted.min(worth);
            (accepted, rate.units_for(accepted)?.min(ticket.units()))
        } else {
            // Not locked yet: uses the rate of the deposit, as the ticket's units and value imply it.
            let units = ticket.units().part_ceil(part.accepted, ticket.value)?;
            (part.accepted, units)
        };
        let bought = match self.allocation()? {
            // The approved money ahead is not known, so each ticket's shares are computed on their own.
            AllocationRule::Discretionary => 0,
            AllocationRule::FirstCome | AllocationRule::ProRata => part.ahead,
        };
        let mut rewards = [0; MAX_CURVES];
        for (reward, curve) in rewards.iter_mut().zip(self.curves()) {
            *reward = curve.earned(part.ahead, accepted)?;
        }
        Ok(TicketOutcome {
            ahead: part.ahead,
            accepted,
            units_taken,
            units_back: ticket.units().minus(units_taken)?,
            shares: self.shares_for(bought, accepted, unit)?,
            rewards,
        })
    }

    fn allocate(&self, nodes: &[Node], ticket: &Ticket) -> Result<Allocation> {
        let ahead = line::ahead(nodes, self.offer_version, ticket.place)?.committed;
        let value = if ticket.counts(self) && !ticket.is_settled() {
            ticket.value
        } else {
            0
        };
        let part = match self.allocation()? {
            AllocationRule::FirstCome => allocation::first_come(ahead, value, self.cap)?,
            AllocationRule::ProRata => {
                allocation::pro_rata(ahead, value, self.committed, self.cap, self.lot)?
            }
            AllocationRule::Discretionary => Allocation {
                ahead,
                accepted: ticket.approved.min(value),
            },
        };
        Ok(part)
    }

    /// Records the outcome of a ticket after the lock, once: what is accepted, what is returned now, and what waits.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`], [`SecuritiesError::CountersInconsistent`].
    pub fn record_outcome(
        &mut self,
        ticket: &mut Ticket,
        outcome: &TicketOutcome,
        payable: bool,
    ) -> Result<()> {
        let back = fixed::sub(ticket.value, outcome.accepted)?;
        self.accepted = fixed::add(self.accepted, outcome.accepted)?;
        self.unsettled = self
            .unsettled
            .checked_sub(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.asset_at_mut(ticket.asset)?
            .accept(outcome.units_taken)?;
        for (curve, reward) in self.curves.iter_mut().zip(outcome.rewards) {
            curve.granted = fixed::add(curve.granted, reward)?;
            ensure!(
                curve.granted <= curve.budget,
                SecuritiesError::CountersInconsistent
            );
        }
        ticket.mark_settled(back, outcome.units_back);
        if payable || outcome.units_back.is_zero() {
            self.give_back(ticket)?;
        }
        self.invariant()
    }

    /// Records that the rest of a settled ticket is returned, and that the ticket is gone. Returns its units.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the counters contradict each other.
    pub fn give_back(&mut self, ticket: &mut Ticket) -> Result<Units> {
        let units = ticket.units();
        self.refunded = fixed::add(self.refunded, ticket.value)?;
        self.asset_at_mut(ticket.asset)?.take_out(units)?;
        ticket.mark_settled(0, Units::ZERO);
        self.close_ticket()?;
        Ok(units)
    }
}
