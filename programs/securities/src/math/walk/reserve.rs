//! Reserves: that which may pay everything runs with the income; those of interest and of expenses pay at the tiers of
//! their purpose what income leaves unpaid.

use super::Walk;
use crate::math::{
    MathResult, fixed,
    waterfall::{EARMARKED, Purpose, Tier},
};

/// What all reserves hold together: the one that may pay everything, and the others.
///
/// # Errors
/// [`crate::math::MathError::Overflow`].
pub fn all_reserves(reserve: u64, earmarked: [u64; EARMARKED]) -> MathResult<u64> {
    let mut sum = reserve;
    for held in earmarked {
        sum = fixed::add(sum, held)?;
    }
    Ok(sum)
}

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
    /// there any more. Nothing before its money runs.
    pub(super) fn reserve_left(&self) -> u64 {
        self.reserve.saturating_sub(self.outcome.reserve)
    }

    /// Takes what written-off principal needs out of reserves, in the order of their tiers; they hold as much together.
    pub(super) fn take_of_reserves(&mut self, amount: u64) -> MathResult<()> {
        let mut needed = amount;
        for (at, tier) in self.flow.tiers.iter().enumerate() {
            if needed == 0 {
                break;
            }
            let Tier::Reserve(purpose, _) = *tier else {
                continue;
            };
            let Some(balance) = self.balance(purpose) else {
                continue;
            };
            let gives = needed.min(*balance);
            *balance = fixed::sub(*balance, gives)?;
            needed = fixed::sub(needed, gives)?;
            if let Some(kept) = self.outcome.tiers.get_mut(at) {
                *kept = fixed::sub(*kept, gives)?;
            }
        }
        Ok(())
    }

    /// How much of an entitlement the income that is left pays, which is spent before any reserve.
    pub(super) fn of_income(&self, entitlement: u64) -> u64 {
        if self.is_principal {
            return 0;
        }
        entitlement.min(self.left.saturating_sub(self.reserve_left()))
    }

    /// Adds to what is left, out of a reserve that stands behind a place, what income leaves unpaid of an entitlement there, which
    /// must be paid next. So income comes first, then the reserve of the purpose, then that which may pay everything.
    pub(super) fn draw(&mut self, purpose: Purpose, at: usize, unpaid: u64) -> MathResult<()> {
        let Some(place) = purpose.place() else {
            return Ok(());
        };
        let ahead_of = self.earmarked_ahead_of.get(place).copied().unwrap_or(0);
        if at >= ahead_of || self.is_principal {
            return Ok(());
        }
        let short = unpaid.saturating_sub(self.of_income(unpaid));
        let Some(held) = self.outcome.earmarked.get_mut(place) else {
            return Ok(());
        };
        let drawn = short.min(*held);
        *held = fixed::sub(*held, drawn)?;
        if let Some(kept) = self.outcome.tiers.get_mut(ahead_of) {
            *kept = fixed::sub(*kept, drawn)?;
        }
        self.left = fixed::add(self.left, drawn)?;
        Ok(())
    }
}
