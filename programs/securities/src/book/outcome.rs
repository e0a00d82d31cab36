//! What becomes of a ticket at the lock: what of its money is accepted, what it buys, what it is rewarded with, and what
//! goes back.

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

/// What becomes of a ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TicketOutcome {
    /// Accepted money ahead of it; with discretionary allocation committed money.
    pub ahead: u64,
    /// Its money that becomes proceeds, in value.
    pub accepted: u64,
    /// Base units of its asset that are worth that.
    pub units_taken: Units,
    /// Base units that go back, what they earned included.
    pub units_back: Units,
    /// Shares that the accepted money buys, share base units.
    pub shares: Shares,
    /// Rewards, curve by curve.
    pub rewards: [u64; MAX_CURVES],
}

impl Book {
    /// What becomes of a ticket: of a locked book what will, of an open one what would if it were locked now. `unit`
    /// is share base units in one whole share.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub fn outcome_of(&self, nodes: &[Node], ticket: &Ticket, unit: u64) -> Result<TicketOutcome> {
        let part = self.allocate(nodes, ticket)?;
        let asset = self.asset_at(ticket.asset)?;
        let rate = asset.locked_rate;
        // Value in line is fixed at the deposit. What has fallen since buys what it is worth now.
        let (accepted, units_taken) = if asset.is_par() || part.accepted == 0 {
            (part.accepted, Units(part.accepted).min(ticket.units()))
        } else if rate.is_set() {
            // A worth past 64 bits is more than any ticket: it must not keep this one from being settled.
            let worth = rate.value(ticket.units()).unwrap_or(u64::MAX);
            let worth = shares::whole_lots(worth, self.lot)?;
            let accepted = part.accepted.min(worth);
            (accepted, rate.units_for(accepted)?.min(ticket.units()))
        } else {
            // Not locked yet: at the rate of the deposit, as far as the ticket remembers it.
            let units = ticket.units().part_ceil(part.accepted, ticket.value)?;
            (part.accepted, units)
        };
        let bought = match self.allocation()? {
            // Nobody knows the approved money ahead: each ticket's shares are reckoned alone.
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

    /// Books a locked ticket for the first time: what is accepted, what goes back now, and what of it waits.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`], [`SecuritiesError::VaultShort`].
    pub fn record_outcome(
        &mut self,
        ticket: &mut Ticket,
        settlement: &TicketOutcome,
        payable: bool,
    ) -> Result<()> {
        let back = fixed::sub(ticket.value, settlement.accepted)?;
        self.accepted = fixed::add(self.accepted, settlement.accepted)?;
        self.unsettled = self
            .unsettled
            .checked_sub(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.asset_at_mut(ticket.asset)?
            .accept(settlement.units_taken)?;
        for (curve, reward) in self.curves.iter_mut().zip(settlement.rewards) {
            curve.granted = fixed::add(curve.granted, reward)?;
            ensure!(curve.granted <= curve.budget, SecuritiesError::VaultShort);
        }
        ticket.keep(back, settlement.units_back);
        if payable || settlement.units_back.is_zero() {
            self.give_back(ticket)?;
        }
        self.invariant()
    }

    /// Books what of a settled ticket goes back, and counts it as gone. Returns its units.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account contradicts itself.
    pub fn give_back(&mut self, ticket: &mut Ticket) -> Result<Units> {
        let units = ticket.units();
        self.refunded = fixed::add(self.refunded, ticket.value)?;
        self.asset_at_mut(ticket.asset)?.release(units)?;
        ticket.keep(0, Units::ZERO);
        self.close_ticket()?;
        Ok(units)
    }
}
