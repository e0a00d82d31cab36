//! What the model says of actions of the sponsor, the market and the clock.

use super::{
    draw::{Action, Whole},
    model::{Answer, Asked, Model},
    money::require,
    outcome::is_curve,
    terms::{DAY, fine_from, lot_of},
};
use securities::{
    book::phase::Phase,
    errors::SecuritiesError::{self, *},
    math::curve::Knot,
};

impl Model {
    pub fn change(&mut self, action: &Action) -> Answer {
        match *action {
            Action::Poll {
                ends_at,
                new_deadline,
            } => self.ask(ends_at, new_deadline)?,
            Action::Offer(ref offer) => self.offer(offer)?,
            Action::Tip { tip } => {
                require(self.is_open() || self.phase() == Phase::Draft, BookNotOpen)?;
                require(tip >= self.tip, TipLowered)?;
                self.tip = tip;
            }
            Action::Curve {
                replaces,
                index,
                ref knots,
            } => self.set_curve(replaces, index, knots)?,
            Action::Grow { capacity } => {
                require(self.is_open() || self.phase() == Phase::Draft, BookNotOpen)?;
                self.capacity = capacity;
            }
            Action::Pass { to } => self.pass(to),
            Action::Rate { asset, rate } => {
                let asset = &mut self.assets[usize::from(asset)];
                if !asset.is_par {
                    asset.rate = rate;
                }
            }
            Action::Lock { price } => self.lock(price)?,
            _ => unreachable!("an action on a ticket"),
        }
        Ok(0)
    }

    fn ask(&mut self, ends_at: i64, new_deadline: i64) -> Result<(), SecuritiesError> {
        self.require_open()?;
        require(!self.is_polling(), PollRunning)?;
        let in_time = self.now + DAY <= ends_at && ends_at <= self.deadline;
        let later = self.deadline < new_deadline && new_deadline <= self.latest_deadline;
        let allowed = new_deadline == 0 || (later && self.extension_bps > 0);
        require(in_time && allowed, BadPoll)?;
        self.poll = Some(Asked {
            number: self.poll.as_ref().map_or(1, |poll| poll.number + 1),
            before: self.next_ticket,
            ends_at,
            new_deadline,
            result: None,
        });
        Ok(())
    }

    /// A new version: everybody has a period for it, from the opening on, and no less than it had.
    fn next_version(
        &mut self,
        replaces: u32,
        period: i64,
        ends_at: i64,
    ) -> Result<(), SecuritiesError> {
        require(replaces == self.version, OfferChanged)?;
        require(self.is_open() || self.phase() == Phase::Draft, BookNotOpen)?;
        let begins = self.now.max(self.opens_at);
        let ends = (begins + period).max(self.offer_ends).max(ends_at);
        require(ends <= self.deadline, OfferPeriodTooLong)?;
        self.offer_ends = ends;
        self.version += 1;
        Ok(())
    }

    fn offer(&mut self, of: &Whole) -> Result<(), SecuritiesError> {
        let mut offered = self.clone();
        let is_first = self.next_ticket == 0 && of.ends_at > 0;
        let period = if is_first { DAY } else { self.offer_period };
        offered.next_version(of.replaces, period, of.ends_at)?;
        let limit = |limit: u64| if limit == 0 { u64::MAX } else { limit };
        require(
            self.tickets.is_empty()
                || (of.min_ticket <= self.min_ticket
                    && limit(of.max_ticket) >= limit(self.max_ticket)
                    && limit(of.owner_limit) >= limit(self.owner_limit)),
            LimitsBroken,
        )?;
        let is_no_worse =
            of.price_min >= self.price_min && of.minimum >= self.minimum && of.cap <= self.cap;
        require(
            !self.is_grouped || self.version == 0 || is_no_worse,
            GroupTerms,
        )?;
        let in_band = 0 < of.price_min && of.price_min <= of.price;
        require(
            in_band && (self.is_reported || of.price_min == of.price),
            PriceOutOfBand,
        )?;
        offered.rule = of.rule;
        (offered.price, offered.price_min) = (of.price, of.price_min);
        (offered.minimum, offered.cap) = (of.minimum, of.cap);
        (offered.min_ticket, offered.max_ticket) = (of.min_ticket, of.max_ticket);
        offered.owner_limit = of.owner_limit;
        offered.lot = if self.is_reported {
            1
        } else {
            lot_of(of.price, self.unit)
        };
        // Money in line stays in whole lots.
        if !self.tickets.is_empty() && !self.lot.is_multiple_of(offered.lot) {
            offered.lot = 1;
        }
        offered.check_limits()?;
        offered.require_long_line()?;
        *self = offered;
        Ok(())
    }

    /// As many smallest tickets as the line has places for are the cap's money.
    pub fn require_long_line(&self) -> Result<(), SecuritiesError> {
        let smallest = u128::from(self.min_ticket) * u128::from(self.capacity);
        require(smallest >= u128::from(self.cap), LineTooShort)
    }

    fn check_limits(&self) -> Result<(), SecuritiesError> {
        let above = |limit| limit == 0 || self.min_ticket <= limit;
        // A lead that cannot put in its minimum would never let the book be locked.
        let most_of_one = match self.owner_limit {
            0 => self.cap,
            limit => limit.min(self.cap),
        };
        require(
            0 < self.minimum
                && self.minimum <= self.cap
                && 0 < self.min_ticket
                && self.min_ticket <= self.cap
                && above(self.max_ticket)
                && above(self.owner_limit)
                && (!self.has_lead() || self.lead_minimum <= most_of_one),
            BadCaps,
        )?;
        let whole = |amount: u64| amount.is_multiple_of(self.lot);
        let all = whole(self.minimum) && whole(self.cap) && whole(self.min_ticket);
        require(all, NotWholeLots)?;
        // Where tickets are not whole lots of the price, base units must be small to each.
        let bought_whole = !self.is_reported && self.lot == lot_of(self.price, self.unit);
        let is_fine = self.min_ticket >= fine_from(self.price, self.unit);
        require(bought_whole || is_fine, PriceTooCoarse)
    }

    fn set_curve(
        &mut self,
        replaces: u32,
        index: usize,
        knots: &[Knot],
    ) -> Result<(), SecuritiesError> {
        require(is_curve(knots), BadCurve)?;
        if self.version > 0 {
            self.next_version(replaces, self.offer_period, 0)?;
        } else {
            require(replaces == 0, OfferChanged)?;
            require(self.is_open() || self.phase() == Phase::Draft, BookNotOpen)?;
        }
        match self.curves.get_mut(index) {
            Some(curve) => *curve = knots.to_vec(),
            None => self.curves.push(knots.to_vec()),
        }
        Ok(())
    }

    fn lock(&mut self, price: u64) -> Result<(), SecuritiesError> {
        require(self.can_lock(), CannotLock)?;
        require(self.is_ready_at_rates(), RatesFell)?;
        if self.is_reported {
            self.price = price;
        }
        let outcomes = self.outcomes(true);
        let found = self.tickets.iter().copied().zip(outcomes);
        self.locked = Some(found.collect());
        Ok(())
    }
}
