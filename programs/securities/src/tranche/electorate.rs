//! Which shares of a class count in a vote, and whether it has anything to lose.

use super::state::Tranche;
use crate::{errors::SecuritiesError, math::fixed};
use anchor_lang::prelude::*;

impl Tranche {
    /// The shares that count in a vote, in share base units: all but the pot's and the wrapper's. Those that locked books
    /// hold count, and vote once they are settled.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub fn counted(&self) -> Result<u64> {
        Ok(fixed::sub(self.held()?, self.voting.wrapped)?)
    }

    /// The shares that somebody holds, in share base units: all but the pot's.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub(crate) fn held(&self) -> Result<u64> {
        Ok(fixed::sub(self.shares, self.pot.shares)?)
    }

    /// Whether it has nothing to lose: nobody holds a share, it was converted, or it is a debt or a cover that is owed nothing and that no
    /// recovery writes up. Interest must be accrued up to now.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub(crate) fn is_done(&self) -> Result<bool> {
        let owed = [
            self.principal()?,
            self.loss,
            self.short,
            self.interest_due,
            self.arrears,
        ];
        let repaid = (self.is_debt() || self.is_cover()) && owed.iter().all(|amount| *amount == 0);
        Ok(self.shares == 0 || repaid || self.is_converted())
    }

    /// Refuses to sell more of its shares while a resolution that asks it can be voted on: nobody floods a class with
    /// votes.
    ///
    /// # Errors
    /// [`SecuritiesError::ClassVoting`].
    pub(crate) fn require_no_vote(&self, now: i64) -> Result<()> {
        ensure!(now >= self.voting.until, SecuritiesError::ClassVoting);
        Ok(())
    }
}
