//! Setting the rules of a class for transfers, and ending a retention.

use super::{
    rules::{TransferRules, TransferRulesTerms},
    state::Tranche,
};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

impl Tranche {
    /// Replaces its rules, on a day.
    ///
    /// # Errors
    /// [`SecuritiesError::BadTransferRules`], [`SecuritiesError::BadFrozenForm`], [`SecuritiesError::WrapperNotAllowed`].
    pub(crate) fn set_rules(&mut self, terms: &TransferRulesTerms, today: u64) -> Result<()> {
        let rules = TransferRules::of(terms, today)?;
        ensure!(
            (self.restricted != 0 || !rules.asks_credentials())
                && rules.retained_shares <= self.authorised,
            SecuritiesError::BadTransferRules
        );
        self.require_form(&rules)?;
        self.rules = rules;
        if self.is_wrapped != 0 {
            self.require_wrappable()?;
        }
        Ok(())
    }

    /// Ends the retention. Returns its owner and the shares.
    ///
    /// # Errors
    /// [`SecuritiesError::NothingRetained`].
    pub(crate) fn release_retention(&mut self) -> Result<(Pubkey, u64)> {
        let (owner, shares) = (self.rules.retained_owner, self.rules.retained_shares);
        ensure!(shares > 0, SecuritiesError::NothingRetained);
        self.rules.retained_owner = Pubkey::default();
        self.rules.retained_shares = 0;
        Ok((owner, shares))
    }

    /// Refuses a wrapper where its units would break the rules.
    ///
    /// # Errors
    /// [`SecuritiesError::WrapperNotAllowed`].
    pub(crate) fn require_wrappable(&self) -> Result<()> {
        ensure!(
            !self.rules.forbids_wrapper(),
            SecuritiesError::WrapperNotAllowed
        );
        Ok(())
    }
}
