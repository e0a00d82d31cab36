//! What the model says of actions on tickets: the refusal that is due, or what changes.

use super::{
    draw::Action,
    model::{Answer, Held, Model},
    readiness::higher,
};
use securities::{
    book::{outcome::TicketOutcome, phase::Phase},
    errors::SecuritiesError::{self, *},
    math::rate::Rate,
};

pub const fn require(holds: bool, refusal: SecuritiesError) -> Result<(), SecuritiesError> {
    if holds { Ok(()) } else { Err(refusal) }
}

impl Model {
    /// Does what is asked for, or says why not. The number is what the program answers, 0 where that is nothing.
    pub fn act(&mut self, action: &Action) -> Answer {
        match *action {
            Action::Deposit {
                owner,
                asset,
                units,
                rate,
                version,
                qualified,
            } => self.deposit((owner, qualified), asset, units, rate, version),
            Action::Withdraw { ticket, value } => self.withdraw(ticket, value),
            Action::Commit { ticket, version } => self.commit(ticket, version),
            Action::Uncommit { ticket } => self.uncommit(ticket),
            Action::Qualify { ticket } => self.qualify(ticket),
            Action::Disqualify { ticket } => self.disqualify(ticket),
            Action::Approve { ticket, amount } => self.approve(ticket, amount),
            Action::Vote { ticket, yes } => self.vote(ticket, yes),
            Action::MoveUp { ticket } => self.move_up(ticket),
            Action::Settle { ticket, payable } => Ok(self.settle(ticket, payable)),
            Action::GiveBack { ticket } => Ok(self.give_back(ticket)),
            Action::Refund { ticket } => {
                self.has_failed = true;
                Ok(self.remove(ticket).units)
            }
            _ => self.change(action),
        }
    }

    fn deposit(
        &mut self,
        (owner, qualified): (u8, bool),
        asset: u8,
        units: u64,
        rate: Rate,
        version: u32,
    ) -> Answer {
        self.require_open()?;
        self.require_long_line()?;
        require(units > 0, ZeroAmount)?;
        let worth = Self::worth(units, rate).ok_or(Overflow)?;
        let value = worth - worth % self.lot;
        let is_par = self.assets[usize::from(asset)].is_par;
        require(value == worth || !is_par, NotWholeLots)?;
        require(value >= self.min_ticket, TicketTooSmall)?;
        require(
            self.max_ticket == 0 || value <= self.max_ticket,
            TicketTooLarge,
        )?;
        let fits = |sum: u64, more: u64| require(sum.checked_add(more).is_some(), Overflow);
        if self.is_lead(owner) {
            fits(self.lead_live(), value)?;
        } else {
            require(self.lead_live() >= self.lead_minimum, LeadFirst)?;
        }
        let place = self.free_place_before(self.next_ticket);
        require(place < self.capacity, PlaceOutOfRange)?;
        fits(self.live(), value)?;
        fits(self.units_of(usize::from(asset)), units)?;
        require(!qualified || self.restricted, NotRestricted)?;
        require(version == 0 || self.version > 0, NoOffer)?;
        require(version == 0 || version == self.version, OfferChanged)?;

        let id = self.next_ticket;
        self.next_ticket += 1;
        let kind = usize::from(asset);
        self.highest[kind] = if self.units_of(kind) == 0 {
            rate
        } else {
            higher(rate, self.highest[kind])
        };
        self.tickets.push(Held {
            id,
            owner,
            asset,
            units,
            value,
            place,
            committed_to: version,
            within: self.within(id, value),
            approved: 0,
            vote: (0, false),
            waits: false,
            qualified,
        });
        self.bind_lead(id);
        Ok(value)
    }

    fn withdraw(&mut self, ticket: u32, value: u64) -> Answer {
        require(value > 0, ZeroAmount)?;
        require(self.can_leave(), CannotLeave)?;
        let held = self.find(ticket);
        require(value <= held.value, WithdrawTooMuch)?;
        let stays = held.value - value;
        require(stays == 0 || value.is_multiple_of(self.lot), NotWholeLots)?;
        require(stays == 0 || stays >= self.min_ticket, RemainderTooSmall)?;
        if self.phase() != Phase::Refunding && self.is_lead(held.owner) {
            self.require_lead_stays(self.lead_live(), value)?;
            if self.counts(&held) {
                self.require_lead_stays(self.lead_committed(), value)?;
            }
        }
        self.has_failed = self.phase() == Phase::Refunding;
        if stays == 0 {
            return Ok(self.remove(ticket).units);
        }
        // Units in proportion, and not one too many.
        let part = u128::from(held.units) * u128::from(value) / u128::from(held.value);
        let units = u64::try_from(part).unwrap();
        self.edit(ticket, |held| {
            held.value = stays;
            held.units -= units;
            held.approved = held.approved.min(stays);
            held.within = held.within.min(stays);
        });
        Ok(units)
    }

    /// What of so much money at a place is within the cap, if all money ahead of it is taken.
    fn within(&self, id: u32, value: u64) -> u64 {
        let ahead = self.sum(|held| if held.id < id { held.value } else { 0 });
        self.cap.saturating_sub(ahead).min(value)
    }

    fn remove(&mut self, ticket: u32) -> Held {
        let held = self.find(ticket);
        self.tickets.retain(|held| held.id != ticket);
        held
    }

    fn commit(&mut self, ticket: u32, version: u32) -> Answer {
        self.require_open()?;
        require(self.version > 0, NoOffer)?;
        require(version == self.version, OfferChanged)?;
        let held = self.find(ticket);
        let within = self.within(held.id, held.value);
        if self.is_committed(&held) {
            let counts = self.is_lead(held.owner) && self.counts(&held);
            let rises = counts && within > held.within;
            require(rises, AlreadyCommitted)?;
            self.edit(ticket, |held| held.within = within);
            return Ok(0);
        }
        self.edit(ticket, |held| {
            (held.committed_to, held.approved) = (version, 0);
            held.within = within;
        });
        self.bind_lead(ticket);
        Ok(0)
    }

    /// A lead is bound once its money counts, and by nothing else.
    fn bind_lead(&mut self, ticket: u32) {
        let held = self.find(ticket);
        if self.is_lead(held.owner) && self.counts(&held) {
            self.lead_bound_to = Some(self.version);
        }
    }

    fn qualify(&mut self, ticket: u32) -> Answer {
        self.require_open()?;
        require(self.restricted, NotRestricted)?;
        let held = self.find(ticket);
        require(!held.qualified, AlreadyQualified)?;
        let within = self.within(held.id, held.value);
        self.edit(ticket, |held| {
            (held.qualified, held.within) = (true, within);
        });
        self.bind_lead(ticket);
        Ok(0)
    }

    /// Its money keeps its place, and a lead may go.
    fn disqualify(&mut self, ticket: u32) -> Answer {
        self.require_open()?;
        let held = self.find(ticket);
        require(held.qualified, TicketUnqualified)?;
        self.edit(ticket, |held| {
            (held.qualified, held.approved) = (false, 0);
        });
        if self.is_lead(held.owner) {
            self.lead_bound_to = None;
        }
        Ok(0)
    }

    fn uncommit(&mut self, ticket: u32) -> Answer {
        self.require_open()?;
        let held = self.find(ticket);
        require(self.is_committed(&held), NotCommitted)?;
        if self.is_lead(held.owner) && self.counts(&held) {
            self.require_lead_stays(self.lead_committed(), held.value)?;
        }
        self.edit(ticket, |held| (held.committed_to, held.approved) = (0, 0));
        Ok(0)
    }

    fn approve(&mut self, ticket: u32, amount: u64) -> Answer {
        self.require_open()?;
        require(self.is_discretionary(), NotDiscretionary)?;
        let held = self.find(ticket);
        require(self.is_committed(&held), NotCommitted)?;
        require(self.counts(&held), TicketUnqualified)?;
        require(amount.is_multiple_of(self.lot), NotWholeLots)?;
        let others = self.approved() - held.approved;
        let all = others.checked_add(amount).ok_or(Overflow)?;
        require(amount <= held.value && all <= self.cap, ApprovalTooLarge)?;
        self.edit(ticket, |held| held.approved = amount);
        Ok(0)
    }

    fn vote(&mut self, ticket: u32, yes: bool) -> Answer {
        self.require_open()?;
        require(self.is_polling(), NoPoll)?;
        let (number, before) = self
            .poll
            .as_ref()
            .map_or((0, 0), |poll| (poll.number, poll.before));
        require(ticket < before, NotEligible)?;
        self.edit(ticket, |held| held.vote = (number, yes));
        Ok(0)
    }

    fn move_up(&mut self, ticket: u32) -> Answer {
        require(self.can_leave(), CannotLeave)?;
        let place = self.free_place_before(ticket);
        require(place < self.find(ticket).place, NothingToMove)?;
        self.edit(ticket, |held| held.place = place);
        Ok(u64::from(place))
    }

    /// What becomes of a ticket of a locked book: what the lock found.
    pub fn part_of(&self, ticket: u32) -> TicketOutcome {
        let mut found = self.locked.iter().flatten();
        let part = found.find(|(held, _)| held.id == ticket);
        part.unwrap().1
    }

    fn settle(&mut self, ticket: u32, payable: bool) -> u64 {
        let part = self.part_of(ticket);
        self.accepted += part.accepted;
        self.edit(ticket, |held| {
            held.waits = true;
            held.value -= part.accepted;
            held.units = part.units_back.get();
        });
        if payable || part.units_back.is_zero() {
            self.give_back(ticket);
        }
        part.accepted
    }

    fn give_back(&mut self, ticket: u32) -> u64 {
        let held = self.remove(ticket);
        self.refunded += held.value;
        held.units
    }
}
