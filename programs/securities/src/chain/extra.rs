//! The accounts after an instruction's named ones, which Anchor calls remaining accounts: read in order, group by group,
//! each with the error that says what is missing.
//!
//! Beside each group's reader a constant says what the group is, and the instruction's documentation, which becomes the
//! IDL's, says it word for word (`tests/tests/suite/extra_accounts.rs`).

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// What is left to read of the accounts after the named ones.
pub(crate) struct Extra<'info>(&'info [AccountInfo<'info>]);

impl<'info> Extra<'info> {
    /// All of them.
    pub const fn new(accounts: &'info [AccountInfo<'info>]) -> Self {
        Self(accounts)
    }

    /// Whether nothing is left.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next account.
    ///
    /// # Errors
    /// `missing`, where none is left.
    pub fn next(&mut self, missing: SecuritiesError) -> Result<&'info AccountInfo<'info>> {
        let [account] = self.take(missing)?;
        Ok(account)
    }

    /// The next accounts, of a group that comes together.
    ///
    /// # Errors
    /// `missing`, where fewer are left.
    pub fn take<const N: usize>(
        &mut self,
        missing: SecuritiesError,
    ) -> Result<&'info [AccountInfo<'info>; N]> {
        let (first, rest) = self.0.split_first_chunk().ok_or(missing)?;
        self.0 = rest;
        Ok(first)
    }
}
