//! What a manager whom holders have elected may draw.

use super::control::Act;
use crate::{errors::SecuritiesError, math::calendar};
use anchor_lang::prelude::*;

/// The most days of a budget's period.
pub const MAX_BUDGET_DAYS: u16 = 366;

/// A budget that holders vote on. Who draws within it needs no power.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetTerms {
    /// Who draws; not the arbitrator.
    pub manager: Pubkey,
    /// The account that it draws to, one of the security's destinations.
    pub destination: Pubkey,
    /// Place of the vault that it draws from, from 0.
    pub vault: u8,
    /// Whether it draws what waits for new assets, instead of proceeds.
    pub reinvestment: bool,
    /// The most that it draws in a period, in base units of the vault's mint; 0: there is no budget any more, and nothing else here
    /// counts.
    pub amount: u64,
    /// Days of a period, 1 to 366, of which the first begins with the budget; 0: the whole time is one period.
    pub days: u16,
    /// Until when it draws, in Unix seconds; at most 366 days after the resolution can first be executed.
    pub until: i64,
}

/// The budget of a security: one at a time. Amounts are in base units of the vault's mint.
#[zero_copy]
pub struct Budget {
    /// Who draws.
    pub manager: Pubkey,
    /// The account that it draws to.
    pub destination: Pubkey,
    /// The most that it draws in a period; 0: there is no budget.
    pub amount: u64,
    /// What is left of that in the period that began last.
    pub left: u64,
    /// When that began, in Unix seconds.
    pub began_at: i64,
    /// Until when it draws, in Unix seconds.
    pub until: i64,
    /// How many budgets were voted so far.
    pub number: u32,
    /// Days of a period; 0: the whole time is one.
    pub days: u16,
    /// Place of the vault that it draws from, from 0.
    pub vault: u8,
    /// 1: it draws what waits for new assets; 0: proceeds.
    pub reinvestment: u8,
}

const _: () = assert!(size_of::<Budget>() == 104);

impl Budget {
    /// What the manager may still draw in the period of `now`. What it does not draw in a period is not added to the next one.
    #[must_use]
    pub fn left(&self, now: i64) -> u64 {
        if now >= self.until {
            0
        } else if self.period_at(now) > self.began_at {
            self.amount
        } else {
            self.left
        }
    }

    /// When the period of `now` began.
    fn period_at(&self, now: i64) -> i64 {
        // Without a sign: bytecode divides no other numbers.
        let length = calendar::seconds_of(self.days).cast_unsigned();
        let gone = now.saturating_sub(self.began_at).max(0).cast_unsigned();
        let over = gone.checked_rem(length);
        over.map_or(self.began_at, |over| now.saturating_sub(over.cast_signed()))
    }

    /// Ends it; the number stays.
    pub(crate) fn end(&mut self) {
        *self = Self {
            number: self.number,
            ..bytemuck::Zeroable::zeroed()
        };
    }

    /// Takes a draw out of what is left.
    ///
    /// # Errors
    /// [`SecuritiesError::OutsideBudget`], [`SecuritiesError::BudgetOver`], [`SecuritiesError::BudgetSpent`].
    pub(super) fn take(&mut self, act: &Act, now: i64) -> Result<()> {
        let Act::Draw {
            vault,
            destination,
            amount,
            reinvestment,
        } = *act
        else {
            return Err(SecuritiesError::OutsideBudget.into());
        };
        ensure!(
            vault == self.vault
                && destination == self.destination
                && reinvestment == (self.reinvestment == 1),
            SecuritiesError::OutsideBudget
        );
        ensure!(now < self.until, SecuritiesError::BudgetOver);
        let left = self.left(now).checked_sub(amount);
        self.left = left.ok_or(SecuritiesError::BudgetSpent)?;
        self.began_at = self.period_at(now);
        Ok(())
    }
}
