//! Who draws: whoever is in control and has the power, or a manager within its budget.

use super::{
    budget::{Budget, BudgetTerms, MAX_BUDGET_DAYS},
    control::{Act, Power},
    state::Security,
};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

impl Security {
    /// Sets the budget, in place of the one that there is, or ends it.
    ///
    /// # Errors
    /// [`SecuritiesError::Winding`], [`SecuritiesError::BadBudget`].
    pub(crate) fn set_budget(&mut self, terms: &BudgetTerms, now: i64) -> Result<()> {
        self.require_running()?;
        let is_sound = if terms.amount == 0 {
            self.budget.amount > 0
        } else {
            terms.vault < self.vault_count
                && self.destinations().contains(&terms.destination)
                && ![Pubkey::default(), self.arbitrator].contains(&terms.manager)
                && terms.days <= MAX_BUDGET_DAYS
                && terms.until > now
        };
        ensure!(is_sound, SecuritiesError::BadBudget);
        let number = self.budget.number.checked_add(1);
        self.budget.end();
        self.budget.number = number.ok_or(SecuritiesError::Overflow)?;
        if terms.amount > 0 {
            self.budget = Budget {
                manager: terms.manager,
                destination: terms.destination,
                amount: terms.amount,
                left: terms.amount,
                began_at: now,
                until: terms.until,
                number: self.budget.number,
                days: terms.days,
                vault: terms.vault,
                reinvestment: terms.reinvestment.into(),
            };
        }
        Ok(())
    }

    /// Lets whoever is in control draw, if it has the power and, as an agent, has announced the draw; and the manager, out of its
    /// budget, which stands in for the power and for nothing else. Nobody draws once the security is being wound down.
    ///
    /// # Errors
    /// [`SecuritiesError::Winding`], [`SecuritiesError::OutsideBudget`], [`SecuritiesError::BudgetOver`], [`SecuritiesError::BudgetSpent`], for a manager that
    /// is the arbitrator by now [`SecuritiesError::BadBudget`]; of others those of `require_power` and `take_act`.
    pub(crate) fn authorise_draw(&mut self, signer: &Pubkey, act: &Act, now: i64) -> Result<()> {
        self.require_running()?;
        let is_manager = self.budget.amount > 0 && *signer == self.budget.manager;
        match self.require_power(signer, Power::Draws) {
            Ok(()) => self.take_act(act, now),
            Err(error) if is_manager && is_of_authority(&error) => {
                ensure!(*signer != self.arbitrator, SecuritiesError::BadBudget);
                self.budget.take(act, now)
            }
            Err(error) => Err(error),
        }
    }

    /// Gives control to a stage. What the one before announced is void, and so is a budget: it was voted while somebody else was
    /// in control.
    pub(crate) fn give_control(&mut self, stage: u8, now: i64) {
        self.control.go_to(stage, now);
        self.budget.end();
    }
}

/// Whether a signer was refused for who it is: other refusals hold for a manager too.
fn is_of_authority(error: &Error) -> bool {
    let Error::AnchorError(error) = error else {
        return false;
    };
    [
        SecuritiesError::NotSponsor,
        SecuritiesError::NotInControl,
        SecuritiesError::NoPower,
    ]
    .into_iter()
    .any(|one| u32::from(one) == error.error_code_number)
}
