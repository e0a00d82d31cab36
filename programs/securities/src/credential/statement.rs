//! What a holder record takes over of its owner: a qualifier's credential, or the security's registration of a protocol.

use super::{protocol::Protocol, state::Credential};
use crate::{
    errors::SecuritiesError,
    security::state::{MAX_QUALIFIERS, Security},
};
use anchor_lang::{Discriminator, prelude::*};

/// The place of registrations among those who admit holders, after the qualifiers' places from 1.
pub const PROTOCOLS: u8 = MAX_QUALIFIERS as u8 + 1;

/// What is said of an owner.
pub struct Statement {
    /// The place of who says it: a qualifier's, from 1, or [`PROTOCOLS`].
    pub place: u8,
    /// Who says it: the qualifier, or the security itself.
    pub source: Pubkey,
    /// The category of investors that the owner is in.
    pub category: u8,
    /// Country of the owner, ISO 3166-1 numeric; 0: not stated.
    pub jurisdiction: u16,
    /// The person that the owner is.
    pub person: Pubkey,
    /// Until when the owner is admitted, in Unix seconds; 0: it is not.
    pub until: i64,
}

impl Statement {
    /// Reads what an account says of an owner, for a security at its address.
    ///
    /// # Errors
    /// [`SecuritiesError::NotOwner`] for what is about another owner, [`SecuritiesError::NotQualifier`] for a credential of
    /// somebody whom the security does not name, [`SecuritiesError::WrongSecurity`] for a registration with another security.
    pub(crate) fn read<'info>(
        account: &'info AccountInfo<'info>,
        owner: &Pubkey,
        (security, key): (&Security, &Pubkey),
        now: i64,
    ) -> Result<Self> {
        let is_protocol = *account.owner == crate::ID
            && account
                .try_borrow_data()?
                .starts_with(Protocol::DISCRIMINATOR);
        if is_protocol {
            let loader = AccountLoader::<Protocol>::try_from(account)?;
            let protocol = loader.load()?;
            ensure_keys_eq!(protocol.address, *owner, SecuritiesError::NotOwner);
            ensure_keys_eq!(protocol.security, *key, SecuritiesError::WrongSecurity);
            return Ok(Self {
                place: PROTOCOLS,
                source: *key,
                category: security.protocol_category,
                jurisdiction: security.protocol_jurisdiction,
                person: *owner,
                until: protocol.until(now)?,
            });
        }
        let loader = AccountLoader::<Credential>::try_from(account)?;
        let credential = loader.load()?;
        ensure_keys_eq!(credential.subject, *owner, SecuritiesError::NotOwner);
        Ok(Self {
            place: security.qualifier_place(&credential.qualifier)?,
            source: credential.qualifier,
            category: credential.category,
            jurisdiction: credential.jurisdiction,
            person: credential.person(),
            until: credential.expires_at,
        })
    }

    /// Whether it admits the owner at `now`.
    #[must_use]
    pub const fn is_valid(&self, now: i64) -> bool {
        now < self.until
    }
}
