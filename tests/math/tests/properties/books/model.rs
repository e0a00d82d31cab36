//! The model of a book: a list of tickets in the order they came, and every sum added up anew.

use super::{
    draw::Whole,
    terms::{Asset, GRACE, LEAD, Terms, lot_of},
};
use securities::{
    book::{outcome::TicketOutcome, phase::Phase, state::AllocationRule},
    errors::SecuritiesError::{self, *},
    math::{curve::Knot, rate::Rate},
};

pub type Answer = Result<u64, SecuritiesError>;

/// A ticket.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub id: u32,
    pub owner: u8,
    pub asset: u8,
    pub units: u64,
    pub value: u64,
    /// Where in the line account it is; only its order means something.
    pub place: u32,
    pub committed_to: u32,
    /// When it consented: its money that was within the cap, counting all money ahead.
    pub within: u64,
    pub approved: u64,
    /// The last poll it voted in, and how.
    pub vote: (u32, bool),
    /// It was settled, and what goes back waits.
    pub waits: bool,
    /// Its owner was shown to have a good credential.
    pub qualified: bool,
}

/// A question, and once it has ended what came of it: money that could vote, for, and against.
#[derive(Clone, Debug)]
pub struct Asked {
    pub number: u32,
    pub before: u32,
    pub ends_at: i64,
    pub new_deadline: i64,
    pub result: Option<[u64; 3]>,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub rule: AllocationRule,
    pub unit: u64,
    pub is_reported: bool,
    pub price: u64,
    pub price_min: u64,
    pub lot: u64,
    pub minimum: u64,
    pub cap: u64,
    pub min_ticket: u64,
    pub max_ticket: u64,
    pub owner_limit: u64,
    pub tip: u64,
    pub spread: u64,
    pub assets: Vec<Asset>,
    pub curves: Vec<Vec<Knot>>,
    pub capacity: u32,
    pub now: i64,
    pub opens_at: i64,
    pub offer_ends: i64,
    pub deadline: i64,
    pub latest_deadline: i64,
    pub offer_period: i64,
    pub extension_bps: u16,
    pub version: u32,
    /// Whether it closes together with other books.
    pub is_grouped: bool,
    pub restricted: bool,
    pub lead_minimum: u64,
    /// The offer that money of the lead's was committed to, and counted; none before, or once it lost its mark.
    pub lead_bound_to: Option<u32>,
    /// The highest rate at which a ticket of an asset was taken since none was there.
    pub highest: Vec<Rate>,
    pub poll: Option<Asked>,
    pub tickets: Vec<Held>,
    pub next_ticket: u32,
    /// Whether somebody has left after a deadline that found it not ready: that is its end, whatever is left.
    pub has_failed: bool,
    /// What the lock found: the tickets in line, and what becomes of each.
    pub locked: Option<Vec<(Held, TicketOutcome)>>,
    pub accepted: u64,
    pub refunded: u64,
}

impl Model {
    pub fn open(terms: &Terms) -> Self {
        let args = &terms.args;
        let is_reported = args.price_max_age > 0;
        Self {
            rule: args.allocation,
            unit: terms.unit,
            is_reported,
            price: args.price,
            price_min: args.price_min,
            lot: if is_reported {
                1
            } else {
                lot_of(args.price, terms.unit)
            },
            minimum: args.minimum,
            cap: args.cap,
            min_ticket: args.min_ticket,
            max_ticket: args.max_ticket,
            owner_limit: args.owner_limit,
            tip: args.tip,
            spread: terms.spread,
            assets: terms.assets.clone(),
            curves: Vec::new(),
            capacity: terms.capacity,
            now: terms.now,
            opens_at: args.opens_at,
            offer_ends: args.offer_ends,
            deadline: args.deadline,
            latest_deadline: args.latest_deadline,
            offer_period: args.offer_period,
            extension_bps: args.extension_bps,
            version: u32::from(args.offer_ends > 0),
            is_grouped: args.group > 0,
            restricted: terms.restricted,
            lead_minimum: args.lead_minimum,
            lead_bound_to: None,
            highest: terms.assets.iter().map(|asset| asset.rate).collect(),
            poll: None,
            tickets: Vec::new(),
            next_ticket: 0,
            has_failed: false,
            locked: None,
            accepted: 0,
            refunded: 0,
        }
    }

    /// The terms as they are, to be put as another offer.
    pub const fn present(&self) -> Whole {
        Whole {
            replaces: self.version,
            rule: self.rule,
            price: self.price,
            price_min: self.price_min,
            minimum: self.minimum,
            cap: self.cap,
            min_ticket: self.min_ticket,
            max_ticket: self.max_ticket,
            owner_limit: self.owner_limit,
            ends_at: 0,
        }
    }

    pub const fn is_discretionary(&self) -> bool {
        matches!(self.rule, AllocationRule::Discretionary)
    }

    pub const fn has_lead(&self) -> bool {
        self.lead_minimum > 0
    }

    pub const fn is_lead(&self, owner: u8) -> bool {
        self.has_lead() && owner == LEAD
    }

    pub const fn is_committed(&self, held: &Held) -> bool {
        self.version > 0 && held.committed_to == self.version
    }

    /// Whether its money counts as committed.
    pub const fn counts(&self, held: &Held) -> bool {
        self.is_committed(held) && (!self.restricted || held.qualified)
    }

    pub fn sum(&self, of: impl Fn(&Held) -> u64) -> u64 {
        self.tickets.iter().map(of).sum()
    }

    fn value_of(&self, those: impl Fn(&Held) -> bool) -> u64 {
        self.sum(|held| if those(held) { held.value } else { 0 })
    }

    pub fn live(&self) -> u64 {
        self.value_of(|_| true)
    }

    pub fn committed(&self) -> u64 {
        self.value_of(|held| self.counts(held))
    }

    pub fn approved(&self) -> u64 {
        self.sum(|held| if self.counts(held) { held.approved } else { 0 })
    }

    pub fn lead_live(&self) -> u64 {
        self.value_of(|held| self.is_lead(held.owner))
    }

    pub fn lead_committed(&self) -> u64 {
        self.value_of(|held| self.is_lead(held.owner) && self.counts(held))
    }

    pub fn units_of(&self, asset: usize) -> u64 {
        self.sum(|held| {
            if usize::from(held.asset) == asset {
                held.units
            } else {
                0
            }
        })
    }

    /// What the running poll counts, or the last one counted: money that may vote, for, and against.
    pub fn tally(&self) -> [u64; 3] {
        let Some(poll) = &self.poll else {
            return [0; 3];
        };
        let may = |held: &Held| held.id < poll.before;
        let says = |held: &Held, yes| may(held) && held.vote == (poll.number, yes);
        poll.result.unwrap_or_else(|| {
            [
                self.value_of(may),
                self.value_of(|held| says(held, true)),
                self.value_of(|held| says(held, false)),
            ]
        })
    }

    pub fn is_polling(&self) -> bool {
        self.poll.as_ref().is_some_and(|poll| poll.result.is_none())
    }

    pub fn is_ready(&self) -> bool {
        self.version > 0
            && self.secured() >= self.minimum
            && self.lead_secured() >= self.lead_minimum
    }

    pub fn phase(&self) -> Phase {
        if self.locked.is_some() {
            Phase::Settling
        } else if self.has_failed {
            Phase::Refunding
        } else if self.now < self.opens_at {
            Phase::Draft
        } else if self.now < self.deadline {
            if self.version == 0 {
                Phase::Building
            } else {
                Phase::Offering
            }
        } else if self.is_ready() && self.now < self.deadline + GRACE {
            Phase::Due
        } else {
            Phase::Refunding
        }
    }

    pub fn is_open(&self) -> bool {
        matches!(self.phase(), Phase::Building | Phase::Offering)
    }

    pub fn can_leave(&self) -> bool {
        let waits_for_others = self.is_grouped && self.phase() == Phase::Due;
        self.is_open() || self.phase() == Phase::Refunding || waits_for_others
    }

    /// By the sponsor, or after the deadline by anyone.
    pub fn can_lock(&self) -> bool {
        match self.phase() {
            Phase::Offering => self.now >= self.offer_ends && self.is_ready(),
            phase => phase == Phase::Due,
        }
    }

    pub fn find(&self, id: u32) -> Held {
        *self.tickets.iter().find(|held| held.id == id).unwrap()
    }

    pub fn edit(&mut self, id: u32, change: impl Fn(&mut Held)) {
        change(self.tickets.iter_mut().find(|held| held.id == id).unwrap());
    }

    /// The place behind the last ticket before this one.
    pub fn free_place_before(&self, id: u32) -> u32 {
        let before = self.tickets.iter().rfind(|held| held.id < id);
        before.map_or(0, |held| held.place + 1)
    }

    pub fn require_open(&self) -> Result<(), SecuritiesError> {
        if self.is_open() {
            Ok(())
        } else {
            Err(BookNotOpen)
        }
    }

    /// Whether the current offer binds the lead.
    pub fn is_lead_bound(&self) -> bool {
        self.lead_bound_to == Some(self.version)
    }

    /// Refuses a lead that would fall below its minimum under the offer it is bound by.
    pub fn require_lead_stays(&self, before: u64, less: u64) -> Result<(), SecuritiesError> {
        let had_all = before >= self.lead_minimum;
        if self.is_lead_bound() && had_all && before - less < self.lead_minimum {
            return Err(LeadBound);
        }
        Ok(())
    }

    /// What units are worth, or no number.
    pub fn worth(units: u64, rate: Rate) -> Option<u64> {
        let worth = u128::from(units) * u128::from(rate.numerator) / u128::from(rate.denominator);
        u64::try_from(worth).ok()
    }

    /// Time passes. A poll that ends is counted, and one that has passed moves the deadline.
    pub fn pass(&mut self, to: i64) {
        self.now = to;
        let tally = self.tally();
        let Some(poll) = &mut self.poll else { return };
        if poll.result.is_some() || to < poll.ends_at {
            return;
        }
        poll.result = Some(tally);
        let [base, yes, _] = tally.map(u128::from);
        if poll.new_deadline > 0 && yes * 10_000 > base * u128::from(self.extension_bps) {
            self.deadline = self.deadline.max(poll.new_deadline);
        }
    }
}
