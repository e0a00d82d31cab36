//! Events: what happens to a security.

use anchor_lang::prelude::*;

/// The arbitrator confirmed the delivery that proceeds waited for.
#[event]
pub struct DeliveryConfirmed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// SHA-256 of the document that proves it.
    pub document_sha256: [u8; 32],
}

/// A security has a vault for another mint.
#[event]
pub struct VaultAdded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The mint.
    pub mint: Pubkey,
    /// The vault.
    pub vault: Pubkey,
}
