//! A book that is played: each action is done to the program's book and to the model.

use super::{
    checks::{agrees, consented_terms_stand, is_empty, positions_agree, previews_agree},
    draw::{Action, Draw},
    locked,
    model::Model,
    program::Program,
    readiness::is_kept,
    terms::{GRACE, STRANGER, Terms},
};
use proptest::{prelude::*, test_runner::TestCaseResult};
use securities::{
    book::{phase::Phase, state::Book},
    errors::SecuritiesError::{self, LeadBound},
};

#[derive(Clone)]
pub struct Game {
    pub program: Program,
    pub model: Model,
    pub actions: Vec<Action>,
    pub refusals: Vec<SecuritiesError>,
    seed: u64,
    /// The book of a copy that was settled in another order.
    settled_otherwise: Option<Book>,
}

/// Whether a refusal may come after something has changed, so that only the whole transaction's failure undoes it.
/// Before every other refusal no byte changes.
const fn is_half_done(action: &Action, refusal: SecuritiesError) -> bool {
    use SecuritiesError::*;
    match action {
        // The lead's money and the place in line, before the consent that comes with them.
        Action::Deposit { .. } => {
            matches!(
                refusal,
                PlaceOutOfRange | Overflow | NotRestricted | NoOffer | OfferChanged
            )
        }
        // Terms that do not fit each other.
        Action::Offer { .. } => {
            matches!(
                refusal,
                LimitsBroken
                    | GroupTerms
                    | PriceOutOfBand
                    | BadCaps
                    | NotWholeLots
                    | PriceTooCoarse
                    | LineTooShort
            )
        }
        // The price and the rates that the lock reads.
        Action::Lock { .. } => matches!(refusal, RatesFell),
        // The deadline that the last poll has moved.
        Action::Poll { .. } => matches!(refusal, BadPoll),
        _ => false,
    }
}

impl Game {
    pub fn open(terms: &Terms, seed: u64) -> Self {
        Self {
            program: Program::open(terms),
            model: Model::open(terms),
            actions: Vec::new(),
            refusals: Vec::new(),
            seed,
            settled_otherwise: None,
        }
    }

    /// Another number with each call.
    pub const fn next(&mut self) -> Draw {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        Draw(self.seed >> 24)
    }

    fn shuffled(&mut self) -> Vec<u32> {
        let mut ids: Vec<u32> = self.model.tickets.iter().map(|held| held.id).collect();
        for at in 1..ids.len() {
            ids.swap(at, self.next().below(at as u64 + 1) as usize);
        }
        ids
    }

    pub fn play(&mut self, action: Action) -> TestCaseResult {
        let (before, was_locked) = (self.program.book, self.model.locked.is_some());
        self.actions.push(action);
        let action = &self.actions[self.actions.len() - 1];
        match self.model.act(action) {
            Ok(answer) => {
                let offered = action.is_the_sponsors().then(|| self.program.clone());
                let result = self.program.run(action);
                prop_assert_eq!(result.map_err(|error| error.to_string()), Ok(answer));
                if let Some(offered) = offered {
                    consented_terms_stand(&offered, &self.program)?;
                }
            }
            Err(refusal) => {
                let before = self.program.clone();
                let error = self.program.run(action).err();
                prop_assert_eq!(error, Some(refusal.into()));
                prop_assert!(is_half_done(action, refusal) || before.is_same(&self.program));
                // The transaction fails whole.
                self.program = before;
                self.refusals.push(refusal);
            }
        }
        agrees(&self.program, &self.model)?;
        self.lead_stays(&before)?;
        if !was_locked && self.model.locked.is_some() {
            positions_agree(&self.program, &self.model)?;
            self.lock()?;
        }
        let count = self.actions.len();
        if count.is_multiple_of(8) {
            positions_agree(&self.program, &self.model)?;
            previews_agree(&self.program, &self.model)?;
        }
        if count.is_multiple_of(150) {
            self.exits_are_open()?;
        }
        Ok(())
    }

    /// While the offer that a lead is bound by stands, its money does not fall below the minimum once it is there,
    /// unless its owner is found to have no credential any more.
    fn lead_stays(&self, before: &Book) -> TestCaseResult {
        let book = &self.program.book;
        if self.model.is_open()
            && book.offer_version == before.offer_version
            && book.offer_version > 0
            && book.offer_version == before.lead_bound_to
            && !matches!(self.actions.last(), Some(Action::Disqualify { .. }))
        {
            let least = book.lead_minimum;
            prop_assert!(before.lead_live < least || book.lead_live >= least);
            prop_assert!(before.lead_committed < least || book.lead_committed >= least);
        }
        Ok(())
    }

    /// What the lock has decided, and what a copy comes to that is settled in another order.
    fn lock(&mut self) -> TestCaseResult {
        let cut = self.next();
        is_kept(&self.model)?;
        locked::sums_are_those_of_the_curves(&self.program, &self.model)?;
        locked::history_and_splits_leave_no_trace(&self.program, &self.model, cut)?;
        let mut copy = self.clone();
        copy.seed = !copy.seed;
        copy.settle_all()?;
        self.settled_otherwise = Some(copy.program.book);
        Ok(())
    }

    fn settle_all(&mut self) -> TestCaseResult {
        while !self.model.tickets.is_empty() {
            for ticket in self.shuffled() {
                let action = if self.model.find(ticket).waits {
                    Action::GiveBack { ticket }
                } else {
                    let payable = !self.next().one_in(4);
                    Action::Settle { ticket, payable }
                };
                self.play(action)?;
            }
        }
        is_empty(&self.program)?;
        let settled = &self.program.settled;
        for (held, _) in self.model.locked.iter().flatten() {
            let part = (held.id, self.model.part_of(held.id));
            prop_assert!(
                settled.contains(&part),
                "ticket {} became {:?}",
                held.id,
                part.1
            );
        }
        let accepted: u64 = settled.iter().map(|(_, part)| part.accepted).sum();
        prop_assert_eq!(self.program.book.accepted, accepted);
        Ok(())
    }

    /// Whatever happened, everybody may leave now, but a bound lead, and everybody after the deadline.
    fn exits_are_open(&mut self) -> TestCaseResult {
        let order = self.shuffled();
        let mut program = self.program.clone();
        let book = program.book;
        if self.model.locked.is_some() {
            return Ok(());
        }
        let open = book.phase(program.now).unwrap().can_enter();
        for late in [false, true] {
            if late {
                let last = self.model.latest_deadline + GRACE;
                program.now = program.now.max(last);
            } else if self.model.phase() == Phase::Due {
                continue;
            }
            for ticket in &order {
                let Some(of) = program.tickets[*ticket as usize] else {
                    continue;
                };
                let value = of.value;
                let left = program.run(&Action::Withdraw {
                    ticket: *ticket,
                    value,
                });
                let is_bound = self.model.is_lead_bound();
                let may_stay = open && !late && of.owner == book.lead && is_bound;
                match left {
                    Ok(units) => prop_assert_eq!(units, of.units),
                    Err(error) => prop_assert!(may_stay && error == LeadBound.into(), "{}", error),
                }
            }
        }
        is_empty(&program)
    }

    /// Brings the book to an end: locked and settled if it can be, else left or refunded.
    pub fn finish(&mut self) -> TestCaseResult {
        self.exits_are_open()?;
        if self.model.phase() == Phase::Draft {
            let to = self.model.opens_at;
            self.play(Action::Pass { to })?;
        }
        let ending = self.next().below(8);
        if ending > 0 && self.model.is_open() {
            self.gather()?;
        }
        if ending > 1 && self.model.phase() == Phase::Offering {
            let to = self.model.offer_ends.max(self.model.now);
            self.play(Action::Pass { to })?;
        }
        if !self.model.can_lock() {
            let to = self.model.deadline.max(self.model.now);
            self.play(Action::Pass { to })?;
        }
        if ending > 2 && self.model.can_lock() {
            let price = self.model.price_min + (self.model.price - self.model.price_min) / 2;
            self.play(Action::Lock { price })?;
        }
        if self.model.locked.is_none() {
            return self.leave_all();
        }
        self.settle_all()?;
        let (book, otherwise) = (self.program.book, self.settled_otherwise.unwrap());
        prop_assert!(bytemuck::bytes_of(&book) == bytemuck::bytes_of(&otherwise));
        Ok(())
    }

    /// Puts an offer and takes most consents, so that there is something to lock.
    fn gather(&mut self) -> TestCaseResult {
        let lot = self.model.lot;
        if self.model.version == 0 {
            let mut offer = self.model.present();
            offer.minimum = lot;
            self.play(Action::Offer(offer))?;
        }
        for ticket in self.shuffled() {
            let version = self.model.version;
            let held = self.model.find(ticket);
            if self.model.restricted && !held.qualified && held.owner != STRANGER {
                self.play(Action::Qualify { ticket })?;
            }
            if !self.model.is_committed(&held) && !self.next().one_in(6) {
                self.play(Action::Commit { ticket, version })?;
            }
            if self.model.is_discretionary() && !self.next().one_in(5) {
                let amount = held
                    .value
                    .min((self.model.cap - self.model.approved()) / lot * lot);
                self.play(Action::Approve { ticket, amount })?;
            }
        }
        Ok(())
    }

    /// Leaves, or is refunded; a lead that is bound only after the deadline.
    fn leave_all(&mut self) -> TestCaseResult {
        while !self.model.tickets.is_empty() {
            for ticket in self.shuffled() {
                let value = self.model.find(ticket).value;
                let refunds = self.model.phase() == Phase::Refunding && self.next().one_in(2);
                self.play(if refunds {
                    Action::Refund { ticket }
                } else {
                    Action::Withdraw { ticket, value }
                })?;
            }
            let to = self.model.now.max(self.model.deadline);
            self.play(Action::Pass { to })?;
            if self.model.phase() == Phase::Due {
                let to = self.model.deadline + GRACE;
                self.play(Action::Pass { to: to - 1 })?;
                prop_assert_eq!(self.model.phase(), Phase::Due);
                self.play(Action::Pass { to })?;
            }
        }
        is_empty(&self.program)
    }
}
