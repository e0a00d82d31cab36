//! Which shares of a class count in a vote, and whether it has anything to lose.

use super::state::Tranche;
use crate::{errors::SecuritiesError, math::fixed};
use anchor_lang::prelude::*;

impl Tranche {
    /// The shares that somebody holds and that count in a vote, in share base units: all but the pot's. Those that locked
    /// books hold vote once they are settled, and those in a wrapper once they are unwrapped.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub fn held(&self) -> Result<u64> {
        Ok(fixed::sub(self.shares, self.pot.shares)?)
    }

    /// Whether it has nothing to lose: nobody holds a share, it was converted or redeemed, or it is a debt or a cover that is owed nothing and that no
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
        Ok(self.held()? == 0 || repaid || self.is_over())
    }

    /// Whether it has nothing to lose either way: it [is done](Self::is_done), and nobody has shares of it that share profit, as those of
    /// debts and covers do also once they are repaid. `sharing` has one bit by rank for the classes that do.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub(crate) fn gets_no_more(&self, sharing: u8) -> Result<bool> {
        let is_shared = sharing & 1_u8.wrapping_shl(self.rank.into()) != 0;
        let shares = is_shared && self.held()? > 0 && !self.is_over();
        Ok(self.is_done()? && !shares)
    }

    /// Whether shares of it are set aside that warrants, rewards or conversions can still issue. What was converted stays counted as
    /// offered.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub(crate) fn sets_shares_aside(&self) -> Result<bool> {
        let had = fixed::add(self.issued()?, self.conversions.given)?;
        Ok(self.shares_offered > had)
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
