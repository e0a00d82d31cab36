//! Setting the rules of a class for transfers, and ending a retention.

use super::{
    rules::{TransferRules, TransferRulesTerms},
    state::Tranche,
};
use crate::{errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

impl TransferRulesTerms {
    /// Refuses limits of holders where protocols register: anyone registers as many addresses as it likes, each of which would
    /// be a person and could take a place.
    ///
    /// # Errors
    /// [`SecuritiesError::ProtocolsNotLimited`].
    pub(crate) fn require_limits_of(&self, security: &Security) -> Result<()> {
        ensure!(
            security.protocol_days == 0 || (self.max_holders == 0 && self.max_shares == 0),
            SecuritiesError::ProtocolsNotLimited
        );
        Ok(())
    }
}

impl Tranche {
    /// Replaces its rules, on a day.
    ///
    /// # Errors
    /// [`SecuritiesError::BadTransferRules`], [`SecuritiesError::BadFrozenForm`], [`SecuritiesError::WrapperNotAllowed`].
    pub(crate) fn set_rules(&mut self, terms: &TransferRulesTerms, today: u64) -> Result<()> {
        self.rules = self.new_rules(terms, today)?;
        Ok(())
    }

    /// Its rules by new terms, as a resolution replaces them: the retention, to which its owner agreed, stays, and so does
    /// the number of persons.
    ///
    /// # Errors
    /// Those of [`Self::set_rules`]; [`SecuritiesError::BadProposal`] for terms with a retention.
    pub(crate) fn amended_rules(
        &self,
        terms: &TransferRulesTerms,
        today: u64,
    ) -> Result<TransferRules> {
        ensure!(terms.retained.is_none(), SecuritiesError::BadProposal);
        let TransferRules {
            retained_owner,
            retained_shares,
            persons,
            version,
            ..
        } = self.rules;
        Ok(TransferRules {
            retained_owner,
            retained_shares,
            persons,
            version: version.checked_add(1).ok_or(SecuritiesError::Overflow)?,
            ..self.new_rules(terms, today)?
        })
    }

    fn new_rules(&self, terms: &TransferRulesTerms, today: u64) -> Result<TransferRules> {
        let rules = TransferRules::of(terms, today)?;
        ensure!(
            (self.restricted != 0 || !rules.needs_qualifiers())
                && rules.retained_shares <= self.authorised,
            SecuritiesError::BadTransferRules
        );
        self.require_form(&rules)?;
        ensure!(
            self.is_wrapped == 0 || !rules.forbids_wrapper(),
            SecuritiesError::WrapperNotAllowed
        );
        Ok(rules)
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
