//! Reserves: that which may pay everything runs with the income; those of interest and of expenses pay at the tiers of
//! their purpose what income leaves unpaid.

use super::Walk;
use crate::math::{
    MathResult, fixed,
    waterfall::{EARMARKED, Purpose, Tier},
};

impl Walk<'_> {
    /// Takes what reserves of interest and of expenses hold, up to their targets, out of the income, once only the
    /// tiers are left to pay.
    pub(super) fn set_apart(&mut self) -> MathResult<()> {
        if self.flow.earmarked == [0; EARMARKED] {
            return Ok(());
        }
        for (at, tier) in self.flow.tiers.iter().enumerate() {
            if let Tier::Reserve(purpose, target) = *tier
                && let Some(place) = purpose.place()
                && let Some(held) = self.flow.earmarked.get(place)
                && let Some(ahead_of) = self.earmarked_ahead_of.get_mut(place)
            {
                *ahead_of = at;
                let keeps = target.min(*held);
                self.keep(purpose, keeps)?;
                self.book(at, keeps)?;
            }
        }
        Ok(())
    }

    /// Fills a reserve up to its target, and returns what that takes.
    pub(super) fn fill(&mut self, purpose: Purpose, target: u64) -> MathResult<u64> {
        let held = match purpose.place() {
            // All that it held runs.
            None => 0,
            Some(place) => self.outcome.earmarked.get(place).copied().unwrap_or(0),
        };
        let pay = self.left.min(target.saturating_sub(held));
        self.keep(purpose, pay)?;
        Ok(pay)
    }

    fn keep(&mut self, purpose: Purpose, amount: u64) -> MathResult<()> {
        if let Some(balance) = self.balance(purpose) {
            *balance = fixed::add(*balance, amount)?;
        }
        Ok(())
    }

    /// What a reserve holds by now; while what it held runs, only what its tier has put back.
    pub(super) fn balance(&mut self, purpose: Purpose) -> Option<&mut u64> {
        match purpose.place() {
            None => Some(&mut self.outcome.reserve),
            Some(place) => self.outcome.earmarked.get_mut(place),
        }
    }

    /// What is left of the reserve that may pay everything, which is spent last: what a tier ahead has put back is not
    /// there any more.
    pub(super) fn reserve_left(&self) -> u64 {
        self.flow.reserve.saturating_sub(self.outcome.reserve)
    }

    /// What of a payment that is about to leave what is left is income, which is spent before the reserve.
    pub(super) fn of_income(&self, paid: u64) -> u64 {
        if self.is_principal {
            return 0;
        }
        paid.min(self.left.saturating_sub(self.reserve_left()))
    }

    /// Pays interest or arrears of a debt out of the reserve of interest; see [`Self::draw`].
    pub(super) fn draw_for_interest(
        &mut self,
        rank: u8,
        at: usize,
        unpaid: u64,
    ) -> MathResult<u64> {
        if self.is_debt(rank) {
            self.draw(Purpose::Interest, at, unpaid)
        } else {
            Ok(0)
        }
    }

    /// Pays at a place, out of a reserve that stands behind it, what income leaves unpaid of a claim, and returns how
    /// much that is. Income comes first, then the reserve of the purpose, then that which may pay everything.
    pub(super) fn draw(&mut self, purpose: Purpose, at: usize, unpaid: u64) -> MathResult<u64> {
        let Some(place) = purpose.place() else {
            return Ok(0);
        };
        let ahead_of = self.earmarked_ahead_of.get(place).copied().unwrap_or(0);
        if at >= ahead_of || self.is_principal {
            return Ok(0);
        }
        let income = self.left.saturating_sub(self.reserve_left());
        let held = self.outcome.earmarked.get(place).copied().unwrap_or(0);
        let drawn = unpaid.saturating_sub(income).min(held);
        let outcome = &mut self.outcome;
        if let Some(balance) = outcome.earmarked.get_mut(place) {
            *balance = fixed::sub(*balance, drawn)?;
        }
        if let Some(kept) = outcome.tiers.get_mut(ahead_of) {
            *kept = fixed::sub(*kept, drawn)?;
        }
        if let Some(took) = outcome.tiers.get_mut(at) {
            *took = fixed::add(*took, drawn)?;
        }
        Ok(drawn)
    }
}
