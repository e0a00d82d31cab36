//! What a share of a book costs, and how many of them money buys.

use super::version::is_fine;
use crate::{
    book::state::Book,
    errors::SecuritiesError,
    math::{fixed, quantity::Shares, tap},
    tranche::{floor::Floor, state::Tranche},
};
use anchor_lang::prelude::*;

impl Book {
    /// Shares that accepted money buys, `ahead` having bought before: `S(ahead + accepted) - S(ahead)`, with
    /// `S(v) = floor(v * unit / price)`, and with accrued interest on top of the price as in [`tap::bought`]. `unit` is
    /// share base units in one whole share.
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

    /// Brings the price to that of the lock: of debt and covers no more than what a share still stands for, once part of
    /// it is repaid; and on top of it the interest accrued on a share.
    ///
    /// # Errors
    /// [`SecuritiesError::PriceTooCoarse`] where that is no price of whole lots, and a share base unit too dear for a
    /// price of any amount.
    pub(crate) fn reprice(&mut self, tranche: &Tranche, floor: Floor) -> Result<()> {
        let before = self.price;
        if let Some(left) = tranche.price_left(floor) {
            self.price = self.price.min(left);
            self.price_min = self.price;
            self.cover_par = tranche.cover_price(floor);
        }
        self.accrued.set(tranche.accrued()?);
        let is_odd = self.price != before || self.accrued.get() > 0;
        ensure!(
            !is_odd || is_fine(self.price, tranche.unit, self.min_ticket),
            SecuritiesError::PriceTooCoarse
        );
        Ok(())
    }
}
