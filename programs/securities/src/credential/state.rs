//! The Credential account: what a qualifier says of an owner. One credential serves every security that names the
//! qualifier.

use crate::{errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Layout version of a Credential.
pub const VERSION: u8 = 1;

/// What a qualifier says of an owner. Address: see [`crate::chain::seeds::CREDENTIAL`].
#[account(zero_copy)]
pub struct Credential {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// The qualifier's class for the owner, for rules between classes.
    pub class: u8,
    /// Zero.
    pub padding: u8,
    /// Country of the owner, ISO 3166-1 numeric; 0: not said.
    pub jurisdiction: u16,
    /// Zero.
    pub padding_2: u16,
    /// Who says so.
    pub qualifier: Pubkey,
    /// Of whom: a wallet, or an address of another program.
    pub subject: Pubkey,
    /// Who paid the rent.
    pub rent_payer: Pubkey,
    /// Until when it holds, Unix time; 0: revoked.
    pub expires_at: i64,
    /// When it was last changed, Unix time.
    pub changed_at: i64,
}

const _: () = assert!(size_of::<Credential>() == 120 && align_of::<Credential>() == 8);

impl Credential {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Whether it holds at `now`.
    #[must_use]
    pub const fn is_good(&self, now: i64) -> bool {
        now < self.expires_at
    }

    /// Refuses to take it as a good credential of an owner's, from one of a security's qualifiers.
    ///
    /// # Errors
    /// [`SecuritiesError::NotOwner`], [`SecuritiesError::NotQualifier`], [`SecuritiesError::CredentialExpired`].
    pub fn require_good(&self, security: &Security, owner: &Pubkey, now: i64) -> Result<()> {
        ensure_keys_eq!(self.subject, *owner, SecuritiesError::NotOwner);
        security.qualifier_place(&self.qualifier)?;
        ensure!(self.is_good(now), SecuritiesError::CredentialExpired);
        Ok(())
    }

    /// Takes what the qualifier says now.
    pub(super) const fn set(&mut self, args: &CredentialTerms, now: i64) {
        self.class = args.class;
        self.jurisdiction = args.jurisdiction;
        self.expires_at = args.expires_at;
        self.changed_at = now;
    }
}

/// What a qualifier says of an owner.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct CredentialTerms {
    /// The qualifier's class for the owner.
    pub class: u8,
    /// Country of the owner, ISO 3166-1 numeric; 0: not said.
    pub jurisdiction: u16,
    /// Until when it holds, Unix time; 0 revokes it.
    pub expires_at: i64,
}
