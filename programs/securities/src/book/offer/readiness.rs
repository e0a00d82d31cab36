//! What a lock needs, computed from what would be accepted.
//!
//! The lock cannot walk the line, so counters bound from above how much less than the committed money can be accepted.
//! What is accepted is never less than promised here, and may be more.

use crate::{
    book::{
        asset::Asset,
        state::{AllocationRule, Book},
        ticket::state::Ticket,
    },
    errors::SecuritiesError,
    math::{fixed, rate::Rate},
};
use anchor_lang::prelude::*;

impl Book {
    /// Whether what a lock needs is there, before rates are considered: an offer, the minimum, and the lead's minimum.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.offer_version > 0
            && self.accepted_at_most() >= self.minimum
            && (!self.has_lead() || self.lead_secured() >= self.lead_minimum)
    }

    /// Refuses unless the minimum and the lead's minimum are also met at the rates that the lock has frozen: value in
    /// line is fixed at the deposit, and if an asset has fallen since, only what it is worth is accepted.
    ///
    /// # Errors
    /// [`SecuritiesError::RatesFell`].
    pub fn require_ready_at_rates(&self) -> Result<()> {
        let (mut lead_lost, lead) = (0_u64, self.lead_secured());
        for asset in self.assets() {
            let at_stake = self.lead_earning.min(lead).min(asset.secured);
            let less = self.fallen(asset, at_stake, self.lead_tickets)?;
            lead_lost = lead_lost.saturating_add(less);
        }
        ensure!(
            self.accepted_at_least()? >= self.minimum
                && (!self.has_lead() || lead.saturating_sub(lead_lost) >= self.lead_minimum),
            SecuritiesError::RatesFell
        );
        Ok(())
    }

    /// The part of [`Book::accepted_at_most`] that is certain at the rates that the lock has frozen, in settlement base units.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub(crate) fn accepted_at_least(&self) -> Result<u64> {
        let (mut lost, secured) = (0_u64, self.accepted_at_most());
        for asset in self.assets() {
            let at_stake = asset.secured.min(secured);
            let less = self.fallen(asset, at_stake, asset.secured_tickets)?;
            lost = lost.saturating_add(less);
        }
        Ok(secured.saturating_sub(lost))
    }

    /// The part of [`Book::accepted_at_most`] that is certain to be the lead's. Discretionary: what is approved of its
    /// money. Pro rata: its part, less a lot for each of its tickets, since rounding can take almost that. First come,
    /// first served: what lies within the cap whatever others commit.
    fn lead_secured(&self) -> u64 {
        if self.is_discretionary() {
            self.lead_approved
        } else if self.allocation == AllocationRule::FirstCome as u8 {
            self.lead_within
        } else if self.committed <= self.cap {
            self.lead_committed
        } else {
            let part = fixed::mul_div_floor(self.lead_committed, self.cap, self.committed);
            part.unwrap_or(0)
                .saturating_sub(self.lots(self.lead_tickets))
        }
    }

    /// An upper bound on how much less `value` in an asset, held by `tickets` tickets, is worth at the frozen rate than
    /// in line.
    ///
    /// A ticket of value `v` has at least `v / h` units, where `h` is the highest rate at which a ticket was deposited.
    /// At the frozen rate `r` they are worth `v * r / h`, less what rounding to whole lots takes: less than a lot for
    /// each ticket.
    fn fallen(&self, asset: &Asset, value: u64, tickets: u32) -> Result<u64> {
        let (rate, highest) = (asset.locked_rate, asset.highest_rate);
        if asset.is_par() || value == 0 || !rate.is_below(highest) {
            return Ok(0);
        }
        let units = highest.units_within(value)?;
        let less = fixed::sub(value, rate.value(units)?.min(value))?;
        Ok(less.saturating_add(self.lots(tickets)).min(value))
    }

    pub(crate) const fn is_discretionary(&self) -> bool {
        self.allocation == AllocationRule::Discretionary as u8
    }

    /// The part of a ticket's value that lies within the cap, with `live_ahead` money ahead of it.
    pub(crate) fn within(&self, value: u64, live_ahead: u64) -> u64 {
        self.cap.saturating_sub(live_ahead).min(value)
    }

    const fn lots(&self, count: u32) -> u64 {
        self.lot.saturating_mul(count as u64)
    }

    /// Counts a ticket's money as committed, with `live_ahead` money ahead of it.
    pub(crate) fn count_in(&mut self, ticket: &mut Ticket, live_ahead: u64) -> Result<()> {
        let value = ticket.value;
        self.committed = fixed::add(self.committed, value)?;
        if !self.is_discretionary() {
            self.asset_at_mut(ticket.asset)?.secure(0, value)?;
        }
        let earns = !self.asset_at(ticket.asset)?.is_par();
        if ticket.owner == self.lead {
            // Money ahead can only leave, so what lies within the cap now stays within it.
            ticket.within = self.within(value, live_ahead);
            self.lead_committed = fixed::add(self.lead_committed, value)?;
            self.lead_within = fixed::add(self.lead_within, ticket.within)?;
            self.lead_tickets = self
                .lead_tickets
                .checked_add(1)
                .ok_or(SecuritiesError::Overflow)?;
            if earns {
                self.lead_earning = fixed::add(self.lead_earning, value)?;
            }
        }
        Ok(())
    }

    /// Stops counting a part or all of a committed ticket as committed; its approval shrinks to what is left.
    pub(crate) fn count_out(&mut self, ticket: &mut Ticket, value: u64) -> Result<()> {
        let left = fixed::sub(ticket.value, value)?;
        let gone = u32::from(left == 0);
        self.set_approval(ticket, ticket.approved.min(left))?;
        self.committed = fixed::sub(self.committed, value)?;
        if !self.is_discretionary() {
            self.asset_at_mut(ticket.asset)?
                .secure(ticket.value, left)?;
        }
        let earns = !self.asset_at(ticket.asset)?.is_par();
        if ticket.owner == self.lead {
            let within = ticket.within.min(left);
            let less = fixed::sub(ticket.within, within)?;
            ticket.within = within;
            self.lead_committed = fixed::sub(self.lead_committed, value)?;
            self.lead_within = fixed::sub(self.lead_within, less)?;
            self.lead_tickets = self
                .lead_tickets
                .checked_sub(gone)
                .ok_or(SecuritiesError::Overflow)?;
            if earns {
                self.lead_earning = fixed::sub(self.lead_earning, value)?;
            }
        }
        Ok(())
    }

    /// Sets how much of a ticket is approved, and updates the sums that include it.
    pub(crate) fn set_approval(&mut self, ticket: &mut Ticket, amount: u64) -> Result<()> {
        let change = |sum: u64| fixed::add(fixed::sub(sum, ticket.approved)?, amount);
        self.approved = change(self.approved)?;
        if ticket.owner == self.lead {
            self.lead_approved = change(self.lead_approved)?;
        }
        if self.is_discretionary() {
            self.asset_at_mut(ticket.asset)?
                .secure(ticket.approved, amount)?;
        }
        ticket.approved = amount;
        Ok(())
    }

    /// Voids all commitments, for a new version of the offer.
    pub(crate) fn void_commitments(&mut self) {
        self.committed = 0;
        self.approved = 0;
        self.lead_committed = 0;
        self.lead_approved = 0;
        self.lead_within = 0;
        self.lead_earning = 0;
        self.lead_tickets = 0;
        for asset in &mut self.assets {
            asset.secured = 0;
            asset.secured_tickets = 0;
        }
    }
}

impl Asset {
    /// Counts what may be accepted of a ticket: `now` instead of `before`.
    fn secure(&mut self, before: u64, now: u64) -> Result<()> {
        self.secured = fixed::add(fixed::sub(self.secured, before)?, now)?;
        let others = self.secured_tickets.checked_sub(u32::from(before > 0));
        self.secured_tickets = others
            .and_then(|others| others.checked_add(u32::from(now > 0)))
            .ok_or(SecuritiesError::Overflow)?;
        Ok(())
    }

    /// Notes the rate at which a ticket is deposited.
    pub(crate) fn note_rate(&mut self, rate: Rate) {
        if self.units == 0 || self.highest_rate.is_below(rate) {
            self.highest_rate = rate;
        }
    }
}
