//! What the model says of actions of the sponsor, the market and the clock.

use super::{
    draw::Action,
    model::{Answer, Asked, Model},
    money::require,
    outcome::{is_curve, is_nowhere_flatter},
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
            Action::Offer {
                price,
                price_min,
                minimum,
            } => self.offer(price, price_min, minimum)?,
            Action::Improve { .. } => self.improve(action)?,
            Action::Curve { index, ref knots } => self.set_curve(index, knots)?,
            Action::Grow { capacity } => {
                self.require_open()?;
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

    fn offer(&mut self, price: u64, price_min: u64, minimum: u64) -> Result<(), SecuritiesError> {
        self.require_open()?;
        let ends = self.now + self.offer_period;
        require(ends <= self.deadline, OfferPeriodTooLong)?;
        let in_band = 0 < price_min && price_min <= price;
        require(
            in_band && (self.is_reported || price_min == price),
            PriceOutOfBand,
        )?;
        let mut offered = self.clone();
        (offered.price, offered.price_min, offered.minimum) = (price, price_min, minimum);
        offered.lot = if self.is_reported {
            1
        } else {
            lot_of(price, self.unit)
        };
        // Money in line stays in whole lots.
        if !self.tickets.is_empty() && !self.lot.is_multiple_of(offered.lot) {
            offered.lot = 1;
        }
        offered.check_limits()?;
        offered.version += 1;
        offered.offer_ends = ends;
        *self = offered;
        Ok(())
    }

    fn check_limits(&self) -> Result<(), SecuritiesError> {
        let above = |limit| limit == 0 || self.min_ticket <= limit;
        require(
            0 < self.minimum
                && self.minimum <= self.cap
                && 0 < self.min_ticket
                && self.min_ticket <= self.cap
                && above(self.max_ticket)
                && above(self.owner_limit),
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

    fn improve(&mut self, action: &Action) -> Result<(), SecuritiesError> {
        let Action::Improve {
            cap,
            min_ticket,
            max_ticket,
            owner_limit,
            tip,
        } = *action
        else {
            unreachable!("an improvement")
        };
        require(self.is_open() || self.phase() == Phase::Draft, NotOffering)?;
        let limit = |limit: u64| if limit == 0 { u64::MAX } else { limit };
        require(
            cap >= self.cap
                && min_ticket <= self.min_ticket
                && limit(max_ticket) >= limit(self.max_ticket)
                && limit(owner_limit) >= limit(self.owner_limit)
                && tip >= self.tip,
            TermsWorse,
        )?;
        let better = Self {
            cap,
            min_ticket,
            max_ticket,
            owner_limit,
            tip,
            ..self.clone()
        };
        better.check_limits()?;
        *self = better;
        Ok(())
    }

    fn set_curve(&mut self, index: usize, knots: &[Knot]) -> Result<(), SecuritiesError> {
        require(is_curve(knots), BadCurve)?;
        require(self.is_open() || self.phase() == Phase::Draft, NotOffering)?;
        let old = self.curves.get(index).cloned().unwrap_or_default();
        require(is_nowhere_flatter(knots, &old), TermsWorse)?;
        match self.curves.get_mut(index) {
            Some(curve) => *curve = knots.to_vec(),
            None => self.curves.push(knots.to_vec()),
        }
        Ok(())
    }

    fn lock(&mut self, price: u64) -> Result<(), SecuritiesError> {
        require(self.can_lock(), CannotLock)?;
        if self.is_reported {
            self.price = price;
        }
        let outcomes = self.outcomes(true);
        let found = self.tickets.iter().copied().zip(outcomes);
        self.locked = Some(found.collect());
        Ok(())
    }
}
