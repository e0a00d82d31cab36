//! The form of a class's shares: hooked, so that every transfer passes the records of both ends, or frozen, so that no token
//! account can move anything outside exchange windows.

use super::{
    rules::TransferRules,
    state::Tranche,
    window::{WINDOW_NEVER, WindowRule},
};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// The longest window of the frozen form, in days: so long can payments be held.
pub const MAX_THAWED_DAYS: u16 = 31;

/// How shares of a class are tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ShareForm {
    /// With this program's transfer hook.
    Hooked = 0,
    /// Without a hook: token accounts are frozen, but for those that are thawed in an exchange window.
    Frozen = 1,
}

impl Tranche {
    /// Whether its shares are in the frozen form.
    #[must_use]
    pub const fn is_frozen_form(&self) -> bool {
        self.form == ShareForm::Frozen as u8
    }

    /// Sets its form, when it is created. A class in the frozen form has no windows until its rules name some.
    pub(crate) const fn set_form(&mut self, form: ShareForm) {
        self.form = form as u8;
        if self.is_frozen_form() {
            self.rules.window.kind = WINDOW_NEVER;
        }
    }

    /// Refuses rules that the form cannot keep: while an account is thawed, nothing of this program sees a transfer.
    ///
    /// # Errors
    /// [`SecuritiesError::BadFrozenForm`].
    pub(super) fn require_form(&self, rules: &TransferRules) -> Result<()> {
        ensure!(
            !self.is_frozen_form()
                || (rules.window.is_rule()
                    && rules.window.longest() <= MAX_THAWED_DAYS
                    && rules.has_moves == 0
                    && rules.daily_shares == 0
                    && !rules.is_limited()),
            SecuritiesError::BadFrozenForm
        );
        Ok(())
    }

    /// Refuses a time in which a book is to be locked, from a second on until before another, if no day of it at a stretch is
    /// outside windows: in them a stranger can thaw an account, and while one is thawed no book is locked that issues shares of
    /// the class.
    ///
    /// # Errors
    /// [`SecuritiesError::NoDayToLock`].
    pub(crate) fn require_day_to_lock(&self, from: i64, until: i64) -> Result<()> {
        ensure!(
            !self.is_frozen_form() || self.rules.window.windows()?.leave_a_day(from, until)?,
            SecuritiesError::NoDayToLock
        );
        Ok(())
    }

    /// Refuses while accounts are thawed: nobody knows who holds the shares, and money is held for whoever does in the end.
    ///
    /// # Errors
    /// [`SecuritiesError::SharesThawed`].
    pub(crate) fn require_still(&self) -> Result<()> {
        ensure!(self.thawed == 0, SecuritiesError::SharesThawed);
        Ok(())
    }
}

impl WindowRule {
    /// The days of its longest window; 0 without any.
    fn longest(&self) -> u16 {
        let ranges = self.ranges.iter();
        let longest = ranges.map(|range| range.until.saturating_sub(range.from));
        longest.fold(self.days, u16::max)
    }
}
