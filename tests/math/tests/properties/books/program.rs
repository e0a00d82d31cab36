//! The program's side of a book: its accounts in memory, and what the instructions do to them.

use super::{
    draw::Action,
    terms::{Terms, address},
};
use anchor_lang::error::Error;
use bytemuck::Zeroable;
use securities::{
    book::{
        asset::RateAdapter,
        ledger::NewTicket,
        offer::{
            version::OfferArgs,
            votes::{PollArgs, Vote},
        },
        outcome::TicketOutcome,
        phase::Phase,
        state::Book,
        ticket::{consent::Consent, state::Ticket},
    },
    errors::SecuritiesError,
    math::{
        curve::{self, Knot, MAX_KNOTS},
        line::{self, Node},
        quantity::Units,
        rate::Rate,
    },
};

#[derive(Clone)]
pub struct Program {
    pub book: Book,
    pub nodes: Vec<Node>,
    /// By number; none where the account is closed.
    pub tickets: Vec<Option<Ticket>>,
    /// What became of the tickets that were settled.
    pub settled: Vec<(u32, TicketOutcome)>,
    pub rates: Vec<Rate>,
    pub unit: u64,
    pub now: i64,
}

impl Program {
    pub fn open(terms: &Terms) -> Self {
        let mut book = Book::zeroed();
        book.asset_count = terms.assets.len() as u8;
        book.line_capacity = terms.capacity;
        book.restricted = u8::from(terms.restricted);
        for (asset, of) in book.assets.iter_mut().zip(&terms.assets) {
            let adapter = if of.is_par {
                RateAdapter::OneToOne
            } else {
                RateAdapter::Reported
            };
            asset.adapter = adapter as u8;
        }
        book.open(&terms.args, terms.unit).unwrap();
        Self {
            book,
            nodes: vec![Node::default(); terms.capacity as usize],
            tickets: Vec::new(),
            settled: Vec::new(),
            rates: terms.assets.iter().map(|asset| asset.rate).collect(),
            unit: terms.unit,
            now: terms.now,
        }
    }

    pub fn ticket(&self, id: u32) -> &Ticket {
        self.tickets[id as usize].as_ref().unwrap()
    }

    /// The tickets there are, in order.
    pub fn tickets(&self) -> impl Iterator<Item = &Ticket> {
        self.tickets.iter().flatten()
    }

    /// Whether no byte of an account differs.
    pub fn is_same(&self, other: &Self) -> bool {
        let of =
            |ticket: &Option<Ticket>| ticket.map(|ticket| bytemuck::bytes_of(&ticket).to_vec());
        bytemuck::bytes_of(&self.book) == bytemuck::bytes_of(&other.book)
            && self.nodes == other.nodes
            && self.tickets.iter().map(of).eq(other.tickets.iter().map(of))
    }

    /// What becomes of a ticket, or why nobody can say.
    pub fn settlement(&self, id: u32) -> Result<TicketOutcome, String> {
        self.book
            .outcome_of(&self.nodes, self.ticket(id), self.unit)
            .map_err(|error| error.to_string())
    }

    /// Runs an instruction as its handler does. Returns what it answers, 0 where that is nothing.
    pub fn run(&mut self, action: &Action) -> Result<u64, Error> {
        match *action {
            Action::Withdraw { ticket, .. }
            | Action::Commit { ticket, .. }
            | Action::Uncommit { ticket }
            | Action::Qualify { ticket }
            | Action::Disqualify { ticket }
            | Action::Approve { ticket, .. }
            | Action::Vote { ticket, .. }
            | Action::MoveUp { ticket }
            | Action::Settle { ticket, .. }
            | Action::GiveBack { ticket }
            | Action::Refund { ticket } => {
                let mut changed = *self.ticket(ticket);
                let result = self.run_on(&mut changed, action);
                let closed = matches!(result, Ok((_, true)));
                self.tickets[ticket as usize] = (!closed).then_some(changed);
                return result.map(|(answer, _)| answer);
            }
            Action::Deposit {
                owner,
                asset,
                units,
                rate,
                version,
                qualified,
            } => {
                let mut new = new_ticket(owner, asset, units, rate);
                new.consent = (version > 0).then(|| consent(&self.book, version));
                new.qualified = qualified;
                return self.deposit(new);
            }
            Action::Poll {
                ends_at,
                new_deadline,
            } => {
                let args = PollArgs {
                    subject_sha256: [7; 32],
                    ends_at,
                    new_deadline,
                };
                self.book.open_poll(&args, self.now)?;
            }
            Action::Offer(ref offer) => {
                let args = OfferArgs {
                    replaces: offer.replaces,
                    terms_sha256: [9; 32],
                    allocation: offer.rule,
                    price: offer.price,
                    price_min: offer.price_min,
                    minimum: offer.minimum,
                    cap: offer.cap,
                    min_ticket: offer.min_ticket,
                    max_ticket: offer.max_ticket,
                    owner_limit: offer.owner_limit,
                    ends_at: offer.ends_at,
                };
                self.book.make_offer(&args, self.unit, self.now)?;
            }
            Action::Tip { tip } => self.book.raise_tip(tip, self.now)?,
            Action::Curve {
                replaces,
                index,
                ref knots,
            } => self.set_curve(replaces, index, knots)?,
            Action::Grow { capacity } => self.grow(capacity)?,
            Action::Pass { to } => self.now = to,
            Action::Rate { asset, rate } => self.rates[usize::from(asset)] = rate,
            Action::Lock { price } => self.lock(price)?,
        }
        Ok(0)
    }

    /// Runs an instruction on a ticket. Returns what it answers, and whether nothing of the ticket is left.
    fn run_on(&mut self, ticket: &mut Ticket, action: &Action) -> Result<(u64, bool), Error> {
        let (book, nodes, now) = (&mut self.book, &mut self.nodes[..], self.now);
        match *action {
            Action::Withdraw { value, .. } => {
                let withdrawal = book.withdraw(nodes, ticket, value, now)?;
                assert_eq!(withdrawal.remaining, ticket.value);
                return Ok((withdrawal.units.get(), withdrawal.remaining == 0));
            }
            Action::Commit { version, .. } => {
                let consent = consent(book, version);
                book.commit(nodes, ticket, &consent, now)?;
            }
            Action::Uncommit { .. } => book.uncommit(nodes, ticket, now)?,
            Action::Qualify { .. } => book.qualify(nodes, ticket, now)?,
            Action::Disqualify { .. } => book.disqualify(nodes, ticket, now)?,
            Action::Approve { amount, .. } => book.approve(ticket, amount, now)?,
            Action::Vote { yes, .. } => {
                let vote = Vote {
                    poll: book.poll.number,
                    subject_sha256: book.poll.subject_sha256,
                    yes,
                };
                book.vote(ticket, &vote, now)?;
            }
            Action::MoveUp { .. } => {
                let place = book.move_up(nodes, ticket, now)?;
                return Ok((u64::from(place), false));
            }
            Action::Settle { payable, .. } => {
                assert!(!ticket.is_settled());
                let settlement = book.outcome_of(nodes, ticket, self.unit)?;
                book.record_outcome(ticket, &settlement, payable)?;
                self.settled.push((ticket.id, settlement));
                return Ok((settlement.accepted, ticket.units == 0));
            }
            Action::GiveBack { .. } => {
                assert!(ticket.is_settled());
                return Ok((book.give_back(ticket)?.get(), true));
            }
            Action::Refund { .. } => return Ok((book.refund(nodes, ticket, now)?.get(), true)),
            _ => unreachable!("an action on no ticket"),
        }
        Ok((0, false))
    }

    fn deposit(&mut self, mut new: NewTicket) -> Result<u64, Error> {
        new.nonce = self.tickets.len() as u64;
        let mut ticket = Ticket::zeroed();
        let value = self
            .book
            .deposit(&mut self.nodes, &mut ticket, &new, self.now)?;
        self.tickets.push(Some(ticket));
        Ok(value)
    }

    /// As `set_curve` does.
    fn set_curve(&mut self, replaces: u32, index: usize, knots: &[Knot]) -> Result<(), Error> {
        curve::check(knots)?;
        self.book.change_terms(replaces, self.now)?;
        let curve = &mut self.book.curves[index];
        curve.knots = [Knot::default(); MAX_KNOTS];
        curve.knots[..knots.len()].copy_from_slice(knots);
        curve.knot_count = knots.len() as u8;
        curve.budget = curve::budget(knots);
        self.book.curve_count = self.book.curve_count.max(index as u8 + 1);
        Ok(())
    }

    /// As `grow_line` does.
    fn grow(&mut self, capacity: u32) -> Result<(), Error> {
        self.book.require_before_deadline(self.now)?;
        let from = self.book.line_capacity;
        self.book.line_capacity = capacity;
        self.nodes.resize(capacity as usize, Node::default());
        line::grow(&mut self.nodes, from, self.book.offer_version)?;
        Ok(())
    }

    /// As `lock_book` does, called by the sponsor.
    fn lock(&mut self, price: u64) -> Result<(), Error> {
        let book = &mut self.book;
        let may_lock = match book.phase(self.now)? {
            Phase::Offering => self.now >= book.offer_ends && book.is_ready(),
            phase => phase == Phase::Due,
        };
        if !may_lock {
            return Err(SecuritiesError::CannotLock.into());
        }
        if book.price_max_age > 0 {
            book.price = price;
        }
        for (asset, rate) in book.assets.iter_mut().zip(&self.rates) {
            if !asset.is_par() && asset.units > 0 {
                asset.locked_rate = *rate;
            }
        }
        book.require_ready_at_rates()?;
        book.lock(self.now);
        Ok(())
    }
}

/// A deposit that commits to nothing yet.
fn new_ticket(owner: u8, asset: u8, units: u64, rate: Rate) -> NewTicket {
    NewTicket {
        book: [99; 32].into(),
        owner: address(owner),
        rent_payer: address(owner),
        refund_account: address(owner),
        nonce: 0,
        bump: 255,
        asset,
        units: Units(units),
        rate,
        consent: None,
        qualified: false,
        right: None,
    }
}

/// Consent to a version, on the terms that the book has.
const fn consent(book: &Book, version: u32) -> Consent {
    Consent {
        offer_version: version,
        terms_sha256: book.terms_sha256,
    }
}
