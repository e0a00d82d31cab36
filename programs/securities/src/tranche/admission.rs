//! What a record takes over of what qualifiers say of its owner.

use super::holder::Holder;
use crate::{
    credential::statement::{PROTOCOLS, Statement},
    errors::SecuritiesError,
};
use anchor_lang::prelude::*;

impl Holder {
    /// Takes over what is said of its owner. The qualifier that admitted the holder, or its successor, may change or revoke the
    /// statement; revoked, or over, it leaves category and country as they are, by which the owner can still sell. Another
    /// qualifier may only extend it, unless the owner has signed: so a stranger's credential shuts nobody out, and the owner
    /// leaves a qualifier for another. The same holds between qualifiers and the registration of a protocol, which says nothing
    /// before it is valid: a veto bars no credential. A record with an allotment stays with the person that it was counted for.
    ///
    /// # Errors
    /// [`SecuritiesError::ProtocolNotValid`] for a registration that is not valid and did not admit the holder,
    /// [`SecuritiesError::CredentialExpired`] for another qualifier's credential that is not valid or, unasked, not valid for
    /// longer; [`SecuritiesError::OtherStatement`] for one that says something else, unasked.
    pub(crate) fn qualify(
        &mut self,
        statement: &Statement,
        is_signed: bool,
        now: i64,
    ) -> Result<()> {
        let (is_first, is_valid) = (self.qualifier_place == 0, statement.is_valid(now));
        if self.qualifier_place != statement.place {
            ensure!(
                is_valid || statement.place != PROTOCOLS,
                SecuritiesError::ProtocolNotValid
            );
            let is_chosen = is_signed && (is_valid || is_first);
            ensure!(
                is_chosen || (is_valid && statement.until > self.credential_until),
                SecuritiesError::CredentialExpired
            );
            let says_the_same = self.category == statement.category
                && self.jurisdiction == statement.jurisdiction
                && self.person == statement.person;
            ensure!(
                is_chosen || is_first || says_the_same,
                SecuritiesError::OtherStatement
            );
        }
        self.qualifier_place = statement.place;
        self.qualifier = statement.source;
        self.credential_until = statement.until;
        if is_valid || is_first {
            self.category = statement.category;
            self.jurisdiction = statement.jurisdiction;
            if self.allotted == 0 {
                self.person = statement.person;
            }
        }
        Ok(())
    }
}
