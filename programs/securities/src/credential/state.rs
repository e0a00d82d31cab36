//! The Credential account: a qualifier's statement about an owner. It serves every security that names the qualifier.

use crate::{errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Layout version of the Credential account.
pub const VERSION: u8 = 1;

/// A qualifier's statement about an owner. Address: see [`crate::chain::seeds::CREDENTIAL`].
#[account(zero_copy)]
pub struct Credential {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// The category of investors that the qualifier puts the owner in, for rules between categories.
    pub category: u8,
    /// Zero.
    pub padding: u8,
    /// Country of the owner, ISO 3166-1 numeric; 0: not stated.
    pub jurisdiction: u16,
    /// Zero.
    pub padding_2: u16,
    /// The qualifier that issued the credential, or the schema whose attestation it is a copy of.
    pub qualifier: Pubkey,
    /// The owner that the credential is about: a wallet, or an address of another program.
    pub subject: Pubkey,
    /// Whoever paid the rent.
    pub rent_payer: Pubkey,
    /// When the credential expires, in Unix seconds; 0: revoked.
    pub expires_at: i64,
    /// When the credential was last changed, in Unix seconds.
    pub changed_at: i64,
    /// The person that the owner is, for limits of holders; the default address: the owner itself.
    pub person: Pubkey,
}

const _: () = assert!(size_of::<Credential>() == 152 && align_of::<Credential>() == 8);

impl Credential {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Whether the credential is valid at `now`.
    #[must_use]
    pub const fn is_valid(&self, now: i64) -> bool {
        now < self.expires_at
    }

    /// Refuses unless this is a valid credential of the owner, from one of the security's qualifiers.
    ///
    /// # Errors
    /// [`SecuritiesError::NotOwner`], [`SecuritiesError::NotQualifier`], [`SecuritiesError::CredentialExpired`].
    pub fn require_valid(&self, security: &Security, owner: &Pubkey, now: i64) -> Result<()> {
        ensure_keys_eq!(self.subject, *owner, SecuritiesError::NotOwner);
        security.qualifier_place(&self.qualifier)?;
        ensure!(self.is_valid(now), SecuritiesError::CredentialExpired);
        Ok(())
    }

    /// The person that it is about, which other addresses may be too: as the qualifier states it, or else the owner.
    #[must_use]
    pub fn person(&self) -> Pubkey {
        if self.person == Pubkey::default() {
            return self.subject;
        }
        self.person
    }

    /// Revokes it, and leaves what it said.
    pub(super) const fn revoke(&mut self, now: i64) {
        self.expires_at = 0;
        self.changed_at = now;
    }

    /// Sets what the qualifier states now.
    pub(super) const fn set(&mut self, args: &CredentialTerms, now: i64) {
        self.category = args.category;
        self.jurisdiction = args.jurisdiction;
        self.expires_at = args.expires_at;
        self.person = args.person;
        self.changed_at = now;
    }
}

/// The terms of a credential.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct CredentialTerms {
    /// The category of investors that the qualifier puts the owner in.
    pub category: u8,
    /// Country of the owner, ISO 3166-1 numeric; 0: not stated.
    pub jurisdiction: u16,
    /// When the credential expires, in Unix seconds; 0 revokes it.
    pub expires_at: i64,
    /// The person that the owner is, for limits of holders: the same hash for each address of one person; the default
    /// address: the owner itself is the person.
    pub person: Pubkey,
}
