//! What a record takes over of what qualifiers say of its owner.

use super::holder::Holder;
use crate::{credential::state::Credential, errors::SecuritiesError};
use anchor_lang::prelude::*;

impl Holder {
    /// Takes over the statement of a qualifier, given by its place among the security's qualifiers, from 1. The
    /// qualifier that admitted the holder, or its successor, may change or revoke the statement; revoked, or over, it leaves
    /// category and country as they are, by which the owner can still sell. Another qualifier may only extend it, unless the
    /// owner has signed: so a stranger's credential shuts nobody out, and the owner leaves a qualifier for another. A record
    /// with an allotment stays with the person that it was counted for.
    ///
    /// # Errors
    /// [`SecuritiesError::CredentialExpired`] for another qualifier's credential that is not valid or, unasked, not valid for
    /// longer; [`SecuritiesError::OtherStatement`] for one that says something else, unasked.
    pub(crate) fn qualify(
        &mut self,
        credential: &Credential,
        (place, is_signed): (u8, bool),
        now: i64,
    ) -> Result<()> {
        let (is_first, is_valid) = (self.qualifier_place == 0, credential.is_valid(now));
        if self.qualifier_place != place {
            let is_chosen = is_signed && (is_valid || is_first);
            ensure!(
                is_chosen || (is_valid && credential.expires_at > self.credential_until),
                SecuritiesError::CredentialExpired
            );
            let says_the_same = self.category == credential.category
                && self.jurisdiction == credential.jurisdiction
                && self.person == credential.person();
            ensure!(
                is_chosen || is_first || says_the_same,
                SecuritiesError::OtherStatement
            );
        }
        self.qualifier_place = place;
        self.qualifier = credential.qualifier;
        self.credential_until = credential.expires_at;
        if is_valid || is_first {
            self.category = credential.category;
            self.jurisdiction = credential.jurisdiction;
            if self.allotted == 0 {
                self.person = credential.person();
            }
        }
        Ok(())
    }
}
