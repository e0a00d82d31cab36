//! The accounts after an instruction's named ones, which Anchor calls remaining accounts. They are read in order, group
//! by group, each with an error that says what is missing.
//!
//! Beside each group's reader, a constant says what the group is. The instruction's documentation, and so the IDL's,
//! says the same word for word (`tests/tests/suite/extra_accounts.rs`).

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// The accounts after the named ones that are still to be read.
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

    /// All that are left.
    pub const fn rest(self) -> &'info [AccountInfo<'info>] {
        self.0
    }

    /// The next account.
    ///
    /// # Errors
    /// `missing`, if none is left.
    pub fn next(&mut self, missing: SecuritiesError) -> Result<&'info AccountInfo<'info>> {
        let [account] = self.take(missing)?;
        Ok(account)
    }

    /// The next accounts, which belong together as a group.
    ///
    /// # Errors
    /// `missing`, if fewer are left.
    pub fn take<const N: usize>(
        &mut self,
        missing: SecuritiesError,
    ) -> Result<&'info [AccountInfo<'info>; N]> {
        let (first, rest) = self.0.split_first_chunk().ok_or(missing)?;
        self.0 = rest;
        Ok(first)
    }
}
