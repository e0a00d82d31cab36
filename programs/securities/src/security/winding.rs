//! How a security is wound down: from when, what is left of it, and what begins no more.

use super::{
    counters::VAULTS,
    state::{MAX_VAULTS, Security, Status},
};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// How long a security that has begun winds down at least, in seconds: payments that are on their way still come in, and losses
/// are still recorded.
pub const WINDING_TIME: i64 = 30 * 86_400;
/// How long money in another mint waits for debts that are owed something, in seconds from the beginning of the wind-down.
pub const OTHER_MINT_TIME: i64 = 365 * 86_400;

const _: () = assert!(VAULTS == MAX_VAULTS);

impl Security {
    /// Whether it is being wound down, or has ended.
    #[must_use]
    pub const fn is_winding(&self) -> bool {
        self.status >= Status::Winding as u8
    }

    /// Whether it has ended.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.status == Status::Ended as u8
    }

    /// Whether it has been wound down for long enough to end. Before the first lock nobody has paid for anything.
    #[must_use]
    pub const fn is_winding_over(&self, now: i64) -> bool {
        let least = if self.began_at == 0 { 0 } else { WINDING_TIME };
        self.is_winding() && now >= self.winding.from.saturating_add(least)
    }

    /// Refuses what begins something new, once it is being wound down.
    ///
    /// # Errors
    /// [`SecuritiesError::Winding`].
    pub(crate) fn require_running(&self) -> Result<()> {
        ensure!(!self.is_winding(), SecuritiesError::Winding);
        Ok(())
    }

    /// Refuses what comes in, once it has ended.
    ///
    /// # Errors
    /// [`SecuritiesError::Ended`].
    pub(crate) fn require_not_ended(&self) -> Result<()> {
        ensure!(!self.has_ended(), SecuritiesError::Ended);
        Ok(())
    }

    /// Begins the wind-down, which ends a budget.
    pub(crate) fn wind_down(&mut self, now: i64) {
        self.status = Status::Winding as u8;
        self.winding.from = now;
        self.budget.end();
    }

    /// Refuses a return of unused proceeds that nobody can take. Once the security is being wound down, it keeps what a return of
    /// all of a vault's treasury leaves there, and refuses only another one of the same.
    ///
    /// # Errors
    /// [`SecuritiesError::NobodyToReturnTo`].
    pub(crate) fn note_return(
        &mut self,
        (vault, gross): (u8, u64),
        undistributed: u64,
        is_all: bool,
    ) -> Result<()> {
        let winding = self.is_winding();
        let left = self.winding.left.get_mut(usize::from(vault));
        let left = left.ok_or(SecuritiesError::UnknownValue)?;
        ensure!(
            undistributed < gross || (winding && is_all && *left != gross),
            SecuritiesError::NobodyToReturnTo
        );
        if winding && is_all {
            *left = undistributed;
        }
        Ok(())
    }
}
