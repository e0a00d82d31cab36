//! A book's operations on its tickets. They change only counters and the line, never accounts or tokens, so that whole
//! books can be simulated natively.

use super::{
    phase::{Phase, Stage},
    state::{Book, VERSION},
    ticket::{consent::Consent, state::Ticket},
};
use crate::{
    errors::SecuritiesError,
    math::{
        fixed,
        line::{self, Money, Node},
        quantity::Units,
        rate::Rate,
        shares,
    },
};
use anchor_lang::prelude::*;

/// A deposit to be taken in.
#[derive(Clone, Copy)]
pub struct NewTicket {
    /// The book.
    pub book: Pubkey,
    /// The ticket's owner.
    pub owner: Pubkey,
    /// Whoever pays the ticket's rent.
    pub rent_payer: Pubkey,
    /// The token account that refunds go to.
    pub refund_account: Pubkey,
    /// The owner's number for the ticket.
    pub nonce: u64,
    /// Bump of the ticket's address.
    pub bump: u8,
    /// The asset's place in the book, from 0.
    pub asset: u8,
    /// Deposited base units of the asset.
    pub units: Units,
    /// The asset's current rate.
    pub rate: Rate,
    /// What it is committed to; none: to nothing yet.
    pub consent: Option<Consent>,
    /// Whether a valid credential of the owner was presented.
    pub qualified: bool,
    /// While only holders may deposit: the most money that the owner may have in line, by the shares it held.
    pub right: Option<u64>,
}

/// Money that an owner takes out of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Base units of the asset that are returned.
    pub units: Units,
    /// Value that stays in line.
    pub remaining: u64,
}

impl Book {
    /// Takes in a deposit at the end of the line. Returns its value.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`], [`SecuritiesError::LineTooShort`], [`SecuritiesError::RightsFirst`],
    /// [`SecuritiesError::LeadFirst`], those of [`Book::weigh`] and [`Book::commit`];
    /// [`SecuritiesError::PlaceOutOfRange`] when the line is full.
    pub fn deposit(
        &mut self,
        nodes: &mut [Node],
        ticket: &mut Ticket,
        new: &NewTicket,
        now: i64,
    ) -> Result<u64> {
        self.require_open(now)?;
        self.require_long_line()?;
        ensure!(
            now >= self.rights_until || new.right.is_some(),
            SecuritiesError::RightsFirst
        );
        let value = self.weigh(new)?;
        if new.owner == self.lead {
            self.lead_live = fixed::add(self.lead_live, value)?;
        } else {
            ensure!(
                !self.has_lead() || self.lead_live >= self.lead_minimum,
                SecuritiesError::LeadFirst
            );
        }
        let place = line::tail(nodes, self.live)?;
        line::add(nodes, self.offer_version, place, Money::live(value))?;
        let asset = self.asset_at_mut(new.asset)?;
        asset.note_rate(new.rate);
        asset.receive(new.units)?;
        self.live = fixed::add(self.live, value)?;
        self.open_tickets = self
            .open_tickets
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        let id = self.next_ticket;
        self.next_ticket = id.checked_add(1).ok_or(SecuritiesError::Overflow)?;

        ticket.version = VERSION;
        ticket.bump = new.bump;
        ticket.asset = new.asset;
        ticket.id = id;
        ticket.book = new.book;
        ticket.owner = new.owner;
        ticket.rent_payer = new.rent_payer;
        ticket.refund_account = new.refund_account;
        ticket.nonce = new.nonce;
        ticket.units = new.units.get();
        ticket.value = value;
        ticket.deposited_at = now;
        ticket.place = place;
        if new.qualified {
            self.qualify(nodes, ticket, now)?;
        }
        if let Some(consent) = &new.consent {
            self.commit(nodes, ticket, consent, now)?;
        }
        self.invariant()?;
        Ok(value)
    }

    /// The value of a deposit: what it is worth, in whole lots. Anything beyond them remains the depositor's.
    ///
    /// # Errors
    /// [`SecuritiesError::ZeroAmount`], [`SecuritiesError::NotWholeLots`], [`SecuritiesError::TicketTooSmall`],
    /// [`SecuritiesError::TicketTooLarge`].
    fn weigh(&self, new: &NewTicket) -> Result<u64> {
        ensure!(!new.units.is_zero(), SecuritiesError::ZeroAmount);
        let worth = new.rate.value(new.units)?;
        let value = shares::whole_lots(worth, self.lot)?;
        ensure!(
            value == worth || !self.asset_at(new.asset)?.is_par(),
            SecuritiesError::NotWholeLots
        );
        // A holder whose right is below the smallest ticket may still use it.
        let least = match new.right {
            Some(right) => self
                .min_ticket
                .min(shares::whole_lots(right, self.lot)?.max(1)),
            None => self.min_ticket,
        };
        ensure!(value >= least, SecuritiesError::TicketTooSmall);
        ensure!(
            self.max_ticket == 0 || value <= self.max_ticket,
            SecuritiesError::TicketTooLarge
        );
        Ok(value)
    }

    /// Takes value out of a ticket; what stays keeps its place.
    ///
    /// # Errors
    /// [`SecuritiesError::CannotLeave`], [`SecuritiesError::WithdrawTooMuch`], [`SecuritiesError::NotWholeLots`],
    /// [`SecuritiesError::RemainderTooSmall`], [`SecuritiesError::LeadBound`].
    pub fn withdraw(
        &mut self,
        nodes: &mut [Node],
        ticket: &mut Ticket,
        value: u64,
        now: i64,
    ) -> Result<Withdrawal> {
        ensure!(value > 0, SecuritiesError::ZeroAmount);
        let phase = self.phase(now)?;
        let can_leave = phase.can_leave(self.is_grouped());
        ensure!(can_leave, SecuritiesError::CannotLeave);
        let remaining = ticket
            .value
            .checked_sub(value)
            .ok_or(SecuritiesError::WithdrawTooMuch)?;
        ensure!(
            remaining == 0 || shares::is_whole_lots(value, self.lot),
            SecuritiesError::NotWholeLots
        );
        ensure!(
            remaining == 0 || remaining >= self.min_ticket,
            SecuritiesError::RemainderTooSmall
        );
        if phase != Phase::Refunding && ticket.owner == self.lead {
            self.require_lead_stays(self.lead_live, value)?;
            if ticket.counts(self) {
                self.require_lead_stays(self.lead_committed, value)?;
            }
        }
        let units = if remaining == 0 {
            ticket.units()
        } else {
            ticket.units().part_floor(value, ticket.value)?
        };
        self.leave(nodes, ticket, (value, units), (phase, now))?;
        ticket.value = remaining;
        ticket.units = ticket.units().minus(units)?.get();
        if remaining == 0 {
            self.close_ticket()?;
        }
        self.invariant()?;
        Ok(Withdrawal { units, remaining })
    }

    /// Takes all of a ticket out of a failed book, which the caller has checked. Returns its units.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the counters contradict each other.
    pub fn refund(&mut self, nodes: &mut [Node], ticket: &Ticket, now: i64) -> Result<Units> {
        let mut gone = *ticket;
        let whole = (ticket.value, ticket.units());
        self.leave(nodes, &mut gone, whole, (Phase::Refunding, now))?;
        self.close_ticket()?;
        self.invariant()?;
        Ok(ticket.units())
    }

    /// A part of a ticket's money, as the line counts it.
    const fn money(&self, ticket: &Ticket, value: u64) -> Money {
        if ticket.counts(self) {
            Money::committed(value)
        } else {
            Money::live(value)
        }
    }

    fn leave(
        &mut self,
        nodes: &mut [Node],
        ticket: &mut Ticket,
        (value, units): (u64, Units),
        (phase, now): (Phase, i64),
    ) -> Result<()> {
        if phase == Phase::Refunding {
            self.stage = Stage::Failed as u8;
        }
        let money = self.money(ticket, value);
        line::sub(nodes, self.offer_version, ticket.place, money)?;
        self.live = fixed::sub(self.live, value)?;
        if ticket.counts(self) {
            self.count_out(ticket, value)?;
        }
        if ticket.owner == self.lead {
            self.lead_live = fixed::sub(self.lead_live, value)?;
        }
        self.poll.leave(ticket, value, now)?;
        self.asset_at_mut(ticket.asset)?.take_out(units)
    }

    /// Moves a ticket to the first empty place behind the money ahead of it, so that the places after it can be
    /// used again. Nobody's order changes.
    ///
    /// # Errors
    /// [`SecuritiesError::CannotLeave`] once the line is frozen, [`SecuritiesError::NothingToMove`].
    pub fn move_up(&self, nodes: &mut [Node], ticket: &mut Ticket, now: i64) -> Result<u32> {
        let can_leave = self.phase(now)?.can_leave(self.is_grouped());
        ensure!(can_leave, SecuritiesError::CannotLeave);
        let version = self.offer_version;
        let ahead = line::ahead(nodes, version, ticket.place)?;
        let to = line::tail(nodes, ahead.live)?;
        ensure!(to < ticket.place, SecuritiesError::NothingToMove);
        let money = self.money(ticket, ticket.value);
        line::sub(nodes, version, ticket.place, money)?;
        line::add(nodes, version, to, money)?;
        ticket.place = to;
        Ok(to)
    }

    /// Freezes the line, and with it every ticket's position. The caller has checked that the book may be locked.
    pub fn lock(&mut self, now: i64) {
        self.stage = Stage::Locked as u8;
        self.locked = self.live;
        self.unsettled = self.open_tickets;
        self.locked_at = now;
    }

    pub(super) fn close_ticket(&mut self) -> Result<()> {
        self.open_tickets = self
            .open_tickets
            .checked_sub(1)
            .ok_or(SecuritiesError::Overflow)?;
        Ok(())
    }

    /// Takes a tip out of the budget, and returns it; 0 if the budget does not cover a tip.
    pub(crate) const fn take_tip(&mut self) -> u64 {
        if self.tip > self.tip_budget {
            return 0;
        }
        self.tip_budget = self.tip_budget.saturating_sub(self.tip);
        self.tip
    }
}
