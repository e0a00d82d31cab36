//! The price of a book's shares, and how many of them money buys.

use super::version::is_fine;
use crate::{
    book::state::Book,
    errors::SecuritiesError,
    math::{fixed, quantity::Shares, tap},
    tranche::{floor::Floor, state::Tranche},
};
use anchor_lang::prelude::*;

impl Book {
    /// Shares that `accepted` money buys after `ahead` money has bought: `S(ahead + accepted) - S(ahead)`, with
    /// `S(v) = floor(v * unit / price)`, or with what has accrued on top of the price as in [`tap::bought`]. `unit` is
    /// the number of share base units in one whole share.
    ///
    /// # Errors
    /// [`SecuritiesError::DivisionByZero`] for a zero price; [`SecuritiesError::Overflow`].
    pub fn shares_for(&self, ahead: u64, accepted: u64, unit: u64) -> Result<Shares> {
        let after = self.bought(fixed::add(ahead, accepted)?, unit)?;
        Ok(after.minus(self.bought(ahead, unit)?)?)
    }

    fn bought(&self, money: u64, unit: u64) -> Result<Shares> {
        let accrued = self.accrued.get();
        Ok(if accrued == 0 {
            Shares(fixed::mul_div_floor(money, unit, self.price)?)
        } else {
            tap::bought(money, self.price, accrued, unit)?
        })
    }

    /// Sets the price of the lock. For debt and covers, once a part of a share is repaid, the price is at most what the
    /// share still represents. Interest accrued on a share, and its part of what streams, are added on top.
    ///
    /// # Errors
    /// [`SecuritiesError::PriceTooCoarse`] when the price changes or something is added to it, so that tickets need not be
    /// whole lots, and a share base unit costs too much for that: of what it costs with what is added, as much as it was
    /// offered for.
    pub(crate) fn reprice(&mut self, tranche: &Tranche, floor: Floor) -> Result<()> {
        let before = self.price;
        if let Some(left) = tranche.price_left(floor) {
            self.price = self.price.min(left);
            self.price_min = self.price;
            self.cover_par = tranche.cover_price(floor);
        }
        self.accrued.set(tranche.accrued()?);
        let accrued = self.accrued.get();
        let is_odd = self.price != before || accrued > 0;
        let costs = tap::dirty(self.price, accrued).min(before);
        ensure!(
            !is_odd || is_fine(costs, tranche.unit, self.min_ticket),
            SecuritiesError::PriceTooCoarse
        );
        Ok(())
    }
}
